import { digitsOfChinese, digitsOfEnglish } from './counting-words.ts';
import { findDates } from './dates.ts';

/** Letters and the signs between words that can be neither markup nor a part of a number, an address or a quotation. */
const words = /^(?:[\p{L}\p{M} ,，、;；:：—！？。…]|(?<=\p{L})['’-](?=\p{L})|[.!?](?= ))*/u;

/**
 * The beginning of an unfinished sentence that needs no proof: plain words as far as the first digit, bracket, quotation
 * mark, address, name of a number or date, or whatever might be markup.
 */
export function plainWords(sentence: string): string {
  let shown = words.exec(sentence)?.[0] ?? '';
  // The word that is being written may yet become another, or an address.
  if (!/^[ ,，、;；:：。！？—]/.test(sentence.slice(shown.length)))
    shown = shown.replace(/[\p{Script=Latin}\p{M}'’-]+$/u, '');
  const { rest } = findDates(shown);
  const told = digitsOfEnglish(digitsOfChinese(rest.toLowerCase()));
  let same = 0;
  const lower = shown.toLowerCase();
  while (same < lower.length && lower[same] === told[same]) same++;
  if (same < lower.length) shown = shown.slice(0, same).replace(/[\p{Script=Latin}\p{M}'’-]+$/u, '');
  return /\p{L}/u.test(shown) ? shown.trimEnd() : '';
}
