import type { Entry } from '../../digest/entry.ts';
import { urlEnd, urlsIn } from '../../digest/url.ts';
import { fold, type Word, wordSpans, words } from './tokens.ts';

/** Longest passage quoted of one entry, in UTF-16 units: about two lines on a telephone; one, where it repeats the title. */
const LONGEST = 120;
const LONGEST_OF_TITLE = 60;
/** A title of up to so many characters says by itself why its entry was found, when the words stand in it. */
const SHORT_TITLE = 60;

/**
 * What an entry says on a topic, as Markdown with the matched words in bold: the sentence of the entry that meets most
 * of the topic's words. Undefined where the title says as much: it stands above the quotation anyway.
 */
export function quote(entry: Pick<Entry, 'title' | 'text'>, topic: string): string | undefined {
  const sought = words(topic).filter(word => !word.stop);
  const passages = sentencesOf(entry.text)
    .map(text => ({ text, spans: matchesIn(text, sought) }))
    .filter(({ spans }) => spans.length > 0);
  const title = fold(entry.title);
  const best = passages.sort((one, other) => distinct(other.spans) - distinct(one.spans))[0];
  const note = passages.find(({ text }) => !title.includes(fold(text)) && !fold(text).includes(title));
  const chosen = note !== undefined && distinct(note.spans) === distinct(best?.spans ?? []) ? note : best;
  if (chosen === undefined) return undefined;
  const repeats = title.includes(fold(chosen.text)) || fold(chosen.text).includes(title);
  if (repeats && [...entry.title].length <= SHORT_TITLE) return undefined;
  return markedWindow(chosen.text, chosen.spans, repeats ? LONGEST_OF_TITLE : LONGEST);
}

type Span = { start: number; end: number; word: string };

/** Sentences and lines of a text, without web addresses. */
function sentencesOf(text: string): string[] {
  return text
    .replace(/\S*https?:\/\/\S+/g, '\n')
    .split(/\n+|(?<=[。！？；!?;])|(?<=\.)\s+/)
    .map(sentence => sentence.trim().replace(/^[(（[【,，、：:]+(?=[^)）\]】]*$)|[(（,，、：:]+$/g, ''))
    .filter(sentence => /[\p{L}\p{N}]/u.test(sentence));
}

/** Where words of the text meet a sought word: the same word, or one that shares a meaning with it. */
function matchesIn(text: string, sought: readonly Word[]): Span[] {
  const spans: Span[] = [];
  for (const { word, start, end } of wordSpans(text)) {
    if (word.stop) continue;
    const met = sought.find(one => sameWord(one, word));
    if (met !== undefined) spans.push({ start, end, word: met.text });
  }
  return spans;
}

function sameWord(one: Word, other: Word): boolean {
  if (one.text === other.text || one.terms.some(term => other.terms.includes(term))) return true;
  // Of a word's senses only the likeliest are safe to mark.
  const stems = (word: Word) => word.senses.slice(0, 2).flat();
  return stems(one).some(stem => stems(other).includes(stem));
}

function distinct(spans: readonly Span[]): number {
  return new Set(spans.map(({ word }) => word)).size;
}

/** At most so many units around the first match, matched words in bold, neighbours joined into one bold run. */
function markedWindow(text: string, matches: readonly Span[], longest: number): string {
  // A word's place is that of its folded form, which may be shorter than what is written.
  const spans = matches.map(({ start, end, word }) => ({ start: before(text, start), end: after(text, end), word }));
  const first = spans[0]?.start ?? 0;
  const from = after(text, Math.max(0, Math.min(first - longest / 4, text.length - longest)));
  const to = before(text, Math.min(text.length, from + longest));
  let marked = from > 0 ? '…' : '';
  let at = from;
  for (let index = 0; index < spans.length; index++) {
    const span = spans[index];
    if (span === undefined || span.start < at || span.end > to) continue;
    let end = span.end;
    for (
      let next = spans[index + 1];
      next !== undefined && next.start === end && next.end <= to;
      next = spans[index + 1]
    ) {
      end = next.end;
      index++;
    }
    marked += `${asWritten(text.slice(at, span.start))}**${asWritten(text.slice(span.start, end))}**`;
    at = end;
  }
  return `${marked}${asWritten(text.slice(at, to))}${to < text.length ? '…' : ''}`;
}

/** The place itself, or the end of the character that it is inside of. */
function after(text: string, at: number): number {
  return isInside(text, at) ? at + 1 : at;
}

/** The place itself, or the start of the character that it is inside of. */
function before(text: string, at: number): number {
  return isInside(text, at) ? at - 1 : at;
}

/** Whether a place in UTF-16 units lies between the two of one character. */
function isInside(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff;
}

/**
 * What a person wrote as Markdown that shows it as it was written: nothing in it is a mark of Markdown, within lines or at
 * their beginnings. Web addresses stay as they are. Of those known to be in the text, in `addresses`, one that does not
 * end where an address in a sentence would is put in angle brackets, so that it is told from what stands behind it.
 */
export function asWritten(text: string, addresses: readonly string[] = []): string {
  const known = addresses.filter(url => bracketable.test(url));
  let written = '';
  let at = 0;
  for (const { start, end } of urlsIn(text, known)) {
    const url = text.slice(start, end);
    const ends = urlEnd(text, start) === end && urlEnd(url, 0) === url.length;
    written += escaped(text, at, start) + (ends || !bracketable.test(url) ? url : `<${url}>`);
    at = end;
  }
  return written + escaped(text, at, text.length);
}

const bracketable = /^(?:https?|ftp):\/\/[^\s<>]+$/i;
const inLines = /[\\*`[\]<]|~(?=~)|(?<=~)~|(?<=^|\s)[#>](?=\s)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** What makes a heading, a quotation, a list, a rule or the second row of a table of a line. */
const atLineStart =
  /^( {0,3})(?:(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|=+[ \t]*$|[-:|][-:| \t]*$)|(\d{1,9})(?=[.)](?:\s|$)))/gm;
/** What makes code of a line; no-break spaces do not. */
const indentation = /^(?: {0,3}\t| {4})[ \t]*(?=\S)/gm;

/** Escapes a stretch of a text between addresses, for each of which a slash stands. */
function escaped(text: string, from: number, to: number): string {
  const [before, after] = [from > 0 ? '/' : '', to < text.length ? '/' : ''];
  const words = (before + text.slice(from, to).replace(inLines, '\\$&') + after)
    .replace(atLineStart, '$1$2\\')
    .replace(indentation, spaces => '\u00a0'.repeat(spaces.replaceAll('\t', '    ').length));
  return words.slice(before.length, words.length - after.length);
}
