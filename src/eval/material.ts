import type { Searchable } from '../answer/retrieve.ts';
import type { Entry } from '../digest/entry.ts';
import type { Library } from '../library/library.ts';
import type { GradedQuestion } from './questions.ts';
import { someOf } from './random.ts';

/** What questions are made of: the library, and some of its entries. */
export type Material = { library: Library; entries: readonly Entry[]; random: () => number };

/** A question made from the digest, and what it is put to: the library, or the library without what would answer it. */
export type Generated = { graded: GradedQuestion; library: Searchable };

/** Up to `most` entries from all over the digest. */
export async function gather(library: Library, most: number, random: () => number): Promise<Material> {
  const entries: Entry[] = [];
  for (const offset of someOf(library.size(), most, random)) {
    entries.push(...(await library.entries({}, { offset, limit: 1 })));
  }
  return { library, entries, random };
}
