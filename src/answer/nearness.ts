import type { Candidate } from '../library/library.ts';

/**
 * What a model's nearest neighbour counts as, and the farthest of those that were looked up: the cosines that the offline
 * embedder gives its own nearest and its 24th, at the middle of the graded questions of data/eval.
 */
const NEAR = 0.5;
const FAR = 0.1;
/** Cosines of 32-bit vectors that lie no farther apart say the same. */
const SAME = 0.0001;

/**
 * How near entries are to a question in a model's space, on the scale of the offline embedder's cosines, which ranking and
 * its weights are tuned to. Models' cosines cannot be compared: with some everything lies between 0.7 and 0.9, with others
 * between 0.1 and 0.5. What they mean is an order, and how clear it is; so a question's nearest neighbour gives the one
 * end of the scale, the farthest of those looked up the other, and what is no neighbour is as far as that one. Undefined
 * for an entry that the model's space does not have (yet).
 */
export function nearnessOf(candidates: readonly Candidate[]): (candidate: Candidate) => number | undefined {
  const cosines = candidates.flatMap(({ near }) => near?.cosine ?? []);
  const top = Math.max(...cosines);
  const bottom = Math.min(...cosines);
  return ({ near }) => {
    if (near === undefined) return undefined;
    if (near.cosine === undefined) return FAR;
    return top - bottom < SAME ? NEAR : FAR + ((NEAR - FAR) * (near.cosine - bottom)) / (top - bottom);
  };
}
