import type { Entry } from '../digest/entry.ts';
import type { Embedder } from '../model/embedder.ts';
import type { Question } from './question.ts';
import { filterOf, retrieve, type Searchable } from './retrieve.ts';

/** An entry that a search found; scores are comparable within one search only. */
export type SearchHit = { entry: Entry; score: number };

/** The entries for a question, best first; for one about days alone, those days' entries in the digest's order. */
export async function search(
  question: Question,
  { library, embedder, limit }: { library: Searchable; embedder: Embedder; limit: number },
): Promise<SearchHit[]> {
  if (question.topic !== '') {
    const found = await retrieve(question, { library, embedder, limit });
    return found.map(({ entry, score }) => ({ entry, score }));
  }
  const narrowed = question.dates !== undefined || question.tags.length > 0;
  const newestFirst = question.recent || question.kind === 'last' || !narrowed;
  const entries = await library.entries(filterOf(question), { limit, newestFirst });
  return entries.map(entry => ({ entry, score: 1 }));
}
