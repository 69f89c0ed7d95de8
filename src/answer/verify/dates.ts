import { relativeIn } from './relative.ts';

/** A date as far as it is said; `days` and `months`: the part of the month or year that it is said to lie in. */
export type Day = {
  year?: number | undefined;
  month?: number | undefined;
  day?: number | undefined;
  days?: readonly [number, number];
  months?: readonly [number, number];
};

/** A date that a text says: what it may mean, and whether it may be no date but a number. */
export type SaidDate = { readings: Day[]; text: string; orNumber: boolean };

const monthNames = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'.split('|');
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?';
const dayNumber = '\\d{1,2}(?:st|nd|rd|th)?\\b';
const days = `${dayNumber}(?:\\s*(?:,|-|~|and|&|to|through|,\\s*and)\\s*(?:the\\s+)?${dayNumber}(?!\\s*\\d{2})){0,4}`;
const year = '((?:1[5-9]|2[01])\\d\\d)(?!\\d)';
const numeral = '[\\d〇零一二三四五六七八九十廿卅]{1,3}';
const digitsOfYear = '\\d{4}|\\d{2}|[〇零一二三四五六七八九]{4}|[〇零一二三四五六七八九]{2}';

type Form = { pattern: RegExp; read(found: string[]): { readings: Day[]; orNumber?: boolean }[] | undefined };

const forms: Form[] = [
  {
    // 2021-01-20, 2021.1.20, 2021/1/20, 2021 01 20
    pattern: /(?<![\d.])(\d{4})(?:\s?[-/._]\s?|\s)(\d{1,2})(?:\s?[-/._]\s?|\s)(\d{1,2})(?![\d%]|[.,]\d)/g,
    read: ([, y, m, d]) =>
      /^(?:1[5-9]|2[01])/.test(y ?? '') ? one({ year: n(y), month: n(m), day: n(d) }) : undefined,
  },
  {
    // 20210120
    pattern: /(?<![\w.])((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\w)/g,
    read: ([, y, m, d]) => one({ year: n(y), month: n(m), day: n(d) }, true),
  },
  {
    // 1/20/2021, 20.1.2021, 20-01-21
    pattern: /(?<![\w.])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d|\d\d)(?![\w%]|[.,]\d)/g,
    read: ([, a, , b, y = '']) => {
      const whole = y.length === 4 ? n(y) : 2000 + n(y);
      const readings: Day[] = [
        { year: whole, month: n(a), day: n(b) },
        { year: whole, month: n(b), day: n(a) },
      ];
      if (y.length === 2) readings.push({ year: 2000 + n(a), month: n(b), day: n(y) });
      return [{ readings, orNumber: y.length === 2 }];
    },
  },
  {
    // 2021年1月20日, 1月20日, 二〇二一年一月, 1月18至20日, 1月中旬
    pattern: new RegExp(
      `(?:(?<![\\d〇零一二三四五六七八九十百千.])(${digitsOfYear})\\s?年\\s?)?(?<![\\d〇零一二三四五六七八九十.])(${numeral})\\s?月(?:份)?\\s?(?:(?:的\\s?)?(上旬|中旬|下旬|初|底|末)|(${numeral})\\s?(?:[日号]\\s?)?(?:[-~、和与及至到]\\s?(${numeral})\\s?)?[日号])?`,
      'g',
    ),
    read: ([, y, m, part, d, last]) => {
      const said: Day = { year: y === undefined ? undefined : yearOf(y), month: cn(m) };
      if (part !== undefined) return one({ ...said, days: partOfMonth(part) });
      return [d, last]
        .flatMap(day => (day === undefined ? [] : one({ ...said, day: cn(day) })))
        .concat(d ? [] : one(said));
    },
  },
  {
    // 2021年, 二〇二一年, 2021年初; 21年 may be a span
    pattern: new RegExp(
      `(?<![\\d〇零一二三四五六七八九十百千.])(${digitsOfYear})\\s?年(代|初|中|底|末|上半年|下半年)?`,
      'g',
    ),
    read: ([, y = '', part]) => {
      if (part === '代') return undefined;
      const months = part === undefined ? {} : { months: partOfYear(part) };
      if (y.length === 4 && !/^(?:1[5-9]|2[01]|[一二])/.test(y)) return undefined;
      return one({ year: yearOf(y), ...months }, y.length === 2);
    },
  },
  {
    // 20日, 20号, which may be a house's
    pattern: new RegExp(`(?<![\\d〇零一二三四五六七八九十百千第.])(${numeral})\\s?([日号])(?!线)`, 'g'),
    read: ([, d, sign]) => (d === '一' ? undefined : one({ day: cn(d) }, sign === '号')),
  },
  {
    // 2021-01, 2021/1, 2021.1
    pattern: /(?<![\w.])((?:19|20)\d\d)\s?[-/.]\s?(\d{1,2})(?![\w%]|[.,-]\d)/g,
    read: ([, y, m]) => one({ year: n(y), month: n(m) }, true),
  },
  {
    // January 20, 2021; Jan 18-20; January 18 and 20
    pattern: new RegExp(`\\b${month}[\\s\\-/.]*(?:the\\s+)?(${days})(?:[\\s,\\-/.]*(?:of\\s+|in\\s+)?${year})?`, 'gi'),
    read: ([, m, all, y]) => each(all, { year: y === undefined ? undefined : n(y), month: monthOf(m) }),
  },
  {
    // 20 January 2021, the 20th of January, 18-20 Jan
    pattern: new RegExp(
      `(?<![\\w.])(${days})[\\s\\-/.]*(?:of\\s+)?${month}(?:[\\s,\\-/.]*(?:of\\s+|in\\s+)?${year})?`,
      'gi',
    ),
    read: ([whole, all, m, y]) =>
      /\b(?:may|mar|march)$/.test(whole ?? '')
        ? undefined
        : each(all, { year: y === undefined ? undefined : n(y), month: monthOf(m) }),
  },
  {
    // January 2021, early January 2021
    pattern: new RegExp(
      `(?:\\b(early|mid|late|(?:start|beginning|middle|end) of)[\\s-]+)?\\b${month}[\\s,\\-/]*(?:of\\s+|in\\s+)?${year}`,
      'gi',
    ),
    read: ([, part, m, y]) =>
      one({ year: n(y), month: monthOf(m), ...(part === undefined ? {} : { days: partOfMonth(part) }) }),
  },
  {
    // in January; what may be a verb or a name only where it is led in
    pattern: new RegExp(
      `\\b(?:(early|mid|late|(?:start|beginning|middle|end) of)[\\s-]+)?(?:(?<=\\b(?:in|of|since|during|until|by|from|to|through|last|this|early|mid|late)[\\s-]+(?:the\\s+)?)${month}|(january|february|april|june|july|august|september|october|november|december|jan|feb|apr|aug|sept?|oct|nov|dec)\\b)`,
      'gi',
    ),
    read: ([, part, led, plain]) =>
      one({ month: monthOf(led ?? plain), ...(part === undefined ? {} : { days: partOfMonth(part) }) }),
  },
  {
    // early 2021
    pattern: new RegExp(`\\b(early|mid|late|(?:start|beginning|middle|end) of)[\\s-]+(?:in\\s+)?${year}`, 'gi'),
    read: ([, part = '', y]) => one({ year: n(y), months: partOfYear(part) }),
  },
  {
    // in 2021, (2016-2020), since 2019; a number among words is a number
    pattern: new RegExp(
      `(?<=(?:\\b(?:in|of|since|from|until|till|by|during|before|after|for|around|year|years|between)\\s(?:the\\s(?:year\\s)?)?|[(\\[自从到至于在]\\s?|^\\s*))${year}(?![\\w%.-]|\\s?[个条篇种张人帧万亿]|,\\d)`,
      'gi',
    ),
    read: ([, y]) => one({ year: n(y) }),
  },
];

