import type { Library } from '../library/library.ts';
import type { Question } from './question.ts';
import type { Found } from './retrieve.ts';

/** The best entry must meet this share of the question's words, by weight. */
const COVERED = 0.5;
/** An answer's entries score at least this share of the best one's score. */
const RELATED = 0.55;

/** Whether what was found is on the question at all; where it is not, the honest answer is that the notes have nothing. */
export function accepted(_question: Question, found: readonly Found[], _library: Library): boolean {
  return Math.max(0, ...found.map(({ coverage }) => coverage)) >= COVERED;
}

/** The best entry and those that fit nearly as well. */
export function related(found: readonly Found[]): Found[] {
  const best = found[0]?.score ?? 0;
  return found.filter(({ score }) => score >= RELATED * best);
}
