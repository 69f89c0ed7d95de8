import type { Entry } from '../digest/entry.ts';
import type { Embedder } from '../model/embedder.ts';
import { lookUp } from './look-up.ts';
import type { Question } from './question.ts';
import { filterOf, type Searchable } from './retrieve.ts';

/** An entry that a search found; scores are comparable within one search only. */
export type SearchHit = { entry: Entry; score: number };

/** The entries for a question, best first; for one about days alone, those days' entries in the digest's order. */
export async function search(
  question: Question,
  { library, embedder, limit }: { library: Searchable; embedder: Embedder; limit: number },
): Promise<SearchHit[]> {
  if (question.topic !== '') {
    const { found } = await lookUp(question, { library, embedder, limit });
    return found.map(({ entry, score }) => ({ entry, score }));
  }
  const entries = await entriesOf(question, { library, limit: Math.min(limit, question.limit ?? limit) });
  return entries.map(entry => ({ entry, score: 1 }));
}

/** Those of the days and tags that were named; the newest first where no day was, or where that was asked. */
async function entriesOf(
  question: Question,
  { library, limit }: { library: Searchable; limit: number },
): Promise<Entry[]> {
  const filter = filterOf(question);
  if (question.nth !== undefined) return library.entries(filter, { offset: question.nth - 1, limit: 1 });
  if (question.kind === 'first') return library.entries(filter, { limit });
  if (question.kind === 'last') {
    const entries = await library.entries(filter, { offset: Math.max(0, library.count(filter) - limit), limit });
    return entries.reverse();
  }
  const narrowed = question.dates !== undefined || question.tags.length > 0;
  return library.entries(filter, { limit, newestFirst: question.recent || !narrowed });
}
