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

/**
 * What an answer was asked for; JSON, kept with the answer so that another page of it can be made at any later time. Its
 * days are absolute.
 * - `answer`, `search` (the best hits, even where an answer would refuse), `tags` (all of them; of the question only the
 *   language counts)
 * - `entries`, `links`, `days`: the entries with these ids told in full, or their links, or their days
 * - `aspect`: what the entries with these ids, or others on the question's topic, hold of one side of it ("the code")
 */
export const Request = z.discriminatedUnion('mode', [
  z.object({ mode: z.enum(['answer', 'search', 'tags']), question: StoredQuestion }),
  z.object({ mode: z.enum(['entries', 'links', 'days']), question: StoredQuestion, ids: z.array(z.string()) }),
  z.object({
    mode: z.literal('aspect'),
    question: StoredQuestion,
    ids: z.array(z.string()),
    aspect: z.string().min(1),
  }),
]);
export type Request = z.infer<typeof Request>;

/** Which part of a long answer is wanted: the page's number, from 1, and how many entries a page holds. */
export type Page = { number: number; size: number };
