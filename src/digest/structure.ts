import { readDate } from './dates.ts';
import { bareDate, bareDepth, readDay, setMonth } from './day.ts';
import type { Unplaced } from './entry.ts';
import { readFront } from './front.ts';
import { headingOf, readHeading } from './heading.ts';
import { atx, definition, empty, foldTag, quotedCaption, rule } from './line-kinds.ts';
import { markerOf } from './lines.ts';
import { readMarked } from './list.ts';
import { isCaption, readPlain } from './paragraph.ts';
import { apart, beginReading, close, type Draft, extend, isItem, keep, open, type Reading, report } from './reading.ts';
import { readTable } from './table.ts';

/**
 * Cuts a file into days, headings, items and prose, line by line:
 * 1. front matter, fences, comments and tables are recognised first: nothing inside a fence or comment is an item;
 * 2. a heading or a line of its own that says a date opens a day; month and year headings help to read the ones below;
 * 3. the first marker of a section fixes its list; other markers in it are sub-points unless their number goes on;
 * 4. every other line belongs to the item above it, or is a paragraph.
 */
export function structure(
  text: string,
  file: string,
  refs: ReadonlyMap<string, string>,
): { drafts: Draft[]; unplaced: Unplaced[]; lineStarts: readonly number[] } {
  const reading = beginReading(text, file, refs);
  const { starts } = reading.lines;
  let at = readFront(reading);
  reading.date = reading.fileDate;
  for (; at < starts.length; at++) at = readLine(reading, at);
  return { drafts: reading.drafts, unplaced: reading.unplaced, lineStarts: starts };
}

/** Reads the line (and what it opens: a fence, a comment, a table's head) and returns the last line read. */
function readLine(reading: Reading, index: number): number {
  const line = reading.lines.lineAt(index);
  if (empty.test(line)) {
    reading.blank = true;
    return index;
  }
  const first = line.trimStart();
  const lead = first.charCodeAt(0);
  if (lead === 96 || lead === 126) {
    const last = fenceEnd(reading, index);
    if (last !== undefined) return keep(reading, index, last);
  }
  if (lead === 60 && first.startsWith('<!--')) {
    const last = commentEnd(reading, index);
    if (last !== undefined) return last;
  }
  if (lead === 60 && foldTag.test(first)) close(reading);
  if (lead === 91 && definition.test(line)) return index;
  if (lead === 62) return readQuote(reading, index, line);
  return readContent(reading, index, line);
}

function fenceEnd(reading: Reading, index: number): number | undefined {
  const last = reading.fenceEnd(index);
  if (last !== 'never') return last;
  // Left open, a fence would hide the rest of the file; it is reported and the rest is read.
  report(reading, index, 'a code fence that is never closed');
  return undefined;
}

function commentEnd(reading: Reading, index: number): number | undefined {
  const close = index >= reading.noCommentAfter ? -1 : reading.text.indexOf('-->', reading.lines.starts[index]);
  if (close < 0) {
    reading.noCommentAfter = Math.min(reading.noCommentAfter, index);
    report(reading, index, 'a comment that is never closed');
    return undefined;
  }
  let last = index;
  while ((reading.lines.ends[last] ?? reading.text.length) < close + 3 && last + 1 < reading.lines.starts.length)
    last++;
  return reading.text.slice(close + 3, reading.lines.ends[last]).trim() === '' ? last : undefined;
}

function readQuote(reading: Reading, index: number, line: string): number {
  const quoted = /^\s*(?:>[ \t]?)+/.exec(line.slice(0, 200))?.[0] ?? '';
  if (reading.current && isItem(reading.current) && reading.text.charCodeAt(reading.current.start) !== 62) {
    const words = line.slice(quoted.length);
    const heads = atx.test(words) && readDate(words.replace(atx, ''), reading.known)?.kind === 'day';
    if (isCaption(reading, index, words, quotedCaption)) {
      apart(reading, index);
      return index;
    }
    if (!heads) {
      extend(reading, index, line);
      return index;
    }
  }
  return readContent(reading, index, line.slice(quoted.length), quoted.length);
}

function readContent(reading: Reading, index: number, line: string, offset = 0): number {
  const heading = headingOf(reading, index, line);
  if (heading) {
    readHeading(reading, index, heading);
    return heading.last;
  }
  if (line.length <= 200 && rule.test(line)) {
    apart(reading, index);
    return index;
  }
  if (line.includes('|') && reading.lines.isSeparator(index + 1)) return readTable(reading, index);
  const marker = markerOf(line);
  if (marker) {
    readMarked(reading, index, line, marker, offset);
    return index;
  }
  const said = bareDate(reading, index, line);
  if (said?.kind === 'month') {
    close(reading);
    setMonth(reading, said);
    open(reading, 'heading', index);
    reading.current = undefined;
    return index;
  }
  if (said) {
    const last = reading.lines.isUnderline(index + 1) ? index + 1 : index;
    readDay(reading, index, said, { depth: bareDepth(reading), last });
    if (said.kind === 'day') reading.bareDays = true;
    return last;
  }
  readPlain(reading, index, line);
  return index;
}
