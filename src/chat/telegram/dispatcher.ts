import type { Log } from '../../log.ts';
import type { Metrics } from '../../metrics.ts';
import type { Inbox, Pending } from '../../store/inbox.ts';
import { StoreError } from '../../store/store-error.ts';
import { StoppedError } from './failures.ts';
import { kindOf } from './lane.ts';
import { type Pause, pause as pauseForReal } from './pause.ts';
import { told } from './told.ts';

/**
 * Handles one update. It may be called again for the same update: after a crash, and after it threw a StoppedError or a
 * StoreError. Whatever else it throws means that the update failed. The signal says that there is no more time.
 */
export type Handle = (update: Pending & { update: unknown }, signal: AbortSignal) => Promise<void>;

export type Dispatcher = {
  /** looks for updates now: to be called when some came in */ wake(): void;
  /** Begins nothing more, gives what runs `graceMs` to end, then stops it. What was not handled stays in the inbox. */
  stop(graceMs: number): Promise<void>;
  /** how many lanes are being worked on */ running(): number;
};

export type DispatcherOptions = {
  inbox: Pick<Inbox, 'claim' | 'next' | 'done' | 'renew' | 'release' | 'backlog'>;
  handle: Handle;
  /** names this dispatcher among all that share the store, those before a restart included */ holder: string;
  /** how many lanes are worked on at once, at most */ concurrency?: number;
  log: Log;
  metrics: Pick<Metrics, 'updatesHandled' | 'inboxPending' | 'inboxAge' | 'collect'>;
  /** epoch milliseconds */ now: () => number;
  /** how often to look for what other processes took in or left, in milliseconds */ every?: number;
  /** runs something again and again; gives what ends it */ repeat?: (run: () => void, ms: number) => () => void;
  pause?: Pause;
};

/** A lane whose holder says nothing for so long is free for others: so long a crash holds up a chat. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

/** An update that was begun so often and never ended takes the program down with it each time. */
const MOST_ATTEMPTS = 10;

/** A lane whose update was left for later rests, each time twice as long, from the first of these to the last. */
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;

/** Time for a handler to notice that it is stopped. */
const NOTICE_MS = 1_000;

/** A lane that is being worked on. It is held under `holder` until `until`, which is put off while the work lasts. */
type Hold = { holder: string; until: number; stopped: AbortController; work: Promise<void> };

