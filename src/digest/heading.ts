import { readDate } from './dates.ts';
import { bareDate, readDay, setMonth } from './day.ts';
import { atx, contents, generic } from './line-kinds.ts';
import { markerOf } from './lines.ts';
import { close, extend, isItem, nextStart, open, type Reading } from './reading.ts';

/** The words, level and last line of the heading that the line is or begins, if it does. */
export function headingOf(
  reading: Reading,
  index: number,
  line: string,
): { words: string; level: number; last: number } | undefined {
  const mark = line.charCodeAt(0) === 35 || (line.length < 500 && line.includes('#')) ? atx.exec(line) : null;
  if (mark) {
    const depth = mark[1]?.length ?? 1;
    const words = line
      .slice(mark[0].length)
      .trim()
      .replace(/\s#{1,10}$/, '');
    const spaced = /^[\s\u3000\u00a0]|^$/.test(line.slice(mark[0].length, mark[0].length + 1));
    if (spaced || depth > 1 || readDate(words, reading.known)?.kind === 'day')
      return { words, level: depth, last: index };
  }
  const under = reading.text.charCodeAt(reading.lines.starts[index + 1] ?? reading.text.length);
  if ((under === 61 || under === 45) && index + 1 < reading.lines.starts.length && line.length < 300) {
    const next = reading.lines.lineAt(index + 1).trimEnd();
    const setext = /^=+$/.test(next) ? 1 : /^-{2,}$/.test(next) ? 2 : 0;
    if (setext === 0 || markerOf(line) || line.startsWith('|')) return undefined;
    // `---` under the lines of an item is a rule that lacks its blank line.
    if (setext === 2 && isItem(reading.current) && !reading.blank && !bareDate(reading, index, line)) return undefined;
    return { words: line.trim(), level: setext, last: index + 1 };
  }
  return undefined;
}

/** A heading is a day, a year or month, an item with its link, or the name of a section. */
export function readHeading(
  reading: Reading,
  index: number,
  heading: { words: string; level: number; last: number },
): void {
  const { words: raw, level: depth } = heading;
  const shown =
    raw.includes('](') || raw.includes('<')
      ? raw.replace(/<[^<>]*>/g, ' ').replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
      : raw;
  const words = shown.replace(/\*\*|__|`/g, '').trim();
  const link = reading.lines.hasUrl(raw);
  const said = readDate(words, reading.known);
  if (said?.kind === 'day' || said?.kind === 'broken') {
    const short = generic.test(said.rest) || said.rest.length <= (link ? 4 : 12);
    if (short || (!link && (!reading.daySeen || depth <= reading.dayLevel) && said.kind === 'day')) {
      readDay(reading, index, said, { depth, last: heading.last });
      reading.level = depth;
      reading.headings++;
      return;
    }
  }
  const context =
    said?.kind === 'month' && (generic.test(said.rest) || (said.month !== undefined && depth <= 2)) ? said : undefined;
  const inItem = reading.current?.style === 'heading' && depth > reading.headingLevel;
  if (inItem && !link && !context) {
    extend(reading, index, raw);
    return;
  }
  reading.headings++;
  reading.level = depth;
  if (context) setMonth(reading, context);
  const number = headingNumber(raw);
  const over =
    reading.daySeen &&
    reading.date !== undefined &&
    (depth < reading.dayLevel ||
      (depth === reading.dayLevel && !reading.flat && reading.dayHasEntries && !link && number === undefined));
  if (reading.daySeen && depth === reading.dayLevel && !reading.dayHasEntries) reading.flat = true;
  if (over || (context && reading.daySeen)) {
    reading.date = reading.fileDate;
    reading.dayHasEntries = false;
  }
  close(reading);
  reading.inContents = contents.test(words.replace(/^[^\p{L}]+/u, ''));
  if (depth < reading.itemLevel) reading.itemLevel = 0;
  const below = depth > 1 || (link && titlesAreItems(reading));
  if (below && !context && (link || (depth === reading.itemLevel && reading.lines.isThought(heading.last + 1)))) {
    openHeadingItem(reading, index, depth, number);
    reading.itemLevel = depth;
    if (reading.current) reading.current.end = nextStart(reading, heading.last);
    return;
  }
  open(reading, 'heading', index).end = nextStart(reading, heading.last);
  reading.current = undefined;
  reading.candidate = depth > 1 && !context && !reading.inContents ? reading.drafts.length - 1 : undefined;
  reading.headingLevel = depth;
}

/** One linked heading at the top names the file; several are items. */
function titlesAreItems(reading: Reading): boolean {
  reading.severalTitles ??= (reading.text.match(/^# [^\r\n]*\]\(https?:/gm)?.length ?? 0) > 1;
  return reading.severalTitles;
}

/** An item whose heading is the line: its words begin behind the hashes and the `number`, and go on below. */
export function openHeadingItem(
  reading: Reading,
  index: number,
  depth: number,
  number: { value: number; length: number; bold: string } | undefined,
): void {
  const line = reading.lines.lineAt(index);
  const hashes = /^[^#]*#{1,6}[\s\u3000\u00a0]*/.exec(line)?.[0].length ?? 0;
  open(reading, 'item', index, {
    style: 'heading',
    number: number?.value,
    body: (reading.lines.starts[index] ?? 0) + hashes + (number?.length ?? 0),
    bold: number?.bold ?? '',
    hasUrl: true,
  });
  reading.headingLevel = depth;
  reading.candidate = undefined;
  reading.dayHasEntries = true;
}

/** The number that a heading's words begin with: its value, how many characters it takes, and bold that opened before it. */
export function headingNumber(words: string): { value: number; length: number; bold: string } | undefined {
  const marker = markerOf(words);
  return marker?.number === undefined ? undefined : { value: marker.number, length: marker.length, bold: marker.bold };
}
