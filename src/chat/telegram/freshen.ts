import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { type Pause, pause as pauseForReal } from '../../timing/pause.ts';

/** The digest folder is looked at once a second at most, however many ask. */
const EVERY_MS = 1_000;
/** A question waits so long for what is new to be taken in; after that it is answered from what there was. */
const PATIENCE_MS = 2_000;

/**
 * Makes what takes in changes of the digest before a question is answered: one run at a time for all who ask. What goes
 * wrong is logged, once each, and answers go on from what was taken in before.
 */
export function createFreshen({ catchUp, log, now, pause = pauseForReal }: FreshenParts): () => Promise<void> {
  let begun = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;
  let told = '';
  const run = async () => {
    try {
      await catchUp();
      told = '';
    } catch (error) {
      const message = messageOf(error);
      if (message !== told) log.error({ err: error }, 'the digest could not be taken in');
      told = message;
    } finally {
      running = undefined;
    }
  };
  return async () => {
    if (running === undefined && now() - begun >= EVERY_MS) {
      begun = now();
      running = run();
    }
    if (running === undefined) return;
    const patience = new AbortController();
    await Promise.race([running, pause(PATIENCE_MS, patience.signal)]);
    patience.abort();
  };
}

type FreshenParts = {
  catchUp(): Promise<unknown>;
  log: Log;
  /** the milliseconds of a clock that is never set */ now: () => number;
  pause?: Pause;
};
