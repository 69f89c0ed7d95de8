import { asksTheSame, type Question } from '../answer/question.ts';
import type { Request } from '../answer/request.ts';
import type { GradedQuestion } from './questions.ts';

/** An answer that a person found good. */
type Praised = {
  question: string;
  /** what it answered; undefined where another version of the program wrote something else */
  request: Request | undefined;
  page: number;
  refused: boolean;
  /** ids, the closest first */
  sources: readonly string[];
  /** epoch milliseconds */
  askedAt: number;
};

/**
 * A praised answer as a question for `noted eval`: the same entries shall be found again, or the same be refused.
 * `understood` is what its words ask for by themselves. Undefined for words that meant something else, as what goes on
 * from an answer does, for later pages, and for questions about days and numbers, whose answers are exact whatever people
 * think of them.
 */
export function caseOf(
  { question: text, request, page, refused, sources, askedAt }: Praised,
  understood: Question,
): GradedQuestion | undefined {
  if (request?.mode !== 'answer' && request?.mode !== 'search') return undefined;
  if (page !== 1 || !asksTheSame(request.question, understood)) return undefined;
  const { topic, kind } = understood;
  if (topic === '' || kind === 'count') return undefined;
  const asked = { question: text, now: new Date(askedAt).toISOString() };
  if (refused) return { ...asked, kind: 'refusal', relevant: {} };
  const [best, ...others] = sources;
  if (best === undefined) return undefined;
  if (kind === 'first' || kind === 'last') {
    return { ...asked, kind, relevant: Object.fromEntries(sources.map(id => [id, 2])) };
  }
  return { ...asked, kind: 'keyword', relevant: { [best]: 2, ...Object.fromEntries(others.map(id => [id, 1])) } };
}