/**
 * Has the updates of the inbox handled: those of one lane in order and one at a time, over all processes that share the
 * store, and lanes beside each other. Each update is handled at least once, however often the program ends in between.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { inbox, handle, concurrency = 64, log, metrics, now, every = 1_000 } = options;
  const { repeat = repeatForReal, pause = pauseForReal } = options;
  const holds = new Map<string, Hold>();
  const restingUntil = new Map<string, number>();
  const ending = new AbortController();
  const stopping = () => ending.signal.aborted;
  let holder = options.holder;
  let failedClaims = 0;
  let claims: Promise<void> = Promise.resolve();
  let claiming = false;
  let claimAgain = false;
  let renewing = false;
  let renewAt = now() + RENEW_MS;
  let storeFailures = 0;

  const endTicks = repeat(() => {
    // After a freeze others may have taken over, and began with the very update that is handled here.
    for (const held of holds.values()) if (now() >= held.until) held.stopped.abort();
    if (now() >= renewAt) void renew();
    wake();
  }, every);

  metrics.collect(async () => {
    metrics.inboxPending.remove();
    metrics.inboxAge.remove();
    const { pending, oldest } = await inbox.backlog();
    metrics.inboxPending.set(pending);
    metrics.inboxAge.set(oldest === undefined ? 0 : Math.max(0, now() - oldest) / 1_000);
  });

  function wake() {
    claimAgain = true;
    if (!claiming) claims = claim();
  }

  async function claim() {
    claiming = true;
    while (claimAgain && !stopping() && holds.size < concurrency) {
      claimAgain = false;
      const from = now();
      for (const [lane, until] of restingUntil) if (until <= from) restingUntil.delete(lane);
      const except = [...holds.keys(), ...restingUntil.keys()];
      try {
        const lanes = await inbox.claim({ holder, leaseMs: LEASE_MS, most: concurrency - holds.size, except });
        storeWorked();
        for (const lane of lanes) hold(lane, from + LEASE_MS);
      } catch (error) {
        storeFailed(error);
        // It may have been done all the same. Lanes that nobody knows to be ours must come free, so they are not renewed.
        failedClaims += 1;
        holder = `${options.holder}/${failedClaims}`;
      }
    }
    claiming = false;
  }

  function hold(lane: string, until: number) {
    const held: Hold = { holder, until, stopped: new AbortController(), work: Promise.resolve() };
    holds.set(lane, held);
    held.work = work(lane, held).finally(() => {
      holds.delete(lane);
      // Something may have come in between the last look and the release.
      wake();
    });
  }

  /** Handles what waits in a lane, oldest first, until it is empty, and gives the lane back. */
  async function work(lane: string, held: Hold) {
    const ours = () => !stopping() && !held.stopped.signal.aborted && now() < held.until;
    try {
      while (ours()) {
        const pending = await inbox.next(lane, held.holder);
        if (pending === undefined || !ours()) break;
        const outcome = await attempt(pending, held.stopped.signal);
        if (outcome === 'pending') {
          restingUntil.set(lane, now() + Math.min(FIRST_REST_MS * 2 ** (pending.attempts - 1), LONGEST_REST_MS));
          break;
        }
        await inbox.done(pending.updateId, outcome === 'done' ? 'done' : 'failed');
      }
    } catch (error) {
      storeFailed(error);
      restingUntil.set(lane, now() + FIRST_REST_MS);
    }
    while (!(await released(lane, held.holder)) && !stopping()) await pause(FIRST_REST_MS, ending.signal);
  }

  async function released(lane: string, from: string): Promise<boolean> {
    try {
      await inbox.release(from, lane);
      return true;
    } catch (error) {
      storeFailed(error);
      return false;
    }
  }

  async function attempt(pending: Pending, signal: AbortSignal): Promise<Outcome> {
    const { updateId, attempts } = pending;
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
      await handle({ ...pending, update }, signal);
      return ended('done');
    } catch (error) {
      // Once it is stopped, whatever a handler throws is likely to come of that.
      const later = error instanceof StoppedError || error instanceof StoreError || signal.aborted;
      const level = !later ? 'error' : error instanceof StoreError ? 'warn' : 'debug';
      log[level](
        { updateId, kind: kindOf(update), attempts, ...told(error, update) },
        later ? 'an update is left for later' : 'an update failed',
      );
      return ended(later ? 'pending' : 'failed');
    }
  }

  async function renew() {
    if (renewing) return;
    renewing = true;
    const from = now();
    const held = [...holds.values()];
    try {
      for (const name of new Set(held.map(one => one.holder))) await inbox.renew(name, LEASE_MS);
      for (const one of held) one.until = Math.max(one.until, from + LEASE_MS);
      renewAt = from + RENEW_MS;
    } catch (error) {
      storeFailed(error);
    } finally {
      renewing = false;
    }
  }

  function storeFailed(error: unknown) {
    storeFailures += 1;
    log[storeFailures === 1 ? 'error' : 'debug'](told(error), 'the inbox cannot be worked on for now');
  }

  function storeWorked() {
    if (storeFailures > 0) log.info({ failures: storeFailures }, 'the inbox can be worked on again');
    storeFailures = 0;
  }

  return {
    wake,
    async stop(graceMs) {
      ending.abort();
      const over = new AbortController();
      const ended = (async () => {
        await claims;
        await Promise.all([...holds.values()].map(({ work }) => work));
        over.abort();
      })();
      await Promise.race([ended, pause(graceMs, over.signal)]);
      for (const { stopped } of holds.values()) stopped.abort();
      // A lane whose handler goes on all the same stays taken until its lease is over: nobody is to begin beside it.
      await Promise.race([ended, pause(NOTICE_MS, over.signal)]);
      endTicks();
    },
    running: () => holds.size,
  };
}

type Outcome = 'done' | 'failed' | 'given_up' | 'pending';

function repeatForReal(run: () => void, ms: number): () => void {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}
