import { restored } from './stand-in.ts';

/** Those that control terminals (`\\x1b]0;…\\x07`) too, but not white space. */
const invisible = /[\0-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** Without invisible characters and with single spaces. Most lines are so already, and one look tells. */
export function tidied(words: string): string {
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
    code <= 0xa0 ||
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

/** The same, without what stands for links, and code as it was written. */
export function clean(words: string): string {
  return tidied(restored(words));
}

/** Text with its lines and white space and without control characters, which could make a terminal do things. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, '');
}

/** The beginning of a line, for people to recognise it by. */
export function excerpt(line: string): string {
  const words = printable(line).trim();
  return words.length > 80 ? `${words.slice(0, 79)}…` : words;
}
