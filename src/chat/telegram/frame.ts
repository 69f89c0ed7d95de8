import type { Draft } from '../../answer/asking.ts';
import { messagesOf } from './format/messages.ts';
import type { Rich } from './format/rich.ts';

/**
 * An answer as far as it has come, as a message that Telegram takes; undefined where there is nothing to see yet. What
 * would not fit into one is left for the end.
 */
export function frameOf({ text, tail }: Draft): Rich | undefined {
  return messagesOf(text + tail.slice(0, closedUntil(tail)))[0];
}

/** Marks as they come: escaped signs, code, emphasis that touches a word, and the brackets of a link. */
const MARKS = /\\.|\\$|`+|(?<![*\s])\*{1,2}(?!\*)|\*{1,2}(?![*\s])|~~|\[|\]\(|[\])]/gs;

/**
 * How far a text goes without a mark that was opened and not closed: words behind it would first be shown with the bare
 * mark before them, and then change.
 */
function closedUntil(text: string): number {
  const open = new Map<string, number>();
  for (const { 0: mark, index } of text.matchAll(MARKS)) {
    const code = [...open.keys()].find(one => one.startsWith('`'));
    if (code !== undefined && mark !== code) continue;
    if (mark === '\\') open.set(mark, index);
    else if (mark.startsWith('\\')) continue;
    else if (mark === '[') open.set('[', open.get('[') ?? index);
    else if (mark === '](') continue;
    else if (mark === ']' || mark === ')') open.delete('[');
    else if (!open.delete(mark)) open.set(mark, index);
  }
  return Math.min(text.length, ...open.values());
}
