import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomFrom } from '../src/eval/random.ts';

/** A digest file's name and text. */
type GeneratedFile = { file: string; text: string };

/** Words beyond those of the corpus, made of two of them: a log of years has many words that stand in few entries. */
const VOCABULARY = 30_000;

/**
 * A digest of any size that looks like one that people keep, the same for the same options: days of 5 to 40 numbered
 * entries in Chinese, English or both, with addresses, tags, bold words and a second line here and there. Words come
 * from the corpus, the r-th most frequent with a probability of about 1/r (Zipf's law).
 */
function generateDigest(options: {
  /** text to take words from */ corpus: string;
  entries: number;
  /** among how many files the days are divided, in order */ files?: number;
  seed?: number;
}): GeneratedFile[] {
  const { corpus, entries, files = 10, seed = 1 } = options;
  const random = randomFrom(seed);
  const pick = zipf(vocabularyOf(corpus, random), random);
  const days: string[] = [];
  const date = new Date(Date.UTC(2010, 0, 1));
  for (let made = 0; made < entries; ) {
    const count = Math.min(entries - made, 5 + Math.floor(random() * 36));
    const items = Array.from({ length: count }, (_, index) => `(${index + 1}) ${entryText(pick, random)}`);
    days.push(`## ${date.getUTCFullYear()}.${date.getUTCMonth() + 1}.${date.getUTCDate()}\n\n${items.join('\n\n')}\n`);
    date.setUTCDate(date.getUTCDate() + 1);
    made += count;
  }
  const each = Math.ceil(days.length / files);
  return Array.from({ length: Math.ceil(days.length / each) }, (_, index) => ({
    file: `log-${index + 1}.md`,
    text: days.slice(index * each, (index + 1) * each).join('\n'),
  }));
}

/** Writes a generated digest of so many entries, in the words of the sample digests; files that are there stay. */
export async function writeDigest(folder: string, entries: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  let corpus = '';
  for await (const file of glob(join(import.meta.dirname, '../data/eval/**/*.md')))
    corpus += await readFile(file, 'utf8');
  for (const { file, text } of generateDigest({ corpus, entries })) {
    await writeFile(join(folder, file), text, { flag: 'wx' }).catch(() => {});
  }
}

function entryText(pick: (han: boolean | undefined) => string, random: () => number): string {
  const chance = random();
  const han = chance < 0.6 ? true : chance < 0.85 ? false : undefined;
  const words = (from: number, to: number): string => {
    const all = Array.from({ length: from + Math.floor(random() * (to - from + 1)) }, () => pick(han));
    return all.join(han === true ? '' : ' ');
  };
  const tag = random() < 0.15 ? `【${pick(true)}】` : '';
  const bold = random() < 0.2 ? ` **${words(1, 2)}**` : '';
  const path = Math.floor(random() * 2 ** 40).toString(36);
  const address = random() < 0.5 ? `https://mp.weixin.qq.com/s/${path}` : `https://github.com/${pick(false)}/${path}`;
  const more = random() < 0.25 ? `\n    ${words(8, 30)}` : '';
  return `${tag}${words(5, 14)}${bold}，${words(3, 10)}： ${address}${more}`;
}

/** The corpus's words by frequency, most first, then compounds of them. */
function vocabularyOf(corpus: string, random: () => number): string[] {
  const counts = new Map<string, number>();
  const plain = corpus.replace(/https?:\S+/g, ' ');
  for (const { segment, isWordLike } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(plain)) {
    if (isWordLike) counts.set(segment, (counts.get(segment) ?? 0) + 1);
  }
  const words = [...counts]
    .sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
    .map(([word]) => word);
  const known = new Set(words);
  const anyWord = (): string => words[Math.floor(random() * words.length)] ?? '';
  while (known.size < VOCABULARY) known.add(anyWord() + anyWord());
  return [...known];
}

/** Draws words by Zipf's law: Han ones, others, or of both kinds. */
function zipf(vocabulary: readonly string[], random: () => number): (han: boolean | undefined) => string {
  const draw = (words: readonly string[]) => {
    const sums: number[] = [];
    for (const index of words.keys()) sums.push((sums.at(-1) ?? 0) + 1 / (index + 3));
    return (): string => {
      const mark = random() * (sums.at(-1) ?? 0);
      let low = 0;
      let high = sums.length - 1;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((sums[middle] ?? 0) < mark) low = middle + 1;
        else high = middle;
      }
      return words[low] ?? '';
    };
  };
  const isHan = (word: string): boolean => /^\p{Script=Han}+$/u.test(word);
  const han = draw(vocabulary.filter(isHan));
  const other = draw(vocabulary.filter(word => /^[a-z]/i.test(word)));
  const all = draw(vocabulary);
  return which => (which === undefined ? all() : which ? han() : other());
}
