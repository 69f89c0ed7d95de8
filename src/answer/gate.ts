import type { Found } from './retrieve.ts';

/**
 * What the best of what was found must reach, as coverage of the question's words + half the cosine. Calibrated on the
 * graded questions of ten digests: lower answers more near misses, higher refuses more questions that the notes answer
 * in other words. Thresholds calibrated for each digest by leaving entries out did no better there (`noted eval` shows
 * that measure for any digest).
 */
export const ACCEPT_FROM = 0.76;
/** An answer's entries score at least this share of the best one's score. */
const RELATED = 0.5;

/** Entries below this share of an accepted confidence have nothing to do with the question and are not even offered. */
const NEAR_FROM = 0.35;

/** Of what was found for a refused question, what comes close enough to be offered. */
export function nearest(found: readonly Found[]): Found[] {
  return found.filter(one => confidence([one]) >= NEAR_FROM * ACCEPT_FROM).slice(0, 3);
}

/** How sure it is that what was found is on the question: coverage of its words + half the cosine, of the best entries. */
export function confidence(found: readonly Found[]): number {
  const best = found.slice(0, 5);
  return (
    Math.max(0, ...best.map(({ coverage }) => coverage)) + Math.max(0, ...best.map(({ similarity }) => similarity)) / 2
  );
}

/** The best entry and those that fit nearly as well. */
export function related(found: readonly Found[]): Found[] {
  const best = found[0]?.score ?? 0;
  return found.filter(({ score }) => score >= RELATED * best);
}
