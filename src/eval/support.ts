import { stopWords, weakWords } from '../model/offline/stop-words.ts';
import { fold, offlineAnalyzer, type Word, words } from '../model/offline/tokens.ts';
import type { Sentence } from './prose.ts';

/** An entry as far as a sentence about it can be held against it. */
export type Evidence = {
  title: string;
  text: string;
  date: string | undefined;
  tags: readonly string[];
  urls: readonly string[];
};

/** What of a sentence no cited entry bears out. */
export type Unsupported = 'uncited' | 'address' | 'number' | 'name' | 'words';

/**
 * The share of a sentence's words that must be in what it cites, as written or by their likeliest meanings; of entries in
 * the other language the dictionary knows fewer. A false alarm costs nothing here but attention.
 */
const MET = { same: 0.4, other: 0.2 };

/**
 * A second, stricter look at a sentence that was let through: what in it stands in none of the entries that it cites.
 * Undefined where all does.
 */
export function unsupported(
  { text, cites }: Sentence,
  evidence: ReadonlyMap<number, Evidence>,
): Unsupported | undefined {
  const cited = cites.flatMap(n => evidence.get(n) ?? []);
  if (cited.length === 0) return 'uncited';
  const whole = cited
    .map(({ title, text, date, tags, urls }) => [date, title, text, ...tags, ...urls].join('\n'))
    .join('\n');
  const folded = fold(whole);
  const said = fold(text);
  if ((said.match(ADDRESS) ?? []).some(address => !folded.includes(address.replace(/[.,)）]+$/, '')))) return 'address';
  const meets = meeting(whole);
  if (namesIn(text).some(name => !folded.includes(fold(name)) && !words(name).every(meets))) return 'name';
  const numbers = new Set([...numbersIn(folded), String(cited.length)]);
  if (numbersIn(said).some(number => !numbers.has(number))) return 'number';
  const same = mostlyHan(text) === mostlyHan(cited.map(({ title }) => title).join(' '));
  const own = words(text).filter(word => !word.stop && !weakWords.has(word.text));
  const met = own.filter(meets).length;
  return met < (same ? MET.same : MET.other) * own.length ? 'words' : undefined;
}

const ADDRESS = /\b[a-z]{2,12}:\/\/[^\s<>"”）】]+|(?<![\w.])(?:[a-z0-9-]+\.)+[a-z]{2,12}\b(?:\/[^\s<>"”）】]*)?/g;

/** Digits without what groups them and without leading zeros, so that 1月 is found in 2021-01-20. */
function numbersIn(text: string): string[] {
  const joined = text.replace(/(?<=\d)[,，](?=\d{3}(?!\d))/g, '');
  return (joined.match(/\d+(?:\.\d+(?!\.?\d*\.\d))?/g) ?? []).map(number => number.replace(/^0+(?=\d)/, ''));
}

/** Latin words with a capital or a digit in them, but for those that begin a sentence. */
function namesIn(text: string): string[] {
  const found = text.matchAll(/(?<![\w.+#-])(?:[A-Z][\w+#]*|[a-z]+[A-Z\d][\w+#]*)/g);
  return [...found].flatMap(({ 0: name, index }) => {
    const begins =
      /^\W*$/u.test(text.slice(0, index).replace(/\p{Script=Han}/gu, '汉字')) ||
      /[.!?:“"*]\s*$/.test(text.slice(0, index));
    const plain = /^[A-Z][a-z]+$/.test(name);
    if (plain && (begins || stopWords.has(fold(name)) || CALENDAR.test(name))) return [];
    return name === 'I' || name === 'A' ? [] : [name];
  });
}

/** Of days it is the numbers that must be right. */
const CALENDAR =
  /^(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|English|Chinese)$/;

/** Says of a word whether a text has it, in whichever of the two languages. */
function meeting(text: string): (word: Word) => boolean {
  const { terms, glosses } = offlineAnalyzer.analyze(text);
  const [written, meant] = [new Set(terms), new Set(glosses)];
  return ({ terms: own, senses }) =>
    own.every(term => written.has(term)) ||
    senses
      .slice(0, SENSES)
      .flat()
      .some(gloss => meant.has(gloss));
}

const SENSES = 2;

function mostlyHan(text: string): boolean {
  return 2 * (text.match(/\p{Script=Han}/gu)?.length ?? 0) > (text.match(/[a-z]/gi)?.length ?? 0);
}
