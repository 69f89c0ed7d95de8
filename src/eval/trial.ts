import type { Answer } from '../answer/answer.ts';
import type { Asking } from '../answer/asking.ts';
import { todayIn } from '../answer/calendar.ts';
import type { Page, Request } from '../answer/request.ts';
import { type RespondParts, respond } from '../answer/respond.ts';
import { type WriteParts, type WritingReport, write } from '../answer/write.ts';
import type { Writer } from '../model/writer.ts';
import { overhear, type Reworking, type Said, type Trouble } from './overhear.ts';

/** How a question was answered, and what was heard at the model meanwhile. */
export type Exchange = {
  answer: Answer;
  /** how it went, where a model was to word the answer */ report: WritingReport | undefined;
  answers: readonly Said[];
  rewordings: readonly Reworking[];
  /** milliseconds until the model's first words were shown, and in all */ firstMs: number | undefined;
  ms: number;
};

/** What questions are put to: the rules alone, and a model as everybody has it. */
export type Trial = {
  library: RespondParts['library'];
  respond(request: Request, page?: Page): Promise<Answer>;
  /** @throws ModelDownError */
  write(request: Request, asking: Asking & { now: Date }): Promise<Exchange>;
  timeZone: string;
  /** the time of asking where a question has none */ now: Date;
};

type Parts = RespondParts &
  Pick<Trial, 'timeZone' | 'now'> & {
    writer: Writer;
    /** what writing an answer may take, in milliseconds */ deadlineMs: number;
    /** milliseconds, for measuring */ clock: () => number;
    wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
    signal: AbortSignal;
  };

/** A model failed so often that going on would measure nothing but that. */
export class ModelDownError extends Error {
  override readonly name = 'ModelDownError';
}

/** A model that fails so many questions one after the other is down; what else goes wrong with answers is measured. */
const FAILURES = 5;
const DOWN: ReadonlySet<Trouble['why']> = new Set([
  'unreachable',
  'timeout',
  'unauthorized',
  'limited',
  'rejected',
  'failed',
]);
/** A server that takes no more questions for now is given so much time where it does not say how much, and so at most. */
const REST_MS = 20_000;
const LONGEST_REST_MS = 120_000;
const TRIES = 5;

/**
 * Answers are written as they are for people, but nothing is kept of them, no limit holds, and a model that failed is asked
 * again at once: what is measured must not hang on what was asked before, nor use up what people have for the day. A server
 * that takes no more questions for now is waited for, and the question is put again.
 */
export function createTrial(parts: Parts): Trial {
  const { writer, timeZone, now, wait, signal } = parts;
  const overheard = overhear(writer);
  let failures = 0;

  async function ask(request: Request, { now: asked, ...asking }: Asking & { now: Date }): Promise<Exchange> {
    let [report, firstMs]: [WritingReport | undefined, number | undefined] = [undefined, undefined];
    const started = parts.clock();
    // What is known exactly is shown before the model says anything.
    const onDraft: Asking['onDraft'] = ({ text, tail }) => {
      if (overheard.speaks() && `${text}${tail}`.trim() !== '') firstMs ??= parts.clock() - started;
    };
    const answer = await write(
      request,
      { ...asking, onDraft, signal },
      {
        ...parts,
        ...UNLIMITED,
        writer: overheard.writer,
        elapsed: parts.clock,
        today: () => todayIn(asked, timeZone),
        day: () => todayIn(asked, timeZone),
        onWritten: written => {
          report = written;
        },
        onTrouble: () => {},
        onStoreFailure: error => {
          throw error;
        },
      },
    );
    return { answer, report, ...overheard.heard(), firstMs, ms: parts.clock() - started };
  }

  return {
    library: parts.library,
    respond: (request, page) => respond(request, parts, page),
    async write(request, asking) {
      for (let tries = 1; ; tries++) {
        const exchange = await ask(request, asking);
        const calls = [...exchange.answers, ...exchange.rewordings];
        const limited = calls.find(({ trouble }) => trouble?.why === 'limited')?.trouble;
        if (limited !== undefined && tries < TRIES) {
          await wait(Math.min(limited.retryInMs ?? REST_MS, LONGEST_REST_MS), signal);
          continue;
        }
        const troubles = calls.flatMap(({ trouble }) => (trouble && DOWN.has(trouble.why) ? trouble : []));
        if (calls.length > 0) failures = troubles.length === calls.length ? failures + 1 : 0;
        if (failures >= FAILURES) throw new ModelDownError(downMessage(troubles));
        return exchange;
      }
    },
    timeZone,
    now,
  };
}

function downMessage(troubles: readonly Trouble[]): string {
  return `The model failed ${FAILURES} questions in a row, the last so: ${troubles.at(-1)?.message}. "noted doctor" may tell why.`;
}

const nothing = async () => {};

const UNLIMITED: Pick<WriteParts, 'usage' | 'written' | 'breaker' | 'limits'> = {
  usage: { reserve: async () => 'granted', settle: nothing, refund: nothing, keep: nothing },
  written: { get: async () => undefined, put: nothing },
  breaker: { admits: () => true, worked: () => {}, failed: () => {}, passed: () => {} },
  limits: {},
};
