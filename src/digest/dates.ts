/** What a heading or a file's name says about time: a whole day, or only the year and month of the days below it. */
export type Said =
  | { kind: 'day'; date: string; rest: string }
  | { kind: 'month'; year: number | undefined; month: number | undefined; rest: string }
  /** It is written like a day, but no calendar has it, or the year is nowhere to be found. */
  | { kind: 'broken'; reason: string; rest: string };

/** What is known of time above the line that is read: for `1.18` the year, for `18日` the month too. */
export type Known = { year: number | undefined; month: number | undefined; last: string | undefined };

const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthName =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const gap = ' {0,3}';
const dash = '[-./_\u00b7\u2010-\u2015\u2212]';
const year = '(?<![\\dA-Za-z.])((?:19|20)\\d\\d)';
const end = '(?!\\d|\\.\\d)';

const whole = new RegExp(
  `${year}${gap}(?:${dash}|年)${gap}(\\d{1,2})${gap}(?:${dash}|月)${gap}(\\d{1,2})(?:${gap}[日号])?${end}`,
);
const compact = new RegExp(`${year}(\\d\\d)(\\d\\d)${end}`);
const english = new RegExp(`\\b${monthName}${gap}(\\d{1,2})(?:st|nd|rd|th)?${gap},?${gap}((?:19|20)\\d\\d)\\b`, 'i');
const british = new RegExp(
  `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?(?:-|${gap})(?:of )?${monthName}(?:-|${gap},?${gap})((?:19|20)\\d\\d)\\b`,
  'i',
);
const until = `${gap}(?:[-~～—–至到]|to)${gap}`;
/** `Jan 18 – 24, 2021`, `Jan 18 – Feb 2, 2021`: the year stands at the end, the first day at the beginning. */
const englishRange = new RegExp(
  `\\b${monthName}${gap}(\\d{1,2})(?:st|nd|rd|th)?${until}(?:${monthName}${gap})?\\d{1,2}(?:st|nd|rd|th)?${gap},?${gap}((?:19|20)\\d\\d)\\b`,
  'i',
);
const britishRange = new RegExp(
  `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?${gap}(?:${monthName})?${until}\\d{1,2}(?:st|nd|rd|th)?${gap}${monthName}${gap},?${gap}((?:19|20)\\d\\d)\\b`,
  'i',
);
const shortYear = new RegExp(`^(\\d\\d)${gap}${dash}${gap}(\\d{1,2})${gap}${dash}${gap}(\\d{1,2})$`);
/** `210118`, `211129-211203` */
const shortCompact = /^(\d\d)(\d\d)(\d\d)(?: ?[-~～–—至到] ?\d{6})?$/;
/** The year and number that a week or issue is called by; its days may follow: `2021年第3周（01.18 - 01.24）`. */
const issue = /((?:19|20)\d\d) {0,3}年? {0,3}第 {0,3}\d{1,4} {0,3}[周週期]/;
const monthDay = /(?<!\d)(\d{1,2}) {0,3}月 {0,3}(\d{1,2}) {0,3}(?:日|号|(?!\d))/;
const bareMonthDay = new RegExp(`^(\\d{1,2})${gap}${dash}${gap}(\\d{1,2})$`);
const englishMonthDay = new RegExp(`^${monthName}${gap}(\\d{1,2})(?:st|nd|rd|th)?$`, 'i');
const dayOnly = /^(\d{1,2}) {0,3}[日号]$/;
const yearMonth = new RegExp(`${year}${gap}(?:${dash}${gap}(\\d{1,2})|年${gap}(\\d{1,2})${gap}月份?)(?!\\d)`);
const englishYearMonth = new RegExp(`\\b${monthName}${gap},?${gap}((?:19|20)\\d\\d)\\b`, 'i');
const yearAlone = new RegExp(`^${year}${gap}年?$`);
const monthAlone = /^(\d{1,2}) {0,3}月份?$/;
const weekday =
  /(?:周|星期|礼拜)[一二三四五六日天]|\b(?:mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|nes|ur)?(?:day)?\b|\b(?:tues|wednes|thurs|satur)day\b/gi;
/** The second half of a range (`~ 01.24`, `- 24日`), which adds nothing to where the range begins. */
const rangeEnd = /[~～至到\u2010-\u2015-] {0,3}(?:\d{1,2} {0,3}[-./月] {0,3})?\d{1,2} {0,3}[日号]?(?!\d)/;

