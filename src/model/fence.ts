import { createHash } from 'node:crypto';
import type { WriterSource } from './writer.ts';

/** Characters of one entry that a model reads: what an entry says stands at its beginning, and few are longer. */
const LONGEST_TEXT = 1_500;
/** Titles of lines that never end. */
const LONGEST_TITLE = 300;
/**
 * Characters of all entries together: some 6,000 tokens of Chinese, which models with a window of 8,192 tokens still
 * take, with the instructions before them and the answer behind them.
 */
const LONGEST_TEXTS = 6_000;
/** Links of one entry that a model is told of; it may not repeat them. */
const MOST_URLS = 5;

/** Eight hex digits that hang on all that is quoted, so that nothing quoted can know the end of its own fence. */
export function markOf(...quoted: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(quoted)).digest('hex').slice(0, 8);
}

/** The entries as a model reads them: numbered, each between a first and a last line that only they have. */
export function fenced(sources: readonly WriterSource[]): { text: string; mark: string } {
  const shares = sharesOf(sources.map(({ text }) => Math.min(text.length, LONGEST_TEXT)));
  const bodies = sources.map((source, index) => bodyOf(source, shares[index] ?? 0));
  const mark = markOf(...bodies);
  const text = sources.map(({ n, date = '', ordinal }, index) =>
    [
      `<source n="${n}" date="${date}" number="${ordinal}" mark="${mark}">`,
      bodies[index],
      `</source mark="${mark}">`,
    ].join('\n'),
  );
  return { text: text.join('\n\n'), mark };
}

function bodyOf({ title, tags, urls, text }: WriterSource, share: number): string {
  const line = (name: string, value: string) => (value === '' ? [] : [`${name}: ${value}`]);
  return [
    ...line('title', harmless(cutAt(title, LONGEST_TITLE))),
    ...line('tags', harmless(tags.join(', '))),
    ...line('urls', harmless(urls.slice(0, MOST_URLS).join(' '))),
    'text:',
    harmless(cutAt(text, share)),
  ].join('\n');
}

/** Each its own length where there is room for all; else the longest are cut to the same length. */
function sharesOf(lengths: readonly number[]): number[] {
  let left = LONGEST_TEXTS;
  let share = 0;
  const ordered = lengths.toSorted((one, other) => one - other);
  for (const [index, length] of ordered.entries()) {
    share = Math.floor(left / (ordered.length - index));
    if (length > share) break;
    left -= length;
    share = length;
  }
  return lengths.map(length => Math.min(length, share));
}

/** What looks like a fence or another part of the prompt, in whatever signs, and like the marks that chat models are trained on. */
const FENCE = /[<＜﹤〈‹«]+(?=\s*[/／]?\s*(?:source|question|facts|previous|system|user|assistant|\|))/giu;
/** Numbers in brackets, as papers have them: a model that repeats them would cite another source by them. */
const CITATION = /[[［【]\s*(\d{1,3})\s*[\]］】]/g;

/** Quoted text that cannot pass for a part of the prompt: no fences, no citations, nothing that is there and cannot be seen. */
export function harmless(text: string): string {
  return text
    .replace(/[^\P{C}\n\t]/gu, '')
    .replace(FENCE, '(')
    .replace(CITATION, '($1)');
}

/** The beginning of a text, up to the end of a sentence, a line or a word where one is near. */
export function cutAt(text: string, length: number): string {
  if (text.length <= length) return text;
  const begun = text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
  const whole = /^.*(?:[。！？；\n]|[.!?;](?=\s)|\s)/su.exec(begun)?.[0] ?? begun;
  return `${(whole.length > length * 0.7 ? whole : begun).trimEnd()} …`;
}
