import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVerifier } from '../../../src/answer/verify/verify.ts';
import { parse } from '../../../src/digest/parse.ts';

const file = join(import.meta.dirname, '..', '..', '..', 'data', 'eval', 'seed', '2021.md');

/** The seed digest's entries as sources, numbered as they stand there. */
export const seed = parse(readFileSync(file, 'utf8'), { file: '2021.md' }).entries.map((entry, index) => ({
  ...entry,
  n: index + 1,
}));

/** What of an answer on the seed's entries stands. */
export function verified(
  answer: string,
  language: 'en' | 'zh' = 'en',
  sources: Parameters<typeof createVerifier>[0] = seed,
) {
  const verifier = createVerifier(sources, { language });
  const pieces = [...verifier.take(answer), ...verifier.end()];
  return { text: pieces.map(({ text }) => text).join(''), pieces, dropped: verifier.dropped };
}

/** A source with these words. */
export function source(
  n: number,
  text: string,
  more: { date?: string; ordinal?: number; urls?: string[]; tags?: string[] } = {},
) {
  const [title = ''] = text.split('\n');
  return { n, date: more.date, ordinal: more.ordinal ?? 1, title, text, tags: more.tags ?? [], urls: more.urls ?? [] };
}
