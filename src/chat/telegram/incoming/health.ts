import type { Route } from '../../../http/server.ts';
import type { Inbox } from '../../../store/inbox.ts';
import { type Pause, pause as pauseForReal } from '../../../timing/pause.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Receiving } from './receiving.ts';

/** An update that nobody has in hand for longer than a restart takes, and a long backlog, is left lying. */
const WAIT_MS = 600_000;
/** What waits is looked for every second. */
const LOOK_MS = 90_000;
/** Those who ask give up after some seconds, and take that for an answer. */
const PATIENCE_MS = 3_000;

export type HealthParts = {
  receiving(): Receiving;
  store: { check(): Promise<void> };
  inbox: Pick<Inbox, 'backlog' | 'unheldSince'>;
  dispatcher: Pick<Dispatcher, 'resting' | 'lookedAt'>;
  /** throws when the library cannot be read */ library: { size(): number; read(): Promise<unknown> };
  /** epoch milliseconds */ now: () => number;
  pause?: Pause;
};

/**
 * GET /healthz: 200 with what there is, or 503 where no updates come in, the store or the library cannot be read within
 * three seconds, or nobody works on what waits. A chat that waits for Telegram is in somebody's hands.
 */
export function healthRoute(parts: HealthParts): Route {
  const { receiving, store, inbox, dispatcher, library, now, pause = pauseForReal } = parts;
  const lookAtStore = shared(pause, async () => {
    await store.check();
    const { pending } = await inbox.backlog();
    return { pending, unheldSince: await inbox.unheldSince(dispatcher.resting()) };
  });
  const lookAtLibrary = shared(pause, () => library.read().then(() => true));

  return async () => {
    const [backlog, readable = false] = await Promise.all([lookAtStore(), lookAtLibrary()]);
    const coming = receiving();
    const waited = backlog?.unheldSince === undefined ? 0 : now() - backlog.unheldSince;
    const handling = waited < WAIT_MS && now() - dispatcher.lookedAt() < LOOK_MS;
    const ok = coming.ok && backlog !== undefined && handling && readable;
    const body = {
      status: ok ? 'ok' : 'failing',
      receiving: coming,
      store: { ok: backlog !== undefined },
      backlog: { ok: handling, pending: backlog?.pending ?? 0, unheldSeconds: Math.round(waited / 1000) },
      library: { ok: readable, entries: library.size() },
    };
    return { status: ok ? 200 : 503, type: 'application/json', body: `${JSON.stringify(body)}\n` };
  };
}

/**
 * Looks once for all who ask meanwhile. Undefined where that fails or takes too long; why is in the log, and the store's
 * address is not for those who may see this.
 */
function shared<T>(pause: Pause, look: () => Promise<T>): () => Promise<T | undefined> {
  let looking: Promise<T | undefined> | undefined;
  return async () => {
    looking ??= look()
      .catch(() => undefined)
      .finally(() => {
        looking = undefined;
      });
    const over = new AbortController();
    const late = pause(PATIENCE_MS, over.signal).then(() => undefined);
    const seen = await Promise.race([looking, late]);
    over.abort();
    return seen;
  };
}
