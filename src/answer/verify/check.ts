import { findAddresses } from './addresses.ts';
import { plain } from './clean.ts';
import { findDates } from './dates.ts';
import type { Evidence } from './evidence.ts';
import { unemphasized } from './markup.ts';
import { numbersIn } from './numbers.ts';
import { quotedIn } from './quotations.ts';
import { supported } from './support.ts';

/** What is wrong with a sentence by the sources that it cites; undefined where they bear it out. */
export type Fault = 'address' | 'date' | 'number' | 'title' | 'unsupported';

/**
 * @param sentence Markdown, its citations as private characters
 * @param targets what it led to, unseen
 * @param cited what its sources bear out
 */
export function faultOf(sentence: string, targets: readonly string[], cited: readonly Evidence[]): Fault | undefined {
  const some = (bears: (source: Evidence) => boolean) => cited.some(bears);
  const said = plain(unemphasized(sentence));
  const cuts = [...said.matchAll(/[\u{f0000}-\u{ffffd}]/gu)].map(({ index }) => index);
  // A private character is two units long, so that places stay what they are.
  const flat = said.replace(/[\u{f0000}-\u{ffffd}]/gu, '  ');
  const { addresses, rest: unaddressed } = findAddresses(flat);
  // What stands on both sides of a citation may read as one.
  const joined = findAddresses(said.replace(/ *[\u{f0000}-\u{ffffd}] */gu, '')).addresses;
  const led = targets.flatMap(target => {
    const found = findAddresses(plain(target)).addresses;
    return target.startsWith('<') ? found : [target];
  });
  if (![...addresses, ...joined, ...led].every(address => some(source => source.hasAddress(address)))) return 'address';
  const { dates, relative, rest } = findDates(unaddressed);
  if (!dates.every(date => some(source => source.hasDate(date)))) return 'date';
  if (!relative.every(words => some(source => source.says(words)))) return 'date';
  const numbers = numbersIn(rest);
  const counted = String(cited.length);
  const free = ({ value, unit, countsEntries }: (typeof numbers)[number]) =>
    countsEntries && unit === undefined && value === counted;
  if (!numbers.every(number => free(number) || some(source => source.hasNumber(number)))) return 'number';
  const quoted = quotedIn(said);
  if (!quoted.every(words => some(source => source.quotes(words)))) return 'title';
  const firm = dates.length + numbers.length + quoted.length + addresses.length > 0;
  const vocabularies = cited.map(({ vocabulary }) => vocabulary);
  return supported(rest, cuts, vocabularies, firm) ? undefined : 'unsupported';
}
