import { addDays } from '../answer/calendar.ts';
import type { Material } from './material.ts';
import { COUNT_ALL, COUNT_DAY, COUNT_MONTH, COUNT_TAG, DAY, dayOf, fill } from './phrases.ts';
import type { GradedQuestion } from './questions.ts';
import { pick } from './random.ts';

/** "What did we note on …", for the days of some entries. */
export async function dayQuestions({ library, entries, random }: Material): Promise<GradedQuestion[]> {
  const questions: GradedQuestion[] = [];
  for (const iso of daysOf(entries)) {
    const phrase = pick(DAY, random);
    const noted = await library.entries({ from: iso, to: iso });
    questions.push({
      question: phrase.ask(dayOf(iso)),
      kind: 'date',
      relevant: Object.fromEntries(noted.map(({ id }) => [id, 2 as const])),
      ...(phrase.yearless && { now: soonAfter(iso) }),
    });
  }
  return questions;
}

/** "How many …": in all, on a day, in a month, with a tag; at most so many. */
export function countQuestions({ library, entries, random }: Material, most: number): GradedQuestion[] {
  const days = daysOf(entries);
  const months = [...new Set(days.map(day => day.slice(0, 7)))];
  const tags = [...library.tags().keys()].filter(tag => /^[\p{L}\p{N}_]+$/u.test(tag) && /\p{L}/u.test(tag));
  const asked: { question: string; count: number }[] = [
    ...COUNT_ALL.map(question => ({ question, count: library.size() })),
    ...days.map(day => ({
      question: pick(COUNT_DAY, random).ask(dayOf(day)),
      count: library.count({ from: day, to: day }),
    })),
    ...months.map(month => ({
      question: pick(COUNT_MONTH, random).ask(dayOf(`${month}-01`)),
      count: library.count({ from: `${month}-01`, to: `${month}-31` }),
    })),
    ...tags.map(tag => ({ question: fill(pick(COUNT_TAG, random), tag), count: library.count({ tags: [tag] }) })),
  ];
  const step = Math.max(1, asked.length / most);
  const some = asked.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  return some.map(({ question, count }) => ({ question, kind: 'count', relevant: {}, count }));
}

function daysOf(entries: Material['entries']): string[] {
  return [...new Set(entries.flatMap(({ date }) => date ?? []))];
}

/** A time from which "20 January" means this day, in every time zone. */
function soonAfter(iso: string): string {
  return `${addDays(iso, 2)}T12:00:00Z`;
}
