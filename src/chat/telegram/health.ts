import type { Route } from '../../http/server.ts';
import type { Inbox } from '../../store/inbox.ts';

/** A poll takes 30 s where nothing happens; two in a row that brought nothing mean that the way is cut. */
const POLL_MS = 90_000;
/** An update that waits longer than a restart takes and an answer is written means that nobody works on them. */
const WAIT_MS = 600_000;

export type HealthParts = {
  /** when Telegram last answered a poll; undefined where updates come by webhook */ lastPoll:
    | (() => number)
    | undefined;
  store: { check(): Promise<void> };
  inbox: Pick<Inbox, 'backlog'>;
  library: { size(): number };
  /** epoch milliseconds */ now: () => number;
};

/** GET /healthz: 200 with what there is, or 503 where polling, the store or the work on updates stands still. */
export function healthRoute({ lastPoll, store, inbox, library, now }: HealthParts): Route {
  return async () => {
    const polled = lastPoll?.();
    const polling = polled === undefined || now() - polled < POLL_MS;
    const backlog = await store
      .check()
      .then(() => inbox.backlog())
      // Why is in the log; the store's address is not for those who may see this.
      .catch(() => undefined);
    const waited = backlog?.oldest === undefined ? 0 : now() - backlog.oldest;
    const handling = waited < WAIT_MS;
    const ok = polling && backlog !== undefined && handling;
    const body = {
      status: ok ? 'ok' : 'failing',
      receiving:
        polled === undefined ? { by: 'webhook' } : { by: 'polling', ok: polling, secondsAgo: seconds(now() - polled) },
      store: { ok: backlog !== undefined },
      backlog: { ok: handling, pending: backlog?.pending ?? 0, oldestSeconds: seconds(waited) },
      library: { entries: library.size() },
    };
    return { status: ok ? 200 : 503, type: 'application/json', body: `${JSON.stringify(body)}\n` };
  };
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
