import { styleText } from 'node:util';

/**
 * An answer's Markdown for a terminal: bold and quotations as such where the terminal shows styles, and without their
 * marks where it does not. Answers use bold, quotations and backslash escapes only.
 */
export function toTerminal(markdown: string, stream: NodeJS.WritableStream & { isTTY?: boolean }): string {
  const style = (format: 'bold' | 'dim', text: string) => (stream.isTTY ? styleText(format, text, { stream }) : text);
  return markdown
    .split('\n')
    .map(line => (line.startsWith('> ') ? `    ${style('dim', '│')} ${line.slice(2)}` : line))
    .map(line => (/^https?:\/\/\S+$/.test(line) ? `    ${line}` : line))
    .map(line =>
      line.replace(/\\([\\*`[\]<>#_])|\*\*((?:[^*\\]|\\.)+)\*\*/g, (_, escaped, bold) =>
        escaped === undefined ? style('bold', bold.replace(/\\(.)/g, '$1')) : escaped,
      ),
    )
    .join('\n');
}
