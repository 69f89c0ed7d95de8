import type { Question } from './question.ts';
import type { Searchable } from './retrieve.ts';

/** A month or a day of one, in words or digits. */
const MONTH = /月|(?<!\d)\d{1,2}[./-]\d{1,2}(?![\d.])|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)/i;
/** What fixes the year: the year itself, or a word that counts from today. */
const FIXED = /\d{4}|[〇零一二三四五六七八九]{4}年|[今去前明昨上这本]|last|this|ago|past|yesterday|today|recent/i;

/**
 * A day without its year is the last one of that name ("1月25日" is this year's, or last year's): where nothing was noted
 * then, the last one of that name on which something was. So a digest that nobody adds to any more can be asked in the
 * same words.
 */
export function inYearOfEntries(question: Question, library: Pick<Searchable, 'count' | 'span'>): Question {
  const { dates, text } = question;
  const span = library.span();
  if (dates === undefined || dates.open !== undefined || span === undefined) return question;
  if (!MONTH.test(text) || FIXED.test(text)) return question;
  const from = Number(dates.from.slice(0, 4));
  const years = Number(dates.to.slice(0, 4)) - from;
  for (let year = from; year >= Number(span.first.slice(0, 4)); year--) {
    const then = { from: `${year}${dates.from.slice(4)}`, to: `${year + years}${dates.to.slice(4)}` };
    if (library.count(then) > 0) return { ...question, dates: then };
  }
  return question;
}
