import { headingNumber, openHeadingItem } from './heading.ts';
import {
  bareLink,
  bareLinkLine,
  bareLinkStart,
  caption,
  colophon,
  empty,
  field,
  isLinkNote,
  labelled,
  titled,
} from './line-kinds.ts';
import { markerOf } from './lines.ts';
import { apart, close, type Draft, extend, isItem, open, type Reading } from './reading.ts';

/** Reads a line without a marker: it goes on what is open, or begins a paragraph. */
export function readPlain(reading: Reading, index: number, line: string): void {
  if (isColophon(reading, line) || isCaption(reading, index, line)) {
    apart(reading, index);
    return;
  }
  if (reading.current && isItem(reading.current)) {
    if (belongs(reading, index, line, reading.current)) {
      extend(reading, index, line);
      return;
    }
    close(reading);
  }
  const link = reading.lines.hasUrl(line);
  if (reading.candidate !== undefined && !reading.inContents) {
    const heading = reading.drafts[reading.candidate];
    const number = heading
      ? headingNumber(reading.lines.lineAt(heading.line - 1).replace(/^[^#]*#{1,6}\s*/, ''))
      : undefined;
    if (heading && (number !== undefined || isAbout(reading, line, link))) {
      const from = reading.candidate;
      reading.drafts.length = from;
      openHeadingItem(reading, heading.line - 1, reading.headingLevel, number);
      extend(reading, index, line);
      return;
    }
  }
  if (
    reading.current?.kind === 'prose' &&
    reading.current.style === 'paragraph' &&
    (!reading.blank || (link && labelled.test(line) && !reading.current.hasUrl)) &&
    !titlesNext(reading, index, line)
  ) {
    extend(reading, index, line);
    if (link && isLinkNote(line)) reading.current.notable = true;
    return;
  }
  if (link) reading.candidate = undefined;
  open(reading, 'prose', index, {
    style: 'paragraph',
    hasUrl: link,
    notable: !reading.inContents && ((reading.daySeen && reading.date !== undefined) || (link && isLinkNote(line))),
  });
  if (isItem(reading.current)) reading.dayHasEntries = true;
}

/** A line that says something of what the heading above it names: a link known by its label alone, or the first field of a card. */
function isAbout(reading: Reading, line: string, link: boolean): boolean {
  return link ? labelled.test(line) && !titled.test(line) : reading.date !== undefined && field.test(line);
}

/**
 * A short line above a bare link is the next item's title, not the last one's words: after a blank line, or where the
 * item has its own bare link already.
 */
function titlesNext(reading: Reading, index: number, line: string): boolean {
  if (reading.lines.hasUrl(line)) return false;
  if (isBareLink(reading, index + 1) && !/[:：]\s*$/.test(line) && holdsBareLink(reading)) return true;
  if (!reading.blank || line.length > 80 || /[。.！!；;]\s*$/.test(line)) return false;
  let next = index + 1;
  while (next < reading.lines.starts.length && next < index + 3 && empty.test(reading.lines.lineAt(next))) next++;
  if (next >= reading.lines.starts.length) return false;
  const below = reading.lines.lineAt(next);
  return /^\s*<?https?:\/\//.test(below) || (next === index + 1 && reading.lines.hasUrl(below) && labelled.test(below));
}

function isBareLink(reading: Reading, index: number): boolean {
  return index < reading.lines.starts.length && bareLink.test(reading.lines.lineAt(index));
}

function holdsBareLink(reading: Reading): boolean {
  return (
    reading.current?.hasUrl === true &&
    bareLinkLine.test(reading.text.slice(reading.current.start, reading.current.end))
  );
}

/** `**后端**`, `二、后端` or `> 后端` between two stretches of a list names the second one. */
export function isCaption(reading: Reading, index: number, line: string, shape = caption): boolean {
  if (!reading.list || !reading.blank || line.length > 40 || !shape.test(line)) return false;
  let next = index + 1;
  while (next < reading.lines.starts.length && next < index + 4 && empty.test(reading.lines.lineAt(next))) next++;
  const marker = next < reading.lines.starts.length ? markerOf(reading.lines.lineAt(next)) : undefined;
  return (
    marker?.style === reading.list.style && marker.indent <= reading.list.indent + 1 && !reading.lines.hasUrl(line)
  );
}

/** Who edited the day and where it is archived, below its items, is not one of them. */
export function isColophon(reading: Reading, line: string): boolean {
  return reading.dayHasEntries && line.length < 200 && colophon.test(line);
}

/** Whether an unmarked line is still part of the item above it. */
function belongs(reading: Reading, index: number, line: string, item: Draft): boolean {
  if (item.style === 'heading') return true;
  const own = reading.lines.ownsUrl(line);
  if (item.style === 'paragraph') {
    const untitled = bareLinkStart.test(line) && bareLinkStart.test(reading.text.slice(item.start, item.start + 20));
    return item.hasUrl ? !own && !untitled && !titlesNext(reading, index, line) : true;
  }
  if (
    !reading.blank ||
    !reading.list?.tight ||
    /^(?:\t| {2,}|\u3000)/.test(line) ||
    !reading.lines.paragraphOwnsUrl(index)
  )
    return true;
  return reading.list.last !== undefined && reading.lines.nextNumber(index + 1) === reading.list.last + 1;
}
