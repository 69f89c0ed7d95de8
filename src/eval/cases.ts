import type { Question } from '../answer/question.ts';
import type { GradedQuestion } from './questions.ts';

/** An answer that a person found good. */
type Praised = {
  question: string;
  refused: boolean /** ids, the closest first */;
  sources: readonly string[];
  at: number;
};

/**
 * A praised answer as a question for `noted eval`: the same entries shall be found again, or the same be refused. Undefined
 * for questions about days and numbers, whose answers are exact whatever people think of them.
 */
export function caseOf(
  { question: text, refused, sources, at }: Praised,
  question: Question,
): GradedQuestion | undefined {
  const asked = { question: text, now: new Date(at).toISOString() };
  if (refused) return { ...asked, kind: 'refusal', relevant: {} };
  const [best, ...others] = sources;
  if (best === undefined || question.topic === '' || question.kind === 'count') return undefined;
  if (question.kind === 'first' || question.kind === 'last') {
    return { ...asked, kind: question.kind, relevant: Object.fromEntries(sources.map(id => [id, 2])) };
  }
  return { ...asked, kind: 'keyword', relevant: { [best]: 2, ...Object.fromEntries(others.map(id => [id, 1])) } };
}
