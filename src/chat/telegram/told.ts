import { messageOf } from '../../errors.ts';
import { inOneLine } from '../../library/problem.ts';

/** What the log says of an error: its class, its message and where it was thrown. */
export type Told = { error: string; message: string; at: string | undefined };

const WORDS = /[\p{L}\p{M}\p{N}]+/gu;
/** Shorter words of plain letters stand in most texts, by chance. */
const SHORTEST = 4;

/**
 * Tells of an error in the log's words, without the error's other members, in which libraries keep what was sent to
 * them. What stands in the update it is about is left out: it is somebody's. Of a word it may be a part, or the whole of
 * it and more; where words are written without spaces, one character in common is enough.
 */
export function told(error: unknown, update?: unknown): Told {
  const theirs = textsIn(update).join('\n');
  const isTheirs = inText(theirs);
  return {
    error: error instanceof Error ? (error.name === 'Error' ? error.constructor.name : error.name) : typeof error,
    message: inOneLine(error).replace(WORDS, word => (isTheirs(word) ? '…' : word)),
    at: error instanceof Error ? placeOf(error, theirs) : undefined,
  };
}

/** Where an error was thrown. Its stack begins with its message, in which somebody's own stack may stand. */
function placeOf(error: Error, theirs: string): string | undefined {
  const stack = error.stack ?? '';
  const message = messageOf(error);
  const begin = stack.indexOf(message);
  if (begin < 0) return undefined;
  const frames = stack.slice(begin + message.length).matchAll(/^ +at (.+)$/gm);
  // A message that was changed later is still the old one there.
  return frames.map(([, frame = '']) => frame).find(frame => !theirs.includes(frame));
}

function inText(text: string): (word: string) => boolean {
  const folded = fold(text);
  const words = [...new Set(folded.match(WORDS))].filter(word => word.length >= SHORTEST);
  const strange = new Set(folded.match(STRANGE));
  return word => {
    const same = fold(word);
    if (same.match(STRANGE)?.some(character => strange.has(character))) return true;
    return (same.length >= SHORTEST && folded.includes(same)) || words.some(one => same.includes(one));
  };
}

/** Letters that the program's own messages, which are in English, do not have. */
const STRANGE = /[^\0-\x7f]/gu;

const fold = (text: string) => text.normalize('NFKC').toLowerCase();

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
