import { letters } from './clean.ts';

/** Shorter quotations name a thing rather than quote. In characters. */
const QUOTED = 8;

const quotations = [
  /《([^《》]+)》/g,
  /「([^「」]+)」/g,
  /『([^『』]+)』/g,
  /“([^“”]+)”/g,
  /"([^"]+)"/g,
  /‘([^‘’]+)’/g,
];

/** What a sentence passes off as code, which people copy as it is. As letters alone. */
export function codeIn(markdown: string): string[] {
  return [...markdown.matchAll(/`([^`]+)`/g)].map(([, code = '']) => letters(code)).filter(Boolean);
}

/** What a sentence passes off as somebody's words: titles between 《》, 「」 and longer quotations; parts apart, where it leaves some out. As letters alone. */
export function quotedIn(text: string): string[] {
  return quotations.flatMap(pattern =>
    [...text.matchAll(pattern)].flatMap(([whole, quoted = '']) => {
      if (/^["“‘]/.test(whole) && [...quoted.trim()].length < QUOTED) return [];
      return quoted
        .split(/…+|\.{3,}/)
        .map(letters)
        .filter(Boolean);
    }),
  );
}
