import { readDate } from './dates.ts';
import { type Block, type Digest, type Entry, idOf, type Unplaced } from './entry.ts';
import { framing } from './framing.ts';
import { readItem, type Words } from './item.ts';
import { numberOf } from './lines.ts';
import { refName, unescaped } from './link.ts';
import type { Draft } from './reading.ts';
import { cellsOf, isNumber, readRow, rowDate } from './row.ts';
import { structure } from './structure.ts';
import { excerpt } from './tidy.ts';

/** Goes up with every change in what is read of the same text, so that what was derived from it is derived anew. */
export const PARSER_VERSION = 1;

/**
 * Reads a digest file. It never throws, whatever the text: what it cannot place is in `unplaced`, and every character is
 * in `blocks`. `file` is the path relative to the digest folder; a date in it dates what no heading dates.
 */
export function parse(text: string, options: { file: string }): Digest {
  const refs = definitions(text);
  const { drafts, unplaced, lineStarts } = structure(text, options.file, refs);
  const { file } = options;
  const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.(?:md|markdown)$/i, '');
  const blocks: Block[] = [];
  const entries: Entry[] = [];
  /** Per day: how many entries it has, and how many hold each ordinal. */
  const days = new Map<string | undefined, { count: number; holders: number[] }>();
  const firstDay = drafts.findIndex(draft => draft.kind === 'day');
  /** Links in an introduction go without saying, unless the file turns out to be nothing but introduction. */
  const introduced: Draft[] = [];
  const around = framing(drafts, text);
  let lastRow: string | undefined;
  let head: string[] = [];
  let end = 0;
  let line = 1;

  for (const [index, draft] of drafts.entries()) {
    fillGap(draft.start);
    line = draft.line;
    const raw = text.slice(draft.start, draft.end);
    end = draft.end;
    const { start } = draft;
    const entry = isEntry(draft, index) ? readEntry(draft) : undefined;
    if (entry) {
      entries.push(entry);
      blocks.push({ kind: 'item', raw, start, line, entry, marker: raw.slice(0, draft.body - start) });
    } else if (draft.kind === 'day') blocks.push({ kind: 'day', raw, start, line, date: draft.date });
    else blocks.push({ kind: draft.kind === 'item' ? 'prose' : draft.kind, raw, start, line });
    if (draft.kind === 'prose' && drafts[index + 1]?.style === 'row') head = cellsOf(raw.split(/[\r\n]/)[0] ?? '');
  }
  fillGap(text.length);
  if (entries.length === 0 && firstDay < 0)
    for (const draft of introduced) lost(draft, 'a link in prose that is no item');
  reportLost(blocks, unplaced, file);
  unplaced.sort((a, b) => a.line - b.line);
  return { file, blocks, entries, unplaced };

  /** Blank lines, comments and link definitions between two stretches. */
  function fillGap(until: number): void {
    if (until <= end) return;
    const raw = text.slice(end, until);
    blocks.push({ kind: raw.trim() === '' ? 'blank' : 'prose', raw, start: end, line: lineOf(end) });
    end = until;
  }
  function lineOf(offset: number): number {
    while (line < lineStarts.length && (lineStarts[line] ?? 0) <= offset) line++;
    return line;
  }

  function isEntry(draft: Draft, index: number): boolean {
    if (draft.kind === 'item') {
      // Points above the first day that lead nowhere introduce the digest; they note nothing.
      return draft.date !== undefined || index > firstDay || draft.hasUrl;
    }
    if (draft.kind !== 'prose' || !draft.hasUrl || draft.style !== 'paragraph') return false;
    const framed = around.has(draft);
    if (draft.notable && !framed) return true;
    if (draft.intro) introduced.push(draft);
    else lost(draft, framed ? 'a link in prose around the items' : 'a link in prose that is no item');
    return false;
  }
  function lost(draft: Draft, reason: string): void {
    unplaced.push({
      file,
      line: draft.line,
      text: excerpt(text.slice(draft.start, Math.min(draft.end, draft.start + 400)).split(/[\r\n]/)[0] ?? ''),
      reason,
    });
  }

  function readEntry(draft: Draft): Entry | undefined {
    let { date, number } = draft;
    let words: Words;
    if (draft.style === 'row') {
      const row = readRow(text.slice(draft.start, draft.end), refs, head);
      words = row;
      number = isNumber(row.cells[0]) ? numberOf(row.cells[0]?.replace(/^\D+/, '') ?? '') : undefined;
      date = rowDate(row.cells, head, date ?? lastRow) ?? date;
      lastRow = date ?? lastRow;
    } else {
      words = readItem(draft.bold + text.slice(draft.body, draft.end), refs);
    }
    if (!words.text) {
      // An outline ends with an empty bullet; a number without words was going to say something.
      if (number !== undefined) lost(draft, 'an item without words');
      return undefined;
    }
    date ??= leadingDay(words.text);
    const day = days.get(date) ?? { count: 0, holders: [] };
    days.set(date, day);
    day.count++;
    const ordinal = number ?? day.count;
    const holder = (day.holders[ordinal] ?? 0) + 1;
    day.holders[ordinal] = holder;
    const { title, tags, emphasis, urls } = words;
    const id = idOf(`${date ?? stem}#${ordinal}`, holder);
    return { id, date, ordinal, title, text: words.text, tags, emphasis, urls, source: { file, line: draft.line } };
  }
}

/** An item outside any day may say its own: `- 2021-01-18 [标题](…)`. */
function leadingDay(words: string): string | undefined {
  const lead = /^[[(（【]?((?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?)(?![\d.])/.exec(words)?.[1];
  const said = lead === undefined ? undefined : readDate(lead, { year: undefined, month: undefined, last: undefined });
  return said?.kind === 'day' ? said.date : undefined;
}

/** `[name]: https://…` lines, wherever they stand. */
function definitions(text: string): Map<string, string> {
  const refs = new Map<string, string>();
  if (!text.includes(']:')) return refs;
  for (const match of text.matchAll(/^ {0,3}\[([^[\]\r\n]{1,200})\]:[ \t]*<?([^\s<>\p{Cc}]+)>?/gmu)) {
    const name = refName(match[1] ?? '');
    if (!refs.has(name)) refs.set(name, unescaped(match[2] ?? ''));
  }
  return refs;
}

/** A day under which something is written but nothing became an entry is named, once. */
function reportLost(blocks: readonly Block[], unplaced: Unplaced[], file: string): void {
  let first: Block | undefined;
  let found = true;
  for (const block of blocks) {
    if (block.kind === 'day') {
      flush();
      first = undefined;
      found = false;
    } else if (block.kind === 'item') found = true;
    else if (block.kind === 'prose' && !found && /\p{L}/u.test(block.raw)) first ??= block;
  }
  flush();
  function flush(): void {
    if (!found && first && !unplaced.some(known => known.line === first?.line))
      unplaced.push({
        file,
        line: first.line,
        text: excerpt(first.raw.trim().split(/[\r\n]/)[0] ?? ''),
        reason: 'a day with words but no item',
      });
  }
}
