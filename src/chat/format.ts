import { styleText } from 'node:util';
import { printable } from '../digest/tidy.ts';

/**
 * An answer's Markdown for a terminal: bold and quotations as such where the terminal shows styles, and without their
 * marks where it does not. Answers use bold, quotations and backslash escapes only.
 */
export function toTerminal(markdown: string, stream: NodeJS.WritableStream & { isTTY?: boolean }): string {
  const style = (format: 'bold' | 'dim', text: string) => (stream.isTTY ? styleText(format, text, { stream }) : text);
  return printable(markdown)
    .split('\n')
    .map(line => {
      if (/^https?:\/\/\S+$/.test(line)) return `    ${line}`;
      const text = line.startsWith('> ') ? `    ${style('dim', '│')} ${line.slice(2)}` : line;
      return text.replace(/\\([\\*`[\]<>#_~])|\*\*((?:[^*\\]|\\.)+)\*\*/g, (_, escaped, bold) =>
        escaped === undefined ? style('bold', bold.replace(/\\(.)/g, '$1')) : escaped,
      );
    })
    .join('\n');
}
