import { addDays } from '../answer/calendar.ts';
import type { Question } from '../answer/question.ts';

const AHEAD: readonly [RegExp, number][] = [
  [/^(?:tomorrow|明天|明日)$/i, 1],
  [/^(?:the day after tomorrow|后天)$/i, 2],
];
/** 2021-1-2-3: neither a day nor a range that anybody writes so. */
const TOO_MANY = /^\d{4}([-./])\d{1,2}\1\d{1,2}\1\d{1,2}$/;
const WRITTEN = /^\d{4}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?[日号]?$/;

/**
 * The question about days that are named in any way, and perhaps something beside them; `no such day` for 30 February,
 * undefined where no day is named.
 */
export function readDay(text: string, understood: (text: string) => Question): Question | 'no such day' | undefined {
  if (TOO_MANY.test(text)) return undefined;
  const ahead = AHEAD.find(([pattern]) => pattern.test(text));
  const today = ahead && understood('today');
  if (today?.dates !== undefined) {
    const day = addDays(today.dates.from, ahead?.[1] ?? 0);
    return { ...today, text, dates: { from: day, to: day } };
  }
  const readings = (words: string) => [words, `on ${words}`, `在${words}`, `in ${words}`].map(understood);
  // "1.20" alone might be a version, and "2021" any number.
  const named = readings(text).filter(({ dates }) => dates !== undefined);
  const day = named.find(({ topic }) => topic === '');
  if (day !== undefined) return { ...day, text };
  // What is a day with another number behind its month is none with this one.
  const earlier = text.replace(/(?<!\d)(?:29|30|31)(?!\d)/, '28');
  if (WRITTEN.test(text)) return 'no such day';
  if (readings(earlier).some(({ dates, topic }) => dates !== undefined && topic === '')) return 'no such day';
  return named[0] && { ...named[0], text };
}
