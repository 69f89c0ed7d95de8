import type { Parameters } from './parameters.ts';
import { Refusal } from './refusal.ts';

export type Update = Record<string, unknown> & { update_id: number };

/** Not sent unless a bot asks for them by name. */
const ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);
/** Bot API: updates are not kept longer than 24 hours. */
const KEPT_MS = 24 * 3600_000;
const OTHER_POLLER =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
const WEBHOOK_ACTIVE =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

export type Updates = ReturnType<typeof createUpdates>;

/** The queue of updates, and the one who polls for them. */
export function createUpdates(now: () => number) {
  let queue: { update: Update; at: number }[] = [];
  let nextId = 100_000_001;
  let allowed: ReadonlySet<string> | undefined;
  let waiting: { wake(): void; fail(refusal: Refusal): void } | undefined;
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
        queue.push({ update, at: now() });
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
      if (o.webhook) throw new Refusal(409, WEBHOOK_ACTIVE);
      const offset = parameters.integer('offset');
      const limit = parameters.integer('limit', { or: 100, min: 1, max: 100 });
      const timeout = parameters.integer('timeout', { min: 0, max: 50 });
      this.allow(parameters);
      waiting?.fail(new Refusal(409, OTHER_POLLER));
      if (offset !== 0) confirm(offset);
      forgetOld();
      if (queue.length === 0 && timeout > 0) await someUpdate(timeout * 1000, o.signal);
      return queue.slice(0, limit).map(({ update }) => update);
    },

    size: () => queue.length,
    first: () => queue.slice(),
    drop(updateId: number): void {
      queue = queue.filter(({ update }) => update.update_id !== updateId);
    },
    clear(): void {
      queue = [];
    },
    whenPushed(act: (() => void) | undefined): void {
      onPush = act;
    },
    /** A poller that waits gets its 409. */
    interrupt(refusal: Refusal): void {
      waiting?.fail(refusal);
    },
  };

  function someUpdate(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (act: () => void) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', gone);
        if (waiting === self) waiting = undefined;
        act();
      };
      const gone = () => end(resolve);
      const self = { wake: () => end(resolve), fail: (refusal: Refusal) => end(() => reject(refusal)) };
      const timer = setTimeout(gone, ms);
      signal.addEventListener('abort', gone);
      waiting = self;
    });
  }
}
