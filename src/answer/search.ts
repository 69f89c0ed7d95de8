import type { Entry } from '../digest/entry.ts';
import { listing } from './listing.ts';
import { lookUp } from './look-up.ts';
import type { Question } from './question.ts';
import type { SearchParts } from './retrieve.ts';

/** An entry that a search found; scores are comparable within one search only. */
export type SearchHit = { entry: Entry; score: number };

/** The entries for a question, best first; for one without a topic, those that an answer would list. */
export async function search(question: Question, parts: SearchParts & { limit: number }): Promise<SearchHit[]> {
  if (question.topic !== '') {
    const { found } = await lookUp(question, parts);
    return found.map(({ entry, score }) => ({ entry, score }));
  }
  const { entries } = await listing(question, parts);
  return entries.map(entry => ({ entry, score: 1 }));
}
