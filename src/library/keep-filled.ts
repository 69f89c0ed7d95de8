import { messageOf } from '../errors.ts';
import { ModelError } from '../model/model-error.ts';
import type { After } from '../timing/after.ts';
import { restMs } from '../timing/backoff.ts';
import { pauseBy } from '../timing/pause.ts';

/** How a try to fill a space went. `busy`: another process is at it. */
export type Filled = { how: 'done' | 'busy' } | { how: 'down'; why: string; retryInMs: number | undefined };

/** Milliseconds. An embedder that is down stays so for minutes; what another process adds is seen with the next question. */
const WAITS = { first: 15_000, longest: 10 * 60_000, busy: 30_000, idle: 60 * 60_000 };

type KeepOptions = {
  /** tries once, for as long as that takes */ fill(): Promise<Filled>;
  /** told once for each time that it goes wrong, however often it is tried */ onDown(why: string): void;
  /** told when it goes well again */ onUp(): void;
  after: After;
  signal: AbortSignal;
};

/** Keeps a space filled until the signal: `wake` says that there may be something to do. Nobody waits for it but its end. */
export function keepFilled({ fill, onDown, onUp, after, signal }: KeepOptions): { wake(): void; ended: Promise<void> } {
  const pause = pauseBy(after);
  let woken = new AbortController();

  async function tryOnce(): Promise<Filled> {
    try {
      return await fill();
    } catch (error) {
      const retryInMs = error instanceof ModelError ? error.retryInMs : undefined;
      return { how: 'down', why: messageOf(error), retryInMs };
    }
  }

  async function keep(): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      woken = new AbortController();
      const filled = await tryOnce();
      if (signal.aborted) return;
      if (filled.how === 'down') {
        failures += 1;
        if (failures === 1) onDown(filled.why);
        // What is new does not bring a server back.
        await pause(restMs(failures, WAITS, filled.retryInMs), signal);
        continue;
      }
      if (filled.how === 'done' && failures > 0) onUp();
      if (filled.how === 'done') failures = 0;
      const ms = filled.how === 'busy' ? WAITS.busy : WAITS.idle;
      await pause(ms, filled.how === 'busy' ? signal : AbortSignal.any([signal, woken.signal]));
    }
  }

  return { wake: () => woken.abort(), ended: keep() };
}
