import { addDays, beginning, type Dates, type PartialDate, weekOf } from './calendar.ts';
import type { DatePhrase } from './date-phrase.ts';
import { englishDates } from './dates-en.ts';
import { numericDates } from './dates-numeric.ts';
import { chineseDates } from './dates-zh.ts';
import { between, meet, settle } from './ranges.ts';

type Found = { start: number; end: number; named: Dates | PartialDate; sure: boolean };
type Cut = { start: number; end: number };

/*
 * chrono-node was measured first: it reads English days well, but makes one day of most periods ("last week", "past 3
 * days"), takes "sun" and "march" for dates, and knows neither 上个月 nor 最近三天 nor 1月20日到25日.
 * Two grammars would have to agree about what a range is, so the whole of it is here; a test holds the English days
 * against chrono-node.
 */
const phrases: DatePhrase[] = [...numericDates, ...englishDates, ...chineseDates];

const reach = 40;
// "2021/01/20 必读 | CVPR 2021评审出炉" is a title that somebody pasted, and its date part of it.
const heading = /^[^\n,，。?？!！|]{0,20}\|/;
const joint = /^\s*(?:to|through|thru|until|till|and|or|&|-|–|—|~|～|到|至|和|与|跟|及|或|、|,)\s*(?:the\s+)?$/i;

/**
 * The days that a message names, and where it names them. Several dates together: what they share, or else everything
 * from the first to the last. `text` is folded, with quoted parts hidden.
 */
export function findDates(text: string, today: string): { dates: Dates | undefined; cuts: Cut[] } {
  // 1. Every phrase wherever it occurs; of overlapping ones the surest, the first, the longest. 2. Doubtful ones need support.
  const found = supported(text, apart(candidates(text, today))).filter(
    ({ end }) => !heading.test(text.slice(end, end + reach)),
  );
  // 3. "A to B" becomes one range, and what stands around it may open it to one side ("since A").
  let dates: Dates | undefined;
  const cuts: Cut[] = [];
  for (let i = 0; i < found.length; i += 1) {
    const first = found[i];
    if (first === undefined) break;
    const next = found[i + 1];
    const paired = next !== undefined && joint.test(text.slice(first.end, next.start));
    const range = paired ? between(first.named, next.named, today) : settle(first.named, today);
    const end = paired ? next.end : first.end;
    if (paired) i += 1;
    if (range === undefined) continue;
    const { dates: opened, cut } = inContext(text, { start: first.start, end }, range, today);
    dates = dates === undefined ? opened : meet(dates, opened);
    cuts.push(cut);
  }
  return { dates, cuts };
}

/** The range in words for an answer, "on" and "from" included; an end that was left open is not given a day. */
export function describeRange({ from, to, open }: Dates, language: 'en' | 'zh'): string {
  const chinese = language === 'zh';
  if (open === 'since') return chinese ? `${from} 以来` : `since ${from}`;
  if (open === 'before') return chinese ? `${addDays(to, 1)} 之前` : `before ${addDays(to, 1)}`;
  if (from === beginning) return chinese ? `${to} 及以前` : `up to ${to}`;
  if (from === to) return chinese ? from : `on ${from}`;
  return chinese ? `${from} 至 ${to}` : `from ${from} to ${to}`;
}

function candidates(text: string, today: string): Found[] {
  return phrases.flatMap(({ pattern, read, holds }) =>
    [...text.matchAll(pattern)].flatMap(match => {
      const named = read(match, today);
      if (named === undefined || settle(named, today) === undefined) return [];
      const [start, end] = [match.index, match.index + match[0].length];
      return [{ start, end, named, sure: holds === undefined || holds(...around(text, start, end)) }];
    }),
  );
}

// Enough of the text to judge by. What is cut off is marked, for the edge of a message is a sign by itself.
function around(text: string, start: number, end: number): [string, string] {
  const before = start > reach ? `\ue000${text.slice(start - reach, start)}` : text.slice(0, start);
  const after = text.length - end > reach ? `${text.slice(end, end + reach)}\ue000` : text.slice(end);
  return [before, after];
}

