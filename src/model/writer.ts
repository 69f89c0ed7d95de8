import { z } from 'zod';

/** The cost of a request to a model, as its server counts it or, where it does not, as we estimate it. */
export type Tokens = { prompt: number; completion: number };

/** An entry as a model is given it; it cites it as `[n]`. */
export type WriterSource = {
  n: number;
  date: string | undefined;
  ordinal: number;
  title: string;
  /** the whole entry as plain text */ text: string;
  tags: readonly string[];
  urls: readonly string[];
};

/** What is to be answered, and out of what. */
export type AnswerTask = {
  /** as the person put it */ question: string;
  language: 'en' | 'zh';
  /** what is known exactly of it, such as a count or a list's heading; said before the answer, so not to be said again */
  facts: string;
  sources: readonly WriterSource[];
};

/** A question that rules found nothing for, and what was spoken of before it. */
export type RewordTask = {
  question: string;
  /** the person's today, an ISO day */ today: string;
  previous: { question: string; titles: readonly string[] } | undefined;
};

/** An inclusive ISO day; models that know of none say so in several ways. */
const Day = z
  .string()
  .nullish()
  .transform(day => day?.trim() || undefined)
  .pipe(z.iso.date().optional());
const Query = z.string().trim().min(1).max(200);

/** The same question in words that search can use: what to look up, in English and in Chinese, and the days that it means. */
export type Reworded = z.infer<typeof Reworded>;
export const Reworded = z
  .object({
    en: Query,
    zh: Query,
    from: Day,
    to: Day,
    kind: z.enum(['explain', 'list', 'count', 'first', 'last']),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, 'the first day comes after the last');

/** Words answers. What it says is held against the sources afterwards: nothing of it is to be believed. */
export type Writer = {
  /** Names the model and the prompts, so that what another one wrote is not taken for its writing. */
  readonly version: string;
  /**
   * Yields the answer's Markdown piece by piece, and returns what it cost.
   * @throws ModelError where the server fails, however far it has come; the signal's reason
   */
  answer(task: AnswerTask, options: { signal: AbortSignal }): AsyncGenerator<string, Tokens, undefined>;
  /** @throws ModelError; the signal's reason */
  reword(task: RewordTask, options: { signal: AbortSignal }): Promise<{ reworded: Reworded; tokens: Tokens }>;
};
