import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { App } from './app.ts';
import { accessOf } from './chat/telegram/access.ts';
import { createBot } from './chat/telegram/bot.ts';
import { createClient } from './chat/telegram/client.ts';
import { createDispatcher } from './chat/telegram/dispatcher.ts';
import { createFreshen } from './chat/telegram/freshen.ts';
import { createGateway } from './chat/telegram/gateway.ts';
import { healthRoute } from './chat/telegram/health.ts';
import { insist } from './chat/telegram/insist.ts';
import { announce } from './chat/telegram/menu.ts';
import { poll } from './chat/telegram/poller.ts';
import { createReceive } from './chat/telegram/receive.ts';
import { UPDATE_KINDS } from './chat/telegram/update.ts';
import { webhookRoute } from './chat/telegram/webhook.ts';
import type { Config } from './config.ts';
import { type Route, startServer } from './http/server.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { openChats } from './store/chats.ts';
import { openStore, type Store } from './store/database.ts';
import { type Exchanges, openExchanges } from './store/exchanges.ts';
import { openFeedback } from './store/feedback.ts';
import { forgetPerson } from './store/forget.ts';
import { serveAs } from './store/identity.ts';
import { type Inbox, openInbox } from './store/inbox.ts';
import { acquireLock } from './store/lock.ts';
import { openPeople } from './store/people.ts';
import { openReplies } from './store/replies.ts';

/** What is kept of conversations, and of handled updates, which Telegram repeats for 24 hours at most. */
const KEPT_MS = { exchanges: 30 * 24 * 3_600_000, updates: 48 * 3_600_000 };
const TIDY_EVERY_MS = 3_600_000;

/** Running handlers get so long to end, and calls on their way so long after that: together less than the ten seconds
 * after which a service manager would kill the program. */
const GRACE = { handlers: 7_000, calls: 1_000, server: 500 };

/** Opens the store that the settings name. */
export function openStoreOf({ DATABASE_URL, DATA_DIR }: Config): Promise<Store> {
  return openStore(DATABASE_URL === undefined ? { file: join(DATA_DIR, 'noted.sqlite') } : { url: DATABASE_URL });
}

/**
 * Serves people in Telegram until the signal; then what runs is ended and the rest is left in the inbox.
 * 1. The store is opened; on SQLite this is the only bot that works on it, and one that still runs is waited for.
 * 2. Telegram is asked who the bot is, and the store told.
 * 3. Updates come by polling or webhook into the inbox, from where they are handled.
 * @throws UnauthorizedError, RefusedError, PortError, StoreError, each saying what to do
 */
