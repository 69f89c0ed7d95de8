import { readDate } from './dates.ts';
import { bareDate, bareDepth, readDay, setMonth } from './day.ts';
import type { Unplaced } from './entry.ts';
import { readFront } from './front.ts';
import { headingOf, readHeading } from './heading.ts';
import { markerOf } from './lines.ts';
import { readMarked } from './list.ts';
import { apart, close, type Draft, extend, isItem, keep, type Memory, newMemory, open, report } from './memory.ts';
import { isCaption, readPlain } from './paragraph.ts';
import { atx, definition, empty, fence, fold, quotedCaption, rule } from './shapes.ts';
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
  const memory = newMemory(text, file, refs);
  const { starts } = memory.lines;
  let at = readFront(memory);
  memory.date = memory.fileDate;
  for (; at < starts.length; at++) at = readLine(memory, at);
  return { drafts: memory.drafts, unplaced: memory.unplaced, lineStarts: starts };
}

/** Reads the line (and what it opens: a fence, a comment, a table's head) and returns the last line read. */
function readLine(memory: Memory, index: number): number {
  const line = memory.lines.lineAt(index);
  if (empty.test(line)) {
    memory.blank = true;
    return index;
  }
  const first = line.trimStart();
  const lead = first.charCodeAt(0);
  if (lead === 96 || lead === 126) {
    const last = fenceEnd(memory, index, line);
    if (last !== undefined) return keep(memory, index, last);
  }
  if (lead === 60 && first.startsWith('<!--')) {
    const last = commentEnd(memory, index);
    if (last !== undefined) return last;
  }
  if (lead === 60 && fold.test(first)) close(memory);
  if (lead === 91 && definition.test(line)) return index;
  if (lead === 62) return readQuote(memory, index, line);
  return readContent(memory, index, line);
}

function fenceEnd(memory: Memory, index: number, line: string): number | undefined {
  const mark = fence.exec(line)?.[1];
  if (!mark) return undefined;
  const char = mark.charAt(0);
  if (mark.length >= (memory.unclosedFences.get(char) ?? Number.POSITIVE_INFINITY)) return undefined;
  for (let next = index + 1; next < memory.lines.starts.length; next++) {
    const closing = memory.lines.lineAt(next).trim();
    if (closing.startsWith(mark) && closing.replaceAll(char, '') === '') return next;
  }
  // Left open, a fence would hide the rest of the file; it is reported and the rest is read.
  report(memory, index, 'a code fence that is never closed');
  memory.unclosedFences.set(char, mark.length);
  return undefined;
}

function commentEnd(memory: Memory, index: number): number | undefined {
  const close = index >= memory.noCommentAfter ? -1 : memory.text.indexOf('-->', memory.lines.starts[index]);
  if (close < 0) {
    memory.noCommentAfter = Math.min(memory.noCommentAfter, index);
    report(memory, index, 'a comment that is never closed');
    return undefined;
  }
  let last = index;
  while ((memory.lines.ends[last] ?? memory.text.length) < close + 3 && last + 1 < memory.lines.starts.length) last++;
  return memory.text.slice(close + 3, memory.lines.ends[last]).trim() === '' ? last : undefined;
}

function readQuote(memory: Memory, index: number, line: string): number {
  const quoted = /^\s*(?:>[ \t]?)+/.exec(line.slice(0, 200))?.[0] ?? '';
  if (memory.current && isItem(memory.current) && memory.text.charCodeAt(memory.current.start) !== 62) {
    const words = line.slice(quoted.length);
    const heads = atx.test(words) && readDate(words.replace(atx, ''), memory.known)?.kind === 'day';
    if (isCaption(memory, index, words, quotedCaption)) {
      apart(memory, index);
      return index;
    }
    if (!heads) {
      extend(memory, index, line);
      return index;
    }
  }
  return readContent(memory, index, line.slice(quoted.length), quoted.length);
}

function readContent(memory: Memory, index: number, line: string, offset = 0): number {
  const heading = headingOf(memory, index, line);
  if (heading) {
    readHeading(memory, index, heading);
    return heading.last;
  }
  if (line.length <= 200 && rule.test(line)) {
    apart(memory, index);
    return index;
  }
  if (line.includes('|') && memory.lines.isSeparator(index + 1)) return readTable(memory, index);
  const marker = markerOf(line);
  if (marker) {
    readMarked(memory, index, line, marker, offset);
    return index;
  }
  const said = bareDate(memory, index, line);
  if (said?.kind === 'month') {
    close(memory);
    setMonth(memory, said);
    open(memory, 'heading', index);
    memory.current = undefined;
    return index;
  }
  if (said) {
    const last = memory.lines.isUnderline(index + 1) ? index + 1 : index;
    readDay(memory, index, said, { depth: bareDepth(memory), last });
    if (said.kind === 'day') memory.bareDays = true;
    return last;
  }
  readPlain(memory, index, line);
  return index;
}
