import { findAddresses, formsOf, isName, standsIn } from './addresses.ts';
import { letters, plain, visible } from './clean.ts';
import { type Day, findDates, type SaidDate, within } from './dates.ts';
import { isDeniable } from './denials.ts';
import { type Measure, numbersOf } from './numbers.ts';
import { type Vocabulary, vocabularyOf } from './support.ts';

/** A source as far as verifying needs it. */
export type Proof = {
  n: number;
  /** ISO day */ date: string | undefined;
  /** its place in its day: nothing that an answer may say */ ordinal: number;
  title: string;
  /** the whole entry as plain text */ text: string;
  tags: readonly string[];
  urls: readonly string[];
};

/** What a source bears out. */
export type Evidence = {
  hasAddress(address: string): boolean;
  hasDate(said: SaidDate): boolean;
  /** the words stand so in it */ says(words: string): boolean;
  hasNumber(number: Measure): boolean;
  quotes(letters: string): boolean;
  /** it may be told by denying something */ denies: boolean;
  vocabulary: Vocabulary;
};

/** Reads a source for what may be said with its number behind. */
export function evidenceOf(proof: Proof): Evidence {
  const words = visible([proof.title, proof.text, ...proof.tags, ...proof.tags.map(tag => `#${tag}`)].join('\n'));
  const text = plain(words);
  const lower = [text, ...proof.urls].join('\n').toLowerCase();
  const found = findAddresses(text);
  const addresses = new Set([...proof.urls, ...found.addresses].flatMap(formsOf));
  const { dates, rest } = findDates(found.rest);
  const own = proof.date === undefined ? [] : [dayOf(proof.date)];
  // A year beside a name (EMNLP 2020) is read as a number in an entry and as a date in what is said of it.
  const years = [...rest.matchAll(/(?<![\w.])(?:19|20)\d\d(?![\w.])/g)].map(([year]) => ({ year: Number(year) }));
  const days = [...own, ...dates.flatMap(({ readings }) => readings.slice(0, 1)), ...years];
  const bareYears = new Set(dates.flatMap(({ text: said }) => (/^\d{4}$/.test(said) ? [said] : [])));
  const numbers = numbersOf(rest);
  const folded = letters(words);
  return {
    hasAddress: address =>
      isName(address)
        ? standsIn(lower, address.toLowerCase())
        : formsOf(address).some(form => addresses.has(form)) ||
          (!/[./]/.test(address.replace(/\s/g, '')) && standsIn(lower, address.toLowerCase())),
    hasDate: ({ readings, text: said, orNumber }) =>
      readings.some(reading => days.some(day => within(reading, day))) ||
      (orNumber && standsIn(lower, said.toLowerCase())),
    says: said => lower.includes(said),
    hasNumber: number => numbers.has(number) || (number.unit === undefined && bareYears.has(number.value)),
    quotes: quoted => folded.includes(quoted),
    denies: isDeniable(text),
    vocabulary: vocabularyOf(words),
  };
}

function dayOf(date: string): Day {
  const [year, month, day] = date.split('-').map(Number);
  return { year, month, day };
}
