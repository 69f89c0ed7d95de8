import { styleText } from 'node:util';
import { printable } from '../digest/tidy.ts';

/** A sign that is escaped, an address in angle brackets, and bold. */
const marks = /\\([!-/:-@[-`{-~])|<((?:https?|ftp):\/\/[^\s<>]+)>|\*\*((?:[^*\\]|\\.)+)\*\*/gi;

/**
 * An answer's Markdown for a terminal: bold and quotations as such where the terminal shows styles, and without their
 * marks where it does not. Answers use bold, quotations, backslash escapes and addresses in angle brackets only.
 */
export function toTerminal(markdown: string, stream: NodeJS.WritableStream & { isTTY?: boolean }): string {
  const style = (format: 'bold' | 'dim', text: string) => (stream.isTTY ? styleText(format, text, { stream }) : text);
  return printable(markdown)
    .split('\n')
    .map(line => {
      if (/^https?:\/\/[^\s\\<>]+$/.test(line)) return `    ${line}`;
      const text = line.startsWith('> ') ? `    ${style('dim', '│')} ${line.slice(2)}` : line;
      return text.replace(marks, (_, sign, address, bold) =>
        bold === undefined ? (sign ?? address) : style('bold', bold.replace(/\\(.)/g, '$1')),
      );
    })
    .join('\n');
}
