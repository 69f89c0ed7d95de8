import type { Log } from '../../../log.ts';
import type { Metrics } from '../../../metrics.ts';
import type { Inbox } from '../../../store/inbox.ts';
import { type Pause, pause as pauseForReal } from '../../../timing/pause.ts';
import { told } from '../told.ts';
import { attempt, type Handle, NOTICE_MS } from './attempt.ts';
import { createRests } from './rests.ts';

export type Dispatcher = {
  /** looks for updates now: to be called when some came in */ wake(): void;
  /** Begins nothing more, gives what runs `graceMs` to end, then stops it. What was not handled stays in the inbox. */
  stop(graceMs: number): Promise<void>;
  /** Resolves when no lane is being worked on, or after so many milliseconds. */ idle(ms: number): Promise<void>;
  /** how many lanes are being worked on */ running(): number;
  /** lanes whose update was left for later, and that wait for that */ resting(): string[];
  /** when it was last seen to what waits, in epoch milliseconds */ lookedAt(): number;
};

export type DispatcherOptions = {
  inbox: Pick<Inbox, 'claim' | 'next' | 'putBack' | 'done' | 'renew' | 'release' | 'backlog'>;
  handle: Handle;
  /** names this dispatcher among all that share the store, those before a restart included */ holder: string;
  /** how many lanes are worked on at once, at most */ concurrency?: number;
  /** how often in a row an update is left for later before it is given up */ mostLeft?: number;
  log: Log;
  metrics: Pick<Metrics, 'updatesHandled' | 'inboxPending' | 'inboxAge' | 'collect'>;
  /** epoch milliseconds */ now: () => number;
  /** the milliseconds of a clock that is never set, by which it is told how long something takes */ elapsed: () => number;
  /** how often to look for what other processes took in or left, in milliseconds */ every?: number;
  /** runs something again and again; gives what ends it */ repeat?: (run: () => void, ms: number) => () => void;
  pause?: Pause;
};

/** A lane whose holder says nothing for so long is free for others: so long a crash holds up a chat. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

/** No answer takes so long that it is worth anything; a wait that Telegram asks for is gone on with after a rest. */
const HANDLER_MS = 300_000;

/** Between two attempts at giving a lane back. */
const RELEASE_PAUSE_MS = 1_000;

/** A lane that is being worked on. It is held under `holder` until `until`, which is put off while the work lasts. */
type Hold = {
  holder: string;
  until: number;
  stopped: AbortController;
  /** when its update is too long under way, and what tells the handler */ late: { at: number; stop: AbortController };
  work: Promise<void>;
};

/**
 * An update that was left for later so often in a row holds up all that its chat says after it. With the rests between, that
 * takes more than a day, which is as long as Telegram itself keeps updates.
 */
const MOST_LEFT = 1_500;

/**
 * Has the updates of the inbox handled: those of one lane in order and one at a time, over all processes that share the
 * store, and lanes beside each other. Each update is handled at least once, however often the program ends in between.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { inbox, handle, concurrency = 64, mostLeft = MOST_LEFT, log, metrics, now, elapsed, every = 1_000 } = options;
  const { repeat = repeatForReal, pause = pauseForReal } = options;
  const holds = new Map<string, Hold>();
  const rests = createRests({ elapsed });
  const ending = new AbortController();
  const stopping = () => ending.signal.aborted;
  let holder = options.holder;
  let failedClaims = 0;
  let claims: Promise<void> = Promise.resolve();
  let claiming = false;
  let claimAgain = false;
  /** whether there was more to claim than could be worked on */ let more = false;
  let lookedAt = now();
  let renewing = false;
  let renewAt = now() + RENEW_MS;
  let storeFailures = 0;

  const endTicks = repeat(() => {
    // After a freeze others may have taken over, and began with the very update that is handled here.
    for (const held of holds.values()) {
      if (now() >= held.until) held.stopped.abort();
      if (elapsed() >= held.late.at) held.late.stop.abort();
    }
    if (now() >= renewAt) void renew();
    // Those that are worked on end, sooner or later, and then others are looked for.
    if (holds.size >= concurrency) lookedAt = now();
    more = false;
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
    // To look through all that waits takes time: where there is much, not for each lane that comes free.
    while (claimAgain && !stopping() && holds.size < concurrency && !(more && holds.size > concurrency / 2)) {
      claimAgain = false;
      const from = now();
      const most = concurrency - holds.size;
      const except = [...holds.keys(), ...rests.lanes()];
      try {
        const lanes = await inbox.claim({ holder, leaseMs: LEASE_MS, most, except });
        storeWorked();
        more = lanes.length === most;
        lookedAt = from;
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
    const held: Hold = { holder, until, stopped: new AbortController(), late: inTime(), work: Promise.resolve() };
    holds.set(lane, held);
    held.work = work(lane, held).finally(() => {
      holds.delete(lane);
      // Something may have come in between the last look and the release.
      wake();
    });
  }

  function inTime() {
    return { at: elapsed() + HANDLER_MS, stop: new AbortController() };
  }

  /** Handles what waits in a lane, oldest first, until it is empty, and gives the lane back. */
  async function work(lane: string, held: Hold) {
    const ours = () => !stopping() && !held.stopped.signal.aborted && now() < held.until;
    try {
      while (ours()) {
        const pending = await inbox.next(lane, held.holder);
        if (pending === undefined) break;
        if (!ours()) {
          await inbox.putBack(pending.updateId, held.holder);
          break;
        }
        held.late = inTime();
        const [stopped, late] = [held.stopped.signal, held.late.stop.signal];
        const left = rests.times(lane, pending.updateId);
        const outcome = await attempt(pending, { handle, left, mostLeft, stopped, late, pause, log, metrics });
        if (outcome === 'pending' || outcome === 'unended') {
          rests.begin(lane, pending.updateId);
          // What heeds no signal comes to its end like what crashes each time.
          if (outcome === 'pending') await inbox.putBack(pending.updateId, held.holder);
          break;
        }
        rests.forget(lane);
        await inbox.done(pending.updateId, outcome === 'done' ? 'done' : 'failed', held.holder);
      }
    } catch (error) {
      storeFailed(error);
      rests.begin(lane);
    }
    while (!(await released(lane, held.holder)) && !stopping()) await pause(RELEASE_PAUSE_MS, ending.signal);
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
    async idle(ms) {
      const over = new AbortController();
      const works = Promise.all([...holds.values()].map(({ work }) => work));
      await Promise.race([works, pause(ms, over.signal)]);
      over.abort();
    },
    running: () => holds.size,
    resting: rests.lanes,
    lookedAt: () => lookedAt,
  };
}

function repeatForReal(run: () => void, ms: number): () => void {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}
