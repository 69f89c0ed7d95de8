import { type Answer, answer } from '../answer/answer.ts';
import { understand } from '../answer/question.ts';
import type { Searchable, SearchParts } from '../answer/retrieve.ts';
import { search } from '../answer/search.ts';
import type { Embedder } from '../model/embedder.ts';
import { hitAt, isSame, recallAt, reciprocalRank } from './measure.ts';
import { type GradedQuestion, type QuestionKind, RANKED } from './questions.ts';

/** How a question was answered. Measures that make no sense for its kind are undefined. */
export type Verdict = {
  question: string;
  kind: QuestionKind;
  refused: boolean;
  /** ids that were found, best first; for `count` what the answer says */ found: string[];
  expected: string[];
  recall1: number | undefined;
  recall5: number | undefined;
  reciprocalRank: number | undefined;
  exact: boolean | undefined;
  /** milliseconds that the search took, for a ranked kind */ took: number | undefined;
};

/** What questions are put to. */
export type Asked = {
  library: Searchable;
  embedder: Embedder;
  /** see SearchParts */ questionVector?: SearchParts['questionVector'];
  timeZone: string;
  /** the time of asking where the question has none */ now: Date;
  /** milliseconds, for measuring */ clock: () => number;
};

/** Asks a question and holds what comes back against what should. */
export async function judge(graded: GradedQuestion, asked: Asked): Promise<Verdict> {
  const { library, embedder, questionVector, timeZone, clock } = asked;
  const parts = { library, embedder, questionVector };
  const now = graded.now === undefined ? asked.now : new Date(graded.now);
  const question = understand(graded.question, { now, timeZone });
  const ranked = RANKED.some(kind => kind === graded.kind);
  const started = clock();
  const hits = ranked ? await search(question, { ...parts, limit: DEPTH }) : [];
  const took = ranked ? clock() - started : undefined;
  const given = await answer(question, parts);
  const found = ranked ? hits.map(({ entry }) => entry.id) : given.sources.map(({ id }) => id);
  const { kind, relevant } = graded;
  const about = { question: graded.question, kind, refused: given.refused, found, took };
  const none = { recall1: undefined, recall5: undefined, reciprocalRank: undefined, exact: undefined };
  if (kind === 'count') {
    const expected = [String(graded.count)];
    return { ...about, ...none, found: [firstParagraph(given.text)], expected, exact: isExact(graded, given) };
  }
  if (!ranked) return { ...about, ...none, expected: Object.keys(relevant), exact: isExact(graded, given) };
  // Several answers are all wanted; of a single one, the best will do.
  const wanted = new Set(kind === 'several' ? Object.keys(relevant) : best(relevant));
  const at = kind === 'several' ? recallAt : hitAt;
  return {
    ...about,
    exact: undefined,
    expected: [...wanted],
    recall1: at(1, found, wanted),
    recall5: at(5, found, wanted),
    reciprocalRank: reciprocalRank(found, wanted),
  };
}

/** Hits looked at for the reciprocal rank. */
const DEPTH = 10;

function best(relevant: GradedQuestion['relevant']): string[] {
  const top = Math.max(0, ...Object.values(relevant));
  return Object.keys(relevant).filter(id => relevant[id] === top);
}

/** Whether an answer is the one right one; undefined where there is none such. */
export function isExact(
  { kind, relevant, count }: GradedQuestion,
  { text, refused, sources }: Answer,
): boolean | undefined {
  const ids = sources.map(({ id }) => id);
  if (kind === 'date') return isSame(ids, Object.keys(relevant));
  if (kind === 'count') return count === undefined ? undefined : says(text, count) && !refused;
  if (kind === 'refusal') return refused;
  return best(relevant).some(id => id === ids[0]);
}

/** Whether the answer's first paragraph gives the number: not as a part of a day or of another number. */
function says(text: string, count: number): boolean {
  const numbers =
    firstParagraph(text)
      .replace(/\d{4}-\d{2}-\d{2}|“[^”]*”/g, ' ')
      .match(/\d+/g) ?? [];
  return numbers.some(number => Number(number) === count);
}

function firstParagraph(text: string): string {
  return text.split('\n\n', 1).join('');
}
