import type { MarkedToken, Token, Tokens } from 'marked';
import { isBlank } from './rich.ts';
import { writeTable } from './table.ts';
import { type Sheet, writeText, writeWords } from './words.ts';

/** `gap`: newlines since the last block, to be written before the next one; undefined where there is none before it. */
export type Page = Sheet & { gap: number | undefined };

/** Counts newlines that stand between blocks. */
export function addGap(page: Page, newlines: number): void {
  if (page.gap !== undefined) page.gap += newlines;
}

/** Begins a block: on a line of its own, and with a blank line before it where the Markdown has any. */
function begin(page: Page, indent = ''): void {
  if (page.gap !== undefined) page.writer.write((page.gap > 1 ? '\n\n' : '\n') + indent);
  page.gap = 0;
}

/** Text that is not read as Markdown, but for the addresses in it. */
export function writePlain(text: string, page: Page): void {
  const body = text.replace(/^\n+/, '').trimEnd();
  const start = text.length - text.replace(/^\n+/, '').length;
  addGap(page, start);
  if (body === '') return;
  begin(page);
  writeText(body.replace(/\n{3,}/g, '\n\n'), page);
  addGap(page, text.length - start - body.length);
}

/** Blocks as marked's tokens have them; `depth` is the number of lists around them. */
export function writeBlocks(tokens: readonly Token[], page: Page, depth = 0): void {
  for (const token of tokens) {
    if (token.type === 'space') addGap(page, newlinesAtEnd(token.raw));
    // The box is a part of its list item.
    else if (token.type !== 'checkbox') {
      writeBlock(token, page, depth);
      addGap(page, newlinesAtEnd(token.raw));
    }
  }
}

function newlinesAtEnd(raw: string): number {
  return raw.slice(raw.trimEnd().length).split('\n').length - 1;
}

function writeBlock(token: Token, page: Page, depth: number): void {
  // The lexer has no extensions, so there are no other tokens.
  const block = token as MarkedToken;
  switch (block.type) {
    case 'code':
      writeCodeBlock(block.text, block.lang ?? '', page);
      break;
    case 'table':
      begin(page);
      writeTable(block, { ...page, indent: '' });
      break;
    case 'list':
      begin(page, indentOf(depth));
      writeList(block, page, depth);
      break;
    case 'blockquote':
      begin(page, indentOf(depth));
      page.writer.within({ type: 'blockquote' }, () => writeApart(block.tokens, page, 0));
      break;
    case 'heading':
      begin(page, indentOf(depth));
      page.writer.within({ type: 'bold' }, () => writeWords(block.tokens, page));
      break;
    case 'hr':
      begin(page, indentOf(depth));
      page.writer.write('———');
      break;
    default:
      begin(page, indentOf(depth));
      writeWords('tokens' in block && block.tokens ? block.tokens : [block], {
        ...page,
        // A line of an item may well be none: `- item` goes on over a line at the margin in Markdown.
        indent: indentOf(depth - 1),
      });
  }
}

function indentOf(depth: number): string {
  return '  '.repeat(Math.max(0, depth));
}

/** Blocks that begin where the page is, as those of a list item do behind its mark. */
function writeApart(tokens: readonly Token[], page: Page, depth: number): void {
  page.gap = undefined;
  writeBlocks(tokens, page, depth);
  page.gap = 0;
}

export function writeCodeBlock(code: string, language: string, page: Page): void {
  // Telegram makes a single space of a tab.
  const text = page.bare.restore(code).trimEnd().replaceAll('\t', '    ');
  if (isBlank(text)) return;
  begin(page);
  const known = /^[\w+#.-]{1,32}$/.test(language);
  page.writer.writeCode({ type: 'pre', ...(known && { language }) }, text);
}

const BULLETS = ['•', '◦', '▪'];

function writeList(list: Tokens.List, page: Page, depth: number): void {
  const bullet = list.ordered ? '' : `${BULLETS[depth] ?? BULLETS.at(-1)} `;
  const sign = /^\s*\d+([.)])/.exec(list.raw)?.[1] ?? '.';
  for (const [index, item] of list.items.entries()) {
    if (index > 0) {
      page.gap = list.loose ? 2 : 1;
      begin(page, indentOf(depth));
    }
    const number = list.ordered ? `${Number(list.start) + index}${sign} ` : '';
    const box = item.checked ? '☑ ' : '☐ ';
    page.writer.write(number + (item.task ? box : bullet));
    writeApart(item.tokens, page, depth + 1);
  }
}
