import type { Log } from '../../../log.ts';
import type { Metrics } from '../../../metrics.ts';
import type { Pending } from '../../../store/inbox.ts';
import { StoreError } from '../../../store/store-error.ts';
import type { Pause } from '../../../timing/pause.ts';
import { StoppedError } from '../failures.ts';
import { told } from '../told.ts';
import { kindOf } from './lane.ts';

/**
 * Handles one update. It may be called again for the same update: after a crash, and after it threw a StoppedError or a
 * StoreError. Whatever else it throws means that the update failed. The signal says that there is no more time.
 */
export type Handle = (update: Pending & { update: unknown }, signal: AbortSignal) => Promise<void>;

/** How an attempt at an update ended; `pending` is tried again, and so is `unended`, of which the handler told no end. */
type Outcome = 'done' | 'failed' | 'given_up' | 'pending' | 'unended';

type Attempting = {
  handle: Handle;
  /** how often in a row the update was left for later */ left: number;
  /** so often it is left, and no more */ mostLeft: number;
  /** there is no more time, or the lane is another's */ stopped: AbortSignal;
  /** it takes longer than anything should */ late: AbortSignal;
  pause: Pause;
  log: Log;
  metrics: Pick<Metrics, 'updatesHandled'>;
};

/** An update that was begun so often and never ended takes the program down with it each time. */
const MOST_ATTEMPTS = 10;

/** Time for a handler to notice that it is stopped. */
export const NOTICE_MS = 1_000;

/** Has one update handled and tells how that ended. A handler that heeds neither of the signals is left when it is late. */
export async function attempt(pending: Pending, attempting: Attempting): Promise<Outcome> {
  const { handle, left, mostLeft, stopped, late, pause, log, metrics } = attempting;
  const { updateId, attempts } = pending;
  const over = new AbortController();
  let update: unknown;
  const ended = (outcome: Outcome) => {
    metrics.updatesHandled.inc({ kind: kindOf(update), outcome });
    return outcome;
  };
  try {
    update = JSON.parse(pending.payload);
    if (attempts > MOST_ATTEMPTS) {
      log.error({ updateId, kind: kindOf(update), attempts }, 'an update that was begun too often is given up');
      return ended('given_up');
    }
    if (left >= mostLeft) {
      log.error({ updateId, kind: kindOf(update), left }, 'an update that was left for later too often is given up');
      return ended('given_up');
    }
    const handled = handle({ ...pending, update }, AbortSignal.any([stopped, late]));
    await Promise.race([handled, overdue({ late, pause, over: over.signal })]);
    return ended('done');
  } catch (error) {
    // Once it is stopped, whatever a handler throws is likely to come of that.
    const later = error instanceof StoppedError || error instanceof StoreError || stopped.aborted;
    const level = !later ? 'error' : error instanceof StoreError || late.aborted ? 'warn' : 'debug';
    log[level](
      { updateId, kind: kindOf(update), attempts, late: late.aborted, ...told(error, update) },
      later ? 'an update is left for later' : 'an update failed',
    );
    if (!later) return ended('failed');
    return ended(error instanceof OverdueError ? 'unended' : 'pending');
  } finally {
    over.abort();
  }
}

/** Throws some time after it got late; until then it waits. */
async function overdue({ late, pause, over }: { late: AbortSignal; pause: Pause; over: AbortSignal }): Promise<never> {
  await new Promise(resolve => late.addEventListener('abort', resolve, { once: true }));
  await pause(NOTICE_MS, over);
  throw new OverdueError('The handler does not come to an end.');
}

class OverdueError extends Error {
  override readonly name = 'OverdueError';
}
