/**
 * `wait`: another process is at it. For the rest, `done` of `total` files (read, parse) or entries; `embed`: those that
 * have their vector in a model's space.
 */
export type Progress = {
  phase: 'wait' | 'read' | 'parse' | 'analyze' | 'write' | 'index' | 'embed';
  done: number;
  total: number;
  file?: string;
};
