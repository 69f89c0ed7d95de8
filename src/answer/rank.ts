import { addVector, rankOf, similarityTo, WORD_DIMENSIONS } from '../model/offline/lexicon.ts';
import { weakWords } from '../model/offline/stop-words.ts';
import { type Word, words } from '../model/offline/tokens.ts';

/**
 * How ranking weighs what it finds. Tuned together on the graded questions of ten digests (data/eval and eight real
 * ones), for recall in the first five, then moved halfway back to plain values so that no digest's ways are learnt.
 */
export const WEIGHTS = {
  /** a word met by what it means, not as it is written; met itself is 1 */ meaning: 0.9,
  /** of that, for senses after the first */ otherSense: 0.65,
  /** a compound met in part only, by the power of the part: half of 图像分割 is less than half of it */ part: 0.95,
  partPower: 1.85,
  /** AlphaPose met by "pose" */ inside: 0.7,
  /** a word met by one that is merely related, from the cosine of word vectors at which relation is no chance */
  relation: 0.7,
  relationFrom: 0.36,
  /** two words of the question that stand side by side in the entry as well */ pair: 0.7,
  /** words that questions are made of; single Han characters; bare numbers */ weak: 0.15,
  character: 0.4,
  number: 0.4,
  /** powers of a word's rarity in the library and in the language */ rarityHere: 1.4,
  rarityAnywhere: 0.8,
  /** BM25's saturation and length normalization */ k1: 1.2,
  b: 0.4,
  /** the vectors' cosine beside the words' score */ similarity: 0.65,
};

/** What ranking must know of the whole library: see Library. */
export type Statistics = {
  size(): number;
  frequency(space: 'terms' | 'glosses', token: string): number;
  averageLength(space: 'terms' | 'glosses'): number;
};

/** One content word of a question. */
export type Unit = Word & {
  /** how much finding it in an entry tells, 0 to 1 */ weight: number;
  /** how far the entry's stems stand for one of the word's by being related to it, 0 to 1 */
  relation(stem: string, glosses: ReadonlyMap<string, number>): number;
};

/** An entry's tokens, as the library keeps them. */
export type Document = { terms: readonly string[]; glosses: readonly string[] };

export type Score = {
  /** for ordering: how well the question's words are met, by how often and in how short a text */ score: number;
  /** for refusal: the share (0 to 1) of the question's weight that the entry meets */ coverage: number;
};

/** The content words of a question, each once, weighed by their rarity in the library and in the language. */
export function unitsOf(topic: string, statistics: Statistics): Unit[] {
  const units = new Map<string, Unit>();
  const relation = relations();
  for (const word of words(topic)) {
    if (word.stop || units.has(word.text)) continue;
    units.set(word.text, { ...word, weight: weightOf(word, statistics), relation });
  }
  return [...units.values()];
}

/** Scores one entry against the question's words. */
export function scoreOf(units: readonly Unit[], document: Document, statistics: Statistics): Score {
  const terms = counts(document.terms);
  const glosses = counts(document.glosses);
  const length = document.terms.length / (statistics.averageLength('terms') || 1);
  // BM25's saturation, scaled so that one mention in a text of average length gives 1.
  const saturate = (times: number) =>
    (times * (WEIGHTS.k1 + 1)) / (times + WEIGHTS.k1 * (1 - WEIGHTS.b + WEIGHTS.b * length));
  let total = 0;
  let met = 0;
  let sum = 0;
  for (const [index, unit] of units.entries()) {
    total += unit.weight;
    const { share, times } = meet(unit, terms, glosses, statistics);
    met += unit.weight * share;
    if (share > 0) sum += unit.weight * share * saturate(times);
    const next = units[index + 1];
    if (unit.joined && next && unit.script === 'han' && next.script === 'han') {
      // Neighbours in the question that are neighbours in the entry too: 交叉 + 验证 stands as 交叉验证.
      const bridge = `${[...unit.text].at(-1)}${[...next.text][0]}`;
      if (terms.has(bridge)) sum += WEIGHTS.pair * Math.min(unit.weight, next.weight);
    }
  }
  return total === 0 ? { score: 0, coverage: 0 } : { score: sum / total, coverage: met / total };
}

/** Of a word's senses, so many are looked for by relation too: related words of rare senses are chance. */
const RELATED_SENSES = 2;