/** The line for date reading: full-width forms as half-width, odd spaces as spaces, invisible characters gone. */
export function plainDateText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(/[\u3000\u00a0\t]/g, ' ')
    .trim();
}

/**
 * What a heading's words say about time, or undefined where they say nothing. `rest` is what remains of the letters and
 * digits once dates and weekdays are taken out. A range (`2021-01-18 ~ 2021-01-24`) is its first day.
 */
export function readDate(heading: string, known: Known): Said | undefined {
  if (!/[\d０-９]|[a-z]{3}/i.test(heading)) return undefined;
  const text = plainDateText(heading.slice(0, 200));
  // Every whole date holds a year; the parts stand almost alone. So most headings, which say neither, cost one look.
  return (
    (/(?:19|20)\d\d/.test(text) ? readWhole(text) : undefined) ??
    (text.length <= 60 ? readPart(text, known) : undefined)
  );
}

function readWhole(text: string): Said | undefined {
  const match = whole.exec(text) ?? compact.exec(text);
  if (match) return day(text, match[0], Number(match[1]), Number(match[2]), Number(match[3]));
  const range = englishRange.exec(text);
  if (range) return day(text, range[0], Number(range[4]), monthOf(range[1]), Number(range[2]));
  const britain = britishRange.exec(text);
  if (britain) return day(text, britain[0], Number(britain[4]), monthOf(britain[2] ?? britain[3]), Number(britain[1]));
  const us = english.exec(text);
  if (us) return day(text, us[0], Number(us[3]), monthOf(us[1]), Number(us[2]));
  const uk = british.exec(text);
  if (uk) return day(text, uk[0], Number(uk[3]), monthOf(uk[2]), Number(uk[1]));
  return undefined;
}

function readPart(text: string, known: Known): Said | undefined {
  const month = yearMonth.exec(text);
  if (month) return monthSaid(text, month[0], Number(month[1]), Number(month[2] ?? month[3]));
  const englishMonth = englishYearMonth.exec(text);
  if (englishMonth) return monthSaid(text, englishMonth[0], Number(englishMonth[2]), monthOf(englishMonth[1]));

  const called = issue.exec(text);
  if (called)
    return readPart(text.replace(called[0], ' ').trim(), {
      year: Number(called[1]),
      month: undefined,
      last: undefined,
    });

  const core = text
    .replace(weekday, ' ')
    .replace(rangeEndAfterDay(text), ' ')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  const short = shortYear.exec(core) ?? shortCompact.exec(core);
  if (
    short &&
    Number(short[1]) >= 10 &&
    Number(short[1]) < 50 &&
    exists(2000 + Number(short[1]), Number(short[2]), Number(short[3]))
  )
    return day(text, core, 2000 + Number(short[1]), Number(short[2]), Number(short[3]));
  const chinese = monthDay.exec(text);
  if (chinese) return dayIn(text, chinese[0], known, Number(chinese[1]), Number(chinese[2]));
  const dotted = bareMonthDay.exec(core);
  if (dotted && exists(2000, Number(dotted[1]), Number(dotted[2])) && (known.year ?? known.last) !== undefined)
    return dayIn(text, core, known, Number(dotted[1]), Number(dotted[2]));
  const named = englishMonthDay.exec(core);
  if (named) return dayIn(text, core, known, monthOf(named[1]), Number(named[2]));
  const only = dayOnly.exec(core);
  if (only) return dayIn(text, core, known, known.month ?? Number(known.last?.slice(5, 7) ?? 0), Number(only[1]));

  const alone = /^(\d{1,2})(?:st|nd|rd|th)?$/i.exec(core);
  if (
    alone &&
    known.year !== undefined &&
    known.month !== undefined &&
    exists(known.year, known.month, Number(alone[1]))
  )
    return dayIn(text, core, known, known.month, Number(alone[1]));

  const yearMatch = yearAlone.exec(core);
  if (yearMatch) return { kind: 'month', year: Number(yearMatch[1]), month: undefined, rest: '' };
  const monthMatch = monthAlone.exec(core);
  if (monthMatch && Number(monthMatch[1]) <= 12)
    return { kind: 'month', year: undefined, month: Number(monthMatch[1]), rest: '' };
  return undefined;
}

