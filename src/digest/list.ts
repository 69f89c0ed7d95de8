import { bareDateInBullet, bareDepth, readDay } from './day.ts';
import { readHeading } from './heading.ts';
import { anchorsOnly, atx, labelled } from './line-kinds.ts';
import type { Marker } from './lines.ts';
import { isColophon } from './paragraph.ts';
import { apart, type Draft, extend, isItem, open, type Reading } from './reading.ts';

/**
 * Reads a line that begins with a marker: an item, a sub-point of one, a day or heading of an outline, or none of these.
 * `line` is what stands behind the marks of a quote, `offset` how many characters these take.
 */
export function readMarked(reading: Reading, index: number, line: string, marker: Marker, offset: number): void {
  const words = line.slice(marker.length);
  // Outlines set headings in bullets.
  if (marker.style === 'bullet' && atx.test(words) && /^#+\s/.test(words) && !reading.lines.hasUrl(words)) {
    const depth = Math.max(reading.level, reading.dayLevel) + 1;
    readHeading(reading, index, { words: words.replace(/^#+\s+/, ''), level: depth, last: index });
    return;
  }
  if (marker.style === 'bullet') {
    const said = words.length <= 60 && marker.indent < 2 ? bareDateInBullet(reading, index, words) : undefined;
    if (said) {
      readDay(reading, index, said, { depth: bareDepth(reading), last: index });
      return;
    }
  }
  if (
    reading.inContents ||
    (line.length < 2000 && anchorsOnly.test(words)) ||
    /^\{:toc/.test(reading.lines.lineAt(index + 1))
  ) {
    if (isItem(reading.current)) extend(reading, index);
    else if (reading.current?.kind === 'prose' && !reading.blank) extend(reading, index);
    else open(reading, 'prose', index);
    return;
  }
  if (isColophon(reading, line)) {
    apart(reading, index);
    return;
  }
  const sibling = reading.current?.style !== 'heading' && startsItem(reading, index, line, marker);
  if (!sibling && isItem(reading.current)) {
    if (reading.list) reading.list.subs.add(marker.style);
    extend(reading, index, line);
    return;
  }
  if (reading.list) reading.list.tight = !reading.blank;
  else reading.list = { style: marker.style, indent: marker.indent, last: undefined, tight: false, subs: new Set() };
  reading.list.style =
    marker.number !== undefined && reading.list.style !== 'bullet' ? reading.list.style : marker.style;
  reading.list.indent = marker.indent;
  reading.list.subs.clear();
  reading.candidate = undefined;
  openItem(reading, index, line, marker, offset);
}

function openItem(reading: Reading, index: number, line: string, marker: Marker, offset: number): void {
  const start = reading.lines.starts[index] ?? 0;
  const cuts = marker.number === undefined ? [] : reading.lines.inlineMarkers(index, line, marker);
  let number = marker.number;
  let draft = open(reading, 'item', index);
  draft.body = start + offset + marker.length;
  draft.bold = marker.bold;
  begin(draft);
  for (const cut of cuts) {
    draft.end = start + offset + cut.at;
    draft.hasUrl = reading.lines.hasUrl(reading.text.slice(draft.body, draft.end));
    const from = draft.end;
    number = cut.number;
    draft = open(reading, 'item', index);
    draft.start = from;
    draft.body = from + cut.length;
    begin(draft);
  }
  draft.hasUrl = reading.lines.hasUrl(reading.text.slice(draft.body, draft.end));
  if (reading.list) reading.list.last = number;
  reading.dayHasEntries = true;

  function begin(item: Draft): void {
    item.style = marker.style;
    item.number = number;
  }
}

/** Whether the marker begins an entry of its own rather than a sub-point of the one above. */
function startsItem(reading: Reading, index: number, line: string, marker: Marker): boolean {
  if (!reading.list || !reading.current || !isItem(reading.current))
    return marker.indent < 4 || reading.current?.kind !== 'prose' || reading.blank;
  const deeper = marker.indent - reading.list.indent;
  if (reading.current.style === 'paragraph') return deeper < 2;
  const goesOn = marker.number !== undefined && marker.number === (reading.list.last ?? -1) + 1;
  if (marker.number !== undefined && reading.list.style !== 'bullet') {
    if (reading.list.subs.has(marker.style)) return deeper < 0 || (deeper < 2 && marker.style === reading.list.style);
    if (marker.style === reading.list.style) return deeper < 2 || (deeper < 4 && goesOn);
    return goesOn && deeper < 2;
  }
  if (deeper > 1) return false;
  if (marker.style === 'bullet' && reading.list.style === 'bullet') return true;
  if (marker.style === 'bullet')
    return (
      reading.blank &&
      reading.list.tight &&
      reading.lines.hasUrl(line) &&
      !labelled.test(line) &&
      reading.lines.nextNumber(index + 1) !== (reading.list.last ?? 0) + 1
    );
  return reading.lines.hasUrl(line) || reading.blank;
}
