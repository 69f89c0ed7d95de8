import { messageOf } from '../errors.ts';
import { ModelError, type ModelTrouble } from '../model/model-error.ts';
import type { AnswerTask, Reworded, RewordTask, Tokens, Writer } from '../model/writer.ts';

/** What a writer was asked for and what it said, verified or not. */
export type Said = { task: AnswerTask; text: string; tokens: Tokens | undefined; trouble: Trouble | undefined };
/** The same of a question that was to be put in other words. */
export type Reworking = {
  task: RewordTask;
  reworded: Reworded | undefined;
  tokens: Tokens | undefined;
  trouble: Trouble | undefined;
};
/** Why nothing, or not all, came; `error` where it is no failure of the server, and `stopped` where nobody wanted more. */
export type Trouble = { why: ModelTrouble | 'error' | 'stopped'; message: string; retryInMs: number | undefined };

export type Heard = { answers: readonly Said[]; rewordings: readonly Reworking[] };

/**
 * The same writer, and what was heard at it: once `heard` is asked, it begins anew. `speaks`: it has said something since.
 */
export function overhear(writer: Writer): { writer: Writer; speaks(): boolean; heard(): Heard } {
  let answers: Said[] = [];
  let rewordings: Reworking[] = [];
  return {
    writer: {
      version: writer.version,
      async *answer(task, options) {
        const said: Said = { task, text: '', tokens: undefined, trouble: STOPPED };
        answers.push(said);
        try {
          const pieces = writer.answer(task, options);
          // By hand, since `for await` loses what a generator returns.
          for (let next = await pieces.next(); ; next = await pieces.next()) {
            if (next.done) {
              said.tokens = next.value;
              said.trouble = undefined;
              return next.value;
            }
            said.text += next.value;
            yield next.value;
          }
        } catch (error) {
          said.trouble = troubleOf(error);
          if (error instanceof ModelError) said.tokens = error.tokens;
          throw error;
        }
      },
      async reword(task, options) {
        const asked: Reworking = { task, reworded: undefined, tokens: undefined, trouble: undefined };
        rewordings.push(asked);
        try {
          const result = await writer.reword(task, options);
          asked.reworded = result.reworded;
          asked.tokens = result.tokens;
          return result;
        } catch (error) {
          asked.trouble = troubleOf(error);
          if (error instanceof ModelError) asked.tokens = error.tokens;
          throw error;
        }
      },
    },
    speaks: () => answers.some(({ text }) => text !== ''),
    heard() {
      const heard = { answers, rewordings };
      answers = [];
      rewordings = [];
      return heard;
    },
  };
}

const STOPPED: Trouble = { why: 'stopped', message: 'nobody waited for the rest', retryInMs: undefined };

function troubleOf(error: unknown): Trouble {
  if (error instanceof ModelError) return { why: error.trouble, message: error.message, retryInMs: error.retryInMs };
  if (error instanceof Error && error.name === 'TimeoutError') {
    return { why: 'timeout', message: messageOf(error), retryInMs: undefined };
  }
  return { why: 'error', message: messageOf(error), retryInMs: undefined };
}
