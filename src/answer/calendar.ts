/** Inclusive ISO local days; `from` is never later than `to`. */
export type Dates = {
  from: string;
  to: string;
  /** How the person left one end open, where they did; that end is then the earliest day that there is, or today. */
  open?: 'before' | 'until' | 'since';
};

/** A date as far as somebody said it: `{month: 1, day: 20}`, `{day: 20}`, `{year: 2021, month: 1}`. */
export type PartialDate = { year?: number; month?: number; day?: number };

const dayMs = 86_400_000;
const zones = new Map<string, Intl.DateTimeFormat>();

/** The earliest day that a range reaches back to ("before 2021"): older than any digest. */
export const beginning = '0001-01-01';

/** The ISO day that it is at `now` in the zone. Throws a RangeError for a zone that does not exist. */
export function todayIn(now: Date, timeZone: string): string {
  let format = zones.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    zones.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(now).map(part => [part.type, part.value]));
  return `${String(parts.year).padStart(4, '0')}-${parts.month}-${parts.day}`;
}

/** The ISO day, or undefined where the calendar has no such day (2021-02-30). */
export function isoDay(year: number, month: number, day: number): string | undefined {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

export function partsOf(day: string): { year: number; month: number; day: number } {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) };
}

/** Stays within the years 1 to 9999. */
export function addDays(day: string, days: number): string {
  const time = Math.min(Math.max(utc(day) + days * dayMs, utc(beginning)), utc('9999-12-31'));
  return new Date(time).toISOString().slice(0, 10);
}

/** The same day of the month some months later or earlier; 31 January and one month is 28 or 29 February. */
export function addMonths(day: string, months: number): string {
  const { year, month, day: ordinal } = partsOf(day);
  const index = Math.min(Math.max(year * 12 + month - 1 + months, 12), 9999 * 12 + 11);
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 };
  return `${pad(target.year, 4)}-${pad(target.month, 2)}-${pad(Math.min(ordinal, daysIn(target.year, target.month)), 2)}`;
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: string): number {
  return new Date(utc(day)).getUTCDay() || 7;
}

/** The week, Monday to Sunday, that holds the day. */
export function weekOf(day: string): Dates {
  const from = addDays(day, 1 - weekdayOf(day));
  return { from, to: addDays(from, 6) };
}

export function monthOf(day: string): Dates {
  const { year, month } = partsOf(day);
  return { from: `${day.slice(0, 8)}01`, to: `${day.slice(0, 8)}${pad(daysIn(year, month), 2)}` };
}

export function yearOf(day: string): Dates {
  return { from: `${day.slice(0, 4)}-01-01`, to: `${day.slice(0, 4)}-12-31` };
}

/**
 * The n-th week of a period, counted as ISO 8601 counts the weeks of a year: the first week is the one that holds the
 * period's first Thursday. So the third week of January 2021 and of 2021 are the same, 18 to 24 January.
 */
export function nthWeek(period: Dates, n: number): Dates | undefined {
  const thursday = addDays(period.from, ((4 - weekdayOf(period.from) + 7) % 7) + (n - 1) * 7);
  return n >= 1 && thursday >= period.from && thursday <= period.to ? weekOf(thursday) : undefined;
}

/** What the partial date covers when it falls last on or before `limit`; a month counts from its first day. */
export function latest(named: PartialDate, limit: string): Dates | undefined {
  return occurrence(named, limit, -1);
}

/** What the partial date covers when it falls first on or after `limit`; a month counts until its last day. */
export function earliest(named: PartialDate, limit: string): Dates | undefined {
  return occurrence(named, limit, 1);
}

// 29 February can be eight years away (around 1900 and 2100), a 31st two months.
function occurrence(named: PartialDate, limit: string, step: 1 | -1): Dates | undefined {
  const { year, month, day } = named;
  if (year !== undefined) return covered(year, month, day);
  const start = partsOf(limit);
  for (let i = 0; i <= 8; i += 1) {
    const at = month === undefined ? partsOf(addMonths(`${limit.slice(0, 8)}01`, step * i)) : start;
    const found = covered(month === undefined ? at.year : start.year + step * i, month ?? at.month, day);
    if (found !== undefined && (step < 0 ? found.from <= limit : found.to >= limit)) return found;
  }
  return undefined;
}

function covered(year: number, month: number | undefined, day: number | undefined): Dates | undefined {
  const first = isoDay(year, month ?? 1, day ?? 1);
  if (first === undefined) return undefined;
  if (day !== undefined) return { from: first, to: first };
  return month === undefined ? yearOf(first) : monthOf(first);
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function utc(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
