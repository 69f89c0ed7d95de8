import { findAddresses } from './addresses.ts';
import { plain } from './clean.ts';
import { findDates } from './dates.ts';
import { denies } from './denials.ts';
import type { Evidence } from './evidence.ts';
import { unemphasized } from './markup.ts';
import { numbersIn } from './numbers.ts';
import { codeIn, quotedIn } from './quotations.ts';
import { saidAs } from './relative.ts';
import { supported } from './support.ts';
import { wellKnownIn } from './well-known.ts';

/** What is wrong with a sentence by the sources that it cites; undefined where they bear it out. */
export type Fault = 'address' | 'date' | 'number' | 'title' | 'unsupported';

/** What tells a sentence's place in a row of them and counts nothing. */
const turn = /^\s*(?:第[二三四五六七八九十][,，、:：]|(?:second|third|fourth|fifth)(?:ly)?,)/i;

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
  const flat = said.replace(/[\u{f0000}-\u{ffffd}]/gu, '  ').replace(turn, words => ' '.repeat(words.length));
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
  if (!relative.every(words => some(source => saidAs(words).some(source.says)))) return 'date';
  const numbers = numbersIn(rest);
  const counted = String(cited.length);
  const free = ({ value, unit, countsEntries }: (typeof numbers)[number]) =>
    countsEntries && unit === undefined && value === counted;
  if (!numbers.every(number => free(number) || some(source => source.hasNumber(number)))) return 'number';
  const quoted = [...quotedIn(said), ...codeIn(sentence)];
  if (!quoted.every(words => some(source => source.quotes(words)))) return 'title';
  // Words in a script that is not looked at below.
  const foreign = flat.match(/[\p{L}--[\p{Script=Latin}\p{Script=Han}]]{2,}/gv) ?? [];
  if (!foreign.every(words => some(source => source.says(words.toLowerCase())))) return 'unsupported';
  if (!wellKnownIn(rest).every(({ forms }) => some(source => forms.some(source.says)))) return 'unsupported';
  if (denies(rest) && !some(source => source.denies)) return 'unsupported';
  const firm = dates.length + numbers.length + quoted.length + addresses.length > 0;
  const vocabularies = cited.map(({ vocabulary }) => vocabulary);
  return supported(rest, cuts, vocabularies, firm) ? undefined : 'unsupported';
}
