import type { Log } from '../../../log.ts';
import type { Metrics } from '../../../metrics.ts';
import { StoreError } from '../../../store/store-error.ts';
import { backoff } from '../../../timing/backoff.ts';
import { type Pause, pause as pauseForReal } from '../../../timing/pause.ts';
import { UnauthorizedError } from '../failures.ts';
import type { Gateway } from '../outgoing/gateway.ts';
import { told } from '../told.ts';
import { laneOf, type UpdateKind } from './lane.ts';
import type { Receive } from './receive.ts';

export type PollOptions = {
  gateway: Pick<Gateway, 'call'>;
  /** keeps updates; resolves once they are safe, and only then Telegram is told to forget them */ receive: Receive;
  /** the kinds to ask for; Telegram would else go by what was asked last */ allowedUpdates: readonly UpdateKind[];
  /** called after each answer of Telegram */ onPolled?: () => void;
  log: Log;
  metrics: Pick<Metrics, 'lastPoll'>;
  signal: AbortSignal;
  /** epoch milliseconds */ now: () => number;
  /** 0 ≤ x < 1, for pauses that do not coincide with those of others */ random?: () => number;
  pause?: Pause;
};

/** Telegram holds a request without updates for this long, in seconds; it allows at most 50. */
const HOLD_S = 30;

/** A poll that has not ended by then has lost its connection: HOLD_S, the way, and a slow proxy. */
const DEADLINE_MS = 45_000;

/** From one poll that brought nothing new to the next, at least. */
const FLOOR_MS = 1_000;

/** Telegram itself holds back further polls of two rivals by 3 s. */
const CONFLICT_MS = 3_000;

const PAUSE_MS = { first: 1_000, longest: 30_000 };

/**
 * Asks Telegram for updates until the signal, and gives them to `receive` in order. An update is confirmed only by the
 * poll after the one that brought it, so that none is lost where the program ends in between; those come again.
 * @throws UnauthorizedError when Telegram does not know the token
 */
export async function poll(options: PollOptions): Promise<void> {
  const { gateway, receive, allowedUpdates, onPolled, log, metrics, signal, now } = options;
  const { random = () => 1, pause = pauseForReal } = options;
  const rest = (failures: number, pauses = PAUSE_MS) => pause(backoff(failures, pauses) * (0.5 + random() / 2), signal);

  // Only now: a webhook that is set later is that of a bot which takes over from this one.
  let free = await takenDown();

  let offset: number | undefined;
  let failures = 0;
  let conflicts = 0;
  while (!signal.aborted) {
    const began = now();
    const outcome = await gateway.call(
      'getUpdates',
      { timeout: HOLD_S, allowed_updates: [...allowedUpdates], ...(offset !== undefined && { offset }) },
      { deadlineMs: DEADLINE_MS, signal },
    );
    if (signal.aborted) return;
    // A proxy can answer with JSON of its own.
    if (outcome.ok && Array.isArray(outcome.result)) {
      if (failures + conflicts > 0) log.info({ failures, conflicts }, 'updates come again');
      failures = 0;
      conflicts = 0;
      metrics.lastPoll.set(now() / 1_000);
      onPolled?.();
      if (outcome.result.length > 0) await keep(outcome.result);
      if (signal.aborted) return;
      const next = past(outcome.result);
      if (next === undefined || next === offset) await pause(Math.max(0, began + FLOOR_MS - now()), signal);
      offset = next ?? offset;
      continue;
    }
    // A server that was started anew may count from 1 again: what was not confirmed comes again, and the inbox knows it.
    offset = undefined;
    const { reason, description } = outcome.ok ? { reason: 'unknown', description: 'no list of updates' } : outcome;
    if (reason === 'unauthorized') throw new UnauthorizedError(description);
    if (reason === 'conflict') {
      // Where one bot follows another both poll for some seconds; the first line is enough of that.
      conflicts += 1;
      log[conflicts === 1 ? 'warn' : 'debug'](
        { description, conflicts },
        'another bot takes the updates of this token',
      );
      await rest(conflicts, { ...PAUSE_MS, first: 2 * CONFLICT_MS });
      // What stands in the way may be the webhook.
      if (!free) free = await takenDown();
      continue;
    }
    failures += 1;
    log[failures === 1 ? 'warn' : 'debug']({ reason, description, failures }, 'updates could not be asked for');
    await rest(failures);
  }

  /**
   * Takes the webhook down as soon as Telegram is within reach; false where that is not sure. Some servers have no webhooks
   * and so nothing to take down: whether updates can be had is for the polls to find out.
   */
  async function takenDown(): Promise<boolean> {
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      const outcome = await gateway.call('deleteWebhook', { drop_pending_updates: false }, { signal });
      if (outcome.ok) return true;
      if (signal.aborted) break;
      const { reason, description } = outcome;
      if (reason === 'unauthorized') throw new UnauthorizedError(description);
      log[attempt === 1 ? 'warn' : 'debug']({ reason, description, attempt }, 'a webhook could not be taken down');
      if (reason !== 'unreachable') break;
      await rest(attempt);
    }
    return false;
  }

  /** Has the updates kept, however long that takes. One that the store will not have would hold up all others: it is left. */
  async function keep(updates: readonly unknown[]): Promise<void> {
    try {
      await keepTogether(updates);
    } catch (error) {
      if (updates.length === 1) {
        log.error({ updateId: laneOf(updates[0])?.updateId, ...told(error) }, 'an update cannot be kept and is left');
        return;
      }
      log.warn(told(error), 'updates could not be kept together; each is tried by itself');
      for (const update of updates) await keep([update]);
    }
  }

  /** All or none; waits while the store cannot be used, and throws whatever else is wrong. */
  async function keepTogether(updates: readonly unknown[]): Promise<void> {
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        // Where the store is slow the end does not wait: what is not confirmed comes again.
        return await orAborted(receive(updates), signal);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        log.error({ attempt, ...told(error) }, 'updates could not be kept; Telegram still has them');
        await rest(attempt);
      }
    }
  }
}

/** The offset that confirms updates; undefined where none has a number. */
function past(updates: readonly unknown[]): number | undefined {
  const ids = updates.flatMap(update => laneOf(update)?.updateId ?? []);
  return ids.length === 0 ? undefined : Math.max(...ids) + 1;
}

/** Resolves with what is done, or as soon as the signal comes. */
async function orAborted(done: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  await Promise.race([done, aborted]).finally(() => signal.removeEventListener('abort', stop));
}
