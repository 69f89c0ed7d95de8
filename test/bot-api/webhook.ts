import { someTime, type Updates } from './updates.ts';

export type Registration = { url: string; secret: string; maxConnections: number };
export type Webhook = ReturnType<typeof createWebhook>;

/** Telegram gives up a request to a bot after about a minute. */
const DEADLINE_MS = 60_000;
/** After the second failure in a row; doubled with each further one. */
const LONGEST_PAUSE_MS = 60_000;

type Options = {
  updates: Updates;
  now: () => number;
  /** The pause after the second failure in a row. Telegram's is 2 s. */
  pauseMs: number;
};

/** Brings updates to the bot, those of one chat one after another, until each is taken with a 2xx. */
export function createWebhook({ updates, now, pauseMs }: Options) {
  let registered: Registration | undefined;
  let reachedAt: string | undefined;
  let lastError: { at: number; message: string } | undefined;
  let ended = new AbortController();
  /** Chats that an update is on its way from, and updates that wait for their next attempt. */
  const busy = new Set<string>();

  function pump(): void {
    if (registered === undefined) return;
    for (const { update, lane } of updates.waiting()) {
      if (busy.size >= registered.maxConnections) return;
      if (busy.has(lane)) continue;
      busy.add(lane);
      void deliver(update, registered, ended.signal).finally(() => {
        busy.delete(lane);
        pump();
      });
    }
  }

  async function deliver(update: { update_id: number }, to: Registration, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures++) {
      if (failures > 1) await someTime(Math.min(pauseMs * 2 ** (failures - 2), LONGEST_PAUSE_MS), signal);
      const problem = await post(update, to, signal);
      if (signal.aborted) return;
      if (problem === undefined) return updates.drop(update.update_id);
      lastError = { at: now(), message: problem };
    }
  }

  /** What went wrong, or undefined. */
  async function post(update: object, to: Registration, signal: AbortSignal): Promise<string | undefined> {
    try {
      const response = await fetch(reachedAt ?? to.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(to.secret !== '' && { 'x-telegram-bot-api-secret-token': to.secret }),
        },
        body: JSON.stringify(update),
        signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
      });
      await response.arrayBuffer();
      return response.ok ? undefined : `Wrong response from the webhook: ${response.status} ${response.statusText}`;
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError' ? 'Connection timed out' : 'Connection refused';
    }
  }

  return {
    registered: () => registered,
    lastError: () => lastError,
    set(registration: Registration): void {
      registered = registration;
      lastError = undefined;
      updates.whenPushed(pump);
      pump();
    },
    remove(): void {
      registered = undefined;
      updates.whenPushed(undefined);
      ended.abort();
      ended = new AbortController();
    },
    reachAt(url: string): void {
      reachedAt = url;
    },
  };
}
