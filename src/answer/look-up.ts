import { accepted } from './gate.ts';
import type { Question } from './question.ts';
import { type Found, retrieve, type SearchParts } from './retrieve.ts';

/**
 * The entries for a question's topic, best first, and whether they are on it at all. Where the days that were named hold
 * nothing on it, two questions are put again without them:
 * - a year alone often belongs to the topic ("谷歌2020年的总结"), whenever it was noted;
 * - a pasted title may begin with a day that is not the one it was noted on: an entry that holds the whole message, the
 *   day included, is meant.
 */
export async function lookUp(
  question: Question,
  parts: SearchParts & { limit: number },
): Promise<{ found: Found[]; accepted: boolean }> {
  const found = await retrieve(question, parts);
  if (accepted(question.topic, found)) return { found, accepted: true };
  if (isYears(question.dates)) {
    const anyTime = await retrieve({ ...question, dates: undefined }, parts);
    if (accepted(question.topic, anyTime)) return { found: anyTime, accepted: true };
  } else if (question.dates !== undefined) {
    const pasted = letters(question.text);
    const anywhere = await retrieve({ ...question, topic: question.text, dates: undefined }, parts);
    const same = anywhere.filter(({ entry }) => letters(entry.text).includes(pasted));
    if (same.length > 0) return { found: same, accepted: true };
  }
  return { found, accepted: false };
}

function isYears(dates: Question['dates']): boolean {
  return dates?.from.endsWith('-01-01') === true && dates.to.endsWith('-12-31');
}

/** What is left of a text without spaces, punctuation and marks, which get lost where it is pasted. */
function letters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
