import {
  addDays,
  addMonths,
  type Dates,
  isoDay,
  latest,
  monthOf,
  nthWeek,
  type PartialDate,
  partsOf,
  weekdayOf,
  weekOf,
  yearOf,
} from './calendar.ts';
import { type DatePhrase, framed, ledBy } from './date-phrase.ts';
import { englishNumber } from './numerals.ts';
import { between } from './ranges.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const monthName =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?';
const dayNumber = '(?:[12]\\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\\w%]|\\.\\d)';
const year = '(?:19|20)\\d\\d(?!\\w|[.\\-/]\\d)';
const weekday = '(?<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?<full>day)?';
const amount = `(?<amount>\\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)`;
const unit = '(?<unit>day|week|fortnight|month|quarter|year)s?';

const any = (source: string) => new RegExp(source, 'gi');
// "The links of January", "all of 2021".
const partsOfIt = '(?:all|most|rest|half|days?|entr(?:y|ies)|notes?|links?|items?|posts?|digest|recap|summary|list) of';
const inPeriod = ledBy(
  `in|during|since|before|after|from|until|till|this|last|through|throughout|between|to|of last|for|${partsOfIt}`,
);

/** Dates as English says them. Patterns are for folded text. */
export const englishDates: DatePhrase[] = [
  {
    // January 18 to 24, 2021
    pattern: any(
      `\\b${monthName}\\s?(?<day>${dayNumber})\\s?(?:-|–|—|~|to|through|thru|until|till|and|&)\\s?(?:the\\s)?(?<last>${dayNumber})(?:\\s?,?\\s?(?<year>${year}))?(?!\\s(?:${months.join('|')}))`,
    ),
    read: ({ groups }, today) => between(named(groups, groups?.day), named(groups, groups?.last), today),
  },
  {
    // 18-24 January 2021, 18 and 24 Jan
    pattern: any(
      `(?<![\\w.]|[-/]\\s?)(?<day>${dayNumber})\\s?(?:-|–|—|~|to|through|thru|until|till|and|&)\\s?(?:the\\s)?(?<last>${dayNumber})\\s(?:of\\s)?${monthName}(?:\\s?,?\\s?(?<year>${year}))?`,
    ),
    read: ({ groups }, today) => between(named(groups, groups?.day), named(groups, groups?.last), today),
  },
  {
    // January 20th, 2021; Jan 20
    pattern: any(`\\b${monthName}\\s?(?:the\\s)?(?<day>${dayNumber})(?:(?:\\s?,\\s?|\\s)(?:in\\s)?(?<year>${year}))?`),
    read: ({ groups, 0: text }) => (mayBeVerb(text) ? undefined : named(groups, groups?.day)),
  },
  {
    // 20 January 2021, the 20th of January
    pattern: any(
      `(?<![\\w.]|[-/]\\s?)(?<day>${dayNumber})\\s?(?:of\\s)?${monthName}(?:\\s?,?\\s?(?:in\\s)?(?<year>${year}))?(?!\\s?\\d)`,
    ),
    read: ({ groups, 0: text }) => (mayBeVerb(text) ? undefined : named(groups, groups?.day)),
  },
  {
    // January 2021
    pattern: any(`\\b${monthName}\\s?,?(?:\\sof)?\\s?(?<year>${year})`),
    read: ({ groups }) => named(groups, undefined),
  },
  {
    // mid January, the end of January 2021
    pattern: any(
      `\\b(?:the\\s)?(?<part>early|mid|late|beginning of|start of|middle of|end of)[\\s-]${monthName}(?:\\s?,?(?:\\sof)?\\s?(?<year>${year}))?(?!\\s?\\d)`,
    ),
    read: ({ groups }, today) => partOfMonth(named(groups, undefined), groups?.part ?? '', today),
  },
  {
    // the first, the last day of January 2021, of last month
    pattern: any(
      `\\b(?:the\\s)?(?<end>first|last)\\sday\\s(?:of|in)\\s(?:(?<which>this|last)\\smonth|${monthName}(?:\\s?,?\\s?(?<year>${year}))?)`,
    ),
    read: ({ groups }, today) => {
      const back = groups?.which?.toLowerCase() === 'last' ? 1 : 0;
      const month =
        groups?.which === undefined ? latest(named(groups, undefined), today) : periodBefore('month', back, today);
      return month && oneDay(groups?.end?.toLowerCase() === 'first' ? month.from : month.to);
    },
  },
  {
    // January alone may be a name, "may" and "march" are also verbs
    pattern: any(`\\b${monthName}`),
    read: ({ groups }) => named(groups, undefined),
    holds: (before, after) => inPeriod(before) || framed(before, after),
  },
  {
    // last January is the one of last year; this January of this year
    pattern: any(`\\b(?<which>last|this)\\s${monthName}(?!\\s?\\d)`),
    read: ({ groups }, today) => {
      const { month } = named(groups, undefined);
      const { year: now, month: current } = partsOf(today);
      if (month === undefined) return undefined;
      return { month, year: groups?.which?.toLowerCase() === 'this' || month < current ? now : now - 1 };
    },
  },
  {
    // Q1 2021, 2021 H2
    pattern: any(
      `\\b(?<letter>[QH])(?<number>[1-4])(?:\\s?,?\\s?(?:of\\s)?|/)(?<year>${year})|(?<![\\w.])(?<year>(?:19|20)\\d\\d)[\\s-]?(?<letter>[QH])(?<number>[1-4])\\b`,
    ),
    read: ({ groups }) =>
      partOfYear(Number(groups?.year), Number(groups?.number), /h/i.test(groups?.letter ?? '') ? 6 : 3),
  },
  {
    // the third quarter of 2021
    pattern: any(
      `\\b(?:the\\s)?(?<ordinal>first|second|third|fourth|last)\\s(?<part>quarter|half)\\sof\\s(?<year>${year})`,
    ),
    read: ({ groups }) => {
      const length = groups?.part?.toLowerCase() === 'half' ? 6 : 3;
      const number = englishNumber(groups?.ordinal ?? '') ?? 12 / length;
      return partOfYear(Number(groups?.year), number, length);
    },
  },
  {
    // Q1 alone is also a class of journals
    pattern: /\bQ([1-4])\b/gi,
    read: ([, number], today) => {
      const now = partsOf(today).year;
      const dates = partOfYear(now, Number(number), 3);
      return dates === undefined || dates.from <= today ? dates : partOfYear(now - 1, Number(number), 3);
    },
    holds: (before, after) => inPeriod(before) || framed(before, after),
  },
  {
    // in 2021, since 2019; a year beside a name ("EMNLP 2020") belongs to the name
    pattern: any(`(?<![\\w.])(?<year>${year})`),
    read: ({ groups }) => ({ year: Number(groups?.year) }),
    holds: before =>
      ledBy(`in|during|since|before|after|until|till|from|throughout|the year|within|up to|prior to|${partsOfIt}`)(
        before,
      ),
  },
  {
    pattern: any(`\\b(?:from|between)\\s(?<year>${year})\\s?(?:-|–|—|to|and|until|through)\\s?(?<last>${year})`),
    read: ({ groups }, today) => between({ year: Number(groups?.year) }, { year: Number(groups?.last) }, today),
  },
  {
    pattern: any(`\\b(?:the\\s)?(?<part>early|late|(?:start|beginning|end) of)\\s(?<year>${year})`),
    read: ({ groups }) => {
      const period = yearOf(`${groups?.year}-01-01`);
      const late = /late|end/i.test(groups?.part ?? '');
      return late
        ? { ...period, from: `${groups?.year}-11-01` }
        : { ...period, to: monthOf(`${groups?.year}-02-01`).to };
    },
  },
  {
    // week 3 of 2021, the third week of January
    pattern: any(
      `\\b(?:the\\s)?(?:week\\s(?<week>\\d{1,2})|(?<ordinal>first|second|third|fourth|fifth|last|\\d{1,2}(?:st|nd|rd|th))\\sweek)\\s(?:of|in)\\s(?:(?<year>${year})|${monthName}(?:\\s?,?\\s?(?<year>${year}))?)`,
    ),
    read: ({ groups }, today) => {
      const period =
        groups?.month !== undefined ? latest(named(groups, undefined), today) : yearOf(`${groups?.year}-01-01`);
      if (period === undefined) return undefined;
      const ordinal = groups?.ordinal?.toLowerCase() ?? '';
      if (ordinal === 'last') return [53, 52, 5, 4].map(n => nthWeek(period, n)).find(week => week !== undefined);
      return nthWeek(period, englishNumber(groups?.week ?? ordinal) ?? 0);
    },
  },
  {
    pattern:
      /\b(?:the\s)?day\sbefore\syesterday\b|\byesterday\b|\btoday\b|\btonight\b|\bthis\s(?:morning|afternoon|evening)\b|\blast\snight\b/gi,
    read: ([text], today) => {
      const back = /before/i.test(text) ? 2 : /yesterday|night$/i.test(text) && !/tonight/i.test(text) ? 1 : 0;
      return oneDay(addDays(today, -back));
    },
  },
  {
    // last Thursday is the latest before today, this Thursday the one of this week, Thursday the latest up to today
    pattern: any(
      `\\b(?:(?<which>(?:last|past|previous)(?:\\sweek's)?|this|the\\slast)\\s)${weekday}\\b|(?<!\\b(?:black|good|cyber|next)\\s)\\b${weekday}\\b(?<lastWeek>\\s(?:of\\s)?last\\sweek)?`,
    ),
    read: ({ groups }, today) => {
      if (groups?.which === undefined && groups?.full === undefined) return undefined;
      const name = (groups?.weekday ?? '').slice(0, 3).toLowerCase();
      const offset = weekdays.indexOf(name);
      const inWeek = (start: string) => oneDay(addDays(weekOf(start).from, offset));
      if (groups.which?.toLowerCase() === 'this') return inWeek(today);
      if (groups.lastWeek !== undefined || /week/i.test(groups.which ?? '')) return inWeek(addDays(today, -7));
      const since = (weekdayOf(today) - 1 - offset + 7) % 7;
      return oneDay(addDays(today, -(since === 0 && groups.which !== undefined ? 7 : since)));
    },
  },
  {
    pattern: /\b(?:the\s)?(this|current|last|previous)\s(week|month|quarter|year|weekend)\b/gi,
    read: ([, which, name], today) => {
      const back = /last|previous/i.test(which ?? '') ? 1 : 0;
      const unit = name?.toLowerCase() ?? '';
      if (unit === 'weekend') {
        const from = addDays(weekOf(today).from, 5 - 7 * back);
        return { from, to: addDays(from, 1) };
      }
      return periodBefore(unit, back, today);
    },
  },
  {
    pattern: /\b(?:the\s)?week\sbefore\slast\b/gi,
    read: (_, today) => periodBefore('week', 2, today),
  },
  {
    // three days ago; two weeks ago is the whole of that week, a month ago the whole of that month
    pattern: any(`\\b(?:(?:a\\s)?couple(?:\\sof)?|${amount})\\s${unit}\\s(?:ago|back|earlier)\\b`),
    read: ({ groups }, today) => periodBefore(groups?.unit?.toLowerCase() ?? '', counted(groups?.amount), today),
  },
  {
    // the past 3 days end today, as do the last two weeks
    pattern: any(
      `\\b(?:the\\s|these\\s)?(?:(?:last|past|previous|recent)\\s(?:(?:a\\s)?couple(?:\\sof)?|${amount})|past(?=\\s\\w)|within\\s(?:the\\s)?(?:last\\s|past\\s)?${amount})\\s${unit}\\b`,
    ),
    read: ({ groups, 0: text }, today) => {
      const bare = groups?.amount === undefined && !/couple/i.test(text);
      const count = bare ? 1 : counted(groups?.amount);
      const size = groups?.unit?.toLowerCase() ?? '';
      const back = monthsIn[size];
      if (count === 0) return undefined;
      if (back !== undefined) return { from: addDays(addMonths(today, -count * back), 1), to: today };
      return { from: addDays(today, 1 - count * (daysInUnit[size] ?? 1)), to: today };
    },
  },
  {
    // the 20th of last month
    pattern: /\b(?:the\s)?([12]?\d|3[01])(?:st|nd|rd|th)?\sof\s(this|last)\smonth\b/gi,
    read: ([, number, which], today) => {
      const { year, month } = partsOf(addMonths(today, which?.toLowerCase() === 'last' ? -1 : 0));
      return { year, month, day: Number(number) };
    },
  },
  {
    // on the 20th, not the 20th century
    pattern:
      /\bthe\s([12]?\d|3[01])(?:st|nd|rd|th)\b(?=\s*(?:$|[,.?!;，。？！)]|(?:about|on|and|to|until|did|we|i|for|regarding|or)\b))/gi,
    read: ([, number]) => ({ day: Number(number) }),
    holds: ledBy('on|since|before|after|until|till|from|to|through|between|and|of'),
  },
];

