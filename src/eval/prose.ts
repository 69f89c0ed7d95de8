import { sourcesLine } from '../answer/wording.ts';
import { fold, words } from '../model/offline/tokens.ts';

/** A sentence as somebody wrote it, with the numbers that it cites taken out of its words. */
export type Sentence = { text: string; cites: readonly number[] };

/** What of a written answer is said in sentences: all but the list of its sources. */
export function proseOf(text: string): string {
  const list = sourcesLine.exec(text);
  return (list === null ? text : text.slice(0, list.index)).trim();
}

/**
 * The sentences of plain Markdown, cut more simply than for verifying, so that this reading does not share its errors.
 * A citation behind an end mark belongs to the sentence before it.
 */
export function sentencesOf(markdown: string): Sentence[] {
  return markdown
    .split('\n')
    .flatMap(line =>
      line
        .replace(/^\s*(?:[-*+>]|\d{1,2}[.)]|#{1,6})\s+/, '')
        .replace(QUOTED, hideEnds)
        .split(END),
    )
    .map(hidden => hidden.replace(HIDDEN, mark => MARKS[mark.charCodeAt(0) - HIDING] ?? ''))
    .map(said => ({ text: said.replace(CITATION, '').trim(), cites: citesIn(said) }))
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
}

const CITATION = /\s*\[\d{1,3}(?:\s*[,，、-]\s*\d{1,3})*\]/g;
/** Behind an end mark, what closes a quotation, and citations; in Latin script only before a space. */
const END =
  /(?<=[。！？；][”"』」》）)]*(?:\s*\[[\d,，、\s-]+\])*)(?!\s*\[\d|[”"』」》）)])|(?<!\b(?:e\.g|i\.e|vs|cf|al|Fig|No)\.)(?<=[.!?][”"')]*(?:\s*\[[\d,\s-]+\])*)\s+(?!\[\d)(?=\S)/u;

/**
 * A title may be several sentences, or end as one does: within a quotation no mark is an end but the last, and that only
 * where another sentence begins behind it. What is no end becomes a private character.
 */
function hideEnds(quotation: string, ...rest: readonly unknown[]): string {
  const [at, line] = rest.slice(-2);
  const behind = String(line).slice(Number(at) + quotation.length);
  const ends = NEXT.test(behind) && !quotation.startsWith('《');
  const marks = ends ? /[。！？；.!?](?!.$)/gsu : /[。！？；.!?]/g;
  return quotation.replace(marks, mark => String.fromCharCode(HIDING + MARKS.indexOf(mark)));
}

const NEXT = /^\s*(?:\[[\d,，、\s-]+\]\s*)+(?![\s。！？；.!?,，、a-z]|\[\d|$)|^\s+[A-Z]/;
const MARKS = '。！？；.!?';
const HIDING = 0xe000;
const HIDDEN = /[\ue000-\ue006]/g;

/** The numbers that a text cites as `[n]`, `[1, 2]` or `[1-3]`, each once. */
export function citesIn(text: string): number[] {
  const numbers = [...text.matchAll(CITATION)].flatMap(([found]) =>
    [...found.matchAll(/(\d+)(?:\s*-\s*(\d+))?/g)].flatMap(([, from, to]) => {
      const first = Number(from);
      const last = Math.min(Number(to ?? from), first + MOST);
      return Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => first + index);
    }),
  );
  return [...new Set(numbers)];
}

/** No answer has more sources. */
const MOST = 100;

const QUOTED = /《([^《》\n]+)》|“([^“”\n]+)”|"([^"\n]+)"|「([^「」\n]+)」|『([^『』\n]+)』/g;
/** A shorter quotation is a word that is spoken of, no title; between title marks there is always one. */
const TITLE = 8;

/** What a sentence quotes that is long enough for a title, without the marks around it. */
export function titlesIn(text: string): string[] {
  return [...text.matchAll(QUOTED)].flatMap(([, marked, ...others]) => {
    if (marked !== undefined) return [marked];
    const quoted = others.find(one => one !== undefined) ?? '';
    return [...quoted].length >= TITLE ? [quoted] : [];
  });
}

/** Whether something stands word for word in a text; citations, marks of Markdown and spaces are nobody's words. */
export function standsIn(said: string, text: string): boolean {
  return bare(text).includes(bare(said));
}

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .replace(CITATION, '')
    .replace(/[\s*_`\\…]+/g, '');
}

/**
 * The language in which a text speaks for itself: titles, quotations, addresses and names are in whatever language they
 * are. Undefined where nothing else is left. A Han character says about as much as two Latin letters.
 */
export function languageOf(text: string, titles: readonly string[]): 'en' | 'zh' | undefined {
  const known = titles.toSorted((one, other) => other.length - one.length);
  const own = known
    .reduce((rest, title) => rest.replaceAll(title, ' '), text)
    .replace(/https?:\S+/g, ' ')
    .replace(QUOTED, ' ')
    .replace(CITATION, ' ');
  const han = own.match(/\p{Script=Han}/gu)?.length ?? 0;
  // Names have capitals or digits; the first word of a sentence is as good as lost.
  const latin = own.match(/(?<![\w.+#-])[a-z][a-z'’]*(?![\w+#])/g)?.join('').length ?? 0;
  if (han === 0) return latin === 0 ? undefined : 'en';
  // Terms of a trade stay as they are in Chinese; what English holds together with its small words does not.
  const small = words(own).some(({ stop, script }) => stop && script === 'latin');
  return !small || 2 * han > latin ? 'zh' : 'en';
}

/** How many characters long a text is for whoever reads it: without citations and marks of Markdown. */
export function lengthOf(prose: string): number {
  return [...fold(prose.replace(CITATION, '').replace(/[*_`>\\]/g, ''))].length;
}
