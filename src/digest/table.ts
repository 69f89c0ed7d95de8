import { empty } from './line-kinds.ts';
import { columns } from './lines.ts';
import { close, isItem, keep, nextStart, open, type Reading } from './reading.ts';

/** Reads a table from its head on and returns its last line: each row is an item, unless the table belongs to one. */
export function readTable(reading: Reading, index: number): number {
  const rowsFrom = index + 2;
  const indented = columns(/^[ \t]*/.exec(reading.lines.lineAt(index))?.[0] ?? '') > 1;
  const owned =
    isItem(reading.current) &&
    (reading.current?.style === 'heading' ||
      indented ||
      (!reading.blank && !reading.lines.hasUrl(reading.lines.lineAt(rowsFrom))));
  let last = index + 1;
  while (
    last + 1 < reading.lines.starts.length &&
    reading.lines.lineAt(last + 1).includes('|') &&
    !empty.test(reading.lines.lineAt(last + 1))
  )
    last++;
  if (owned || reading.inContents) return keep(reading, index, last);
  close(reading);
  reading.candidate = undefined;
  open(reading, 'prose', index).end = nextStart(reading, index + 1);
  for (let row = rowsFrom; row <= last; row++) {
    open(reading, 'item', row, { style: 'row', hasUrl: true });
    reading.dayHasEntries = true;
  }
  close(reading);
  reading.blank = true;
  return last;
}
