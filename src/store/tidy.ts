import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Exchanges } from './exchanges.ts';
import type { Inbox } from './inbox.ts';

/** What is kept of conversations, and of handled updates, which Telegram repeats for 24 hours at most. */
const KEPT_MS = { exchanges: 30 * 24 * 3_600_000, updates: 48 * 3_600_000 };
const EVERY_MS = 3_600_000;

type Tidying = {
  inbox: Pick<Inbox, 'prune'>;
  exchanges: Pick<Exchanges, 'prune'>;
  log: Log;
  signal: AbortSignal;
  /** epoch milliseconds */ now: () => number;
};

/** Deletes what is no longer kept, now and every hour until the signal. Nobody has to wait for it: the rest is deleted next time. */
export function keepTidy({ inbox, exchanges, log, signal, now }: Tidying): void {
  let running = false;
  const run = async () => {
    if (running) return;
    running = true;
    try {
      const updates = await inbox.prune(now() - KEPT_MS.updates);
      const asked = await exchanges.prune(now() - KEPT_MS.exchanges);
      if (updates + asked > 0) log.info({ updates, exchanges: asked }, 'what is no longer kept was deleted');
    } catch (error) {
      if (!signal.aborted) log.error({ error: messageOf(error) }, 'what is no longer kept could not be deleted');
    } finally {
      running = false;
    }
  };
  const timer = setInterval(run, EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  void run();
}
