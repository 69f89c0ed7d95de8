import { plainDateText, readDate, type Said } from './dates.ts';
import { columns } from './lines.ts';
import { close, isItem, type Memory, nextStart, open, report } from './memory.ts';
import { empty, generic } from './shapes.ts';

/** Opens the day that a heading or line says; one that no calendar has is reported, and what stands below it has no date. */
export function readDay(
  memory: Memory,
  index: number,
  said: Said,
  { depth, last }: { depth: number; last: number },
): void {
  close(memory);
  memory.candidate = undefined;
  memory.inContents = false;
  memory.flat = false;
  memory.dayHasEntries = false;
  memory.itemLevel = 0;
  memory.daySeen = true;
  memory.dayLevel = depth;
  if (said.kind === 'day') {
    memory.date = said.date;
    memory.known.last = said.date;
    if (memory.known.year !== Number(said.date.slice(0, 4))) memory.known.year = undefined;
    if (memory.known.month !== Number(said.date.slice(5, 7))) memory.known.month = undefined;
  } else {
    memory.date = undefined;
    report(memory, index, said.kind === 'broken' ? said.reason : 'not a day');
  }
  open(memory, 'day', index).end = nextStart(memory, last);
  memory.current = undefined;
  memory.blank = true;
}

/** A year or month above days lends them what they do not say themselves. */
export function setMonth(memory: Memory, said: Said & { kind: 'month' }): void {
  memory.known.month = said.month;
  if (said.year === undefined) return;
  memory.known.year = said.year;
  memory.known.last = undefined;
}

/** Days on lines of their own stand right below the heading above the first of them, whatever sections came since. */
export function bareDepth(memory: Memory): number {
  memory.bareLevel = Math.min(memory.bareLevel, memory.level + 1);
  return memory.bareLevel;
}

/** A line that holds a date and nothing else of weight: `2021/1/18`, `**2021年1月18日** 周一`, `📅 Jan 18, 2021`. */
export function bareDate(memory: Memory, index: number, line: string): Said | undefined {
  if (line.length > 80 || line.includes('://') || !/[\d０-９]/.test(line)) return undefined;
  const loose =
    memory.blank ||
    !isItem(memory.current) ||
    memory.bareDays ||
    memory.lines.beginsList(index + 1, memory.list?.indent ?? 0);
  if (!loose || columns(/^[ \t]*/.exec(line)?.[0] ?? '') > 3) return undefined;
  const words = plainDateText(line.replace(/<[^<>]*>|\*\*|__|`/g, ' ').replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1'));
  const said = readDate(words, memory.known);
  if (!said || /^\d{1,2}\w{0,2}$/.test(words)) return undefined;
  if (said.kind === 'month')
    return said.rest === '' && !isItem(memory.current) && /[年月]|^\w{3}/.test(words) ? said : undefined;
  if (!generic.test(said.rest) && !isBanner(memory, index, words, said.rest)) return undefined;
  if (/^\d{1,2} ?[-./] ?\d{1,2}$/.test(words) && !memory.bareDays && index > 0 && isItem(memory.current))
    return undefined;
  if (/[。？！；，,?!|]/.test(words.replace(/, ?\d{4}/, ''))) return undefined;
  return said;
}

export function bareDateInBullet(memory: Memory, index: number, words: string): Said | undefined {
  const item = memory.current;
  memory.current = undefined;
  const said = bareDate(memory, index, words);
  memory.current = item;
  return said?.kind === 'day' ? said : undefined;
}

/** `安全动态推送 2021/02/03`: a few words and a day, alone between blank lines; not `更新于 2021-02-03`. */
function isBanner(memory: Memory, index: number, words: string, rest: string): boolean {
  if (!memory.blank || rest.length > 10 || !/^\d|\d\s*[日号)]?$/.test(words)) return false;
  if (/[于自至到截]|时间|日期|on|at|by/i.test(rest)) return false;
  return (
    index + 1 >= memory.lines.starts.length ||
    empty.test(memory.lines.lineAt(index + 1)) ||
    memory.lines.beginsList(index + 1, memory.list?.indent ?? 0)
  );
}
