import { styleText } from 'node:util';
import { sourcesLine } from '../../answer/wording.ts';
import { printable } from '../../digest/tidy.ts';
import { urlEnd } from '../../digest/url.ts';
import { createRows, type Look, type Run } from './rows.ts';

export type Output = NodeJS.WritableStream & { isTTY?: boolean; columns?: number; getColorDepth?(): number };

/** A window so narrow is left to break lines as it likes. */
const NARROWEST = 30;

/**
 * An answer's Markdown for a terminal: bold, italics and quotations as such where the terminal shows styles, in rows that
 * fit it, and without their marks and in whole lines where it does not. Control characters are left out.
 */
export function toTerminal(markdown: string, output: Output): string {
  return createPrinter(output).print(markdown);
}

/** The same for Markdown that comes piece by piece; no piece ends within a mark. */
export function createPrinter(output: Output) {
  const styled = (look: Look, text: string) => (output.isTTY ? styleText(look, text, { stream: output }) : text);
  const { columns = 0 } = output;
  // The last column stays free: a terminal would go on to the next row by itself.
  const width = output.isTTY && columns >= NARROWEST ? columns - 1 : undefined;
  const rows = createRows({
    width,
    look: run => (run.look === undefined ? run.text : styled(run.look, run.text)),
    margin: text => text.replace('│', bar => styled('dim', bar)),
  });
  let begins = true;
  let inSources = false;
  let look: Look | undefined;

  function print(text: string): string {
    if (!begins) return rows.add(runsOf(text, look));
    // The sources of a written answer stand under it like the entries of any other.
    inSources = sourcesLine.test(text) || (inSources && text.startsWith('> '));
    if (text === '') return '';
    begins = false;
    const line = readLine(inSources ? text.slice(2) : text);
    look = line.heading ? 'bold' : undefined;
    const mark = rows.begin(line.mark, line.further);
    return mark + (address.test(line.words) ? rows.word(line.words) : rows.add(runsOf(line.words, look)));
  }

  return {
    print(markdown: string): string {
      const written: string[] = [];
      for (const [index, text] of printable(markdown).split('\n').entries()) {
        if (index > 0) begins = true;
        written.push(print(text));
      }
      return written.join('\n');
    },
    /** the cells that are left on the row; 0 where nobody can tell */
    left: () => (begins ? (width ?? 0) : rows.left()),
  };
}
const address = /^https?:\/\/[^\s\\<>]+$/;

/** What a line begins with, what its further rows begin with, and what it says. */
function readLine(line: string): { mark: string; further: string; words: string; heading: boolean } {
  const plain = { mark: '', further: '', words: line, heading: false };
  if (address.test(line)) return { ...plain, mark: '    ' };
  const quoted = /^> (.*)$/.exec(line)?.[1];
  if (quoted !== undefined) return { ...plain, mark: '    │ ', further: '    │ ', words: quoted };
  const headed = /^#{1,6} (.*)$/.exec(line)?.[1];
  if (headed !== undefined) return { ...plain, words: headed, heading: true };
  const [item, mark = ''] = /^( *(?:[-*+]|\d{1,9}[.)]) )\S/.exec(line) ?? [];
  if (item === undefined) return { ...plain, further: /^\[\d+\] /.test(line) ? '    ' : '' };
  return {
    ...plain,
    mark: mark.replace(/[*+]/, '-'),
    further: ' '.repeat(mark.length),
    words: line.slice(mark.length),
  };
}

/** A sign that is escaped, an address, code, and what is emphasised. */
const marks =
  /\\(?<sign>[!-/:-@[-`{-~])|<(?<enclosed>(?:https?|ftp):\/\/[^\s<>]+)>|(?<bare>(?:https?|ftp):\/\/|www\.)|(?<ticks>`+)(?<code>[^`]+)\k<ticks>|\*\*(?<bold>(?:[^*\\]|\\.)+)\*\*|\*(?!\s)(?<italic>(?:[^*\\]|\\.)+)(?<!\s)\*|(?<![\p{L}\p{N}_])_(?![\s_])(?<low>(?:[^_\\]|\\.)+)(?<!\s)_(?![\p{L}\p{N}_])/giu;

function runsOf(text: string, look: Look | undefined): Run[] {
  const runs: Run[] = [];
  let at = 0;
  const write = (end: number, words: string, runLook = look) => {
    if (words !== '') runs.push({ text: words, look: runLook });
    at = end;
  };
  const scan = new RegExp(marks);
  for (let found = scan.exec(text); found !== null; found = scan.exec(text)) {
    const { index, groups = {} } = found;
    write(index, text.slice(at, index));
    const { sign, enclosed, bare, code, bold, italic = groups.low } = groups;
    if (bold !== undefined) runs.push(...runsOf(bold, 'bold'));
    else if (italic !== undefined) runs.push(...runsOf(italic, look ?? 'italic'));
    else if (bare === undefined) write(at, sign ?? enclosed ?? code ?? '');
    // Marks are no marks inside of an address.
    else scan.lastIndex = Math.max(scan.lastIndex, urlEnd(text, index));
    at = bare === undefined ? scan.lastIndex : index;
  }
  write(text.length, text.slice(at));
  return runs;
}
