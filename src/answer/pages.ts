import type { Page, Request } from './request.ts';

/** Sources of an answer on a topic, and of one that was asked to list everything or that has further pages. */
export const EXPLAINED = 5;
export const LISTED = 20;

/** Which page an answer is, and of how many; only where there is more than one. */
export type Numbered = { number: number; of: number };

/** What of a list is shown: `count` of it from `offset` on. */
export type Cut = { offset: number; count: number; page: Numbered | undefined };

/** The part of a list that a page shows; the last page for a number beyond it, the whole list where no page is asked for. */
export function cut(total: number, page: Page | undefined): Cut {
  if (page === undefined) return { offset: 0, count: total, page: undefined };
  const of = Math.max(1, Math.ceil(total / page.size));
  const number = Math.min(Math.max(1, page.number), of);
  const offset = (number - 1) * page.size;
  return { offset, count: Math.min(page.size, total - offset), page: of === 1 ? undefined : { number, of } };
}

/** How many entries stand on the pages before this one. */
export function before({ request, page }: { request: Request; page: number }, size: number): number {
  return (page - 1) * pageSizeOf(request, size);
}

/**
 * How many entries a page holds, where a page of days holds `size`: of a topic only the closest are looked at, and a
 * line for a tag is short.
 */
export function pageSizeOf({ mode, question }: Request, size: number): number {
  if (mode === 'tags') return 3 * size;
  return mode === 'answer' && question.topic !== '' && question.kind === 'explain' ? Math.min(size, EXPLAINED) : size;
}