function meet(
  unit: Unit,
  terms: Map<string, number>,
  glosses: Map<string, number>,
  statistics: Statistics,
): { share: number; times: number } {
  const written = unit.terms.map(term => terms.get(term) ?? 0);
  const all = Math.min(...written);
  if (unit.script === 'han' ? all > 0 : (written[0] ?? 0) > 0) return { share: 1, times: Math.max(1, all) };
  let share = 0;
  if (unit.script === 'han' && written.length > 2) {
    const part = partOf(unit.terms, term => (terms.has(term) ? 1 : 0), 'terms', statistics);
    share = WEIGHTS.part * part ** WEIGHTS.partPower;
  } else if (unit.script === 'latin' && written.slice(1).some(count => count > 0)) {
    share = WEIGHTS.inside;
  }
  for (const [rank, sense] of unit.senses.entries()) {
    const later = rank === 0 ? 1 : WEIGHTS.otherSense;
    const part = partOf(sense, stem => (glosses.has(stem) ? 1 : 0), 'glosses', statistics);
    share = Math.max(share, later * (part > 0.99 ? WEIGHTS.meaning : WEIGHTS.part * part ** WEIGHTS.partPower));
    if (share >= later * WEIGHTS.relation || rank >= RELATED_SENSES) continue;
    const related = partOf(sense, stem => unit.relation(stem, glosses), 'glosses', statistics);
    share = Math.max(share, later * WEIGHTS.relation * (sense.length > 1 ? related ** WEIGHTS.partPower : related));
  }
  // Meanings are guesses, and a word that is often there by its meaning is no better guess.
  return { share, times: 1 };
}

/** How much of the tokens an entry has, each token by its rarity; `has` says how far it has one, 0 to 1. */
function partOf(
  tokens: readonly string[],
  has: (token: string) => number,
  space: 'terms' | 'glosses',
  statistics: Statistics,
): number {
  let total = 0;
  let met = 0;
  for (const token of tokens) {
    const weight = inverse(statistics.frequency(space, token), statistics.size());
    total += weight;
    met += weight * has(token);
  }
  return total === 0 ? 0 : met / total;
}

/** BM25's inverse document frequency, scaled so that a token of no entry has 1. */
function inverse(frequency: number, size: number): number {
  return Math.log(1 + (size - frequency + 0.5) / (frequency + 0.5)) / Math.log(1 + (size + 0.5) / 0.5);
}

function weightOf(word: Word, statistics: Statistics): number {
  const size = statistics.size();
  const written = Math.min(...word.terms.map(term => statistics.frequency('terms', term)));
  const meant = Math.max(
    0,
    ...word.senses.slice(0, 2).map(sense => Math.min(...sense.map(stem => statistics.frequency('glosses', stem)))),
  );
  const known = Math.max(written, meant);
  const ranks = (word.senses[0] ?? []).map(stem => rankOf(stem) ?? 36_000);
  const rank = Math.max(0, ...ranks) || 36_000;
  const rarity = Math.log(rank + 20) / Math.log(36_020);
  const weak = weakWords.has(word.text) ? WEIGHTS.weak : 1;
  const short =
    word.script === 'han' && word.text.length === 1 ? WEIGHTS.character : /^\d+$/.test(word.text) ? WEIGHTS.number : 1;
  return Math.max(0.02, inverse(known, size)) ** WEIGHTS.rarityHere * rarity ** WEIGHTS.rarityAnywhere * weak * short;
}

/**
 * How far an entry's stems stand for one of a word's own, by the closest of them; 1 where it is there itself. Cosines
 * are kept: the same stems stand in many of the entries that are scored for one question.
 */
function relations(): (stem: string, glosses: ReadonlyMap<string, number>) => number {
  const cosines = new Map<string, Map<string, number>>();
  const { relationFrom } = WEIGHTS;
  return (stem, glosses) => {
    if (glosses.has(stem)) return 1;
    const meaning = unitVector(stem);
    if (meaning === undefined) return 0;
    const known = cosines.get(stem) ?? new Map<string, number>();
    cosines.set(stem, known);
    let best = 0;
    for (const other of glosses.keys()) {
      let cosine = known.get(other);
      if (cosine === undefined) {
        cosine = similarityTo(other, meaning);
        known.set(other, cosine);
      }
      best = Math.max(best, cosine);
    }
    return Math.max(0, (best - relationFrom) / (1 - relationFrom));
  };
}

function unitVector(stem: string): Float32Array | undefined {
  const vector = new Float32Array(WORD_DIMENSIONS);
  return addVector(stem, 1, vector) ? vector : undefined;
}

function counts(tokens: readonly string[]): Map<string, number> {
  const map = new Map<string, number>();
  for (const token of tokens) map.set(token, (map.get(token) ?? 0) + 1);
  return map;
}
