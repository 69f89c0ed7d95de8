import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { stemmer } from 'stemmer';
import { stopWords } from './stop-words.ts';

/**
 * The dictionaries behind offline search, read once, when first asked for: CC-CEDICT's glosses, our own glossary of
 * terms of art (terms.tsv) and English equivalences (synonyms.tsv), the traditional characters' simplified forms, and
 * word vectors. scripts/build-lexicon.ts says where each comes from.
 */
const folder = join(import.meta.dirname, '..', '..', '..', 'data', 'lexicon');

/** Dimensions of a word vector. */
export const WORD_DIMENSIONS = 100;

/** A stored component of 254 stands for 1: see scripts/build-lexicon.ts. */
const SCALE = 1 / 254;

/** The traditional character's simplified form, for each character that has one. */
export const simplifiedForms: () => Map<string, string> = once(() => {
  const pairs = read('simplified.txt').split('\n').filter(Boolean);
  return new Map(
    pairs.map(pair => {
      const [from = '', to = ''] = pair;
      return [from, to];
    }),
  );
});

/**
 * English content stems for a Chinese word. A term of art has its English phrase (all of it is meant); a word of the
 * general dictionary has the words of its several senses (any of them may be meant).
 */
export type Gloss = { stems: string[]; phrase: boolean };

/** The glosses of a simplified Chinese word of two or more characters, or undefined where no dictionary has it. */
export function glossOf(word: string): Gloss | undefined {
  const known = seen.get(word);
  if (known !== undefined) return known;
  const term = terms().get(word);
  const general = term === undefined ? generalGlosses().get(word) : undefined;
  if (term === undefined && general === undefined) return undefined;
  const stems = [...new Set((term ?? general ?? '').split(/[^a-z0-9+#.]+/).map(stemOf))].filter(keep);
  const gloss = { stems, phrase: term !== undefined };
  // Bounded, so that a long-running process does not keep every word it ever met.
  if (seen.size < 50_000) seen.set(word, gloss);
  return gloss;
}
const seen = new Map<string, Gloss>();

/** Further stems that an English word or abbreviation stands for: k8s → kubernet; llm → larg, languag, model. */
export function synonymsOf(word: string): readonly string[] {
  return synonyms().get(word) ?? [];
}

/** The unit vector of an English stem as int8 at SCALE, with its rank by frequency (0 = most frequent), if it is known. */
export function vectorOf(stem: string): { rank: number; vector: Float32Array } | undefined {
  const { ranks, bytes } = vectors();
  const rank = ranks.get(stem);
  if (rank === undefined) return undefined;
  const start = rank * WORD_DIMENSIONS;
  return { rank, vector: Float32Array.from(bytes.subarray(start, start + WORD_DIMENSIONS), value => value * SCALE) };
}

/** How frequent the stem is in general English: 0 for the most frequent, undefined where unknown. */
export function rankOf(stem: string): number | undefined {
  return vectors().ranks.get(stem);
}

/** The word segmenter with our own terms in its dictionary, so that 目标检测 stays one word. */
export const segmenter: () => Jieba = once(() => {
  const jieba = Jieba.withDict(dict);
  // A frequency of 20000 makes a term win over the words it is made of, as jieba's own compounds do.
  const lines = [...terms().keys()].filter(term => /^\p{Script=Han}+$/u.test(term)).map(term => `${term} 20000 n`);
  jieba.loadDict(Buffer.from(lines.join('\n')));
  return jieba;
});

/** The Porter stem of a lower-case word; what is not a plain word (c++, int8) is its own stem. */
export function stemOf(word: string): string {
  return /^[a-z]{3,}$/.test(word) ? stemmer(word) : word;
}

const terms = once(
  () =>
    new Map(
      read('terms.tsv')
        .split('\n')
        .filter(line => line !== '' && !line.startsWith('#'))
        .map(line => {
          const [term = '', english = ''] = line.split('\t');
          return [term.trim(), english.trim()];
        }),
    ),
);

const generalGlosses = once(() => {
  const glosses = new Map<string, string>();
  for (const line of gunzipSync(readFileSync(join(folder, 'glosses.tsv.gz')))
    .toString()
    .split('\n')) {
    const tab = line.indexOf('\t');
    if (tab > 0) glosses.set(line.slice(0, tab), line.slice(tab + 1));
  }
  return glosses;
});

const synonyms = once(() => {
  const map = new Map<string, string[]>();
  for (const line of read('synonyms.tsv').split('\n')) {
    const [word, meanings] = line.split('\t');
    if (!word || !meanings || line.startsWith('#')) continue;
    const stems = meanings
      .toLowerCase()
      .split(/[^a-z0-9+#]+/)
      .map(stemOf)
      .filter(keep);
    map.set(word.trim().toLowerCase(), [...new Set(stems)]);
  }
  return map;
});

const vectors = once(() => {
  const stems = read('stems.txt').trimEnd().split('\n');
  const file = readFileSync(join(folder, 'vectors.bin'));
  return {
    ranks: new Map(stems.map((stem, rank) => [stem, rank])),
    bytes: new Int8Array(file.buffer, file.byteOffset, file.byteLength),
  };
});

function keep(stem: string): boolean {
  return stem.length > 1 && !stopWords.has(stem);
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
