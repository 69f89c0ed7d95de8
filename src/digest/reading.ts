import { dateOfFile, type Known } from './dates.ts';
import type { Unplaced } from './entry.ts';
import { fences } from './fences.ts';
import { type Marker, splitLines } from './lines.ts';
import { lookahead } from './lookahead.ts';
import { excerpt } from './tidy.ts';

/** A stretch of the file whose kind is known but whose words are not read yet. Between two stretches lie only blank lines, comments and link definitions. */
export type Draft = {
  kind: 'front' | 'day' | 'heading' | 'item' | 'prose';
  start: number;
  end: number;
  line: number;
  /** The day that it stands under; for a `day` the one that it opens. */
  date: string | undefined;
  style: Marker['style'] | 'heading' | 'row' | 'paragraph' | undefined;
  number: number | undefined;
  /** Where the words begin: behind the marker. */
  body: number;
  /** Bold that opened before the number. */
  bold: string;
  hasUrl: boolean;
  /** A paragraph that is worth an entry once it has a link. */
  notable: boolean;
  /** Stands above the first heading of a day or section. */
  intro: boolean;
};

/** The list that the items of a section form. */
type List = { style: Marker['style']; indent: number; last: number | undefined; tight: boolean; subs: Set<string> };

/** A file while it is read line by line: what has been found, and what the next line can refer to. */
export type Reading = {
  text: string;
  file: string;
  lines: ReturnType<typeof lookahead>;
  drafts: Draft[];
  unplaced: Unplaced[];
  /** What the lines above say of time. */
  known: Known;
  /** The day that the file's name says. */
  named: string | undefined;
  /** The day of the whole file, by its front matter or its name. */
  fileDate: string | undefined;
  /** The day that the line stands under. */
  date: string | undefined;
  dayLevel: number;
  daySeen: boolean;
  /** The day's own level is also used for its sections (`## 2021-01-18`, `## 文章`, `## 工具`). */
  flat: boolean;
  dayHasEntries: boolean;
  /** The level of the last heading, and how many there were. */
  level: number;
  headings: number;
  inContents: boolean;
  list: List | undefined;
  /** What the next line may go on. */
  current: Draft | undefined;
  headingLevel: number;
  /** The level of the day's headings that are items, once there is one. */
  itemLevel: number;
  severalTitles: boolean | undefined;
  /** Whether the line before was blank. */
  blank: boolean;
  /** Whether days stand on lines of their own, and at what level. */
  bareDays: boolean;
  bareLevel: number;
  /** A heading that may turn out to be an item's title, as the number of its draft. */
  candidate: number | undefined;
  /** From here on nothing closes a comment, so nobody needs to look again. */
  noCommentAfter: number;
  fenceEnd: ReturnType<typeof fences>;
};

/** Nothing read yet. `refs` are the file's link definitions, address by name. */
export function beginReading(text: string, file: string, refs: ReadonlyMap<string, string>): Reading {
  const named = dateOfFile(file);
  const lines = lookahead(text, splitLines(text), refs);
  return {
    text,
    file,
    lines,
    drafts: [],
    unplaced: [],
    known: { year: named.year, month: named.month, last: named.date },
    named: named.date,
    fileDate: named.date,
    date: named.date,
    dayLevel: 0,
    daySeen: false,
    flat: false,
    dayHasEntries: false,
    level: 0,
    headings: 0,
    inContents: false,
    list: undefined,
    current: undefined,
    headingLevel: 0,
    itemLevel: 0,
    severalTitles: undefined,
    blank: true,
    bareDays: false,
    bareLevel: 7,
    candidate: undefined,
    noCommentAfter: Number.POSITIVE_INFINITY,
    fenceEnd: fences(lines.starts.length, lines.lineAt),
  };
}

/** Where the line after this one begins: the end of a stretch whose last line is `index`. */
export function nextStart(reading: Reading, index: number): number {
  return reading.lines.starts[index + 1] ?? reading.text.length;
}

/** Says of the line that it looks like an entry or a day but fits nowhere, and why. */
export function report(reading: Reading, index: number, reason: string): void {
  reading.unplaced.push({ file: reading.file, line: index + 1, text: excerpt(reading.lines.lineAt(index)), reason });
}

/** A further stretch begins with the line. */
export function open(reading: Reading, kind: Draft['kind'], index: number, more?: Partial<Draft>): Draft {
  const start = reading.lines.starts[index] ?? 0;
  const draft: Draft = {
    kind,
    start,
    end: nextStart(reading, index),
    line: index + 1,
    date: reading.date,
    style: undefined,
    number: undefined,
    body: start,
    bold: '',
    hasUrl: false,
    notable: false,
    intro: reading.inContents || (!reading.daySeen && reading.headings <= 1),
  };
  if (more) Object.assign(draft, more);
  reading.current = draft;
  reading.drafts.push(draft);
  reading.blank = false;
  return draft;
}

/** The line goes on what is open. */
export function extend(reading: Reading, index: number, line?: string): void {
  if (!reading.current) return;
  reading.current.end = nextStart(reading, index);
  if (line !== undefined && !reading.current.hasUrl) reading.current.hasUrl = reading.lines.hasUrl(line);
  reading.blank = false;
}

/** Lines up to `last` that are never read: part of the item that is open, else prose. Returns `last`. */
export function keep(reading: Reading, index: number, last: number): number {
  if (!isItem(reading.current)) open(reading, 'prose', index);
  if (reading.current) reading.current.end = nextStart(reading, last);
  reading.blank = false;
  return last;
}

/** What is open ends, and its list with it. */
export function close(reading: Reading): void {
  reading.current = undefined;
  reading.list = undefined;
}

/** A line that stands between items and belongs to none. */
export function apart(reading: Reading, index: number): void {
  close(reading);
  open(reading, 'prose', index);
  close(reading);
}

/** Whether the stretch becomes an entry: an item with a mark, or a paragraph that is worth one for its link. */
export function isItem(draft: Draft | undefined): boolean {
  return (
    draft !== undefined &&
    (draft.kind === 'item' || (draft.kind === 'prose' && draft.style === 'paragraph' && draft.hasUrl && draft.notable))
  );
}
