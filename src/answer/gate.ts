import { words } from '../model/offline/tokens.ts';
import type { Found } from './retrieve.ts';

/**
 * What counts for and against an answer, calibrated on the graded questions of ten digests (data/eval and eight real
 * ones): F1 of refusing is 0.94 beside questions in the notes' own words and 0.85 with those in the other language too;
 * without the last two allowances 0.97 and 0.77. Thresholds calibrated for each digest by leaving its entries out did
 * no better (`noted eval` takes that measure of any digest).
 */
const GATE = {
  /** an answer needs as much: coverage of the question's words, with what follows */
  from: 0.86,
  /** the vectors' cosine counts beside it by so much */
  similarity: 0.45,
  /** an entry in the other language can meet words by their dictionary meaning only */
  otherLanguage: 0.25,
  /** each word of a long question, from the third to the eighth: not all of them stand in what answers it */
  word: 0.02,
  /** entries that meet less of the words have nothing to do with the question and are not even offered */
  near: 0.3,
};

/** Whether what was found is on the question at all; where it is not, the honest answer is that the notes have nothing. */
export function accepted(topic: string, found: readonly Found[]): boolean {
  return confidence(topic, found) >= GATE.from;
}

/** Of what was found for a refused question, what comes close enough to be offered. */
export function nearest(found: readonly Found[]): Found[] {
  return found.filter(({ coverage }) => coverage >= GATE.near).slice(0, 3);
}

/**
 * How far the best of what was found is on the question: about 0 for nothing, above 1 where every word is met. The best by
 * what the gate was calibrated on, even where a model's vectors have ordered it: with ones that tell nothing, refusing is
 * as good as without.
 */
function confidence(topic: string, found: readonly Found[]): number {
  const best = found.toSorted((one, other) => other.own - one.own).slice(0, 5);
  const [first] = best;
  if (first === undefined) return 0;
  const coverage = Math.max(...best.map(one => one.coverage));
  const similarity = Math.max(...best.map(one => one.similarity));
  if (coverage === 0) return 0;
  const count = new Set(words(topic).flatMap(word => (word.stop ? [] : [word.text]))).size;
  const allowance = GATE.word * Math.min(6, Math.max(0, count - 2));
  return (
    coverage +
    GATE.similarity * similarity +
    allowance +
    (mostlyHan(topic) === mostlyHan(first.entry.title) ? 0 : GATE.otherLanguage)
  );
}

/** A Han character says about as much as two Latin letters. */
function mostlyHan(text: string): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return 2 * han > (text.match(/[a-z]/gi)?.length ?? 0);
}

/** An answer's entries score at least this share of the best one's score. */
const RELATED = 0.5;

/** The best entry and those that fit nearly as well. */
export function related(found: readonly Found[]): Found[] {
  const best = found[0]?.score ?? 0;
  return found.filter(({ score }) => score >= RELATED * best);
}