type Groups = Record<string, string | undefined> | undefined;

const monthsIn: Record<string, number | undefined> = { month: 1, quarter: 3, year: 12 };
const daysInUnit: Record<string, number | undefined> = { day: 1, week: 7, fortnight: 14 };

function oneDay(day: string): Dates {
  return { from: day, to: day };
}

function named(groups: Groups, day: string | undefined): PartialDate {
  const month = months.indexOf((groups?.month ?? '').slice(0, 3).toLowerCase()) + 1;
  return {
    month,
    ...(groups?.year === undefined ? {} : { year: Number(groups.year) }),
    ...(day === undefined ? {} : { day: Number.parseInt(day, 10) }),
  };
}

// "layers 2 may share", "march 3 steps": lower-case words that are verbs, with neither a year nor an ordinal beside them.
function mayBeVerb(text: string): boolean {
  return /\b(?:may|march)\b/.test(text) && !/\d{4}|\d(?:st|nd|rd|th)\b/i.test(text);
}

function partOfMonth(month: PartialDate, part: string, today: string): Dates | undefined {
  const whole = latest(month, today);
  if (whole === undefined) return undefined;
  const at = (day: number) => `${whole.from.slice(0, 8)}${day}`;
  if (/early|beginning|start/i.test(part)) return { from: whole.from, to: at(10) };
  return /mid/i.test(part) ? { from: at(11), to: at(20) } : { from: at(21), to: whole.to };
}

function partOfYear(year: number, number: number, length: number): Dates | undefined {
  const from = isoDay(year, (number - 1) * length + 1, 1);
  return from === undefined ? undefined : { from, to: monthOf(addMonths(from, length - 1)).to };
}

function periodBefore(unit: string, back: number, today: string): Dates | undefined {
  if (unit === 'day') return oneDay(addDays(today, -back));
  if (unit === 'week' || unit === 'fortnight') return weekOf(addDays(today, -back * (daysInUnit[unit] ?? 7)));
  if (unit === 'month') return monthOf(addMonths(today, -back));
  if (unit === 'year') return yearOf(addMonths(today, -back * 12));
  const { year, month } = partsOf(addMonths(today, -back * 3));
  return partOfYear(year, Math.ceil(month / 3), 3);
}

// "a couple of" has no amount of its own.
function counted(text: string | undefined): number {
  return englishNumber(text ?? 'couple') ?? 0;
}
