import type { MarkedToken, Token, Tokens } from 'marked';
import { isBlank } from './rich.ts';
import { writeTable } from './table.ts';
import { type Sheet, writeText, writeWords } from './words.ts';

/** `gap`: newlines since the last block, to be written before the next one; undefined where there is none before it. */
export type Flow = Sheet & { gap: number | undefined };

/** Counts newlines that stand between blocks. */
export function addGap(flow: Flow, newlines: number): void {
  if (flow.gap !== undefined) flow.gap += newlines;
}

/** Begins a block: on a line of its own, and with a blank line before it where the Markdown has any. */
function begin(flow: Flow, indent = ''): void {
  if (flow.gap !== undefined) flow.writer.write((flow.gap > 1 ? '\n\n' : '\n') + indent);
  flow.gap = 0;
}

/** Text that is not read as Markdown, but for the addresses and escaped signs in it. */
export function writePlain(text: string, flow: Flow): void {
  const body = text.replace(/^\n+/, '').trimEnd();
  const start = text.length - text.replace(/^\n+/, '').length;
  addGap(flow, start);
  if (body === '') return;
  begin(flow);
  writeText(body.replace(/\n{3,}/g, '\n\n').replace(/\\([!-/:-@[-`{-~])/g, '$1'), flow);
  addGap(flow, text.length - start - body.length);
}

/** Blocks as marked's tokens have them; `depth` is the number of lists around them. */
export function writeBlocks(tokens: readonly Token[], flow: Flow, depth = 0): void {
  for (const token of tokens) {
    if (token.type === 'space') addGap(flow, newlinesAtEnd(token.raw));
    // The box is a part of its list item.
    else if (token.type !== 'checkbox') {
      writeBlock(token, flow, depth);
      addGap(flow, newlinesAtEnd(token.raw));
    }
  }
}

function newlinesAtEnd(raw: string): number {
  return raw.slice(raw.trimEnd().length).split('\n').length - 1;
}

function writeBlock(token: Token, flow: Flow, depth: number): void {
  // The lexer has no extensions, so there are no other tokens.
  const block = token as MarkedToken;
  switch (block.type) {
    case 'code':
      writeCodeBlock(block.text, block.lang ?? '', flow);
      break;
    case 'table':
      begin(flow);
      writeTable(block, { ...flow, indent: '' });
      break;
    case 'list':
      begin(flow, indentOf(depth));
      writeList(block, flow, depth);
      break;
    case 'blockquote':
      begin(flow, indentOf(depth));
      flow.writer.within({ type: 'blockquote' }, () => writeApart(block.tokens, flow, 0));
      break;
    case 'heading':
      begin(flow, indentOf(depth));
      flow.writer.within({ type: 'bold' }, () => writeWords(block.tokens, flow));
      break;
    case 'hr':
      begin(flow, indentOf(depth));
      flow.writer.write('———');
      break;
    default:
      begin(flow, indentOf(depth));
      writeWords('tokens' in block && block.tokens ? block.tokens : [block], {
        ...flow,
        // A line of an item may well be none: `- item` goes on over a line at the margin in Markdown.
        indent: indentOf(depth - 1),
      });
  }
}

function indentOf(depth: number): string {
  return '  '.repeat(Math.max(0, depth));
}

/** Blocks that begin where the flow is, as those of a list item do behind its mark. */
function writeApart(tokens: readonly Token[], flow: Flow, depth: number): void {
  flow.gap = undefined;
  writeBlocks(tokens, flow, depth);
  flow.gap = 0;
}

export function writeCodeBlock(code: string, language: string, flow: Flow): void {
  // Telegram makes a single space of a tab.
  const text = flow.bare.restore(code).trimEnd().replaceAll('\t', '    ');
  if (isBlank(text)) return;
  begin(flow);
  const known = /^[\w+#.-]{1,32}$/.test(language);
  flow.writer.writeCode({ type: 'pre', ...(known && { language }) }, text);
}

const BULLETS = ['•', '◦', '▪'];

function writeList(list: Tokens.List, flow: Flow, depth: number): void {
  const bullet = list.ordered ? '' : `${BULLETS[depth] ?? BULLETS.at(-1)} `;
  for (const [index, item] of list.items.entries()) {
    if (index > 0) {
      flow.gap = list.loose ? 2 : 1;
      begin(flow, indentOf(depth));
    }
    // Each has the number that it was given: answers may leave some out, and refer to them.
    const number = list.ordered ? `${/^\s*(\d+[.)])/.exec(item.raw)?.[1] ?? '•'} ` : '';
    const box = item.checked ? '☑ ' : '☐ ';
    flow.writer.write(number + (item.task ? box : bullet));
    writeApart(item.tokens, flow, depth + 1);
  }
}
