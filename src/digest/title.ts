import { hole } from './stand-in.ts';
import { barTags, bracketed, withoutHashes } from './tags.ts';
import { clean } from './tidy.ts';

/** The first line without number, tags and URLs. Where only tags are left, they are the title. */
export function titleOf(plain: string, tags: readonly string[], cell: boolean): string {
  let words = plain.includes(hole) ? closeHoles(plain) : plain;
  if (plain.startsWith(hole)) words = words.slice(span(words, separators, 0, 1));
  if (tags.length > 0) {
    words = words.replace(bracketed, ' ');
    if (!cell) words = barTags(words).rest;
    if (words.includes('#') && words.length < 2000) {
      const bare = withoutHashes(words);
      words = words.startsWith(bare) ? bare.slice(0, span(bare, separators, bare.length, -1)) : bare;
    }
    words = words.slice(span(words, separators, 0, 1));
  }
  return clean(words) || clean(plain.replaceAll(hole, ' ').replace(/[【】#]/g, ' '));
}

const separators = ' :：,，、;；|｜-–—→👉·>';
const commas = ' ,，、;；|｜';
const openers = '(（[［<《';
const closers = ')）]］>》';

/**
 * Takes out what stood around a URL only because of it: its brackets, the colon or arrow before it, commas between URLs.
 * It works on the pieces between the URLs, so that a line of thousands of links is read once.
 */
function closeHoles(plain: string): string {
  // Most titles end with their only link.
  if (plain.indexOf(hole) === plain.length - 1) return plain.slice(0, span(plain, separators, plain.length - 1, -1));
  const [first = '', ...others] = plain.split(hole);
  const pieces = [first];
  for (const [at, piece] of others.entries()) {
    let right = piece.slice(span(piece, commas, 0, 1));
    if (right === '' && at < others.length - 1) continue;
    let left = pieces.at(-1)?.trimEnd() ?? '';
    const spaced = left.length < (pieces.at(-1)?.length ?? 0);
    let joint = ' ';
    if (left !== '' && right !== '' && openers.includes(left.at(-1) ?? '') && closers.includes(right[0] ?? '')) {
      left = left.slice(0, -1);
      right = right.slice(1);
      if (!spaced && !/[\w ]$/.test(left.slice(-1))) joint = '';
    }
    if (right.trim() === '' || /[。.！!？?]/.test(right[0] ?? '')) {
      left = left.slice(0, span(left, separators, left.length, -1));
      joint = '';
    }
    pieces[pieces.length - 1] = left;
    pieces.push(joint, right);
  }
  return pieces.join('');
}

/** The first position from `from` on, in the direction of `step`, that holds none of `chars`. */
function span(text: string, chars: string, from: number, step: 1 | -1): number {
  let at = from;
  while (step > 0 ? at < text.length && chars.includes(text[at] ?? '') : at > 0 && chars.includes(text[at - 1] ?? ''))
    at += step;
  return at;
}
