import type { Embedder } from './embedder.ts';
import { ModelError, type ModelTrouble } from './model-error.ts';
import type { Tokens, Writer } from './writer.ts';

/** How a request to a model went. */
export type ModelCall = {
  kind: 'answer' | 'reword' | 'embed';
  /** `stopped`: nobody waited for it any more; `error`: what no server is to blame for */
  outcome: 'ok' | 'stopped' | 'error' | ModelTrouble;
  seconds: number;
  /** until the first words of an answer, where there were any */ firstSeconds?: number | undefined;
  /** what it cost, as far as that is known */ tokens?: Tokens | undefined;
};

type Metering = {
  onCall(call: ModelCall): void;
  /** milliseconds of a clock that is never set */ elapsed: () => number;
};

/** The same writer, with every request of it told to whoever counts them. */
export function meteredWriter(writer: Writer, metering: Metering): Writer {
  return {
    version: writer.version,
    async *answer(task, options) {
      const { end, first } = begin('answer', metering, options.signal);
      try {
        const pieces = writer.answer(task, options);
        const tokens = yield* {
          [Symbol.asyncIterator]: () => ({
            async next() {
              const result = await pieces.next();
              if (!result.done) first();
              return result;
            },
            return: (value: Tokens) => pieces.return(value),
            throw: (error: unknown) => pieces.throw(error),
          }),
        };
        end('ok', tokens);
        return tokens;
      } catch (error) {
        end(error);
        throw error;
      } finally {
        // Whoever wants no more of it neither lets it come to its end nor throws.
        end('stopped');
      }
    },
    async reword(task, options) {
      const { end } = begin('reword', metering, options.signal);
      try {
        const reworded = await writer.reword(task, options);
        end('ok', reworded.tokens);
        return reworded;
      } catch (error) {
        end(error);
        throw error;
      }
    },
  };
}

/** The same embedder, with every request of it told to whoever counts them. */
export function meteredEmbedder(embedder: Embedder, metering: Metering): Embedder {
  return {
    space: embedder.space,
    dimensions: embedder.dimensions,
    async embed(texts, options) {
      const { end } = begin('embed', metering, options?.signal);
      try {
        const vectors = await embedder.embed(texts, options);
        end('ok');
        return vectors;
      } catch (error) {
        end(error);
        throw error;
      }
    },
  };
}

/** What is told of a request is told once, at its first end. */
function begin(kind: ModelCall['kind'], { onCall, elapsed }: Metering, signal: AbortSignal | undefined) {
  const began = elapsed();
  const seconds = () => (elapsed() - began) / 1000;
  let firstSeconds: number | undefined;
  let ended = false;
  return {
    first() {
      firstSeconds ??= seconds();
    },
    end(how: unknown, tokens?: Tokens) {
      if (ended) return;
      ended = true;
      const outcome = how === 'ok' || how === 'stopped' ? how : outcomeOf(how, signal);
      const cost = how instanceof ModelError ? how.tokens : tokens;
      onCall({ kind, outcome, seconds: seconds(), firstSeconds, tokens: cost });
    },
  };
}

function outcomeOf(error: unknown, signal: AbortSignal | undefined): ModelCall['outcome'] {
  if (error instanceof ModelError) return error.trouble;
  if (!signal?.aborted) return 'error';
  return signal.reason instanceof Error && signal.reason.name === 'TimeoutError' ? 'timeout' : 'stopped';
}