function apart(all: Found[]): Found[] {
  const kept: Found[] = [];
  const sorted = all.toSorted((a, b) => Number(b.sure) - Number(a.sure) || a.start - b.start || b.end - a.end);
  for (const one of sorted) if (kept.every(other => one.end <= other.start || one.start >= other.end)) kept.push(one);
  return kept.toSorted((a, b) => a.start - b.start);
}

// A doubtful form is believed beside a date that is believed: "2021.1.18 - 1.24".
function supported(text: string, found: Found[]): Found[] {
  return found.filter((one, i) => {
    if (one.sure) return true;
    const before = found[i - 1];
    const after = found[i + 1];
    return (
      (before?.sure === true && joint.test(text.slice(before.end, one.start))) ||
      (after?.sure === true && joint.test(text.slice(one.end, after.start)))
    );
  });
}

const opensWeek =
  /(?:\bthe\s+)?\bweek\s+(?:of|from|starting|beginning|commencing|containing|including)\s+(?:on\s+)?(?:the\s+)?$/i;
const closesWeek = /^\s?(?:那|所在的?|当|的那)(?:一|个)?(?:周|星期)/;
const opensSince =
  /(?:\b(?:(?:ever )?since|from (?=.*\bon(?:wards?)?\b)|starting(?: from| on| in)?|beginning(?: from| on| in)?|no earlier than|as of)\s+(?:the\s+)?|自从?\s?)$/i;
const closesSince =
  /^\s?(?:以来|之后到现在|起|开始|至今|到现在|到今天|到目前(?:为止)?|\s(?:on(?:wards?)?(?=\s*(?:$|[,.?!]))|onwards?\b|and (?:later|after|onwards?)\b(?!\s\d)|(?:to|till|until|up to) (?:now|date|the present|present)\b))/i;
const opensAfter = /\b(?:after|later than|following|newer than)\s+(?:the\s+)?$/i;
const closesAfter = /^\s?(?:之后|以后|(?<!天)后(?![来续面端处期验]))/;
const opensBefore = /\b(?:before|prior to|earlier than|older than)\s+(?:the\s+)?$/i;
const closesBefore = /^\s?(?:之前|以前|前(?![面端向沿后置天]))/;
const opensUntil =
  /(?:\b(?:until|till|up to|up until|through|no later than|as late as)\s+(?:the\s+)?|(?:截至|截止到?|直到)\s?)$/i;
const closesUntil = /^\s?(?:为止|\s(?:and|or) (?:earlier|before)\b(?!\s\d))/i;

// What belongs to the date without changing it: "on …", "…的", "yesterday's".
const leads =
  /(?:\b(?:on|in|at|from|during|for|of|dated|between|over|within|throughout)(?:\s+(?:the|day|date))*\s+|自从?\s?|[在于从]\s?|截至\s?)$/i;
const trails = /^(?:'s?\b|\s?(?:那天|当天|这天|那一天|期间|之间|以内|之内|里面|里)?\s?(?:的|里|中(?=的|我|有|记))?)/;

function inContext(text: string, at: Cut, range: Dates, today: string): { dates: Dates; cut: Cut } {
  let { start, end } = at;
  let dates = range;
  const opens = (pattern: RegExp) => {
    const length = pattern.exec(text.slice(Math.max(0, start - reach), start))?.[0].length ?? 0;
    start -= length;
    return length > 0;
  };
  const closes = (pattern: RegExp) => {
    const length = pattern.exec(text.slice(end, end + reach))?.[0].length ?? 0;
    end += length;
    return length > 0;
  };
  if (opens(opensWeek) || closes(closesWeek)) dates = { from: weekOf(dates.from).from, to: weekOf(dates.to).to };
  if (closes(closesAfter) || opens(opensAfter)) dates = since(addDays(dates.to, 1), today);
  else if (closes(closesBefore) || opens(opensBefore)) {
    dates = { from: beginning, to: addDays(dates.from, -1), open: 'before' };
  } else if (closes(closesUntil) || opens(opensUntil)) dates = { from: beginning, to: dates.to, open: 'until' };
  else if (closes(closesSince) || opens(opensSince)) dates = since(dates.from, today);
  opens(leads);
  closes(trails);
  return { dates: dates.from <= dates.to ? dates : range, cut: { start, end } };
}

function since(from: string, today: string): Dates {
  return { from, to: from > today ? from : today, open: 'since' };
}