export async function serve(app: App, { token, signal, onReady, graceMs = GRACE }: ServeOptions): Promise<void> {
  const { config, log } = app;
  const ends: (() => unknown)[] = [];
  try {
    if (config.DATABASE_URL === undefined) {
      const onWait = () => log.warn('another bot works in this data folder: waiting for it to end');
      const lock = await acquireLock(join(config.DATA_DIR, 'bot.lock'), { signal, onWait });
      ends.push(() => lock.release());
    }
    const store = await openStoreOf(config);
    ends.push(() => store.close());
    const at = { now: Date.now };
    const inbox = openInbox(store, at);
    // Nobody else can hold them, and what a crash left need not wait for their leases.
    if (config.DATABASE_URL === undefined) await inbox.releaseAll();
    const people = openPeople(store, at);
    const chats = openChats(store, at);
    const exchanges = openExchanges(store);
    const metrics = createMetrics();
    const gateway = createGateway({
      client: createClient({ token, apiRoot: config.TELEGRAM_API_ROOT }),
      onMigrated: chats.migrate,
      onCall: ({ method, outcome, seconds }) => metrics.telegramSeconds.observe({ method, outcome }, seconds),
      log,
      // A clock that is set back must not hold up chats that were just written to.
      now: () => performance.now(),
      random: Math.random,
    });
    ends.push(() => gateway.stop(graceMs.calls));
    const me = await insist('getMe', {}, { gateway, log, signal });
    if (me === undefined) return;
    if (await serveAs(store, me.id)) log.warn('another bot worked on this store: what it left in the inbox is deleted');

    const dispatcher = createDispatcher({
      inbox,
      handle: createBot({
        ...app,
        gateway,
        me: { id: me.id, username: me.username ?? '' },
        access: accessOf(config, chats),
        people,
        chats,
        exchanges,
        replies: openReplies(store, at),
        feedback: openFeedback(store, at),
        forget: (personId, except) => forgetPerson(store, personId, { except }),
        freshen: createFreshen({ catchUp: () => app.catchUp({ signal }), log, ...at }),
        status: async () => ({
          entries: app.library.size(),
          span: app.library.span(),
          people: await people.count(),
          waiting: (await inbox.backlog()).pending,
        }),
        language: config.LANGUAGE,
        onAnswered({ refused, seconds }) {
          metrics.answers.inc({ refused: String(refused) });
          metrics.replySeconds.observe(seconds);
        },
        ...at,
      }),
      holder: randomUUID(),
      log,
      metrics,
      ...at,
    });
    ends.push(() => dispatcher.stop(graceMs.handlers));
    dispatcher.wake();
    const receive = createReceive({ inbox, wake: dispatcher.wake, log, metrics });

    let polled = Date.now();
    const { WEBHOOK_URL, HTTP_PORT } = config;
    if (HTTP_PORT !== undefined) {
      const lastPoll = WEBHOOK_URL === undefined ? () => polled : undefined;
      metrics.collect(async () => metrics.entries.set(app.library.size()));
      const routes = new Map<string, Route>([
        ['/healthz', healthRoute({ lastPoll, store, inbox, library: app.library, ...at })],
        ['/metrics', async () => ({ status: 200, type: metrics.type, body: await metrics.text() })],
        ...(WEBHOOK_URL === undefined
          ? []
          : [
              [
                new URL(WEBHOOK_URL).pathname,
                webhookRoute({ secret: webhookSecret(config, token), receive, log }),
              ] as const,
            ]),
      ]);
      const server = await startServer({ port: HTTP_PORT, routes, log });
      ends.push(() => server.close(graceMs.server));
    }
    ends.push(every(TIDY_EVERY_MS, () => tidy({ inbox, exchanges, log })));

    void announce(gateway, { log, admins: config.ADMINS.map(Number) });
    onReady?.(me.username ?? '');
    log.info({ bot: me.username, by: WEBHOOK_URL === undefined ? 'polling' : 'webhook' }, 'ready');
    if (WEBHOOK_URL === undefined) {
      const onPolled = () => {
        polled = Date.now();
      };
      await poll({
        gateway,
        receive,
        allowedUpdates: UPDATE_KINDS,
        onPolled,
        log,
        metrics,
        signal,
        random: Math.random,
        ...at,
      });
    } else {
      const webhook = {
        url: WEBHOOK_URL,
        secret_token: webhookSecret(config, token),
        allowed_updates: [...UPDATE_KINDS],
      };
      await insist('setWebhook', webhook, { gateway, log, signal });
      if (!signal.aborted) await once(signal, 'abort');
    }
    log.info({ running: dispatcher.running() }, 'stopping');
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

export type ServeOptions = {
  token: string;
  signal: AbortSignal;
  /** called when updates begin to be taken in */ onReady?: (username: string) => void;
  /** how long each part of the end may take */ graceMs?: typeof GRACE | undefined;
};

/** Every process that serves the same bot must know the same secret, so the one that nobody set is made from the token. */
function webhookSecret({ WEBHOOK_SECRET }: Config, token: string): string {
  return WEBHOOK_SECRET ?? createHmac('sha256', token).update('webhook').digest('hex');
}

/** Deletes what is no longer kept. */
async function tidy({ inbox, exchanges, log }: { inbox: Inbox; exchanges: Exchanges; log: Log }): Promise<void> {
  try {
    const updates = await inbox.prune(Date.now() - KEPT_MS.updates);
    const asked = await exchanges.prune(Date.now() - KEPT_MS.exchanges);
    if (updates + asked > 0) log.info({ updates, exchanges: asked }, 'what is no longer kept was deleted');
  } catch (error) {
    log.error({ err: error }, 'what is no longer kept could not be deleted');
  }
}

/** Runs now and then every so often; gives what ends it. */
function every(ms: number, run: () => Promise<void>): () => Promise<void> {
  let running = run();
  const timer = setInterval(() => {
    running = running.then(run);
  }, ms);
  return () => {
    clearInterval(timer);
    return running;
  };
}
