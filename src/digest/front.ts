import { readDate } from './dates.ts';
import { type Memory, nextStart, open } from './memory.ts';
import { empty } from './shapes.ts';

/** Reads `---` … `---` at the top and its `date:`; returns the first line after it. */
export function readFront(memory: Memory): number {
  if (!/^\ufeff?---[ \t]*$/.test(memory.lines.lineAt(0))) return metadata(memory);
  for (let index = 1; index < memory.lines.starts.length; index++) {
    const line = memory.lines.lineAt(index);
    if (/^(?:---|\.\.\.)[ \t]*$/.test(line)) {
      open(memory, 'front', 0).end = nextStart(memory, index);
      memory.current = undefined;
      return index + 1;
    }
    readFileDate(memory, line);
    // A rule at the top of a file without front matter must not hide the file: YAML keeps to keys, lists and comments.
    if (line.trim() && !/^\s*(?:[\w\p{L}.-]+\s*:|-\s|#|\]|\}|["'[{]|\s)/u.test(line)) break;
  }
  memory.fileDate = memory.named;
  return 0;
}

/** `Title: …` and `Date: …` lines at the top, without dashes around them; returns the first line after them. */
function metadata(memory: Memory): number {
  let index = 0;
  while (
    index < 30 &&
    /^\ufeff?[A-Za-z][\w -]{0,30}:(?:[ \t]|$)/.test(memory.lines.lineAt(index)) &&
    index < memory.lines.starts.length
  )
    index++;
  if (index < 2 || (index < memory.lines.starts.length && !empty.test(memory.lines.lineAt(index)))) return 0;
  for (let line = 0; line < index; line++) readFileDate(memory, memory.lines.lineAt(line));
  if (memory.fileDate === memory.named && !/^\ufeff?title:/i.test(memory.lines.lineAt(0))) return 0;
  open(memory, 'front', 0).end = nextStart(memory, index - 1);
  memory.current = undefined;
  return index;
}

function readFileDate(memory: Memory, line: string): void {
  const value = /^\s*(?:date|created|pub(?:lish(?:ed)?)?)(?:[-_ ]?(?:date|at|on))?\s*:\s*(.+)$/i.exec(
    line.slice(0, 200),
  )?.[1];
  const said = value === undefined ? undefined : readDate(value, memory.known);
  if (said?.kind === 'day' && memory.fileDate === memory.named) setFileDate(memory, said.date);
}

function setFileDate(memory: Memory, day: string): void {
  memory.fileDate = day;
  memory.known.last = day;
  memory.known.year ??= Number(day.slice(0, 4));
}
