import { type Dates, earliest, latest, type PartialDate } from './calendar.ts';

/** The days that a name covers: a yearless one means its most recent occurrence up to today. */
export function settle(named: Dates | PartialDate, today: string): Dates | undefined {
  return 'from' in named ? named : latest(named, today);
}

/** A range from two names, where each may lack what the other says: "January 18 to 24", "Dec 30 to Jan 2, 2021". */
export function between(first: Dates | PartialDate, last: Dates | PartialDate, today: string): Dates | undefined {
  const byLast = precision(last) > precision(first);
  const anchor = settle(byLast ? last : first, today);
  if (anchor === undefined) return undefined;
  let other: Dates | undefined;
  if (byLast) other = 'from' in first ? first : latest(first, anchor.to);
  else other = 'from' in last ? last : earliest(last, anchor.from);
  return other === undefined ? undefined : hull(anchor, other);
}

/** What two ranges share; where they share nothing, everything from the first to the last. */
export function meet(a: Dates, b: Dates): Dates {
  const shared = { from: a.from > b.from ? a.from : b.from, to: a.to < b.to ? a.to : b.to };
  return shared.from <= shared.to ? shared : hull(a, b);
}

// Which of two names fixes the other: a year beats a month, a month beats a day.
function precision(named: Dates | PartialDate): number {
  if ('from' in named || named.year !== undefined) return 3;
  return named.month !== undefined ? 2 : 1;
}

function hull(a: Dates, b: Dates): Dates {
  return { from: a.from < b.from ? a.from : b.from, to: a.to > b.to ? a.to : b.to };
}
