import { columns } from './lines.ts';
import { close, isItem, keep, type Memory, nextStart, open } from './memory.ts';
import { empty } from './shapes.ts';

/** Reads a table from its head on and returns its last line: each row is an item, unless the table belongs to one. */
export function readTable(memory: Memory, index: number): number {
  const rowsFrom = index + 2;
  const indented = columns(/^[ \t]*/.exec(memory.lines.lineAt(index))?.[0] ?? '') > 1;
  const owned =
    isItem(memory.current) &&
    (memory.current?.style === 'heading' ||
      indented ||
      (!memory.blank && !memory.lines.hasUrl(memory.lines.lineAt(rowsFrom))));
  let last = index + 1;
  while (
    last + 1 < memory.lines.starts.length &&
    memory.lines.lineAt(last + 1).includes('|') &&
    !empty.test(memory.lines.lineAt(last + 1))
  )
    last++;
  if (owned || memory.inContents) return keep(memory, index, last);
  close(memory);
  memory.candidate = undefined;
  open(memory, 'prose', index).end = nextStart(memory, index + 1);
  for (let row = rowsFrom; row <= last; row++) {
    open(memory, 'item', row, { style: 'row', hasUrl: true });
    memory.dayHasEntries = true;
  }
  close(memory);
  memory.blank = true;
  return last;
}
