import { laneOf } from './lane.ts';
import type { Parameters } from './parameters.ts';
import { Refusal } from './refusal.ts';

export type Update = Record<string, unknown> & { update_id: number };

/** Not sent unless a bot asks for them by name. */
const ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);
/** Bot API: updates are not kept longer than 24 hours. */
export const KEPT_MS = 24 * 3600_000;
const LONGEST_POLL_S = 50;
/** The server makes a poller wait that asks again for the same offset within this time, or gives it one update at a time. */
const HASTY_MS = 3000;
const REPEATED_MS = 500;
const OTHER_POLLER =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
const WEBHOOK_ACTIVE =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

type Waiting = { update: Update; lane: string; at: number };

export type Updates = ReturnType<typeof createUpdates>;

/**
 * The queue of updates, and the one who polls for them.
 * @param conflictPauseMs of several conflicts in a row, all but the first are answered so much later
 */
export function createUpdates(now: () => number, conflictPauseMs: number) {
  let queue: Waiting[] = [];
  let nextId = 100_000_001;
  let allowed: ReadonlySet<string> | undefined;
  let asked = { offset: Number.NaN, started: -Infinity, finished: -Infinity };
  let nextConflict = -Infinity;
  let waiting: { wake(): void; fail(description: string): void } | undefined;
  let onPush: (() => void) | undefined;

  function wanted(update: Update): boolean {
    const kind = Object.keys(update).find(key => key !== 'update_id');
    if (kind === undefined) return true;
    return allowed === undefined ? !ON_REQUEST.has(kind) : allowed.has(kind);
  }

  function forgetOld(): void {
    const oldest = now() - KEPT_MS;
    if (queue[0] !== undefined && queue[0].at < oldest) queue = queue.filter(({ at }) => at >= oldest);
  }

  function confirm(offset: number): void {
    if (offset < 0) queue = queue.slice(offset);
    else {
      const first = queue.findIndex(({ update }) => update.update_id >= offset);
      queue = first < 0 ? [] : queue.slice(first);
    }
  }

  return {
    /** Takes an update in, as Telegram does when something happens; gives its id. */
    push(content: Record<string, unknown>): number {
      const given = content.update_id;
      const update = { ...content, update_id: typeof given === 'number' ? given : nextId };
      nextId = Math.max(nextId, update.update_id + 1);
      if (wanted(update)) {
        queue.push({ update, lane: laneOf(update), at: now() });
        waiting?.wake();
        onPush?.();
      }
      return update.update_id;
    },

    /** Absent: as before. An empty list: the default set. */
    allow(parameters: Parameters): void {
      const list = parameters.json('allowed_updates', "can't parse allowed updates JSON object");
      if (Array.isArray(list)) allowed = list.length === 0 ? undefined : new Set(list.map(String));
    },
    allowedUpdates: () => (allowed === undefined ? undefined : [...allowed]),

    async poll(parameters: Parameters, o: { webhook: boolean; signal: AbortSignal }): Promise<Update[]> {
      if (o.webhook) return conflict(WEBHOOK_ACTIVE, o.signal);
      const offset = parameters.integer('offset');
      const same = offset === asked.offset;
      const limit = parameters.integer('limit', { or: 100, min: 1, max: 100 });
      const given = parameters.integer('timeout', { min: 0, max: LONGEST_POLL_S });
      const timeout = same && now() < asked.started + HASTY_MS ? Math.max(given, HASTY_MS / 1000) : given;
      const most = same && now() < asked.finished + REPEATED_MS ? 1 : limit;
      this.allow(parameters);
      waiting?.fail(OTHER_POLLER);
      asked = { offset, started: now(), finished: -Infinity };
      if (offset !== 0) confirm(offset);
      forgetOld();
      if (queue.length === 0 && timeout > 0) await someUpdate(timeout * 1000, o.signal);
      asked.finished = now();
      return queue.slice(0, most).map(({ update }) => update);
    },

    /** Those that nobody has taken yet, oldest first. */
    waiting: (): readonly Waiting[] => queue,
    drop(updateId: number): void {
      const at = queue.findIndex(({ update }) => update.update_id === updateId);
      if (at >= 0) queue.splice(at, 1);
    },
    clear(): void {
      queue = [];
    },
    whenPushed(act: (() => void) | undefined): void {
      onPush = act;
    },
    /** A poller that waits gets its 409. */
    interrupt(description: string): void {
      waiting?.fail(description);
    },
  };

  async function conflict(description: string, signal: AbortSignal): Promise<never> {
    const hasty = now() < nextConflict;
    if (hasty) await someTime(conflictPauseMs, signal);
    else nextConflict = now() + conflictPauseMs;
    throw new Refusal(409, description);
  }

  function someUpdate(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (act: () => void) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', gone);
        if (waiting === self) waiting = undefined;
        act();
      };
      const gone = () => end(resolve);
      const self = {
        wake: () => end(resolve),
        fail: (description: string) => end(() => conflict(description, signal).catch(reject)),
      };
      const timer = setTimeout(gone, ms);
      signal.addEventListener('abort', gone);
      waiting = self;
    });
  }
}

/** Resolves after the time, or when the signal comes. */
export function someTime(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
