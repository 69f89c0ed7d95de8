/** `wait`: another process is ingesting. For the rest, `done` of `total` files (read, parse) or entries. */
export type Progress = {
  phase: 'wait' | 'read' | 'parse' | 'analyze' | 'write' | 'index';
  done: number;
  total: number;
  file?: string;
};
