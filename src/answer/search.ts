import type { Entry } from '../digest/entry.ts';
import { related } from './gate.ts';
import { listing } from './listing.ts';
import { lookUp } from './look-up.ts';
import type { Question } from './question.ts';
import type { SearchParts } from './retrieve.ts';

/**
 * An entry that a search found; scores are comparable within one search only. `related`: it fits nearly as well as the
 * best, and an answer would not refuse.
 */
export type SearchHit = { entry: Entry; score: number; related: boolean };

/** The entries for a question, best first; for one without a topic, those that an answer would list. */
export async function search(question: Question, parts: SearchParts & { limit: number }): Promise<SearchHit[]> {
  if (question.topic !== '') {
    const { found, accepted } = await lookUp(question, parts);
    const near = new Set(accepted ? related(found.filter(({ coverage }) => coverage > 0)) : []);
    return found.map(one => ({ entry: one.entry, score: one.score, related: near.has(one) }));
  }
  const { entries } = await listing(question, parts);
  return entries.map(entry => ({ entry, score: 1, related: true }));
}
