import { readDate } from './dates.ts';
import { bareDate, readDay, setMonth } from './day.ts';
import { markerOf } from './lines.ts';
import { close, extend, isItem, type Memory, nextStart, open } from './memory.ts';
import { atx, contents, generic } from './shapes.ts';

/** The words, level and last line of the heading that the line is or begins, if it does. */
export function headingOf(
  memory: Memory,
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
    if (spaced || depth > 1 || readDate(words, memory.known)?.kind === 'day')
      return { words, level: depth, last: index };
  }
  const under = memory.text.charCodeAt(memory.lines.starts[index + 1] ?? memory.text.length);
  if ((under === 61 || under === 45) && index + 1 < memory.lines.starts.length && line.length < 300) {
    const next = memory.lines.lineAt(index + 1).trimEnd();
    const setext = /^=+$/.test(next) ? 1 : /^-{2,}$/.test(next) ? 2 : 0;
    if (setext === 0 || markerOf(line) || line.startsWith('|')) return undefined;
    // `---` under the lines of an item is a rule that lacks its blank line.
    if (setext === 2 && isItem(memory.current) && !memory.blank && !bareDate(memory, index, line)) return undefined;
    return { words: line.trim(), level: setext, last: index + 1 };
  }
  return undefined;
}

/** A heading is a day, a year or month, an item with its link, or the name of a section. */
export function readHeading(
  memory: Memory,
  index: number,
  heading: { words: string; level: number; last: number },
): void {
  const { words: raw, level: depth } = heading;
  const shown =
    raw.includes('](') || raw.includes('<')
      ? raw.replace(/<[^<>]*>/g, ' ').replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
      : raw;
  const words = shown.replace(/\*\*|__|`/g, '').trim();
  const link = memory.lines.hasUrl(raw);
  const said = readDate(words, memory.known);
  if (said?.kind === 'day' || said?.kind === 'broken') {
    const short = generic.test(said.rest) || said.rest.length <= (link ? 4 : 12);
    if (short || (!link && (!memory.daySeen || depth <= memory.dayLevel) && said.kind === 'day')) {
      readDay(memory, index, said, { depth, last: heading.last });
      memory.level = depth;
      memory.headings++;
      return;
    }
  }
  const context =
    said?.kind === 'month' && (generic.test(said.rest) || (said.month !== undefined && depth <= 2)) ? said : undefined;
  const inItem = memory.current?.style === 'heading' && depth > memory.headingLevel;
  if (inItem && !link && !context) {
    extend(memory, index, raw);
    return;
  }
  memory.headings++;
  memory.level = depth;
  if (context) setMonth(memory, context);
  const number = headingNumber(raw);
  const over =
    memory.daySeen &&
    memory.date !== undefined &&
    (depth < memory.dayLevel ||
      (depth === memory.dayLevel && !memory.flat && memory.dayHasEntries && !link && number === undefined));
  if (memory.daySeen && depth === memory.dayLevel && !memory.dayHasEntries) memory.flat = true;
  if (over || (context && memory.daySeen)) {
    memory.date = memory.fileDate;
    memory.dayHasEntries = false;
  }
  close(memory);
  memory.inContents = contents.test(words.replace(/^[^\p{L}]+/u, ''));
  if (depth < memory.itemLevel) memory.itemLevel = 0;
  const below = depth > 1 || (link && titlesAreItems(memory));
  if (below && !context && (link || (depth === memory.itemLevel && memory.lines.isThought(heading.last + 1)))) {
    openHeadingItem(memory, index, depth, number);
    memory.itemLevel = depth;
    if (memory.current) memory.current.end = nextStart(memory, heading.last);
    return;
  }
  open(memory, 'heading', index).end = nextStart(memory, heading.last);
  memory.current = undefined;
  memory.candidate = depth > 1 && !context && !memory.inContents ? memory.drafts.length - 1 : undefined;
  memory.headingLevel = depth;
}

/** One linked heading at the top names the file; several are items. */
function titlesAreItems(memory: Memory): boolean {
  memory.severalTitles ??= (memory.text.match(/^# [^\r\n]*\]\(https?:/gm)?.length ?? 0) > 1;
  return memory.severalTitles;
}

export function openHeadingItem(
  memory: Memory,
  index: number,
  depth: number,
  number: { value: number; length: number; bold: string } | undefined,
): void {
  const line = memory.lines.lineAt(index);
  const hashes = /^[^#]*#{1,6}[\s\u3000\u00a0]*/.exec(line)?.[0].length ?? 0;
  open(memory, 'item', index, {
    style: 'heading',
    number: number?.value,
    body: (memory.lines.starts[index] ?? 0) + hashes + (number?.length ?? 0),
    bold: number?.bold ?? '',
    hasUrl: true,
  });
  memory.headingLevel = depth;
  memory.candidate = undefined;
  memory.dayHasEntries = true;
}

/** The number that a heading's words begin with. */
export function headingNumber(words: string): { value: number; length: number; bold: string } | undefined {
  const marker = markerOf(words);
  return marker?.number === undefined ? undefined : { value: marker.number, length: marker.length, bold: marker.bold };
}
