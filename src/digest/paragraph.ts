import { headingNumber, openHeadingItem } from './heading.ts';
import { markerOf } from './lines.ts';
import { apart, close, type Draft, extend, isItem, type Memory, open } from './memory.ts';
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
} from './shapes.ts';

/** Reads a line without a marker: it goes on what is open, or begins a paragraph. */
export function readPlain(memory: Memory, index: number, line: string): void {
  if (isColophon(memory, line) || isCaption(memory, index, line)) {
    apart(memory, index);
    return;
  }
  if (memory.current && isItem(memory.current)) {
    if (belongs(memory, index, line, memory.current)) {
      extend(memory, index, line);
      return;
    }
    close(memory);
  }
  const link = memory.lines.hasUrl(line);
  if (memory.candidate !== undefined && !memory.inContents) {
    const heading = memory.drafts[memory.candidate];
    const number = heading
      ? headingNumber(memory.lines.lineAt(heading.line - 1).replace(/^[^#]*#{1,6}\s*/, ''))
      : undefined;
    if (heading && (number !== undefined || isAbout(memory, line, link))) {
      const from = memory.candidate;
      memory.drafts.length = from;
      openHeadingItem(memory, heading.line - 1, memory.headingLevel, number);
      extend(memory, index, line);
      return;
    }
  }
  if (
    memory.current?.kind === 'prose' &&
    memory.current.style === 'paragraph' &&
    (!memory.blank || (link && labelled.test(line) && !memory.current.hasUrl)) &&
    !titlesNext(memory, index, line)
  ) {
    extend(memory, index, line);
    if (link && isLinkNote(line)) memory.current.notable = true;
    return;
  }
  if (link) memory.candidate = undefined;
  open(memory, 'prose', index, {
    style: 'paragraph',
    hasUrl: link,
    notable: !memory.inContents && ((memory.daySeen && memory.date !== undefined) || (link && isLinkNote(line))),
  });
  if (isItem(memory.current)) memory.dayHasEntries = true;
}

/** A line that says something of what the heading above it names: a link known by its label alone, or the first field of a card. */
function isAbout(memory: Memory, line: string, link: boolean): boolean {
  return link ? labelled.test(line) && !titled.test(line) : memory.date !== undefined && field.test(line);
}

/**
 * A short line above a bare link is the next item's title, not the last one's words: after a blank line, or where the
 * item has its own bare link already.
 */
function titlesNext(memory: Memory, index: number, line: string): boolean {
  if (memory.lines.hasUrl(line)) return false;
  if (isBareLink(memory, index + 1) && !/[:：]\s*$/.test(line) && holdsBareLink(memory)) return true;
  if (!memory.blank || line.length > 80 || /[。.！!；;]\s*$/.test(line)) return false;
  let next = index + 1;
  while (next < memory.lines.starts.length && next < index + 3 && empty.test(memory.lines.lineAt(next))) next++;
  if (next >= memory.lines.starts.length) return false;
  const below = memory.lines.lineAt(next);
  return /^\s*<?https?:\/\//.test(below) || (next === index + 1 && memory.lines.hasUrl(below) && labelled.test(below));
}

function isBareLink(memory: Memory, index: number): boolean {
  return index < memory.lines.starts.length && bareLink.test(memory.lines.lineAt(index));
}

function holdsBareLink(memory: Memory): boolean {
  return (
    memory.current?.hasUrl === true && bareLinkLine.test(memory.text.slice(memory.current.start, memory.current.end))
  );
}

/** `**后端**`, `二、后端` or `> 后端` between two stretches of a list names the second one. */
export function isCaption(memory: Memory, index: number, line: string, shape = caption): boolean {
  if (!memory.list || !memory.blank || line.length > 40 || !shape.test(line)) return false;
  let next = index + 1;
  while (next < memory.lines.starts.length && next < index + 4 && empty.test(memory.lines.lineAt(next))) next++;
  const marker = next < memory.lines.starts.length ? markerOf(memory.lines.lineAt(next)) : undefined;
  return marker?.style === memory.list.style && marker.indent <= memory.list.indent + 1 && !memory.lines.hasUrl(line);
}

/** Who edited the day and where it is archived, below its items, is not one of them. */
export function isColophon(memory: Memory, line: string): boolean {
  return memory.dayHasEntries && line.length < 200 && colophon.test(line);
}

/** Whether an unmarked line is still part of the item above it. */
function belongs(memory: Memory, index: number, line: string, item: Draft): boolean {
  if (item.style === 'heading') return true;
  const own = memory.lines.ownsUrl(line);
  if (item.style === 'paragraph') {
    const untitled = bareLinkStart.test(line) && bareLinkStart.test(memory.text.slice(item.start, item.start + 20));
    return item.hasUrl ? !own && !untitled && !titlesNext(memory, index, line) : true;
  }
  if (
    !memory.blank ||
    !memory.list?.tight ||
    /^(?:\t| {2,}|\u3000)/.test(line) ||
    !memory.lines.paragraphOwnsUrl(index)
  )
    return true;
  return memory.list.last !== undefined && memory.lines.nextNumber(index + 1) === memory.list.last + 1;
}
