import { addVector, rankOf, similarityTo, WORD_DIMENSIONS } from '../model/offline/lexicon.ts';
import { weakWords } from '../model/offline/stop-words.ts';
import { type Word, words } from '../model/offline/tokens.ts';

/**
 * How ranking weighs what it finds. Tuned together on the graded questions of ten digests (data/eval and eight real
 * ones), for recall in the first five, then moved halfway back to plain values so that no digest's ways are learnt.
 */
export const WEIGHTS = {
  /** a word met by what it means, not as it is written; met itself is 1 */
  meaning: 0.9,
  /** of that, for senses after the first */
  otherSense: 0.65,
  /** a compound met in part only, by the power of the part: half of 图像分割 is less than half of it */
  part: 0.95,
  partPower: 1.85,
  /** a word not met as it is written counts so much for the order */
  guess: 0.8,
  /** AlphaPose met by "pose" */
  inside: 0.7,
  /** a word met by one that is merely related, from the cosine of word vectors at which relation is no chance */
  relation: 0.7,
  relationFrom: 0.36,
  /** two words of the question that stand side by side in the entry as well */
  pair: 0.7,
  /** words that questions are made of; single Han characters; bare numbers */
  weak: 0.15,
  character: 0.4,
  number: 0.4,
  /** powers of a word's rarity in the library and in the language */
  rarityHere: 1.4,
  rarityAnywhere: 0.8,
  /** BM25's saturation and length normalization */
  k1: 1.2,
  b: 0.25,
  /** the vectors' cosine beside the words' score */
  similarity: 0.65,
};

/** What ranking must know of the whole library: see Library. */
export type Statistics = {
  size(): number;
  frequency(space: 'terms' | 'glosses', token: string): number;
  averageLength(space: 'terms' | 'glosses'): number;
};

/** One content word of a question, with how much finding it in an entry tells (0 to 1). */
export type Unit = Word & { weight: number };

/** An entry's tokens, as the library keeps them. */
export type Document = { terms: readonly string[]; glosses: readonly string[] };

export type Score = {
  /** for ordering: how well the question's words are met, by how often and in how short a text */
  score: number;
  /** for refusal: the share (0 to 1) of the question's weight that the entry meets */
  coverage: number;
};

/** The content words of a question, each once, weighed by their rarity in the library and in the language. */
export function unitsOf(topic: string, statistics: Statistics): Unit[] {
  const units = new Map<string, Unit>();
  for (const word of words(topic)) {
    if (word.stop || units.has(word.text)) continue;
    units.set(word.text, { ...word, weight: weightOf(word, statistics) });
  }
  return [...units.values()];
}

/**
 * Scores entries against the question's words. What depends on the question alone is worked out once: a question is
 * scored against some 150 entries, of some 60 tokens each.
 */
export function scorerOf(units: readonly Unit[], statistics: Statistics): (document: Document) => Score {
  const total = units.reduce((sum, { weight }) => sum + weight, 0);
  const averageLength = statistics.averageLength('terms') || 1;
  const bridges = units.map((unit, index) => bridgeOf(unit, units[index + 1]));
  const countTerms = counterOf([...units.flatMap(unit => unit.terms), ...bridges]);
  const readGlosses = relationsOf(units.flatMap(unit => unit.senses.slice(0, RELATED_SENSES).flat()));
  const meetings = units.map(unit => meetingOf(unit, statistics));

  return document => {
    const terms = countTerms(document.terms);
    const glosses = readGlosses(document.glosses);
    const length = document.terms.length / averageLength;
    let met = 0;
    let sum = 0;
    for (const [index, unit] of units.entries()) {
      const { share, rank } = meetings[index]?.(terms, glosses, length) ?? NOT_MET;
      met += unit.weight * share;
      sum += unit.weight * rank;
      const bridge = bridges[index] ?? '';
      if (bridge !== '' && terms(bridge) > 0)
        sum += WEIGHTS.pair * Math.min(unit.weight, units[index + 1]?.weight ?? 0);
    }
    return total === 0 ? { score: 0, coverage: 0 } : { score: sum / total, coverage: met / total };
  };
}

/** How often a token of the question stands in the entry. */
type Count = (token: string) => number;
/** How far one of the question's stems is met in the entry: 1 where it is there, less by the closest related stem. */
type Relation = { has(stem: string): boolean; related(stem: string): number };
/** `share` says how far a word is met, `rank` how much that counts for the order. */
type Meeting = { share: number; rank: number };

const NOT_MET: Meeting = { share: 0, rank: 0 };

/** BM25's saturation, scaled so that one mention in a text of average length gives 1. */
function saturated(times: number, length: number): number {
  const { k1, b } = WEIGHTS;
  return (times * (k1 + 1)) / (times + k1 * (1 - b + b * length));
}

