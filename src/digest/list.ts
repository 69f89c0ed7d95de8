import { bareDateInBullet, bareDepth, readDay } from './day.ts';
import { readHeading } from './heading.ts';
import type { Marker } from './lines.ts';
import { apart, type Draft, extend, isItem, type Memory, open } from './memory.ts';
import { isColophon } from './paragraph.ts';
import { anchorsOnly, atx, labelled } from './shapes.ts';

/** Reads a line that begins with a marker: an item, a sub-point of one, a day or heading of an outline, or none of these. */
export function readMarked(memory: Memory, index: number, line: string, marker: Marker, offset: number): void {
  const words = line.slice(marker.length);
  // Outlines set headings in bullets.
  if (marker.style === 'bullet' && atx.test(words) && /^#+\s/.test(words) && !memory.lines.hasUrl(words)) {
    const depth = Math.max(memory.level, memory.dayLevel) + 1;
    readHeading(memory, index, { words: words.replace(/^#+\s+/, ''), level: depth, last: index });
    return;
  }
  if (marker.style === 'bullet') {
    const said = words.length <= 60 && marker.indent < 2 ? bareDateInBullet(memory, index, words) : undefined;
    if (said) {
      readDay(memory, index, said, { depth: bareDepth(memory), last: index });
      return;
    }
  }
  if (
    memory.inContents ||
    (line.length < 2000 && anchorsOnly.test(words)) ||
    /^\{:toc/.test(memory.lines.lineAt(index + 1))
  ) {
    if (isItem(memory.current)) extend(memory, index);
    else if (memory.current?.kind === 'prose' && !memory.blank) extend(memory, index);
    else open(memory, 'prose', index);
    return;
  }
  if (isColophon(memory, line)) {
    apart(memory, index);
    return;
  }
  const sibling = memory.current?.style !== 'heading' && startsItem(memory, index, line, marker);
  if (!sibling && isItem(memory.current)) {
    if (memory.list) memory.list.subs.add(marker.style);
    extend(memory, index, line);
    return;
  }
  if (memory.list) memory.list.tight = !memory.blank;
  else memory.list = { style: marker.style, indent: marker.indent, last: undefined, tight: false, subs: new Set() };
  memory.list.style = marker.number !== undefined && memory.list.style !== 'bullet' ? memory.list.style : marker.style;
  memory.list.indent = marker.indent;
  memory.list.subs.clear();
  memory.candidate = undefined;
  openItem(memory, index, line, marker, offset);
}

function openItem(memory: Memory, index: number, line: string, marker: Marker, offset: number): void {
  const start = memory.lines.starts[index] ?? 0;
  const cuts = marker.number === undefined ? [] : memory.lines.inlineMarkers(index, line, marker);
  let number = marker.number;
  let draft = open(memory, 'item', index);
  draft.body = start + offset + marker.length;
  draft.bold = marker.bold;
  begin(draft);
  for (const cut of cuts) {
    draft.end = start + offset + cut.at;
    draft.hasUrl = memory.lines.hasUrl(memory.text.slice(draft.body, draft.end));
    const from = draft.end;
    number = cut.number;
    draft = open(memory, 'item', index);
    draft.start = from;
    draft.body = from + cut.length;
    begin(draft);
  }
  draft.hasUrl = memory.lines.hasUrl(memory.text.slice(draft.body, draft.end));
  if (memory.list) memory.list.last = number;
  memory.dayHasEntries = true;

  function begin(item: Draft): void {
    item.style = marker.style;
    item.number = number;
  }
}

/** Whether the marker begins an entry of its own rather than a sub-point of the one above. */
function startsItem(memory: Memory, index: number, line: string, marker: Marker): boolean {
  if (!memory.list || !memory.current || !isItem(memory.current))
    return marker.indent < 4 || memory.current?.kind !== 'prose' || memory.blank;
  const deeper = marker.indent - memory.list.indent;
  if (memory.current.style === 'paragraph') return deeper < 2;
  const goesOn = marker.number !== undefined && marker.number === (memory.list.last ?? -1) + 1;
  if (marker.number !== undefined && memory.list.style !== 'bullet') {
    if (memory.list.subs.has(marker.style)) return deeper < 0 || (deeper < 2 && marker.style === memory.list.style);
    if (marker.style === memory.list.style) return deeper < 2 || (deeper < 4 && goesOn);
    return goesOn && deeper < 2;
  }
  if (deeper > 1) return false;
  if (marker.style === 'bullet' && memory.list.style === 'bullet') return true;
  if (marker.style === 'bullet')
    return (
      memory.blank &&
      memory.list.tight &&
      memory.lines.hasUrl(line) &&
      !labelled.test(line) &&
      memory.lines.nextNumber(index + 1) !== (memory.list.last ?? 0) + 1
    );
  return memory.lines.hasUrl(line) || memory.blank;
}
