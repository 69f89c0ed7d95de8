import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
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

/** Changes with any of the dictionaries: what was derived with others is derived anew. */
export const fingerprint: () => string = once(() => {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 8);
});

/** Dimensions of a word vector. */
export const WORD_DIMENSIONS = 100;

/** A stored component of 254 stands for 1: see scripts/build-lexicon.ts. */
const SCALE = 1 / 254;

/** Every traditional character made simple. */
export function simplify(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text;
  const forms = simplifiedForms();
  return text.replace(/\p{Script=Han}/gu, character => forms.get(character) ?? character);
}

const simplifiedForms: () => Map<string, string> = once(() => {
  const pairs = read('simplified.txt').split('\n').filter(Boolean);
  return new Map(
    pairs.map(pair => {
      const [from = '', to = ''] = pair;
      return [from, to];
    }),
  );
});

/**
 * What a Chinese word means in English: its senses, likeliest first, each as the stems that all belong to it (目标检测 →
 * [object detect], 验证 → [inspect] [verifi] [valid]).
 */
export type Senses = readonly (readonly string[])[];

/** The senses of a simplified Chinese word or character, or undefined where no dictionary has it. Terms of art come before general words. */
export function sensesOf(word: string): Senses | undefined {
  const known = seen.get(word);
  if (known !== undefined) return known;
  const phrases = phrasesOf(word);
  if (phrases === undefined) return undefined;
  const senses = phrases
    .slice(0, MOST_SENSES)
    .map(stemsOf)
    .filter(stems => stems.length > 0);
  // Bounded, so that a long-running process does not keep every word it ever met.
  if (seen.size < 50_000) seen.set(word, senses);
  return senses;
}

/** Every Chinese word of the dictionaries with its English, likeliest first: phrases for terms of art, else single words. */
export function* glossary(): Generator<{ word: string; english: string[]; term: boolean }> {
  for (const word of terms().keys()) yield { word, english: phrasesOf(word) ?? [], term: true };
  for (const word of generalGlosses().keys()) {
    if (!terms().has(word)) yield { word, english: phrasesOf(word) ?? [], term: false };
  }
}

function phrasesOf(word: string): string[] | undefined {
  const term = terms().get(word);
  return term ?? generalGlosses().get(word)?.split(' ');
}

/** Later senses of the dictionary are rare ones: more of them find more that is not meant. */
const MOST_SENSES = 5;
const seen = new Map<string, Senses>();

/** What an English word or abbreviation stands for besides itself: k8s → [kubernet]; llm → [larg languag model]. */
export function synonymsOf(word: string): Senses {
  return sensesIn(synonyms(), word);
}

/**
 * What kind of thing a name names: sqlite → [databas]; useeffect → [react] [react hook]. Asking for the kind finds the
 * name; asking for the name does not find others of its kind.
 */
export function kindsOf(name: string): Senses {
  return sensesIn(names(), name);
}

function sensesIn(table: ReadonlyMap<string, readonly string[]>, word: string): Senses {
  return (table.get(word) ?? []).map(stemsOf).filter(stems => stems.length > 0);
}

/** Adds an English stem's unit vector, times `weight`, to `sum`; false where the stem is unknown. */
export function addVector(stem: string, weight: number, sum: Float32Array): boolean {
  const { ranks, bytes } = vectors();
  const rank = ranks.get(stem);
  if (rank === undefined) return false;
  const start = rank * WORD_DIMENSIONS;
  const scale = weight * SCALE;
  for (let d = 0; d < WORD_DIMENSIONS; d++) sum[d] = (sum[d] ?? 0) + scale * (bytes[start + d] ?? 0);
  return true;
}

/** Cosine of a unit vector with an English stem's; 0 where the stem is unknown. */
export function similarityTo(stem: string, vector: Float32Array): number {
  const { ranks, bytes } = vectors();
  const rank = ranks.get(stem);
  if (rank === undefined) return 0;
  const start = rank * WORD_DIMENSIONS;
  let sum = 0;
  for (let d = 0; d < WORD_DIMENSIONS; d++) sum += (vector[d] ?? 0) * (bytes[start + d] ?? 0);
  return sum * SCALE;
}

/** How frequent the stem is in general English: 0 for the most frequent, undefined where unknown. */
export function rankOf(stem: string): number | undefined {
  return vectors().ranks.get(stem);
}

/** The word segmenter with our own terms in its dictionary, so that 目标检测 stays one word. */
export const segmenter: () => Jieba = once(() => {
  const jieba = Jieba.withDict(dict);
  // A frequency of 20000 makes a term win over the words it is made of, as jieba's own compounds do.
  const words = new Set([...terms().keys(), ...names().keys()]);
  const lines = [...words].filter(term => /^\p{Script=Han}{2,}$/u.test(term)).map(term => `${term} 20000 n`);
  jieba.loadDict(Buffer.from(lines.join('\n')));
  return jieba;
});

/** The Porter stem of a lower-case word; what is not a plain word (c++, int8) is its own stem. */
export function stemOf(word: string): string {
  return /^[a-z]{3,}$/.test(word) ? stemmer(word) : word;
}

const terms = once(() => readTable('terms.tsv'));
const synonyms = once(() => readTable('synonyms.tsv'));
const names = once(() => readTable('names.tsv'));

/** A table of ours: a word, a tab, English phrases with `;` between them. Words are folded as those of texts are. */
function readTable(name: string): Map<string, string[]> {
  const rows = read(name)
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map((line): [string, string[]] => {
      const [word = '', phrases = ''] = line.split('\t');
      return [simplify(word.trim().toLowerCase()), phrases.split(';').map(phrase => phrase.trim())];
    });
  return new Map(rows);
}

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

const vectors = once(() => {
  const stems = read('stems.txt').trimEnd().split('\n');
  const file = readFileSync(join(folder, 'vectors.bin'));
  return {
    ranks: new Map(stems.map((stem, rank) => [stem, rank])),
    bytes: new Int8Array(file.buffer, file.byteOffset, file.byteLength),
  };
});

/** The content stems of an English phrase. */
function stemsOf(phrase: string): string[] {
  const stems = phrase
    .toLowerCase()
    .split(/[^a-z0-9+#]+/)
    .map(stemOf);
  return [...new Set(stems)].filter(stem => stem.length > 1 && !stopWords.has(stem));
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
