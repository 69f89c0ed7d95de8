import { z } from 'zod';
import type { Question } from './question.ts';

const Dates = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  open: z.enum(['before', 'until', 'since']).exactOptional(),
});

/** A question as it is kept; JSON leaves out what is undefined. */
const StoredQuestion = z
  .object({
    text: z.string(),
    language: z.enum(['en', 'zh']),
    kind: z.enum(['explain', 'list', 'count', 'first', 'last']),
    dates: Dates.optional(),
    topic: z.string(),
    tags: z.array(z.string()),
    recent: z.boolean(),
    limit: z.int().positive().optional(),
    nth: z.int().positive().optional(),
  })
  .transform((stored): Question => {
    const { dates, limit, nth } = stored;
    return { ...stored, dates, limit, nth };
  });

const Ids = z.array(z.string());
const Found = z.object({
  mode: z.enum(['answer', 'search', 'tags']),
  question: StoredQuestion,
  /** what was offered where it was refused */
  nearest: Ids.exactOptional(),
});
const Aspect = z.object({
  mode: z.literal('aspect'),
  question: StoredQuestion,
  ids: Ids,
  aspect: z.string().min(1),
});

/** A list as it was shown: its page, and the ids on it in the order of their numbers. */
const List = z.object({
  request: z.discriminatedUnion('mode', [Found, Aspect]),
  page: z.int().positive(),
  sources: Ids,
});
/** Where the answer names no entries, the list that numbers and "more" go on referring to. */
const before = { from: List.exactOptional() };
const Picked = z.object({
  mode: z.enum(['entries', 'links', 'days']),
  question: StoredQuestion,
  ids: Ids,
  /** of an entry that is not on the list's page: its number in the list, by which it is found where `ids` has none */
  number: z.int().positive().exactOptional(),
  from: List,
});

/**
 * What an answer was asked for; JSON, kept with the answer so that another page of it can be made at any later time. Its
 * days are absolute.
 * - `answer`, `search` (the best hits, even where an answer would refuse), `tags` (all of them; of the question only the
 *   language counts)
 * - `entries`, `links`, `days`: the entries with these ids told in full, or their links, or their days; and the list
 *   that they were picked from, to which numbers and "more" go on referring
 * - `aspect`: what the entries with these ids, or others on the question's topic, hold of one side of it ("the code")
 */
export const Request = z.discriminatedUnion('mode', [Found.extend(before), Aspect.extend(before), Picked]);
export type Request = z.infer<typeof Request>;

export type List = z.infer<typeof List>;
export type Picked = z.infer<typeof Picked>;

/** Whether a request is about entries that were picked from a list. */
export function isPicked(request: Request): request is Picked {
  return request.mode === 'entries' || request.mode === 'links' || request.mode === 'days';
}

/** An answer that a message may go on from: what was asked, which page was shown, and the ids of its entries. */
export type Previous = { request: Request; page: number; sources: readonly string[] };

/** Which part of a long answer is wanted: the page's number, from 1, and how many entries a page holds. */
export type Page = { number: number; size: number };
