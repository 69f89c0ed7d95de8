import { ModelError, type ModelTrouble } from '../model/model-error.ts';
import type { Tokens } from '../model/writer.ts';
import type { Usage } from '../store/usage.ts';
import type { Breaker } from '../timing/breaker.ts';

/** How asking the model went. `resting`: it is left alone; `person`, `everyone`: whose limit of the day is reached. */
export type Called<T> =
  | { how: 'done'; value: T; tokens: Tokens }
  | { how: 'resting' | 'person' | 'everyone' }
  | { how: 'broken'; error: unknown; tokens: Tokens | undefined };

export type CallParts = {
  breaker: Breaker;
  usage: Pick<Usage, 'reserve' | 'settle' | 'refund'>;
  limits: { questions?: number | undefined; tokens?: number | undefined };
  /** the ISO day that limits are meant for */ day: string;
  personId: number;
  /** milliseconds of a clock that is never set */ elapsed: () => number;
  /** told what the model threw */ onTrouble?: ((error: unknown) => void) | undefined;
  /** told what the ledger threw; the answer does not suffer from it */ onStoreFailure: (error: unknown) => void;
};

type Call<T> = {
  /** about what it will cost */ estimate: Tokens;
  work: () => Promise<{ value: T; tokens: Tokens }>;
  /** about how many tokens have come, where it breaks */ come?: () => number;
  /** whether what came, whole or broken, makes an answer */ answered?: () => boolean;
};

/** How soon a model that is down is left alone, and for how long, in milliseconds. */
export const REST = { failures: 2, first: 30_000, longest: 5 * 60_000 };

/** The server is down, or as good as down; the other troubles are those of one request or one answer. */
const DOWN: readonly ModelTrouble[] = ['unreachable', 'timeout', 'unauthorized', 'limited', 'failed'];

/** Troubles of requests that no model has worked on. */
const FREE: readonly ModelTrouble[] = ['unreachable', 'unauthorized', 'limited', 'rejected'];

/**
 * Asks the model on behalf of one question, as often as that takes: each time where the model is not resting and the limits
 * have room, with what it costs reserved before and settled after. The question is counted once, and not where the model
 * failed it.
 */
export function createCalls({ breaker, usage, limits, day, personId, elapsed, onTrouble, onStoreFailure }: CallParts) {
  const whose = { day, personId };
  let counted = false;
  const told = (done: Promise<void>) => done.catch(onStoreFailure);
  return async function call<T>({
    estimate,
    work,
    come = () => 0,
    answered = () => false,
  }: Call<T>): Promise<Called<T>> {
    const reserved = estimate.prompt + estimate.completion;
    const questions = counted ? 0 : 1;
    if (!breaker.admits(elapsed())) return { how: 'resting' };
    try {
      const room = await usage.reserve({ ...whose, questions, tokens: reserved, limits });
      if (room !== 'granted') {
        breaker.passed();
        return { how: room };
      }
    } catch (error) {
      breaker.passed();
      onStoreFailure(error);
      return { how: 'broken', error, tokens: undefined };
    }
    counted = true;
    try {
      const { value, tokens } = await work();
      breaker.worked();
      await told(usage.settle({ ...whose, reserved, tokens, answered: answered() }));
      return { how: 'done', value, tokens };
    } catch (error) {
      const tokensCome = come();
      const isFault = error instanceof ModelError || isLate(error);
      const known = error instanceof ModelError ? error : undefined;
      const isDown = known === undefined ? isFault && tokensCome === 0 : DOWN.includes(known.trouble);
      if (isDown) breaker.failed(elapsed(), known?.retryInMs);
      else breaker.passed();
      if (isFault) onTrouble?.(error);
      const tokens = costOf(error, { prompt: estimate.prompt, completion: tokensCome });
      await told(usage.settle({ ...whose, reserved, tokens, answered: answered() }));
      // A question that its asker gave up counts, or giving up would be free.
      if (isFault && !answered()) {
        counted = false;
        await told(usage.refund({ ...whose, questions: 1, tokens: 0 }));
      }
      return { how: 'broken', error, tokens };
    }
  };
}

/** The function that `createCalls` makes. */
export type Calling = ReturnType<typeof createCalls>;

/** Whether something was given up because its time was over. */
export function isLate(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

function costOf(error: unknown, estimate: Tokens): Tokens {
  if (!(error instanceof ModelError)) return estimate;
  return error.tokens ?? (FREE.includes(error.trouble) ? { prompt: 0, completion: 0 } : estimate);
}