/** Neighbours in the question that may be neighbours in the entry too: 交叉 and 验证 stand as 交叉验证 where 叉验 stands. */
function bridgeOf(unit: Unit, next: Unit | undefined): string {
  if (!unit.joined || unit.script !== 'han' || next?.script !== 'han') return '';
  return `${[...unit.text].at(-1)}${[...next.text][0]}`;
}

/** Of a word's senses, so many are looked for by relation too: related words of rare senses are chance. */
const RELATED_SENSES = 2;

/** How one word of the question is met in an entry: as written, else in part, by its meaning or by a related word. */
function meetingOf(unit: Unit, statistics: Statistics): (terms: Count, glosses: Relation, length: number) => Meeting {
  const { terms: written, senses, script } = unit;
  const termParts = partsOf(written, 'terms', statistics);
  const senseParts = senses.map(sense => partsOf(sense, 'glosses', statistics));
  return (terms, glosses, length) => {
    const times = script === 'han' ? Math.min(...written.map(terms)) : terms(written[0] ?? '');
    if (times > 0) return { share: 1, rank: saturated(times, length) };
    let share = 0;
    if (script === 'han' && written.length > 2) {
      share = WEIGHTS.part * termParts(term => (terms(term) > 0 ? 1 : 0)) ** WEIGHTS.partPower;
    } else if (script === 'latin' && written.slice(1).some(term => terms(term) > 0)) {
      share = WEIGHTS.inside;
    }
    for (const [rank, partOf] of senseParts.entries()) {
      const later = rank === 0 ? 1 : WEIGHTS.otherSense;
      const part = partOf(stem => (glosses.has(stem) ? 1 : 0));
      share = Math.max(share, later * (part > 0.99 ? WEIGHTS.meaning : WEIGHTS.part * part ** WEIGHTS.partPower));
      if (share >= later * WEIGHTS.relation || rank >= RELATED_SENSES) continue;
      const related = partOf(glosses.related);
      const power = (senses[rank]?.length ?? 1) > 1 ? WEIGHTS.partPower : 1;
      share = Math.max(share, later * WEIGHTS.relation * related ** power);
    }
    // Meanings are guesses: one in a short text does not come before the word itself in a long one.
    return { share, rank: WEIGHTS.guess * share * saturated(1, length) };
  };
}

/** How much of the tokens an entry has, each token by its rarity; `has` says how far it has one, 0 to 1. */
function partsOf(tokens: readonly string[], space: 'terms' | 'glosses', statistics: Statistics) {
  const weights = tokens.map(token => inverse(statistics.frequency(space, token), statistics.size()));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (has: (token: string) => number): number => {
    if (total === 0) return 0;
    return tokens.reduce((sum, token, index) => sum + (weights[index] ?? 0) * has(token), 0) / total;
  };
}

/** Counts the question's tokens in an entry's, without a table of all that the entry has. */
function counterOf(sought: readonly string[]): (tokens: readonly string[]) => Count {
  const places = new Map([...new Set(sought)].map((token, index) => [token, index]));
  return tokens => {
    const found = new Uint32Array(places.size);
    for (const token of tokens) {
      const place = places.get(token);
      if (place !== undefined) found[place] = (found[place] ?? 0) + 1;
    }
    return token => found[places.get(token) ?? -1] ?? 0;
  };
}

/**
 * Reads an entry's stems for how closely they are related to the question's. Cosines are kept by stem, since the same
 * ones stand in many of the entries that are scored for one question.
 */
function relationsOf(sought: readonly string[]): (stems: readonly string[]) => Relation {
  const stems = [...new Set(sought)];
  const places = new Map(stems.map((stem, index) => [stem, index]));
  const vectors = stems.map(unitVector);
  const rows = new Map<string, Float32Array>();
  const { relationFrom } = WEIGHTS;
  const rowOf = (stem: string) => {
    const known = rows.get(stem);
    if (known !== undefined) return known;
    const row = new Float32Array(vectors.length);
    for (let index = 0; index < row.length; index++) {
      const vector = vectors[index];
      if (vector !== undefined) row[index] = similarityTo(stem, vector);
    }
    rows.set(stem, row);
    return row;
  };
  return tokens => {
    const there = new Set(tokens);
    const best = new Float32Array(stems.length);
    for (const stem of there) {
      const row = rowOf(stem);
      for (let index = 0; index < best.length; index++) {
        const similarity = row[index] ?? 0;
        if (similarity > (best[index] ?? 0)) best[index] = similarity;
      }
    }
    return {
      has: stem => there.has(stem),
      related: stem => {
        if (there.has(stem)) return 1;
        return Math.max(0, ((best[places.get(stem) ?? -1] ?? 0) - relationFrom) / (1 - relationFrom));
      },
    };
  };
}

function unitVector(stem: string): Float32Array | undefined {
  const vector = new Float32Array(WORD_DIMENSIONS);
  return addVector(stem, 1, vector) ? vector : undefined;
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
