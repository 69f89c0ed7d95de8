/** What a reader does not see: zero-width, bidirectional and control characters, soft hyphens, tags, variation selectors; and private ones, which we need ourselves. */
const hidden = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;

/** One character (code point) of what a model writes as it is read: one space for any, a line feed for any break, '' for what cannot be seen. */
export function seen(char: string): string {
  if (char > ' ' && char < '\x7f') return char;
  if (char === '\n' || char === '\v' || char === '\f' || char === '\x85' || /[\p{Zl}\p{Zp}]/u.test(char)) return '\n';
  if (char === '\t') return '    ';
  // A carriage return before a line feed is a space at the line's end.
  if (char === '\r' || char === '\u2800' || /\p{Zs}/u.test(char)) return ' ';
  return hidden.test(char) ? '' : char;
}

/** A whole text without what cannot be seen. */
export function visible(text: string): string {
  return Array.from(text, seen).join('');
}

/** A text as facts are compared: one form of every letter and digit (NFKC, no accents, digits of any script), spaces and marks as they stand. Case stays; a Roman digit is no letter. */
export function plain(text: string): string {
  return text
    .replace(/[\u2160-\u2188]/g, roman => ` ${roman.normalize('NFKC')}-0 `)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFKC')
    .replace(/[\u2010-\u2015\u2212\u2043]/g, '-')
    .replace(/[\u2044\u2215]/g, '/')
    .replace(/[’‘ʼ＇`´]/g, "'")
    .replace(/(?![0-9])\p{Nd}/gu, digit => digitOf(digit));
}

/** Letters and digits alone, in one form and case: what quotations are compared by. */
export function letters(text: string): string {
  return plain(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Decimal digits of a script stand in a row of ten, zero first. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}
