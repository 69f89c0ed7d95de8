import { addDistinct, type DistinctWords } from './distinct-words.ts';
import { clean } from './tidy.ts';

/** 【机器学习】 */
export const bracketed = /【([^【】]{1,30})】/g;
/** `#tag` or `#标签#`, but not `C#`, `#12` or an address's fragment. */
const hash = /(^|[\s，。；、,;(（】])#([\p{L}\p{N}_][\p{L}\p{N}_/+.-]*)#?(?![\p{L}\p{N}#])/gu;
const bar = /^([^|｜]{1,40}?)(\s*)[|｜](\s*)(?=\S)/;
const leadingDate = /^((?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}日?\s*)?(.*)$/s;

/** Adds the tags of a line to `tags`, each once; only an item's `first` line may begin with a category and a bar. */
export function collectTags(plain: string, first: boolean, tags: DistinctWords): void {
  function add(tag: string | undefined): void {
    const word = clean(tag ?? '');
    if (word) addDistinct(tags, word);
  }
  const boxed = plain.includes('【');
  if (boxed) for (const box of plain.match(bracketed) ?? []) add(box.slice(1, -1));
  if (first && /[|｜]/.test(plain))
    for (const word of barTags(boxed ? plain.replace(bracketed, '') : plain).tags) add(word);
  if (plain.includes('#')) for (const match of plain.matchAll(hash)) if (/\p{L}/u.test(match[2] ?? '')) add(match[2]);
}

/**
 * `综述 | GAN …`: the word before the bar is a category when it is short: up to six Chinese characters, or one Latin word of
 * up to twelve letters with a space before the bar; no digits, so that venues and years (`T-PAMI 2021 |`) stay in the
 * title, as do long first halves and everything after a bar (`… | EMNLP 2020`). A date before the word is not part of it.
 */
export function barTags(plain: string): { tags: string[]; rest: string } {
  const tags: string[] = [];
  if (!/[|｜]/.test(plain)) return { tags, rest: plain };
  const dated = leadingDate.exec(plain.trimStart());
  const date = dated?.[1] ?? '';
  let rest = dated?.[2] ?? plain;
  for (let match = bar.exec(rest); match; match = bar.exec(rest)) {
    const word = (match[1] ?? '').trim();
    const spaced = (match[2] ?? '') !== '' || match[0].includes('｜');
    if (!isCategory(word, spaced)) break;
    tags.push(word);
    rest = rest.slice(match[0].length);
  }
  return { tags, rest: tags.length > 0 ? date + rest : plain };
}

function isCategory(word: string, spaced: boolean): boolean {
  if (/^[A-Za-z][A-Za-z+/&-]{0,11}$/.test(word)) return spaced;
  return word.length <= 6 && /\p{Script=Han}/u.test(word) && /^[\p{Script=Han}A-Za-z/&+·-]+$/u.test(word);
}

/** Tags at either end go; in the middle of a sentence only the mark goes, because the word is part of it. */
export function withoutHashes(words: string): string {
  const ends = /^(?:\s*#[\p{L}\p{N}_][\p{L}\p{N}_/+.-]*#?(?=\s|$))+|(?:\s+#[\p{L}\p{N}_][\p{L}\p{N}_/+.-]*#?)+\s*$/gu;
  return words.replace(ends, '').replace(hash, '$1$2');
}
