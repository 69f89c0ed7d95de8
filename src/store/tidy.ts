import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Exchanges } from './exchanges.ts';
import type { Inbox } from './inbox.ts';
import type { Usage } from './usage.ts';
import type { Written } from './written.ts';

const DAY_MS = 24 * 3_600_000;
const EVERY_MS = 3_600_000;

/**
 * What is kept of conversations and of what they cost; of handled updates, which Telegram repeats for 24 hours at most; and
 * of what the model wrote, where nobody asked for it again.
 */
const KEPT_MS = { exchanges: 30 * DAY_MS, usage: 30 * DAY_MS, updates: 2 * DAY_MS, written: 7 * DAY_MS };

/** Texts of the model that are kept at most: one is a kilobyte or two. */
const MOST_WRITTEN = 10_000;

type Tidying = {
  inbox: Pick<Inbox, 'prune'>;
  exchanges: Pick<Exchanges, 'prune'>;
  usage: Pick<Usage, 'prune'>;
  written: Pick<Written, 'prune'>;
  log: Log;
  signal: AbortSignal;
  /** epoch milliseconds */ now: () => number;
  /** the ISO day that it is, as usage is counted */ today: () => string;
};

/** Deletes what is no longer kept, now and every hour until the signal. Nobody has to wait for it: the rest is deleted next time. */
export function keepTidy({ inbox, exchanges, usage, written, log, signal, now, today }: Tidying): void {
  let running = false;
  const run = async () => {
    if (running) return;
    running = true;
    try {
      const pruned = {
        updates: await inbox.prune(now() - KEPT_MS.updates),
        exchanges: await exchanges.prune(now() - KEPT_MS.exchanges),
        ...(await tidyBooks({ usage, written }, { now: now(), today: today() })),
      };
      if (Object.values(pruned).some(count => count > 0)) log.info(pruned, 'what is no longer kept was deleted');
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

/** Deletes what is no longer kept of what questions cost and of what the model wrote, where nothing else is kept either. */
export async function tidyBooks(
  { usage, written }: Pick<Tidying, 'usage' | 'written'>,
  { now, today }: { now: number; today: string },
): Promise<{ usage: number; written: number }> {
  return {
    usage: await usage.prune({ today, before: daysBefore(today, KEPT_MS.usage / DAY_MS) }),
    written: await written.prune(now - KEPT_MS.written, MOST_WRITTEN),
  };
}

/** The ISO day so many days before another. */
function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}
