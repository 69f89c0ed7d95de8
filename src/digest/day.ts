import { plainDateText, readDate, type Said } from './dates.ts';
import { empty, generic } from './line-kinds.ts';
import { columns } from './lines.ts';
import { close, isItem, nextStart, open, type Reading, report } from './reading.ts';

/**
 * Opens the day that a heading or line says; one that no calendar has is reported, and what stands below it has no date.
 * `depth` is the level of the day's heading, `last` the last line that belongs to it (a setext heading has two).
 */
export function readDay(
  reading: Reading,
  index: number,
  said: Said,
  { depth, last }: { depth: number; last: number },
): void {
  close(reading);
  reading.candidate = undefined;
  reading.inContents = false;
  reading.flat = false;
  reading.dayHasEntries = false;
  reading.itemLevel = 0;
  reading.daySeen = true;
  reading.dayLevel = depth;
  if (said.kind === 'day') {
    reading.date = said.date;
    reading.known.last = said.date;
    if (reading.known.year !== Number(said.date.slice(0, 4))) reading.known.year = undefined;
    if (reading.known.month !== Number(said.date.slice(5, 7))) reading.known.month = undefined;
  } else {
    reading.date = undefined;
    report(reading, index, said.kind === 'broken' ? said.reason : 'not a day');
  }
  open(reading, 'day', index).end = nextStart(reading, last);
  reading.current = undefined;
  reading.blank = true;
}

/** A year or month above days lends them what they do not say themselves. */
export function setMonth(reading: Reading, said: Said & { kind: 'month' }): void {
  reading.known.month = said.month;
  if (said.year === undefined) return;
  reading.known.year = said.year;
  reading.known.last = undefined;
}

/** Days on lines of their own stand right below the heading above the first of them, whatever sections came since. */
export function bareDepth(reading: Reading): number {
  reading.bareLevel = Math.min(reading.bareLevel, reading.level + 1);
  return reading.bareLevel;
}

/** A line that holds a date and nothing else of weight: `2021/1/18`, `**2021年1月18日** 周一`, `📅 Jan 18, 2021`. */
export function bareDate(reading: Reading, index: number, line: string): Said | undefined {
  if (line.length > 80 || line.includes('://') || !/[\d０-９]/.test(line)) return undefined;
  const loose =
    reading.blank ||
    !isItem(reading.current) ||
    reading.bareDays ||
    reading.lines.beginsList(index + 1, reading.list?.indent ?? 0);
  if (!loose || columns(/^[ \t]*/.exec(line)?.[0] ?? '') > 3) return undefined;
  const words = plainDateText(line.replace(/<[^<>]*>|\*\*|__|`/g, ' ').replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1'));
  const said = readDate(words, reading.known);
  if (!said || /^\d{1,2}\w{0,2}$/.test(words)) return undefined;
  if (said.kind === 'month')
    return said.rest === '' && !isItem(reading.current) && /[年月]|^\w{3}/.test(words) ? said : undefined;
  if (!generic.test(said.rest) && !isBanner(reading, index, words, said.rest)) return undefined;
  if (/^\d{1,2} ?[-./] ?\d{1,2}$/.test(words) && !reading.bareDays && index > 0 && isItem(reading.current))
    return undefined;
  if (/[。？！；，,?!|]/.test(words.replace(/, ?\d{4}/, ''))) return undefined;
  return said;
}

/** The day that a bullet's words say and nothing else, as outlines and journals write it: `- 2021-01-18`, `- [[2021-01-18]]`. */
export function bareDateInBullet(reading: Reading, index: number, words: string): Said | undefined {
  const item = reading.current;
  reading.current = undefined;
  const said = bareDate(reading, index, words);
  reading.current = item;
  return said?.kind === 'day' ? said : undefined;
}

/** `安全动态推送 2021/02/03`: a few words and a day, alone between blank lines; not `更新于 2021-02-03`. */
function isBanner(reading: Reading, index: number, words: string, rest: string): boolean {
  if (!reading.blank || rest.length > 10 || !/^\d|\d\s*[日号)]?$/.test(words)) return false;
  if (/[于自至到截]|时间|日期|on|at|by/i.test(rest)) return false;
  return (
    index + 1 >= reading.lines.starts.length ||
    empty.test(reading.lines.lineAt(index + 1)) ||
    reading.lines.beginsList(index + 1, reading.list?.indent ?? 0)
  );
}
