import { plain } from './clean.ts';

/** Stands for the citation of source n within a sentence that is being read: a private character, of which cleaned text has none. */
const FIRST = 0xf0000;
const MOST = 0xfffd;

/** One or more citation characters with the spaces between and before them. */
const marks = /[ ]*[\u{f0000}-\u{ffffd}](?: *[\u{f0000}-\u{ffffd}])*/gu;

const digits = '\\p{Nd}{1,5}';
const joint = '\\s*(?:[,，、;；&+]|and|和|与|及|-|–|—|~|～|至|到|to)\\s*';
const word =
  '(?:(?:sources?|refs?|references?|notes?|entry|entries|来源|资料|条目|出处|参考)\\s*[:：]?\\s*)?[\\^#№]?\\s*';

/** [1], [1, 2], [1-3], 【1】, ［1］, [^1], [source 1], [1†…]. */
export const citation = new RegExp(
  `[\\[【［〔]\\s*${word}(${digits}(?:${joint}${word}${digits})*)\\s*(?:[†:][^\\]】］〕\\[【［〔]{0,40})?[\\]】］〕]`,
  'iu',
);
const citations = new RegExp(citation.source, 'giu');
const linked = new RegExp(
  `[\\[【［〔]?(${citation.source})[\\]】］〕]?\\([^()\\s]*(?:\\([^()\\s]*\\)[^()\\s]*)*\\)`,
  'giu',
);

/**
 * The sentence with each citation of a known source as one private character, and without the citations of others.
 * `unknown`: there were such.
 */
export function markCitations(sentence: string, known: ReadonlySet<number>): { text: string; unknown: boolean } {
  let unknown = false;
  const mark = (group: string): string => {
    const cited = knownIn(group, known);
    if (cited.size === 0) unknown = true;
    return [...cited].map(n => String.fromCodePoint(FIRST + n)).join('');
  };
  let text = sentence.replace(linked, (_, group: string) => mark(group));
  // What is left around a citation that was taken out may read as one again: [[99]1].
  for (let before = ''; before !== text; ) {
    before = text;
    text = text
      .replace(citations, (_, group: string) => mark(group))
      .replace(/[[【［]\s*([\u{f0000}-\u{ffffd}][\u{f0000}-\u{ffffd} ,，、]*)[\]】］]/gu, '$1');
  }
  return { text, unknown };
}

/** The sources that a marked sentence cites, each once, in order. */
export function citedIn(text: string): number[] {
  const found = text.match(/[\u{f0000}-\u{ffffd}]/gu) ?? [];
  return [...new Set(found.map(mark => (mark.codePointAt(0) ?? FIRST) - FIRST))];
}

/** A marked text as people read it: `[n]` for each citation, each once in a row of them; one space before a row in English, none in Chinese. */
export function showCitations(text: string, language: 'en' | 'zh'): string {
  const shown = text.replace(marks, (row, at: number) => {
    const space = language === 'en' && at > 0 && row.startsWith(' ') ? ' ' : '';
    return `${space}${citedIn(row)
      .map(n => `[${n}]`)
      .join('')}`;
  });
  // What follows is not to make a link of it.
  return shown.replace(/(\[\d+\])(?=\(|\[\D)/g, '$1 ');
}

/** Whether source numbers can be told apart by the characters that stand for them. */
export function citable(n: number): boolean {
  return Number.isInteger(n) && n > 0 && n <= MOST;
}

/** The known sources that what stands in brackets names, by number or as a range. */
function knownIn(group: string, known: ReadonlySet<number>): Set<number> {
  const cited = new Set<number>();
  const parts = plain(group).matchAll(/(\d+)(?:\s*(?:-|~|至|到|to)\s*\D{0,12}?(\d+))?/g);
  for (const [, from, to] of parts) {
    const first = Number(from);
    const last = Number(to ?? from);
    for (const n of known) if (n >= first && n <= last) cited.add(n);
  }
  return cited;
}
