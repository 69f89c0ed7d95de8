import { type Rest, restMs } from './backoff.ts';

/**
 * Keeps people from waiting for a server that is down. After some failures in a row it is left alone, for longer each time;
 * then one who asks tries it. Times are milliseconds of any clock that only goes forward.
 */
export type Breaker = {
  /** whether the server may be asked; who is told so says afterwards how it went */
  admits(now: number): boolean;
  worked(): void;
  /** `askedMs`: how long it asked to be left alone, where it did */
  failed(now: number, askedMs?: number): void;
  /** nothing was learnt: whoever asked gave up, or what failed says nothing of the server */ passed(): void;
};

/** `failures`: how many in a row say that it is down. */
export function createBreaker({ failures: most, ...rest }: Rest & { failures: number }): Breaker {
  let failures = 0;
  let until = 0;
  let trying = false;
  return {
    admits(now) {
      if (failures < most) return true;
      if (trying || now < until) return false;
      trying = true;
      return true;
    },
    worked() {
      failures = 0;
      trying = false;
    },
    failed(now, askedMs) {
      trying = false;
      // Those that were on their way when it went down tell nothing new.
      if (failures >= most && now < until) return;
      failures += 1;
      if (failures >= most) until = now + restMs(failures - most + 1, rest, askedMs);
    },
    passed() {
      trying = false;
    },
  };
}
