import { fingerprint, kindsOf, type Senses, segmenter, sensesOf, simplify, stemOf, synonymsOf } from './lexicon.ts';
import { stopWords } from './stop-words.ts';

/**
 * A word of a text as search sees it. `terms` are its tokens in the surface space (what is written: a Latin word's
 * stem, a Chinese word's bigrams), `glosses` its tokens in the gloss space (English stems, whatever the language).
 */
export type Word = {
  /** as written, folded: NFKC, lower case, simplified characters */ text: string;
  script: 'han' | 'latin';
  terms: string[];
  glosses: string[];
  /** what it may mean, likeliest first: the glosses grouped by sense */ senses: Senses;
  stop: boolean;
  /** stands directly before the next word, with nothing between */ joined: boolean;
};

/** The parts of a text that carry words: Han runs; Latin words with the signs that belong to them (c++, c#, node.js). */
const RUN =
  /(\p{Script=Han}+)|([[\p{L}\p{N}]--\p{Script=Han}][[\p{L}\p{M}\p{N}]--\p{Script=Han}]*(?:[.'’_\-][[\p{L}\p{N}]--\p{Script=Han}]+)*(?:\+\+|#(?![\p{L}\p{N}]))?)/gv;

const ADDRESS = /\b(?:https?|ftp):\/\/[^\s<>"“”，。、；！？（）【】《》]+/giu;

/** Folds what people write in several ways: NFKC (full width, ligatures), lower case, simplified characters. */
export function fold(text: string): string {
  return simplify(text.normalize('NFKC').toLowerCase());
}

/** The words of a text in order, stop words marked. Web addresses count by the words in them (see `addressWords`). */
export function words(text: string): Word[] {
  const plain = text.normalize('NFKC').replace(ADDRESS, address => ` ${addressWords(address)} `);
  return wordSpans(plain).map(({ word }) => word);
}

/** The words of a text with their place in it, in UTF-16 units. */
export function wordSpans(text: string): { word: Word; start: number; end: number }[] {
  const spans: { word: Word; start: number; end: number }[] = [];
  for (const { 0: run, 1: han, index } of text.matchAll(RUN)) {
    if (han === undefined) {
      for (const word of latinWords(run)) spans.push({ word, start: index, end: index + run.length });
      continue;
    }
    let start = index;
    // Folding a Han run keeps its length but for a few compatibility characters; the run's end bounds what is marked.
    for (const word of hanWords(fold(han))) {
      spans.push({ word, start, end: Math.min(start + word.text.length, index + run.length) });
      start += word.text.length;
    }
  }
  return spans;
}

/**
 * An entry's search tokens in both spaces, repeats kept; a name counts as its kind too (see `kindsOf`). In the surface space every pair of neighbouring
 * characters of a Han run counts, so that any two-character word is found, however the segmenter cuts it.
 */
function analyze(text: string): { terms: string[]; glosses: string[] } {
  const terms: string[] = [];
  const glosses: string[] = [];
  let run = '';
  for (const word of words(text)) {
    if (word.script === 'han') run += word.text;
    if (run !== '' && (word.script === 'latin' || !word.joined)) {
      terms.push(...bigrams(run));
      run = '';
    }
    if (word.script === 'latin' && !word.stop) terms.push(...word.terms);
    if (!word.stop) glosses.push(...word.glosses, ...new Set(kindsOf(word.text).flat()));
  }
  return { terms: [...terms, ...bigrams(run)], glosses };
}

/** 交叉验证 → 交叉 叉验 验证; a lone character stands for itself. */
function bigrams(run: string): string[] {
  const characters = [...run];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

function hanWords(run: string): Word[] {
  const cut = segmenter().cut(run, false);
  return cut.map((text, index) => {
    const senses = hanSenses(text);
    return {
      text,
      script: 'han' as const,
      terms: bigrams(text),
      glosses: [...new Set(senses.flat())],
      senses,
      stop: stopWords.has(text),
      joined: index < cut.length - 1,
    };
  });
}

/** A word in no dictionary means what the longest words that it is made of mean; itself, where there are none. */
function hanSenses(word: string): Senses {
  const known = sensesOf(word);
  if (known !== undefined) return known;
  const characters = [...word];
  const parts: Senses[] = [];
  for (let start = 0; start < characters.length - 1; start++) {
    for (let end = Math.min(characters.length, start + 6); end > start + 1; end--) {
      const part = sensesOf(characters.slice(start, end).join(''));
      if (part === undefined) continue;
      parts.push(part);
      start = end - 1;
      break;
    }
  }
  const whole = [...new Set(parts.flatMap(senses => senses[0] ?? []))];
  return whole.length > 0 ? [whole] : [[word]];
}

/**
 * One written Latin word gives its stem; AlphaPose, YOLOv2, HDF5 and cross-validation also give the words in them, so
 * that "alpha pose", "yolo", "hdf" and "cross validation" find them.
 */
function latinWords(written: string): Word[] {
  const whole = fold(written);
  const plain = whole.replace(/['’]s$/, '');
  const parts = plain.split(/[.'’_-]+/).filter(Boolean);
  const pieces = parts.length > 1 && !/^[\d.]+$/.test(plain) ? parts : [plain];
  const camel = pieces.length > 1 ? [] : camelParts(written);
  const base = /^([a-z]{2,}?)-?v?\d+(?:\.\d+)*$/.exec(plain)?.[1];
  return pieces.map((piece, index) => {
    const stem = stemOf(piece);
    const inside = [...camel, ...(base === undefined ? [] : [base])].map(stemOf).filter(part => part !== stem);
    const senses = [[stem], ...inside.map(part => [part]), ...synonymsOf(piece)];
    if (index === 0 && pieces.length > 1) senses.push(...synonymsOf(plain).map(stems => [...stems]));
    return {
      text: piece,
      script: 'latin' as const,
      terms: [stem, ...inside],
      glosses: [...new Set(senses.flat())],
      senses,
      stop: stopWords.has(piece),
      joined: index < pieces.length - 1,
    };
  });
}

/** MediaPipe → media, pipe; GitHub → git, hub; a plain or an all-capitals word has no parts. */
function camelParts(written: string): string[] {
  const parts = written.match(/\p{Lu}?\p{Ll}{2,}|\p{Lu}{2,}(?!\p{Ll})/gu) ?? [];
  return parts.length > 1 ? parts.map(fold) : [];
}

/** The words in a web address that a person may remember: the site's name and path words; not hashes, ids, extensions. */
function addressWords(address: string): string {
  const [, host = '', rest = ''] = /^\w+:\/\/([^/?#]*)(.*)$/.exec(address) ?? [];
  const site = host
    .toLowerCase()
    .split(/[.:]/)
    .filter(label => label.length > 2 && !/^(www|com|org|net|edu|gov|html?|mp|blog|\d+)$/.test(label));
  const path = rest
    .replace(/[?#].*$/, '')
    .split('/')
    .filter(segment => !/\d/.test(segment) || /^[a-z\d]+(?:[-_.][a-z\d]+)+$/i.test(segment))
    .flatMap(segment => segment.match(/[A-Za-z]+/g) ?? [])
    .filter(word => word.length > 2 && word.length < 16 && /[aeiouy]/i.test(word) && !NOISE.has(word.toLowerCase()));
  return [...site, ...path].join(' ');
}

const NOISE = new Set(
  'html htm php aspx index blob tree master main pdf abs view post article archives item status questions issues wiki'.split(
    ' ',
  ),
);

/** Cuts texts for the library's full-text search. The version changes whenever tokens or dictionaries do. */
export const offlineAnalyzer = { version: `offline-1-${fingerprint()}`, analyze };