/**
 * The dates in a text that `plain` made, and the text with a space in the place of each of their characters. Relative
 * ones ("yesterday") mean what the reader's day makes of them, so they are told apart.
 */
export function findDates(text: string): { dates: SaidDate[]; relative: string[]; rest: string } {
  const dates: SaidDate[] = [];
  const found = relativeIn(text);
  let rest = found.rest;
  for (const { pattern, read } of forms) {
    rest = rest.replace(pattern, (...match) => {
      const [said] = match;
      const days = read(match.slice(0, -2));
      if (days === undefined) return said;
      for (const { readings, orNumber = false } of days) dates.push({ readings, text: said.trim(), orNumber });
      return ' '.repeat(said.length);
    });
  }
  return { dates, relative: found.relative, rest };
}

/** Whether a source's date is the one that is said, or lies within it. */
export function within(said: Day, known: Day): boolean {
  const { year, month: m, day, days: part, months } = said;
  if (year !== undefined && known.year !== year) return false;
  if (m !== undefined && known.month !== m) return false;
  if (day !== undefined && known.day !== day) return false;
  if (part !== undefined && !between(known.day, part)) return false;
  return months === undefined || between(known.month, months);
}

function between(value: number | undefined, [from, to]: readonly [number, number]): boolean {
  return value !== undefined && value >= from && value <= to;
}

function one(day: Day, orNumber = false): { readings: Day[]; orNumber: boolean }[] {
  return [{ readings: [day], orNumber }];
}

function each(all: string | undefined, said: Day) {
  return [...(all ?? '').matchAll(/\d+/g)].flatMap(([day]) => one({ ...said, day: n(day) }));
}

function n(text: string | undefined): number {
  return Number.parseInt(text ?? '', 10);
}

function cn(text: string | undefined): number {
  const said = text ?? '';
  if (/^\d+$/.test(said)) return Number(said);
  const ten = /^([二三]?)(?:十|廿|卅)(.?)$/.exec(said);
  if (ten === null) return said.length === 1 ? digit(said) : Number.NaN;
  const tens = said.includes('廿') ? 2 : said.includes('卅') ? 3 : digit(ten[1] ?? '') || 1;
  return tens * 10 + digit(ten[2] ?? '');
}

function yearOf(text: string): number {
  const value = Number([...text].map(character => (/\d/.test(character) ? character : digit(character))).join(''));
  return value < 100 ? 2000 + value : value;
}

function digit(character: string): number {
  return character === '' ? 0 : character === '〇' ? 0 : '零一二三四五六七八九'.indexOf(character);
}

function monthOf(name: string | undefined): number {
  return monthNames.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

function partOfMonth(part: string): readonly [number, number] {
  if (/^(?:early|start|beginning|上旬|初)/i.test(part)) return [1, 10];
  return /^(?:mid|中旬)/i.test(part) ? [11, 20] : [21, 31];
}

function partOfYear(part: string): readonly [number, number] {
  if (/^上半年/.test(part)) return [1, 6];
  if (/^下半年/.test(part)) return [7, 12];
  if (/^(?:early|start|beginning|初)/i.test(part)) return [1, 4];
  return /^(?:mid|中)/i.test(part) ? [5, 8] : [9, 12];
}
