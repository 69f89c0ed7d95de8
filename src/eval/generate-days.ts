import { addDays } from '../answer/calendar.ts';
import type { Material } from './material.ts';
import { COUNT_ALL, COUNT_DAY, COUNT_MONTH, COUNT_TAG, DAY, dayOf, fill } from './phrases.ts';
import type { GradedQuestion } from './questions.ts';
import { pick, someOf } from './random.ts';

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
  // Counting is left until it is known which are asked: a large digest can have thousands of tags.
  const all: (() => { question: string; count: number })[] = [
    ...COUNT_ALL.map(question => () => ({ question, count: library.size() })),
    ...days.map(day => () => ({
      question: pick(COUNT_DAY, random).ask(dayOf(day)),
      count: library.count({ from: day, to: day }),
    })),
    ...months.map(month => () => ({
      question: pick(COUNT_MONTH, random).ask(dayOf(`${month}-01`)),
      count: library.count({ from: `${month}-01`, to: `${month}-31` }),
    })),
    ...someOf(tags.length, days.length + months.length, random).map(index => () => {
      const tag = tags[index] ?? '';
      return { question: fill(pick(COUNT_TAG, random), tag), count: library.count({ tags: [tag] }) };
    }),
  ];
  return someOf(all.length, most, random).flatMap(index => {
    const asked = all[index]?.();
    return asked === undefined ? [] : [{ ...asked, kind: 'count', relevant: {} } as const];
  });
}

function daysOf(entries: Material['entries']): string[] {
  return [...new Set(entries.flatMap(({ date }) => date ?? []))];
}

/** A time from which "20 January" means this day, in every time zone. */
function soonAfter(iso: string): string {
  return `${addDays(iso, 2)}T12:00:00Z`;
}
