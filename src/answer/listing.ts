import type { Entry } from '../digest/entry.ts';
import type { Question } from './question.ts';
import { filterOf, type Searchable } from './retrieve.ts';

/**
 * The entries that a question without a topic means by its days, tags, numbers and order, at most `limit` of them, in
 * the order in which they are told: the digest's own, or the newest first where the last or recent ones were asked for.
 */
export async function listing(
  question: Question,
  { library, limit = Number.POSITIVE_INFINITY }: { library: Searchable; limit?: number },
): Promise<Entry[]> {
  const { kind, nth, recent } = question;
  if (nth !== undefined) return numbered(question, nth, library);
  if (kind === 'first' || kind === 'last') {
    const filter = datedOf(question, library);
    const wanted = Math.min(limit, question.limit ?? 1);
    const offset = kind === 'first' ? 0 : Math.max(0, library.count(filter) - wanted);
    const entries = await library.entries(filter, { offset, limit: wanted });
    return kind === 'first' ? entries : entries.reverse();
  }
  const wanted = Math.min(limit, question.limit ?? limit);
  // A message that asks for nothing in particular finds what is new.
  const newestFirst = recent || (!isNarrowed(question) && kind !== 'list');
  return library.entries(filterOf(question), { limit: wanted, newestFirst });
}

/** Whether the question names days or tags. */
export function isNarrowed({ dates, tags }: Question): boolean {
  return dates !== undefined || tags.length > 0;
}

/** Of one day, the entry with this number; else, and where no number is so, the n-th of what was named. */
async function numbered(question: Question, nth: number, library: Searchable): Promise<Entry[]> {
  const { dates } = question;
  if (dates !== undefined && dates.from === dates.to) {
    const entries = await library.entries(filterOf(question));
    const entry = entries.find(({ ordinal }) => ordinal === nth) ?? entries[nth - 1];
    return entry === undefined ? [] : [entry];
  }
  return library.entries(datedOf(question, library), { offset: nth - 1, limit: 1 });
}

/** What was named, without undated entries as long as others have dates: they are the first or last of nothing. */
function datedOf(question: Question, library: Searchable): ReturnType<typeof filterOf> {
  const named = filterOf(question);
  const span = library.span();
  const dated = span === undefined ? named : { from: span.first, ...named };
  return library.count(dated) > 0 ? dated : named;
}
