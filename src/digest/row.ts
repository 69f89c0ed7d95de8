import { readDate } from './dates.ts';
import { readItem, type Words } from './item.ts';

/** The column that a head calls the title. */
const titleColumn =
  /^[\s*_]*(?:(?:文章|论文|项目|书籍|资源|工具)?(?:标题|題目|题目|名称|名字|书名|篇名)|文章|论文|项目|主题|内容|(?:paper |article |project )?(?:title|name)|article|paper|project|topic)[\s*_]*$/i;

/**
 * A table's row: cells apart from each other by a space; the title is the cell that `head` calls so, else the linked cell,
 * else the first that has words. `head` holds the cells of the table's first line.
 */
export function readRow(
  raw: string,
  refs: ReadonlyMap<string, string>,
  head: readonly string[],
): Words & { cells: string[] } {
  const cells = cellsOf(raw);
  const words = readItem((isNumber(cells[0]) ? cells.slice(1) : cells).join(' '), refs, true);
  const read = cells.map(cell => readItem(cell, refs, true));
  const linked = cells.findIndex(
    (cell, at) => /(?<!!)\[[^\]]+\]\(/.test(cell) && read[at]?.title && !isLabel(read[at].title),
  );
  const named = cells.findIndex((_, at) => titleColumn.test(head[at] ?? '') && /\p{L}/u.test(read[at]?.title ?? ''));
  const wordy = read.findIndex(
    (cell, at) => /\p{L}/u.test(cell.title) && cell.title !== cell.urls[0] && !/^\d+月\d+日$/.test(cells[at] ?? ''),
  );
  return { ...words, title: (read[named] ?? read[linked] ?? read[wordy])?.title ?? words.title, cells };
}

/** `1`, `No. 1`, `#1` in a row's first cell number the row. */
export function isNumber(cell: string | undefined): boolean {
  return cell !== undefined && /^(?:#|No\.?)? ?[0-9０-９]{1,4}$/i.test(cell);
}

function isLabel(title: string): boolean {
  return /^(?:链接|地址|原文|详情|查看|阅读|传送门|点击\S*|笔记|代码|论文|link|url|source|read|here|pdf|paper|code|notes?|arxiv|abs|github)$/i.test(
    title,
  );
}

/** The cells of a row or head; a bar in code or behind a backslash is not a border. */
export function cellsOf(row: string): string[] {
  const inner = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map(cell => cell.replaceAll('\\|', '|').trim());
}

/** A table may keep its own days: the first cell that is a date and nothing else; one without a year (`2/18`) only where the head says so. */
export function rowDate(
  cells: readonly string[],
  head: readonly string[],
  near: string | undefined,
): string | undefined {
  for (const [at, cell] of cells.entries()) {
    if (cell.length > 40 || !/\d/.test(cell)) continue;
    const words = cell.replace(/[`*_~]/g, '');
    if (!/\d{4}/.test(words) && !/日期|时间|date|day|when/i.test(head[at] ?? '') && !/[年月]/.test(words)) continue;
    const said = readDate(words, { year: undefined, month: undefined, last: near });
    if (said?.kind === 'day' && said.rest === '') return said.date;
  }
  return undefined;
}