/** A range's end is cut only where a day stands before it: `1.18 - 1.24`, not `1-18`. */
function rangeEndAfterDay(text: string): RegExp | string {
  return /\d {0,3}[-./月] {0,3}\d{1,2} {0,3}[日号]? {0,3}[~～至到\u2010-\u2015-]/.test(text) ? rangeEndAtTail : '';
}
const rangeEndAtTail = new RegExp(`(?<=\\d {0,3}[-./月] {0,3}\\d{1,2} {0,3}[日号]? {0,3})${rangeEnd.source}`);

function monthOf(name: string | undefined): number {
  return months.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

function monthSaid(text: string, found: string, year: number, month: number): Said | undefined {
  if (month < 1 || month > 12) return undefined;
  return { kind: 'month', year, month, rest: remainder(text, found) };
}

function day(text: string, found: string, year: number, month: number, date: number): Said {
  const rest = remainder(text, found);
  if (!exists(year, month, date)) return { kind: 'broken', reason: 'no such day in the calendar', rest };
  return { kind: 'day', date: iso(year, month, date), rest };
}

function dayIn(text: string, found: string, known: Known, month: number, date: number): Said {
  const rest = remainder(text, found);
  if (month < 1 || !exists(2000, month, date)) return { kind: 'broken', reason: 'no such day in the calendar', rest };
  const year = yearFor(month, date, known);
  if (year === undefined) return { kind: 'broken', reason: 'a day whose year is not said', rest };
  if (!exists(year, month, date)) return { kind: 'broken', reason: 'no such day in the calendar', rest };
  return { kind: 'day', date: iso(year, month, date), rest };
}

/** The year said above, else the year that puts the day nearest to the last day read (December 30 → January 2). */
function yearFor(month: number, date: number, known: Known): number | undefined {
  if (known.year !== undefined || known.last === undefined) return known.year;
  const last = Date.parse(known.last);
  const around = Number(known.last.slice(0, 4));
  const distance = (year: number) => Math.abs(Date.UTC(year, month - 1, date) - last);
  return [around, around - 1, around + 1].reduce((best, year) => (distance(year) < distance(best) ? year : best));
}

function exists(year: number, month: number, date: number): boolean {
  return month >= 1 && month <= 12 && date >= 1 && date <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function iso(year: number, month: number, date: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

function remainder(text: string, found: string): string {
  let rest = text.replace(found, ' ').replace(weekday, ' ');
  for (let match = whole.exec(rest) ?? compact.exec(rest); match; match = whole.exec(rest) ?? compact.exec(rest))
    rest = rest.replace(match[0], ' ');
  return rest.replace(rangeEnd, ' ').replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The day that a file's path names: `2021-01-18.md`, `issue-143-2021-01-18.md`, `20210118.md`, `2021/01/18.md`, `2021/0118.md`. */
export function dateOfFile(file: string): {
  date: string | undefined;
  year: number | undefined;
  month: number | undefined;
} {
  const path = plainDateText(file.replace(/\.[a-z]+$/i, ''));
  const name = path.slice(path.lastIndexOf('/') + 1);
  const said = readWhole(name) ?? readWhole(path.slice(-40));
  if (said?.kind === 'day')
    return { date: said.date, year: Number(said.date.slice(0, 4)), month: Number(said.date.slice(5, 7)) };
  const split = /(?:^|\/)((?:19|20)\d\d)[-./年]?(?:(\d\d)?\/)?(\d\d)?[-.]?(\d\d)$/.exec(path);
  if (split) {
    const month = Number(split[2] ?? split[3]);
    if (split[2] ?? split[3]) {
      if (exists(Number(split[1]), month, Number(split[4])))
        return { date: iso(Number(split[1]), month, Number(split[4])), year: Number(split[1]), month };
    }
  }
  const part =
    /(?:^|[^\d])((?:19|20)\d\d)(?:[-./年_]?(0[1-9]|1[0-2]|[1-9](?=月|$)))?(?!\d)/.exec(name) ??
    /(?:^|\/)((?:19|20)\d\d)\/(?:.*\/)?(0?[1-9]|1[0-2])月?$/.exec(path) ??
    /(?:^|\/)((?:19|20)\d\d)(?:[-./年]?(0[1-9]|1[0-2]))?\//.exec(path);
  return { date: undefined, year: part ? Number(part[1]) : undefined, month: part?.[2] ? Number(part[2]) : undefined };
}
