import { readDate } from './dates.ts';
import { empty } from './line-kinds.ts';
import { nextStart, open, type Reading } from './reading.ts';

/** Reads `---` … `---` at the top and its `date:`; returns the first line after it. */
export function readFront(reading: Reading): number {
  if (!/^\ufeff?---[ \t]*$/.test(reading.lines.lineAt(0))) return metadata(reading);
  for (let index = 1; index < reading.lines.starts.length; index++) {
    const line = reading.lines.lineAt(index);
    if (/^(?:---|\.\.\.)[ \t]*$/.test(line)) {
      open(reading, 'front', 0).end = nextStart(reading, index);
      reading.current = undefined;
      return index + 1;
    }
    readFileDate(reading, line);
    // A rule at the top of a file without front matter must not hide the file: YAML keeps to keys, lists and comments.
    if (line.trim() && !/^\s*(?:[\w\p{L}.-]+\s*:|-\s|#|\]|\}|["'[{]|\s)/u.test(line)) break;
  }
  reading.fileDate = reading.named;
  return 0;
}

/** `Title: …` and `Date: …` lines at the top, without dashes around them; returns the first line after them. */
function metadata(reading: Reading): number {
  let index = 0;
  while (
    index < 30 &&
    /^\ufeff?[A-Za-z][\w -]{0,30}:(?:[ \t]|$)/.test(reading.lines.lineAt(index)) &&
    index < reading.lines.starts.length
  )
    index++;
  if (index < 2 || (index < reading.lines.starts.length && !empty.test(reading.lines.lineAt(index)))) return 0;
  for (let line = 0; line < index; line++) readFileDate(reading, reading.lines.lineAt(line));
  if (reading.fileDate === reading.named && !/^\ufeff?title:/i.test(reading.lines.lineAt(0))) return 0;
  open(reading, 'front', 0).end = nextStart(reading, index - 1);
  reading.current = undefined;
  return index;
}

function readFileDate(reading: Reading, line: string): void {
  const value = /^\s*(?:date|created|pub(?:lish(?:ed)?)?)(?:[-_ ]?(?:date|at|on))?\s*:\s*(.+)$/i.exec(
    line.slice(0, 200),
  )?.[1];
  const said = value === undefined ? undefined : readDate(value, reading.known);
  if (said?.kind === 'day' && reading.fileDate === reading.named) setFileDate(reading, said.date);
}

function setFileDate(reading: Reading, day: string): void {
  reading.fileDate = day;
  reading.known.last = day;
  reading.known.year ??= Number(day.slice(0, 4));
}
