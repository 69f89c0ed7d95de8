import { messageOf } from '../../library/problem.ts';

/** What the log says of an error: its class, its message and where it was thrown. */
export type Told = { error: string; message: string; at: string | undefined };

/**
 * Tells of an error in the log's words, without the error's other members, in which libraries keep what was sent to
 * them. Words that stand in the update it is about are left out of the message: they are somebody's.
 */
export function told(error: unknown, update?: unknown): Told {
  const theirs = textsIn(update).join('\n').toLowerCase();
  const isTheirs = (word: string) => (word.length > 3 || /[^ -~]/.test(word)) && theirs.includes(word.toLowerCase());
  const message = error instanceof Error ? error.message : String(error);
  return {
    error: error instanceof Error ? (error.name === 'Error' ? error.constructor.name : error.name) : typeof error,
    message: messageOf(message.replace(/[\p{L}\p{M}\p{N}]+/gu, word => (isTheirs(word) ? '…' : word))),
    at: error instanceof Error ? /^ +at (.+)$/m.exec(error.stack ?? '')?.[1] : undefined,
  };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
