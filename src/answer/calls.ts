import { ModelError, type ModelTrouble } from '../model/model-error.ts';
import type { Tokens } from '../model/writer.ts';
import type { Usage } from '../store/usage.ts';
import type { After } from '../timing/after.ts';
import type { Breaker } from '../timing/breaker.ts';
import { soonAfter } from './within.ts';

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
  /** says that the answer is due: the ledger is waited for no longer */ over: AbortSignal;
  after?: After | undefined;
  /** says that nobody hears the answer: who asked will ask again */ gone?: AbortSignal | undefined;
  /** milliseconds of a clock that is never set */ elapsed: () => number;
  /** told what the model threw */ onTrouble?: ((error: unknown) => void) | undefined;
  /** told what the ledger threw; the answer does not suffer from it */ onStoreFailure: (error: unknown) => void;
};

type Call<T> = {
  /** about what it will cost */ estimate: Tokens;
  work: () => Promise<{ value: T; tokens: Tokens }>;
  /** it may take less time than a server that is not down: that it is late says nothing */ hasty?: boolean;
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
export function createCalls({ breaker, usage, limits, day, personId, over, after, gone, ...parts }: CallParts) {
  const { elapsed, onTrouble, onStoreFailure } = parts;
  const whose = { day, personId };
  let counted = false;
  const told = (done: Promise<void>) => soonAfter(over, done.catch(onStoreFailure), after);

  /** Undefined where the answer is due by then: what the ledger grants all the same is given back. */
  async function reserve(part: { questions: number; tokens: number }) {
    const reserving = usage.reserve({ ...whose, ...part, limits });
    const room = await soonAfter(over, reserving, after);
    if (!over.aborted) return room;
    reserving
      .then(later => (later === 'granted' ? usage.refund({ ...whose, ...part }) : undefined))
      .catch(onStoreFailure);
    return undefined;
  }

  return async function call<T>({
    estimate,
    work,
    hasty = false,
    come = () => 0,
    answered = () => false,
  }: Call<T>): Promise<Called<T>> {
    const reserved = estimate.prompt + estimate.completion;
    const questions = counted ? 0 : 1;
    if (!breaker.admits(elapsed())) return { how: 'resting' };
    try {
      const room = await reserve({ questions, tokens: reserved });
      if (room !== 'granted') {
        breaker.passed();
        return room === undefined ? { how: 'broken', error: over.reason, tokens: undefined } : { how: room };
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
      const isDown = known === undefined ? isFault && !hasty && tokensCome === 0 : DOWN.includes(known.trouble);
      if (isDown) breaker.failed(elapsed(), known?.retryInMs);
      else breaker.passed();
      if (isFault) onTrouble?.(error);
      const tokens = costOf(error, { prompt: estimate.prompt, completion: tokensCome });
      const isAnswer = answered() && !gone?.aborted;
      await told(usage.settle({ ...whose, reserved, tokens, answered: isAnswer }));
      // A question that its asker gave up counts, or giving up would be free; one that comes again counts then.
      if ((isFault || gone?.aborted) && !isAnswer) {
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
