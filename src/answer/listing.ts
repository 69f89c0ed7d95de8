import type { Entry } from '../digest/entry.ts';
import { type Cut, cut } from './pages.ts';
import type { Question } from './question.ts';
import type { Page } from './request.ts';
import { filterOf, type Searchable } from './retrieve.ts';

/**
 * The entries that a question without a topic means by its days, tags, numbers and order, at most `limit` of them, in
 * the order in which they are told: the digest's own, or the newest first where the last or recent ones were asked for.
 * With a page, those of the page, of `total` in all. `limited`: the
 * digest has more of them.
 */
export async function listing(
  question: Question,
  options: { library: Searchable; limit?: number; page?: Page | undefined },
): Promise<{ entries: Entry[]; total: number; limited: boolean; cut: Cut }> {
  const { library, limit = Number.POSITIVE_INFINITY, page } = options;
  const { kind, nth, recent } = question;
  if (nth !== undefined) {
    const entries = await numbered(question, nth, library);
    return { entries, total: entries.length, limited: false, cut: cut(entries.length, page) };
  }
  const ends = kind === 'first' || kind === 'last';
  const filter = ends ? datedOf(question, library) : filterOf(question);
  const count = library.count(filter);
  const total = Math.min(count, limit, question.limit ?? (ends ? 1 : limit));
  const part = cut(total, page);
  const list = { total, limited: total < count, cut: part };
  const { offset } = part;
  if (kind === 'last') {
    const entries = await library.entries(filter, { offset: count - offset - part.count, limit: part.count });
    return { entries: entries.reverse(), ...list };
  }
  // A message that asks for nothing in particular finds what is new.
  const newestFirst = !ends && (recent || (!isNarrowed(question) && kind !== 'list'));
  return { entries: await library.entries(filter, { offset, limit: part.count, newestFirst }), ...list };
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
