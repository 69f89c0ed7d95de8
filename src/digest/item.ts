import { hole, readInline } from './inline.ts';

/** What an item's own words say, whatever its day and number. */
export type Words = { title: string; text: string; tags: string[]; emphasis: string[]; urls: string[] };

const bracketed = /【([^【】]{1,30})】/g;
/** `#tag` or `#标签#`, but not `C#`, `#12` or an address's fragment. */
const hash = /(^|[\s，。；、,;(（】])#([\p{L}\p{N}_][\p{L}\p{N}_/+.-]*)#?(?![\p{L}\p{N}#])/gu;
const bar = /^([^|｜]{1,40}?)(\s*)[|｜](\s*)(?=\S)/;
const leadingDate = /^((?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}日?\s*)?(.*)$/s;
const bullet = /^[ \t\u3000\u00a0]*(?:>[ \t]?)*[ \t\u3000\u00a0]*(?:[-*+•●▪◦○・·]\s+(?:\[[ xX]\]\s+)?|#{1,6}\s+)?/;
const quote = /^[ \t]*(?:>[ \t]?)+/;
const invisible = /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const fence = /^\s*(`{3,}|~{3,})/;

/** Reads an item's raw text, from behind its marker to its end. In a table's `cell` a bar says nothing about tags. */
export function readItem(raw: string, refs: ReadonlyMap<string, string>, cell = false): Words {
  const found = { emphasis: [] as string[], urls: [] as string[] };
  const tags: string[] = [];
  const lines: string[] = [];
  let title = '';
  let code: string | undefined;
  let comment = false;
  for (const line of linesOf(raw)) {
    const mark = line.includes('```') || line.includes('~~~') ? fence.exec(line)?.[1] : undefined;
    if (code !== undefined) {
      if (mark?.startsWith(code)) code = undefined;
      else if (line.trim()) lines.push(line.trimEnd());
      continue;
    }
    if (mark && lines.length > 0) {
      code = mark;
      continue;
    }
    if (line === '') continue;
    let rest = line;
    if (comment) {
      const close = rest.indexOf('-->');
      if (close < 0) continue;
      rest = rest.slice(close + 3);
    }
    comment = rest.includes('<!--') && rest.lastIndexOf('<!--') > rest.lastIndexOf('-->');
    if (isNavigation(rest)) continue;
    const body = rest.replace(lines.length === 0 ? quote : bullet, '');
    const inline = readInline(body.trim(), found, refs);
    if (/[【#|｜]/.test(inline.plain)) collectTags(inline.plain, lines.length === 0 && !cell, tags);
    const full = tidied(inline.full);
    if (full) lines.push(full);
    if (!title && full) title = titleOf(inline.plain, tags, cell);
  }
  return {
    title: title || (found.urls[0] ?? lines[0] ?? ''),
    text: lines.join('\n'),
    // Copies are cut to size; an array that grew by pushing keeps room for seventeen.
    tags: sized(tags),
    emphasis: sized(found.emphasis),
    urls: sized(found.urls),
  };
}

function sized(list: string[]): string[] {
  return list.length === 0 ? list : list.slice();
}

function linesOf(raw: string): string[] {
  return raw.includes('\r') ? raw.split(/\r\n?|\n/) : raw.split('\n');
}

/** A line that only leads to another place of the same page, or keeps an outliner's books, says nothing about the item. */
function isNavigation(line: string): boolean {
  if (line.includes('::') && /^\s*(?:id|collapsed):: /.test(line)) return true;
  if (!line.includes('#') || line.length > 500) return false;
  return (
    /^\s*(?:<[^<>]*>\s*)*<a\s+href\s*=\s*["']#[^"']*["'][^<>]*>[^<>]*<\/a>\s*(?:<[^<>]*>\s*)*$/i.test(line) ||
    /^\s*\[[^[\]]*\]\(#[^()]*\)\s*$/.test(line)
  );
}

function collectTags(plain: string, first: boolean, tags: string[]): void {
  function add(tag: string | undefined): void {
    const word = clean(tag ?? '');
    if (word && !tags.includes(word)) tags.push(word);
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
function barTags(plain: string): { tags: string[]; rest: string } {
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

/** The first line without number, tags and URLs. Where only tags are left, they are the title. */
function titleOf(plain: string, tags: readonly string[], cell: boolean): string {
  let words = plain.includes(hole) ? closeHoles(plain) : plain;
  if (plain.startsWith(hole)) words = words.slice(span(words, separators, 0, 1));
  if (tags.length > 0) {
    words = words.replace(bracketed, ' ');
    if (!cell) words = barTags(words).rest;
    if (words.includes('#') && words.length < 2000) {
      const bare = withoutHashes(words);
      words = words.startsWith(bare) ? bare.slice(0, span(bare, separators, bare.length, -1)) : bare;
    }
    words = words.slice(span(words, separators, 0, 1));
  }
  return clean(words) || clean(plain.replaceAll(hole, ' ').replace(/[【】#]/g, ' '));
}

const separators = ' :：,，、;；|｜-–—→👉·>';
const commas = ' ,，、;；|｜';
const openers = '(（[［<《';
const closers = ')）]］>》';

/**
 * Takes out what stood around a URL only because of it: its brackets, the colon or arrow before it, commas between URLs.
 * It works on the pieces between the URLs, so that a line of thousands of links is read once.
 */
function closeHoles(plain: string): string {
  // Most titles end with their only link.
  if (plain.indexOf(hole) === plain.length - 1) return plain.slice(0, span(plain, separators, plain.length - 1, -1));
  const [first = '', ...others] = plain.split(hole);
  const pieces = [first];
  for (const [at, piece] of others.entries()) {
    let right = piece.slice(span(piece, commas, 0, 1));
    if (right === '' && at < others.length - 1) continue;
    let left = pieces.at(-1)?.trimEnd() ?? '';
    const spaced = left.length < (pieces.at(-1)?.length ?? 0);
    let joint = ' ';
    if (left !== '' && right !== '' && openers.includes(left.at(-1) ?? '') && closers.includes(right[0] ?? '')) {
      left = left.slice(0, -1);
      right = right.slice(1);
      if (!spaced && !/[\w ]$/.test(left.slice(-1))) joint = '';
    }
    if (right.trim() === '' || /[。.！!？?]/.test(right[0] ?? '')) {
      left = left.slice(0, span(left, separators, left.length, -1));
      joint = '';
    }
    pieces[pieces.length - 1] = left;
    pieces.push(joint, right);
  }
  return pieces.join('');
}

/** The first position from `from` on, in the direction of `step`, that holds none of `chars`. */
function span(text: string, chars: string, from: number, step: 1 | -1): number {
  let at = from;
  while (step > 0 ? at < text.length && chars.includes(text[at] ?? '') : at > 0 && chars.includes(text[at - 1] ?? ''))
    at += step;
  return at;
}

/** Tags at either end go; in the middle of a sentence only the mark goes, because the word is part of it. */
function withoutHashes(words: string): string {
  const ends = /^(?:\s*#[\p{L}\p{N}_][\p{L}\p{N}_/+.-]*#?(?=\s|$))+|(?:\s+#[\p{L}\p{N}_][\p{L}\p{N}_/+.-]*#?)+\s*$/gu;
  return words.replace(ends, '').replace(hash, '$1$2');
}

/** Without invisible characters and with single spaces. Most lines are so already, and one look tells. */
function tidied(words: string): string {
  const text = words.trim();
  return isTidy(text) ? text : text.replace(invisible, '').replace(/\s+/g, ' ').trim();
}

/** A walk over the characters, which is quicker than any pattern for it; it may call tidy text untidy, not the reverse. */
function isTidy(text: string): boolean {
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32 ? before === 32 : code < 32 || (code >= 0x7f && isOdd(code))) return false;
    before = code;
  }
  return true;
}

function isOdd(code: number): boolean {
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    code === 0x3000 ||
    code === 0xfeff ||
    (code >= 0x2000 && code <= 0x206f && !isQuote(code))
  );
}

/** Dashes, quotation marks and the ellipsis live among the invisible ones. */
function isQuote(code: number): boolean {
  return code >= 0x2010 && code <= 0x2027;
}

function clean(words: string): string {
  return tidied(words.includes(hole) ? words.replaceAll(hole, '') : words);
}

const titleColumn =
  /^[\s*_]*(?:(?:文章|论文|项目|书籍|资源|工具)?(?:标题|題目|题目|名称|名字|书名|篇名)|文章|论文|项目|主题|内容|(?:paper |article |project )?(?:title|name)|article|paper|project|topic)[\s*_]*$/i;

/**
 * A table's row: cells apart from each other by a space; the title is the cell that `head` calls so, else the linked cell,
 * else the first that has words.
 */
export function readRow(
  raw: string,
  refs: ReadonlyMap<string, string>,
  head: readonly string[],
): Words & { cells: string[] } {
  const cells = cellsOf(raw);
  const words = readItem((isNumber(cells[0]) ? cells.slice(1) : cells).join(' '), refs, true);
  const read = cells.map(cell => readItem(cell, refs, true));
  const linked = cells.findIndex(
    (cell, at) => /(?<!!)\[[^\]]+\]\(/.test(cell) && read[at]?.title && !isLabel(read[at].title),
  );
  const named = cells.findIndex((_, at) => titleColumn.test(head[at] ?? '') && /\p{L}/u.test(read[at]?.title ?? ''));
  const wordy = read.findIndex(
    (cell, at) => /\p{L}/u.test(cell.title) && cell.title !== cell.urls[0] && !/^\d+月\d+日$/.test(cells[at] ?? ''),
  );
  return { ...words, title: (read[named] ?? read[linked] ?? read[wordy])?.title ?? words.title, cells };
}

/** `1`, `No. 1`, `#1` in a row's first cell number the row. */
export function isNumber(cell: string | undefined): boolean {
  return cell !== undefined && /^(?:#|No\.?)? ?[0-9０-９]{1,4}$/i.test(cell);
}

function isLabel(title: string): boolean {
  return /^(?:链接|地址|原文|详情|查看|阅读|传送门|点击\S*|笔记|代码|论文|link|url|source|read|here|pdf|paper|code|notes?|arxiv|abs|github)$/i.test(
    title,
  );
}

/** The cells of a row or head; a bar in code or behind a backslash is not a border. */
export function cellsOf(row: string): string[] {
  const inner = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map(cell => cell.replaceAll('\\|', '|').trim());
}
