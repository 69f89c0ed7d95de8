import type { ModelError, ModelTrouble } from '../model/model-error.ts';

/**
 * Keeps questions from waiting for a model that is down. After two failures in a row it is left alone for half a minute,
 * then for twice as long each time, up to five minutes, or for as long as it asked to be; then one question tries it.
 * Times are milliseconds of any clock that only goes forward.
 */
export type Breaker = {
  /** whether the model may be asked; who is told so says afterwards how it went */
  admits(now: number): boolean;
  worked(): void;
  failed(error: Pick<ModelError, 'trouble' | 'retryInMs'>, now: number): void;
  /** nothing was learnt: the question was given up */ passed(): void;
};

const FAILURES = 2;
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 5 * 60_000;
/** A server that asks for more is tried all the same. */
const LONGEST_ASKED_MS = 60 * 60_000;

/** The other troubles are those of one request or one answer. */
const DOWN: readonly ModelTrouble[] = ['unreachable', 'timeout', 'unauthorized', 'limited', 'failed'];

export function createBreaker(): Breaker {
  let failures = 0;
  let restMs = FIRST_REST_MS;
  let until = 0;
  let trying = false;
  return {
    admits(now) {
      if (failures < FAILURES) return true;
      if (trying || now < until) return false;
      trying = true;
      return true;
    },
    worked() {
      failures = 0;
      restMs = FIRST_REST_MS;
      trying = false;
    },
    failed({ trouble, retryInMs = 0 }, now) {
      trying = false;
      if (!DOWN.includes(trouble)) return;
      // Those that were on their way when it went down tell nothing new.
      if (failures >= FAILURES && now < until) return;
      failures += 1;
      if (failures < FAILURES) return;
      until = now + Math.max(restMs, Math.min(retryInMs, LONGEST_ASKED_MS));
      restMs = Math.min(2 * restMs, LONGEST_REST_MS);
    },
    passed() {
      trying = false;
    },
  };
}
