import { digitsOfChinese, digitsOfEnglish } from './counting-words.ts';
import { findDates } from './dates.ts';
import { strangerIn, type Vocabulary } from './support.ts';

/** Latin and Chinese letters and the signs between words that can be neither markup nor a part of a number, an address or a quotation. */
const words =
  /^(?:[[\p{L}&&[\p{Script=Latin}\p{Script=Han}]]\p{M} ,，、;；:：—！？。…]|(?<=\p{L})['’\-](?=\p{L})|[.!?](?= ))*/v;

/**
 * The beginning of an unfinished sentence that needs no proof: plain words as far as the first digit, bracket, quotation
 * mark, address, name of a number, date or stranger, or whatever might be markup.
 */
export function plainWords(sentence: string, known: Vocabulary): string {
  const plain = words.exec(sentence)?.[0] ?? '';
  // The word that is being written may yet become another, or an address.
  const whole = /^[ ,，、;；:：。！？—]/.test(sentence.slice(plain.length)) ? plain : withoutLast(plain);
  const { rest } = findDates(whole);
  const lower = rest.toLowerCase();
  const told = digitsOfEnglish(digitsOfChinese(lower));
  const asWritten = whole.toLowerCase();
  let same = 0;
  while (same < asWritten.length && asWritten[same] === told[same]) same++;
  const shown = same < asWritten.length ? withoutLast(whole.slice(0, same)) : whole;
  const stranger = strangerIn(shown, known);
  const safe = stranger === undefined ? shown : shown.slice(0, stranger);
  return /\p{L}/u.test(safe) ? safe.trimEnd() : '';
}

function withoutLast(text: string): string {
  return text.replace(/[\p{Script=Latin}\p{M}'’-]+$/u, '');
}
