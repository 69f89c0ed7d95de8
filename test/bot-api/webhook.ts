import { KEPT_MS, someTime, type Updates } from './updates.ts';

export type Registration = { url: string; secret: string; maxConnections: number };
export type Webhook = ReturnType<typeof createWebhook>;

/** Telegram gives up a request to a bot after about a minute. */
const DEADLINE_MS = 60_000;
/** After the second failure in a row; doubled with each further one. */
const LONGEST_PAUSE_MS = 60_000;
/** Telegram waits no longer than this, whatever a webhook asks for by Retry-After. */
const LONGEST_ASKED_S = 3600;
/** A webhook that says for so long that it is gone is removed. */
const GONE_MS = 23 * 3600_000;

type Options = {
  updates: Updates;
  now: () => number;
  /** The pause after the second failure in a row. Telegram's is 2 s. */
  pauseMs: number;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** What went wrong, and for how long the webhook asks to be left alone. */
type Problem = { message: string; status?: number; asksMs: number };

/** Brings updates to the bot, those of one chat one after another, until each is taken with a 2xx. */
export function createWebhook({ updates, now, pauseMs, sleep = someTime }: Options) {
  let registered: Registration | undefined;
  let reachedAt: string | undefined;
  let lastError: { at: number; message: string } | undefined;
  /** Since when every answer was that it is gone. */
  let goneSince: number | undefined;
  let ended = new AbortController();
  /** Chats that an update is on its way from, and updates that wait for their next attempt. */
  const busy = new Set<string>();

  function pump(): void {
    if (registered === undefined) return;
    for (const { update, lane, at } of updates.waiting()) {
      if (busy.size >= registered.maxConnections) return;
      if (busy.has(lane)) continue;
      busy.add(lane);
      void deliver({ update, at }, registered, ended.signal).finally(() => {
        busy.delete(lane);
        pump();
      });
    }
  }

  async function deliver(
    { update, at }: { update: { update_id: number }; at: number },
    to: Registration,
    signal: AbortSignal,
  ): Promise<void> {
    let asksMs = 0;
    for (let failures = 0; !signal.aborted; failures++) {
      const pause = failures > 1 ? Math.min(pauseMs * 2 ** (failures - 2), LONGEST_PAUSE_MS) : 0;
      if (Math.max(pause, asksMs) > 0) await sleep(Math.max(pause, asksMs), signal);
      if (now() - at > KEPT_MS) return updates.drop(update.update_id);
      const problem = await post(update, to, signal);
      if (signal.aborted) return;
      goneSince = problem?.status === 410 ? (goneSince ?? now()) : undefined;
      if (problem === undefined) return updates.drop(update.update_id);
      asksMs = problem.asksMs;
      lastError = { at: now(), message: problem.message };
      if (goneSince !== undefined && now() - goneSince >= GONE_MS) return remove();
    }
  }

  function remove(): void {
    registered = undefined;
    goneSince = undefined;
    updates.whenPushed(undefined);
    ended.abort();
    ended = new AbortController();
  }

  async function post(update: object, to: Registration, signal: AbortSignal): Promise<Problem | undefined> {
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
      if (response.ok) return undefined;
      const { status, statusText } = response;
      const asked = Math.min(Number(response.headers.get('retry-after')) || 0, LONGEST_ASKED_S);
      return { message: `Wrong response from the webhook: ${status} ${statusText}`, status, asksMs: asked * 1000 };
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      return { message: late ? 'Connection timed out' : 'Connection refused', asksMs: 0 };
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
    remove,
    reachAt(url: string): void {
      reachedAt = url;
    },
  };
}
