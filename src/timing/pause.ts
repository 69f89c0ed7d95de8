import { type After, after } from './after.ts';

/** Waits so many milliseconds, or until the signal. Never throws. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/** Makes pauses by a clock that is given in. */
export function pauseBy(after: After): Pause {
  return (ms, signal) =>
    new Promise(resolve => {
      const done = () => {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = after(ms, done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
}

export const pause: Pause = pauseBy(after);
