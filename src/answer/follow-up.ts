import type { Question } from './question.ts';
import type { Request } from './request.ts';
import type { Language } from './wording.ts';

/** An answer that a message may go on from: what was asked, which page was shown, and the ids of its entries. */
export type Earlier = { request: Request; page: number; sources: readonly string[] };

/** What a message that goes on from an answer asks for: so many pages on, or something else. */
export type FollowUp = { turn: number; request?: undefined } | { request: Request; turn?: undefined };

type Parts = {
  understand(text: string, language?: Language): Question;
  language: Language;
  /** entries on a page of days */ pageSize: number;
};

/** What a message asks for that goes on from an earlier answer; undefined for one that stands by itself. */
export function followUp(text: string, _previous: Earlier, _parts: Parts): FollowUp | undefined {
  if (/^(?:more|next|还有吗)$/i.test(text)) return { turn: 1 };
  return undefined;
}
