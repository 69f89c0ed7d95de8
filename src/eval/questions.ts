import { z } from 'zod';

/** Questions about a topic, whose answer is found by ranking. */
export const RANKED = ['keyword', 'paraphrase', 'cross-lingual', 'several'] as const;
/** Questions that have one right answer, exactly. */
const EXACT = ['date', 'count', 'first', 'last'] as const;

const KINDS = [...RANKED, ...EXACT, 'refusal'] as const;

export type QuestionKind = (typeof KINDS)[number];

/** A question with what its answer must be. */
export const GradedQuestion = z
  .strictObject({
    question: z.string().trim().min(1),
    kind: z.enum(KINDS),
    /** ids of entries: 2 answers the question, 1 is of help; for `date` all of the days' entries, in order */
    relevant: z.record(z.string(), z.union([z.literal(1), z.literal(2)])),
    /** the time of asking, for "yesterday" */ now: z.iso.datetime({ offset: true }).optional(),
    /** the number that answers a `count` question */ count: z.int().nonnegative().optional(),
  })
  .refine(({ kind, count }) => (kind === 'count') === (count !== undefined), {
    error: 'a question of kind "count" has a "count", no other has one',
  })
  .refine(({ kind, relevant }) => kind === 'count' || (kind === 'refusal') === (Object.keys(relevant).length === 0), {
    error: 'a question has "relevant" entries, one of kind "refusal" has none',
  });
export type GradedQuestion = z.infer<typeof GradedQuestion>;

/** Lines of a questions file make no sense; the message names each by file and line. */
export class QuestionsFileError extends Error {
  override readonly name = 'QuestionsFileError';
}

/**
 * Reads a questions file: JSON Lines, blank lines left out.
 * @throws QuestionsFileError that names every bad line
 */
export function readQuestions(text: string, file: string): GradedQuestion[] {
  const bad: string[] = [];
  const questions = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const read = GradedQuestion.safeParse(jsonOf(line));
    if (read.success) return [read.data];
    const [issue] = read.error.issues;
    bad.push(`${file}:${index + 1}: ${[...(issue?.path ?? []), issue?.message].join(': ')}`);
    return [];
  });
  if (bad.length > 0) throw new QuestionsFileError(bad.join('\n'));
  return questions;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
