import { z } from 'zod';

/** Questions about a topic, whose answer is found by ranking. */
export const RANKED = ['keyword', 'paraphrase', 'cross-lingual', 'several'] as const;
/** Questions that have one right answer, exactly. */
const EXACT = ['date', 'count', 'first', 'last'] as const;

const KINDS = [...RANKED, ...EXACT, 'refusal'] as const;

export type QuestionKind = (typeof KINDS)[number];

/** ids of entries: 2 answers the question, 1 is of help; for `date` all of the days' entries, in order */
const Relevant = z.record(z.string(), z.union([z.literal(1), z.literal(2)]));
/** the time of asking, for "yesterday" */
const Now = z.iso.datetime({ offset: true }).optional();

/** A question with what its answer must be. */
export const GradedQuestion = z
  .strictObject({
    question: z.string().trim().min(1),
    kind: z.enum(KINDS),
    relevant: Relevant,
    now: Now,
    /** the number that answers a `count` question */ count: z.int().nonnegative().optional(),
  })
  .refine(({ kind, count }) => (kind === 'count') === (count !== undefined), {
    error: 'a question of kind "count" has a "count", no other has one',
  })
  .refine(({ kind, relevant }) => kind === 'count' || (kind === 'refusal') === (Object.keys(relevant).length === 0), {
    error: 'a question has "relevant" entries, one of kind "refusal" has none',
  });
export type GradedQuestion = z.infer<typeof GradedQuestion>;

/**
 * A question that is put after another one, with what its answer must be:
 * - `vague`: means something of what was spoken of, in words that no rule knows
 * - `ruled`: goes on from the answer in a way that rules know
 * - `alone`: has nothing to do with it and is not to be bent to it
 * - `refusal`: whatever was spoken of, the notes do not hold it
 */
export const GradedFollowUp = z
  .strictObject({
    before: z.string().trim().min(1),
    question: z.string().trim().min(1),
    kind: z.enum(['vague', 'ruled', 'alone', 'refusal']),
    relevant: Relevant,
    now: Now,
    /** what a vague one means, as somebody who followed the talk would look it up */
    means: z.strictObject({ en: z.string(), zh: z.string() }).optional(),
  })
  .refine(({ kind, relevant }) => (kind === 'refusal') === (Object.keys(relevant).length === 0), {
    error: 'a question has "relevant" entries, one of kind "refusal" has none',
  })
  .refine(({ kind, means }) => (kind === 'vague') === (means !== undefined), {
    error: 'a question of kind "vague" has what it "means", no other has',
  });
export type GradedFollowUp = z.infer<typeof GradedFollowUp>;

/** Lines of a questions file make no sense; the message names each by file and line. */
export class QuestionsFileError extends Error {
  override readonly name = 'QuestionsFileError';
}

/**
 * Reads a questions file: JSON Lines, blank lines left out.
 * @throws QuestionsFileError that names every bad line
 */
export function readQuestions(text: string, file: string): GradedQuestion[] {
  return readLines(GradedQuestion, text, file);
}

/** The same of a file of follow-ups. */
export function readFollowUps(text: string, file: string): GradedFollowUp[] {
  return readLines(GradedFollowUp, text, file);
}

function readLines<T>(schema: z.ZodType<T>, text: string, file: string): T[] {
  const bad: string[] = [];
  const values = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const read = schema.safeParse(jsonOf(line));
    if (read.success) return [read.data];
    const [issue] = read.error.issues;
    bad.push(`${file}:${index + 1}: ${[...(issue?.path ?? []), issue?.message].join(': ')}`);
    return [];
  });
  if (bad.length > 0) throw new QuestionsFileError(bad.join('\n'));
  return values;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
