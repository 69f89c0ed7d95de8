import type { Answer } from './answer/answer.ts';
import type { Asking } from './answer/asking.ts';
import { REST } from './answer/calls.ts';
import type { Request } from './answer/request.ts';
import type { RespondParts } from './answer/respond.ts';
import { type WriteParts, type WritingReport, write } from './answer/write.ts';
import { type Config, chatSettings } from './config.ts';
import { messageOf } from './errors.ts';
import type { Log } from './log.ts';
import type { ModelCall } from './model/metered.ts';
import { ModelError } from './model/model-error.ts';
import { readPrompts } from './model/prompts.ts';
import type { Writer } from './model/writer.ts';
import type { Shared } from './store/shared.ts';
import { createBreaker } from './timing/breaker.ts';

/** Answers in the words of the model that the settings name. */
export type Writing = {
  write(request: Request, asking: Asking): Promise<Answer>;
  /** the model itself */ writer(): Promise<Writer>;
};

type Parts = RespondParts &
  Pick<WriteParts, 'today' | 'day'> & {
    config: Config;
    books: Shared['books'];
    onCall: (call: ModelCall) => void;
    onWritten: (outcome: string) => void;
    log: Log;
  };

/**
 * Makes ready for writing answers, where the settings name a model; what speaks to its server is loaded when the first
 * answer is written.
 * @throws PromptError
 */
export async function prepareWriting({
  config,
  books,
  onCall,
  onWritten,
  log,
  ...parts
}: Parts): Promise<Writing | undefined> {
  const server = chatSettings(config);
  if (server === undefined) return undefined;
  const settings = { ...server, prompts: await readPrompts(), patienceMs: 1000 * config.ANSWER_SECONDS };
  const elapsed = () => performance.now();
  let loading: Promise<Writer> | undefined;

  async function load(): Promise<Writer> {
    const [{ openWriter }, { meteredWriter }] = await Promise.all([
      import('./model/openai/writer.ts'),
      import('./model/metered.ts'),
    ]);
    return meteredWriter(openWriter(settings), { onCall, elapsed });
  }
  const writer = () => {
    loading ??= load();
    return loading;
  };
  const shared = {
    ...parts,
    ...{ breaker: createBreaker(REST), elapsed, deadlineMs: settings.patienceMs },
    limits: { questions: config.QUESTIONS_PER_DAY, tokens: config.LLM_TOKENS_PER_DAY },
    ...booksOf(books),
    onWritten(report: WritingReport) {
      const { firstMs, ms } = report;
      const whole = { firstMs: firstMs && Math.round(firstMs), ms: Math.round(ms) };
      log.info({ ...report, ...whole }, 'an answer was worded');
      onWritten(report.outcome);
    },
    onTrouble: (error: unknown) => log.warn(troubleOf(error), 'the model failed'),
    onStoreFailure: (error: unknown) =>
      log.error({ error: messageOf(error) }, 'what written answers cost or say could not be read or kept'),
  };
  return {
    writer,
    write: async (request, asking) => write(request, asking, { ...shared, writer: await writer() }),
  };
}

/** The books, opened when they are first written in: what fails then is the same as what fails later. */
function booksOf(books: Shared['books']): Pick<WriteParts, 'usage' | 'written'> {
  return {
    usage: {
      reserve: async request => (await books()).usage.reserve(request),
      settle: async request => (await books()).usage.settle(request),
      refund: async request => (await books()).usage.refund(request),
      keep: async whose => (await books()).usage.keep(whose),
    },
    written: {
      get: async key => (await books()).written.get(key),
      put: async (key, text) => (await books()).written.put(key, text),
    },
  };
}

/** What may be logged of a failure: its message holds no secret, while its cause may repeat what was asked. */
function troubleOf(error: unknown): Record<string, unknown> {
  const known = error instanceof ModelError ? { trouble: error.trouble, status: error.status } : {};
  return { ...known, error: messageOf(error) };
}
