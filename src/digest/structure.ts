import { dateOfFile, type Known, plainDateText, readDate, type Said } from './dates.ts';
import type { Unplaced } from './entry.ts';
import { columns, type Marker, markerOf, splitLines } from './lines.ts';
import { lookahead } from './lookahead.ts';
import {
  anchorsOnly,
  atx,
  bareLink,
  bareLinkLine,
  bareLinkStart,
  caption,
  colophon,
  contents,
  definition,
  empty,
  excerpt,
  fence,
  field,
  fold,
  generic,
  isLinkNote,
  labelled,
  quotedCaption,
  rule,
  titled,
} from './shapes.ts';

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

/**
 * Cuts a file into days, headings, items and prose, line by line:
 * 1. front matter, fences, comments and tables are recognised first: nothing inside a fence or comment is an item;
 * 2. a heading or a line of its own that says a date opens a day; month and year headings help to read the ones below;
 * 3. the first marker of a section fixes its list; other markers in it are sub-points unless their number goes on;
 * 4. every other line belongs to the item above it, or is a paragraph.
 *
 * The file is long because these readers share one memory (the day, the list, what is open), which no cut between them
 * would shorten; what needs no memory stands in `lookahead.ts` and `shapes.ts`.
 */
export function structure(
  text: string,
  file: string,
  refs: ReadonlyMap<string, string>,
): { drafts: Draft[]; unplaced: Unplaced[]; lineStarts: number[] } {
  const lines = splitLines(text);
  const { starts, ends } = lines;
  const {
    lineAt,
    hasUrl,
    ownsUrl,
    paragraphOwnsUrl,
    isUnderline,
    beginsList,
    isSeparator,
    nextNumber,
    isThought,
    inlineMarkers,
  } = lookahead(text, lines, refs);
  const drafts: Draft[] = [];
  const unplaced: Unplaced[] = [];
  const named = dateOfFile(file);
  const known: Known = { year: named.year, month: named.month, last: named.date };
  let fileDate = named.date;
  let date: string | undefined;
  let dayLevel = 0;
  let daySeen = false;
  /** The day's own level is also used for its sections (`## 2021-01-18`, `## 文章`, `## 工具`). */
  let flat = false;
  let dayHasEntries = false;
  let level = 0;
  let headings = 0;
  let inContents = false;
  let list: List | undefined;
  let current: Draft | undefined;
  let headingLevel = 0;
  let severalTitles: boolean | undefined;
  /** The level of the day's headings that are items, once there is one. */
  let itemLevel = 0;
  let blank = true;
  let bareDays = false;
  let bareLevel = 7;
  /** A heading that may turn out to be an item's title, as the number of its draft. */
  let candidate: number | undefined;
  let noCommentAfter = Number.POSITIVE_INFINITY;
  let noFenceAfter = Number.POSITIVE_INFINITY;

  let at = frontMatter();
  date = fileDate;
  for (; at < starts.length; at++) at = readLine(at);
  return { drafts, unplaced, lineStarts: starts };

  function nextStart(index: number): number {
    return starts[index + 1] ?? text.length;
  }
  function report(index: number, reason: string): void {
    unplaced.push({ file, line: index + 1, text: excerpt(lineAt(index)), reason });
  }

  function open(kind: Draft['kind'], index: number, more: Partial<Draft> = {}): Draft {
    const start = starts[index] ?? 0;
    current = {
      kind,
      start,
      end: nextStart(index),
      line: index + 1,
      date,
      style: undefined,
      number: undefined,
      body: start,
      bold: '',
      hasUrl: false,
      notable: false,
      intro: inContents || (!daySeen && headings <= 1),
      ...more,
    };
    drafts.push(current);
    blank = false;
    return current;
  }
  /** The line goes on what is open. */
  function extend(index: number, line?: string): void {
    if (!current) return;
    current.end = nextStart(index);
    if (line !== undefined && !current.hasUrl) current.hasUrl = hasUrl(line);
    blank = false;
  }
  function close(): void {
    current = undefined;
    list = undefined;
  }
  /** A line that stands between items and belongs to none. */
  function apart(index: number): void {
    close();
    open('prose', index);
    close();
  }
  function isItem(draft: Draft | undefined): boolean {
    return (
      draft !== undefined &&
      (draft.kind === 'item' ||
        (draft.kind === 'prose' && draft.style === 'paragraph' && draft.hasUrl && draft.notable))
    );
  }

  /** Reads `---` … `---` at the top and its `date:`; returns the first line after it. */
  function frontMatter(): number {
    if (!/^\ufeff?---[ \t]*$/.test(lineAt(0))) return metadata();
    for (let index = 1; index < starts.length; index++) {
      const line = lineAt(index);
      if (/^(?:---|\.\.\.)[ \t]*$/.test(line)) {
        open('front', 0).end = nextStart(index);
        current = undefined;
        return index + 1;
      }
      readFileDate(line);
      // A rule at the top of a file without front matter must not hide the file: YAML keeps to keys, lists and comments.
      if (line.trim() && !/^\s*(?:[\w\p{L}.-]+\s*:|-\s|#|\]|\}|["'[{]|\s)/u.test(line)) break;
    }
    fileDate = named.date;
    return 0;
  }
  /** `Title: …` and `Date: …` lines at the top, without dashes around them; returns the first line after them. */
  function metadata(): number {
    let index = 0;
    while (index < 30 && /^\ufeff?[A-Za-z][\w -]{0,30}:(?:[ \t]|$)/.test(lineAt(index)) && index < starts.length)
      index++;
    if (index < 2 || (index < starts.length && !empty.test(lineAt(index)))) return 0;
    for (let line = 0; line < index; line++) readFileDate(lineAt(line));
    if (fileDate === named.date && !/^\ufeff?title:/i.test(lineAt(0))) return 0;
    open('front', 0).end = nextStart(index - 1);
    current = undefined;
    return index;
  }
  function readFileDate(line: string): void {
    const value = /^\s*(?:date|created|pub(?:lish(?:ed)?)?)(?:[-_ ]?(?:date|at|on))?\s*:\s*(.+)$/i.exec(
      line.slice(0, 200),
    )?.[1];
    const said = value === undefined ? undefined : readDate(value, known);
    if (said?.kind === 'day' && fileDate === named.date) setFileDate(said.date);
  }
  function setFileDate(day: string): void {
    fileDate = day;
    known.last = day;
    known.year ??= Number(day.slice(0, 4));
  }

  /** Reads the line (and what it opens: a fence, a comment, a table's head) and returns the last line read. */
  function readLine(index: number): number {
    const line = lineAt(index);
    if (empty.test(line)) {
      blank = true;
      return index;
    }
    const first = line.trimStart();
    const lead = first.charCodeAt(0);
    if (lead === 96 || lead === 126) {
      const last = fenceEnd(index, line);
      if (last !== undefined) return keep(index, last);
    }
    if (lead === 60 && first.startsWith('<!--')) {
      const last = commentEnd(index);
      if (last !== undefined) return last;
    }
    if (lead === 60 && fold.test(first)) close();
    if (lead === 91 && definition.test(line)) return index;
    if (lead === 62) return readQuote(index, line);
    return readContent(index, line);
  }

  /** Lines that are never read: part of the item that is open, else prose. */
  function keep(index: number, last: number): number {
    if (!isItem(current)) open('prose', index);
    if (current) current.end = nextStart(last);
    blank = false;
    return last;
  }
  function fenceEnd(index: number, line: string): number | undefined {
    const mark = fence.exec(line)?.[1];
    if (!mark || index >= noFenceAfter) return undefined;
    for (let next = index + 1; next < starts.length; next++) {
      const closing = lineAt(next).trim();
      if (closing.startsWith(mark) && closing.replaceAll(mark[0] ?? '', '') === '') return next;
    }
    // Left open, a fence would hide the rest of the file; it is reported and the rest is read.
    report(index, 'a code fence that is never closed');
    noFenceAfter = index;
    return undefined;
  }
  function commentEnd(index: number): number | undefined {
    const close = index >= noCommentAfter ? -1 : text.indexOf('-->', starts[index]);
    if (close < 0) {
      noCommentAfter = Math.min(noCommentAfter, index);
      report(index, 'a comment that is never closed');
      return undefined;
    }
    let last = index;
    while ((ends[last] ?? text.length) < close + 3 && last + 1 < starts.length) last++;
    return text.slice(close + 3, ends[last]).trim() === '' ? last : undefined;
  }

  function readQuote(index: number, line: string): number {
    const quoted = /^\s*(?:>[ \t]?)+/.exec(line.slice(0, 200))?.[0] ?? '';
    if (current && isItem(current) && text.charCodeAt(current.start) !== 62) {
      const words = line.slice(quoted.length);
      const heads = atx.test(words) && readDate(words.replace(atx, ''), known)?.kind === 'day';
      if (isCaption(index, words, quotedCaption)) {
        apart(index);
        return index;
      }
      if (!heads) {
        extend(index, line);
        return index;
      }
    }
    return readContent(index, line.slice(quoted.length), quoted.length);
  }

  function readContent(index: number, line: string, offset = 0): number {
    const heading = headingOf(index, line);
    if (heading) {
      readHeading(index, heading);
      return heading.last;
    }
    if (line.length <= 200 && rule.test(line.trimEnd())) {
      apart(index);
      return index;
    }
    if (line.includes('|') && isSeparator(index + 1)) return readTable(index);
    const marker = markerOf(line);
    if (marker) {
      readMarked(index, line, marker, offset);
      return index;
    }
    const said = bareDate(index, line);
    if (said?.kind === 'month') {
      close();
      setMonth(said);
      open('heading', index);
      current = undefined;
      return index;
    }
    if (said) {
      const last = isUnderline(index + 1) ? index + 1 : index;
      readDay(index, said, { depth: bareDepth(), last });
      if (said.kind === 'day') bareDays = true;
      return last;
    }
    readPlain(index, line);
    return index;
  }

  function headingOf(index: number, line: string): { words: string; level: number; last: number } | undefined {
    const mark = line.charCodeAt(0) === 35 || line.length < 500 ? atx.exec(line) : null;
    if (mark) {
      const depth = mark[1]?.length ?? 1;
      const words = line
        .slice(mark[0].length)
        .trim()
        .replace(/\s#{1,10}$/, '');
      const spaced = /^[\s\u3000\u00a0]|^$/.test(line.slice(mark[0].length, mark[0].length + 1));
      if (spaced || depth > 1 || readDate(words, known)?.kind === 'day') return { words, level: depth, last: index };
    }
    const under = text.charCodeAt(starts[index + 1] ?? text.length);
    if ((under === 61 || under === 45) && index + 1 < starts.length && line.length < 300) {
      const next = lineAt(index + 1).trimEnd();
      const setext = /^=+$/.test(next) ? 1 : /^-{2,}$/.test(next) ? 2 : 0;
      if (setext === 0 || markerOf(line) || line.startsWith('|')) return undefined;
      // `---` under the lines of an item is a rule that lacks its blank line.
      if (setext === 2 && isItem(current) && !blank && !bareDate(index, line)) return undefined;
      return { words: line.trim(), level: setext, last: index + 1 };
    }
    return undefined;
  }

  function readHeading(index: number, heading: { words: string; level: number; last: number }): void {
    const { words: raw, level: depth } = heading;
    const shown =
      raw.includes('](') || raw.includes('<')
        ? raw.replace(/<[^<>]*>/g, ' ').replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
        : raw;
    const words = shown.replace(/\*\*|__|`/g, '').trim();
    const link = hasUrl(raw);
    const said = readDate(words, known);
    if (said?.kind === 'day' || said?.kind === 'broken') {
      const short = generic.test(said.rest) || said.rest.length <= (link ? 4 : 12);
      if (short || (!link && (!daySeen || depth <= dayLevel) && said.kind === 'day')) {
        readDay(index, said, { depth, last: heading.last });
        level = depth;
        headings++;
        return;
      }
    }
    const context =
      said?.kind === 'month' && (generic.test(said.rest) || (said.month !== undefined && depth <= 2))
        ? said
        : undefined;
    const inItem = current?.style === 'heading' && depth > headingLevel;
    if (inItem && !link && !context) {
      extend(index, raw);
      return;
    }
    headings++;
    level = depth;
    if (context) setMonth(context);
    const number = headingNumber(raw);
    const ends =
      daySeen &&
      date !== undefined &&
      (depth < dayLevel || (depth === dayLevel && !flat && dayHasEntries && !link && number === undefined));
    if (daySeen && depth === dayLevel && !dayHasEntries) flat = true;
    if (ends || (context && daySeen)) {
      date = fileDate;
      dayHasEntries = false;
    }
    close();
    inContents = contents.test(words.replace(/^[^\p{L}]+/u, ''));
    if (depth < itemLevel) itemLevel = 0;
    const below = depth > 1 || (link && titlesAreItems());
    if (below && !context && (link || (depth === itemLevel && isThought(heading.last + 1)))) {
      openHeadingItem(index, depth, number);
      itemLevel = depth;
      if (current) current.end = nextStart(heading.last);
      return;
    }
    open('heading', index).end = nextStart(heading.last);
    current = undefined;
    candidate = depth > 1 && !context && !inContents ? drafts.length - 1 : undefined;
    headingLevel = depth;
  }

  /** One linked heading at the top names the file; several are items. */
  function titlesAreItems(): boolean {
    severalTitles ??= (text.match(/^# [^\r\n]*\]\(https?:/gm)?.length ?? 0) > 1;
    return severalTitles;
  }

  function setMonth(said: Said & { kind: 'month' }): void {
    known.month = said.month;
    if (said.year === undefined) return;
    known.year = said.year;
    known.last = undefined;
  }

  function openHeadingItem(
    index: number,
    depth: number,
    number: { value: number; length: number; bold: string } | undefined,
  ): void {
    const line = lineAt(index);
    const hashes = /^[^#]*#{1,6}[\s\u3000\u00a0]*/.exec(line)?.[0].length ?? 0;
    open('item', index, {
      style: 'heading',
      number: number?.value,
      body: (starts[index] ?? 0) + hashes + (number?.length ?? 0),
      bold: number?.bold ?? '',
      hasUrl: true,
    });
    headingLevel = depth;
    candidate = undefined;
    dayHasEntries = true;
  }
  function headingNumber(words: string): { value: number; length: number; bold: string } | undefined {
    const marker = markerOf(words);
    return marker?.number === undefined
      ? undefined
      : { value: marker.number, length: marker.length, bold: marker.bold };
  }

  function readDay(index: number, said: Said, { depth, last }: { depth: number; last: number }): void {
    close();
    candidate = undefined;
    inContents = false;
    flat = false;
    dayHasEntries = false;
    itemLevel = 0;
    daySeen = true;
    dayLevel = depth;
    if (said.kind === 'day') {
      date = said.date;
      known.last = said.date;
      if (known.year !== Number(said.date.slice(0, 4))) known.year = undefined;
      if (known.month !== Number(said.date.slice(5, 7))) known.month = undefined;
    } else {
      date = undefined;
      report(index, said.kind === 'broken' ? said.reason : 'not a day');
    }
    open('day', index, { date }).end = nextStart(last);
    current = undefined;
    blank = true;
  }

  /** Days on lines of their own stand right below the heading above the first of them, whatever sections came since. */
  function bareDepth(): number {
    bareLevel = Math.min(bareLevel, level + 1);
    return bareLevel;
  }

  /** A line that holds a date and nothing else of weight: `2021/1/18`, `**2021年1月18日** 周一`, `📅 Jan 18, 2021`. */
  function bareDate(index: number, line: string): Said | undefined {
    if (line.length > 80 || line.includes('://') || !/[\d０-９]/.test(line)) return undefined;
    const loose = blank || !isItem(current) || bareDays || beginsList(index + 1, list?.indent ?? 0);
    if (!loose || columns(/^[ \t]*/.exec(line)?.[0] ?? '') > 3) return undefined;
    const words = plainDateText(line.replace(/<[^<>]*>|\*\*|__|`/g, ' ').replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1'));
    const said = readDate(words, known);
    if (!said || /^\d{1,2}\w{0,2}$/.test(words)) return undefined;
    if (said.kind === 'month')
      return said.rest === '' && !isItem(current) && /[年月]|^\w{3}/.test(words) ? said : undefined;
    if (!generic.test(said.rest) && !isBanner(index, words, said.rest)) return undefined;
    if (/^\d{1,2} ?[-./] ?\d{1,2}$/.test(words) && !bareDays && index > 0 && isItem(current)) return undefined;
    if (/[。？！；，,?!|]/.test(words.replace(/, ?\d{4}/, ''))) return undefined;
    return said;
  }

  /** `安全动态推送 2021/02/03`: a few words and a day, alone between blank lines; not `更新于 2021-02-03`. */
  function isBanner(index: number, words: string, rest: string): boolean {
    if (!blank || rest.length > 10 || !/^\d|\d\s*[日号)]?$/.test(words)) return false;
    if (/[于自至到截]|时间|日期|on|at|by/i.test(rest)) return false;
    return index + 1 >= starts.length || empty.test(lineAt(index + 1)) || beginsList(index + 1, list?.indent ?? 0);
  }

  function readTable(index: number): number {
    const rowsFrom = index + 2;
    const indented = columns(/^[ \t]*/.exec(lineAt(index))?.[0] ?? '') > 1;
    const owned =
      isItem(current) && (current?.style === 'heading' || indented || (!blank && !hasUrl(lineAt(rowsFrom))));
    let last = index + 1;
    while (last + 1 < starts.length && lineAt(last + 1).includes('|') && !empty.test(lineAt(last + 1))) last++;
    if (owned || inContents) return keep(index, last);
    close();
    candidate = undefined;
    open('prose', index).end = nextStart(index + 1);
    for (let row = rowsFrom; row <= last; row++) {
      open('item', row, { style: 'row', hasUrl: true });
      dayHasEntries = true;
    }
    close();
    blank = true;
    return last;
  }

  function readMarked(index: number, line: string, marker: Marker, offset: number): void {
    const words = line.slice(marker.length);
    // Outlines set headings in bullets.
    if (marker.style === 'bullet' && atx.test(words) && /^#+\s/.test(words) && !hasUrl(words)) {
      const depth = Math.max(level, dayLevel) + 1;
      readHeading(index, { words: words.replace(/^#+\s+/, ''), level: depth, last: index });
      return;
    }
    if (marker.style === 'bullet') {
      const said = words.length <= 60 && marker.indent < 2 ? bareDateInBullet(index, words) : undefined;
      if (said) {
        readDay(index, said, { depth: bareDepth(), last: index });
        return;
      }
    }
    if (inContents || (line.length < 2000 && anchorsOnly.test(words)) || /^\{:toc/.test(lineAt(index + 1))) {
      if (isItem(current)) extend(index);
      else if (current?.kind === 'prose' && !blank) extend(index);
      else open('prose', index);
      return;
    }
    if (isColophon(line)) {
      apart(index);
      return;
    }
    const sibling = current?.style !== 'heading' && startsItem(index, line, marker);
    if (!sibling && isItem(current)) {
      if (list) list.subs.add(marker.style);
      extend(index, line);
      return;
    }
    if (list) list.tight = !blank;
    else list = { style: marker.style, indent: marker.indent, last: undefined, tight: false, subs: new Set() };
    list.style = marker.number !== undefined && list.style !== 'bullet' ? list.style : marker.style;
    list.indent = marker.indent;
    list.subs.clear();
    candidate = undefined;
    openItem(index, line, marker, offset);
  }

  /** Who edited the day and where it is archived, below its items, is not one of them. */
  function isColophon(line: string): boolean {
    return dayHasEntries && line.length < 200 && colophon.test(line);
  }

  function openItem(index: number, line: string, marker: Marker, offset: number): void {
    const start = starts[index] ?? 0;
    const cuts = marker.number === undefined ? [] : inlineMarkers(index, line, marker);
    let from = start;
    let body = start + offset + marker.length;
    let bold = marker.bold;
    let number = marker.number;
    for (const cut of cuts) {
      const draft = open('item', index, { start: from, style: marker.style, number, body, bold });
      draft.end = start + offset + cut.at;
      draft.hasUrl = hasUrl(text.slice(body, draft.end));
      from = draft.end;
      body = from + cut.length;
      number = cut.number;
      bold = '';
    }
    const draft = open('item', index, { start: from, style: marker.style, number, body, bold });
    draft.hasUrl = hasUrl(text.slice(body, draft.end));
    if (list) list.last = number;
    dayHasEntries = true;
  }

  /** Whether the marker begins an entry of its own rather than a sub-point of the one above. */
  function startsItem(index: number, line: string, marker: Marker): boolean {
    if (!list || !current || !isItem(current)) return marker.indent < 4 || current?.kind !== 'prose' || blank;
    const deeper = marker.indent - list.indent;
    if (current.style === 'paragraph') return deeper < 2;
    const goesOn = marker.number !== undefined && marker.number === (list.last ?? -1) + 1;
    if (marker.number !== undefined && list.style !== 'bullet') {
      if (list.subs.has(marker.style)) return deeper < 0 || (deeper < 2 && marker.style === list.style);
      if (marker.style === list.style) return deeper < 2 || (deeper < 4 && goesOn);
      return goesOn && deeper < 2;
    }
    if (deeper > 1) return false;
    if (marker.style === 'bullet' && list.style === 'bullet') return true;
    if (marker.style === 'bullet')
      return (
        blank && list.tight && hasUrl(line) && !labelled.test(line) && nextNumber(index + 1) !== (list.last ?? 0) + 1
      );
    return hasUrl(line) || blank;
  }

  function bareDateInBullet(index: number, words: string): Said | undefined {
    const open = current;
    current = undefined;
    const said = bareDate(index, words);
    current = open;
    return said?.kind === 'day' ? said : undefined;
  }

  function readPlain(index: number, line: string): void {
    if (isColophon(line) || isCaption(index, line)) {
      apart(index);
      return;
    }
    if (current && isItem(current)) {
      if (belongs(index, line, current)) {
        extend(index, line);
        return;
      }
      close();
    }
    const link = hasUrl(line);
    if (candidate !== undefined && !inContents) {
      const heading = drafts[candidate];
      const number = heading ? headingNumber(lineAt(heading.line - 1).replace(/^[^#]*#{1,6}\s*/, '')) : undefined;
      if (heading && (number !== undefined || isAbout(line, link))) {
        const from = candidate;
        drafts.length = from;
        openHeadingItem(heading.line - 1, headingLevel, number);
        extend(index, line);
        return;
      }
    }
    if (
      current?.kind === 'prose' &&
      current.style === 'paragraph' &&
      (!blank || (link && labelled.test(line) && !current.hasUrl)) &&
      !titlesNext(index, line)
    ) {
      extend(index, line);
      if (link && isLinkNote(line)) current.notable = true;
      return;
    }
    if (link) candidate = undefined;
    open('prose', index, {
      style: 'paragraph',
      hasUrl: link,
      notable: !inContents && ((daySeen && date !== undefined) || (link && isLinkNote(line))),
    });
    if (isItem(current)) dayHasEntries = true;
  }

  /** A line that says something of what the heading above it names: a link known by its label alone, or the first field of a card. */
  function isAbout(line: string, link: boolean): boolean {
    return link ? labelled.test(line) && !titled.test(line) : date !== undefined && field.test(line);
  }

  /**
   * A short line above a bare link is the next item's title, not the last one's words: after a blank line, or where the
   * item has its own bare link already.
   */
  function titlesNext(index: number, line: string): boolean {
    if (hasUrl(line)) return false;
    if (isBareLink(index + 1) && !/[:：]\s*$/.test(line) && holdsBareLink()) return true;
    if (!blank || line.length > 80 || /[。.！!；;]\s*$/.test(line)) return false;
    let next = index + 1;
    while (next < starts.length && next < index + 3 && empty.test(lineAt(next))) next++;
    if (next >= starts.length) return false;
    const below = lineAt(next);
    return /^\s*<?https?:\/\//.test(below) || (next === index + 1 && hasUrl(below) && labelled.test(below));
  }

  function isBareLink(index: number): boolean {
    return index < starts.length && bareLink.test(lineAt(index));
  }
  function holdsBareLink(): boolean {
    return current?.hasUrl === true && bareLinkLine.test(text.slice(current.start, current.end));
  }

  /** `**后端**`, `二、后端` or `> 后端` between two stretches of a list names the second one. */
  function isCaption(index: number, line: string, shape = caption): boolean {
    if (!list || !blank || line.length > 40 || !shape.test(line)) return false;
    let next = index + 1;
    while (next < starts.length && next < index + 4 && empty.test(lineAt(next))) next++;
    const marker = next < starts.length ? markerOf(lineAt(next)) : undefined;
    return marker?.style === list.style && marker.indent <= list.indent + 1 && !hasUrl(line);
  }

  /** Whether an unmarked line is still part of the item above it. */
  function belongs(index: number, line: string, item: Draft): boolean {
    if (item.style === 'heading') return true;
    const own = ownsUrl(line);
    if (item.style === 'paragraph') {
      const untitled = bareLinkStart.test(line) && bareLinkStart.test(text.slice(item.start, item.start + 20));
      return item.hasUrl ? !own && !untitled && !titlesNext(index, line) : true;
    }
    if (!blank || !list?.tight || /^(?:\t| {2,}|\u3000)/.test(line) || !paragraphOwnsUrl(index)) return true;
    return list.last !== undefined && nextNumber(index + 1) === list.last + 1;
  }
}
