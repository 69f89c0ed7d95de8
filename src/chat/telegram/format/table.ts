import type { Tokens } from 'marked';
import { widthOf } from '../../cells.ts';
import type { Rich } from './rich.ts';
import { type Sheet, writeText, writeWords } from './words.ts';
import { createWriter } from './writer.ts';

/** Cells of a character grid that a line of code shows on a telephone held upright, more or less. */
const WIDEST = 48;

/** How much longer than written a table may become by its columns' names in each row. */
const LONGER = 4;

/** Writes a table as code with aligned columns, or where that cannot show it, each row as lines of `column: value`. */
export function writeTable(table: Tokens.Table, sheet: Sheet): void {
  const code = aligned(table, sheet);
  const names = table.header.reduce((sum, { text }) => sum + text.length, 0);
  // The lexer leaves out what is beyond the last column.
  const lacks = table.raw.split('\n').some(row => cellsOf(row) > table.header.length);
  if (lacks || names * table.rows.length > LONGER * table.raw.length) writeText(table.raw.trimEnd(), sheet);
  else if (code !== undefined) sheet.writer.writeCode({ type: 'pre' }, code);
  else writeRows(table, sheet);
}

function cellsOf(row: string): number {
  const bars = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return bars.split(/(?<!\\)\|/).length;
}

function writeRows(table: Tokens.Table, sheet: Sheet): void {
  const { writer } = sheet;
  for (const [index, row] of table.rows.entries()) {
    if (index > 0) writer.write('\n\n');
    const filled = row.flatMap(({ text, tokens }, column) =>
      text === '' ? [] : [{ header: table.header[column], tokens }],
    );
    for (const [place, { header, tokens }] of filled.entries()) {
      if (place > 0) writer.write('\n');
      if (header !== undefined && header.text !== '') {
        writer.within({ type: 'bold' }, () => writeWords(header.tokens, sheet));
        writer.write(': ');
      }
      writeWords(tokens, sheet);
    }
  }
}

/** Undefined where the table is too wide, or holds what code cannot show: links and line breaks. */
function aligned({ header, rows, align }: Tokens.Table, sheet: Sheet): string | undefined {
  const cells = [header, ...rows].map(row => row.map(({ tokens }) => richOf(tokens, sheet)));
  if (!cells.every(row => row.every(isPlain))) return undefined;
  const texts = cells.map(row => row.map(({ text }) => text));
  const widths = align.map((_, column) => Math.max(1, ...texts.map(row => widthOf(row[column] ?? ''))));
  if (widths.reduce((sum, width) => sum + width, 3 * (widths.length - 1)) > WIDEST) return undefined;
  const [first, ...others] = texts.map(row =>
    widths
      .map((width, column) => padded(row[column] ?? '', width, align[column] ?? 'left'))
      .join(' | ')
      .trimEnd(),
  );
  return [first, widths.map(width => '-'.repeat(width)).join('-+-'), ...others].join('\n');
}

function richOf(tokens: Tokens.TableCell['tokens'], sheet: Sheet): Rich {
  const writer = createWriter();
  writeWords(tokens, { ...sheet, writer });
  return writer.finish();
}

function isPlain({ text, entities }: Rich): boolean {
  return !/\n|:\/\//.test(text) && entities.every(({ type }) => type !== 'text_link');
}

function padded(text: string, width: number, align: 'left' | 'right' | 'center'): string {
  const missing = width - widthOf(text);
  const before = align === 'right' ? missing : align === 'center' ? Math.floor(missing / 2) : 0;
  return ' '.repeat(before) + text + ' '.repeat(missing - before);
}
