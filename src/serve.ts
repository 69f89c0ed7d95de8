import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { App } from './app.ts';
import { accessOf } from './chat/telegram/access.ts';
import { createBot } from './chat/telegram/bot.ts';
import { createFreshen } from './chat/telegram/freshen.ts';
import { createDispatcher } from './chat/telegram/incoming/dispatcher.ts';
import { healthRoute } from './chat/telegram/incoming/health.ts';
import { keepWebhook } from './chat/telegram/incoming/keep-webhook.ts';
import { poll } from './chat/telegram/incoming/poller.ts';
import { createReceive } from './chat/telegram/incoming/receive.ts';
import { receivingByPolls, receivingByWebhook, type WebhookState } from './chat/telegram/incoming/receiving.ts';
import { webhookRoute } from './chat/telegram/incoming/webhook.ts';
import { announce } from './chat/telegram/menu.ts';
import { createClient } from './chat/telegram/outgoing/client.ts';
import { createGateway } from './chat/telegram/outgoing/gateway.ts';
import { insist } from './chat/telegram/outgoing/insist.ts';
import { UPDATE_KINDS } from './chat/telegram/update.ts';
import { webhookSecret } from './config.ts';
import { type Route, startServer } from './http/server.ts';
import { createMetrics } from './metrics.ts';
import { openChats } from './store/chats.ts';
import { openExchanges } from './store/exchanges.ts';
import { openFeedback } from './store/feedback.ts';
import { forgetPerson } from './store/forget.ts';
import { serveAs } from './store/identity.ts';
import { openInbox } from './store/inbox.ts';
import { acquireLock } from './store/lock.ts';
import { openPeople } from './store/people.ts';
import { openReplies } from './store/replies.ts';
import { openStops } from './store/stops.ts';
import { keepTidy } from './store/tidy.ts';

/**
 * How long each part of the end may take: what is on its way to Telegram or being answered, what has to be noted of it,
 * and requests over HTTP. Together they take less than the ten seconds after which a service manager would kill the program.
 */
const GRACE = { handlers: 5_500, calls: 1_000, server: 500 };

/** Lanes that are worked on at once where a model writes the answers, each for as long as half a minute. */
const WRITING_AT_ONCE = 512;

/**
 * Serves people in Telegram until the signal. Then updates are no longer taken in nor begun; what waits for Telegram stays in
 * the inbox, and what is being answered or on its way is given some seconds.
 * 1. The store is opened; on SQLite this is the only bot that works on it, and one that still runs is waited for.
 * 2. Telegram is asked who the bot is, and the store told.
 * 3. What the last bot left is gone on with, and over HTTP can be asked how that goes.
 * 4. Updates come by polling or webhook into the inbox, from where they are handled.
 * @throws UnauthorizedError, RefusedError, PortError, StoreError, each saying what to do
 */
export async function serve(app: App, { token, signal, onReady, graceMs = GRACE }: ServeOptions): Promise<void> {
  const { config, log } = app;
  const over = new AbortController();
  const stops: (() => unknown)[] = [() => over.abort()];
  const closes: (() => unknown)[] = [];
  try {
    if (config.DATABASE_URL === undefined) {
      const onWait = () => log.warn('another bot works in this data folder: waiting for it to end');
      const lock = await acquireLock(join(config.DATA_DIR, 'bot.lock'), { signal, onWait });
      closes.push(() => lock.release());
    }
    const store = await app.store();
    const at = { now: Date.now };
    // How long something takes, and who has to wait, does not hang on a clock that may be set back.
    const elapsed = () => performance.now();
    const inbox = openInbox(store, at);
    // Nobody else can hold them, and what a crash left need not wait for their leases.
    if (config.DATABASE_URL === undefined) await inbox.releaseAll();
    const people = openPeople(store, at);
    const chats = openChats(store, at);
    const exchanges = openExchanges(store);
    const metrics = createMetrics();
    closes.push(
      app.watch({
        onCall: metrics.modelCalled,
        onWritten: outcome => metrics.writtenAnswers.inc({ outcome }),
      }),
    );
    const gateway = createGateway({
      client: createClient({ token, apiRoot: config.TELEGRAM_API_ROOT }),
      onMigrated: chats.migrate,
      onCall: ({ method, outcome, seconds }) => metrics.telegramSeconds.observe({ method, outcome }, seconds),
      log,
      now: elapsed,
      random: Math.random,
    });
    stops.push(gateway.hurry);
    closes.push(() => gateway.stop(graceMs.calls));
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
        ...(config.DATABASE_URL !== undefined && { stops: openStops(store, at) }),
        forget: (personId, except) => forgetPerson(store, personId, { except, today: app.today() }),
        freshen: createFreshen({ catchUp: () => app.catchUp({ signal }), log, now: elapsed }),
        status: async () => ({
          entries: app.library.size(),
          span: app.library.span(),
          people: await people.count(),
          // The one that asks for it is no other's business.
          waiting: Math.max(0, (await inbox.backlog()).pending - 1),
        }),
        language: config.LANGUAGE,
        onAnswered({ refused, seconds }) {
          metrics.answers.inc({ refused: String(refused) });
          metrics.replySeconds.observe(seconds);
        },
        ...at,
      }),
      holder: randomUUID(),
      // Who waits for a model's words keeps no processor busy, and would keep others waiting.
      ...(app.models.answers !== undefined && { concurrency: WRITING_AT_ONCE }),
      log,
      metrics,
      elapsed,
      ...at,
    });
    stops.push(() => dispatcher.stop(graceMs.handlers));
    closes.push(async () => {
      await gateway.stop(graceMs.calls);
      // What was on its way came back or was cut off with that: it is noted before the store closes.
      await dispatcher.idle(graceMs.calls);
    });
    dispatcher.wake();
    const receive = createReceive({ inbox, wake: dispatcher.wake, log, metrics });
    keepTidy({ inbox, exchanges, ...(await app.books()), log, signal: over.signal, today: app.today, ...at });

    const { WEBHOOK_URL, HTTP_PORT } = config;
    const secret = webhookSecret(config, token);
    let polled = Date.now();
    const webhook: WebhookState = { seenAt: undefined, pending: 0, failedAt: undefined };
    if (HTTP_PORT !== undefined) {
      metrics.collect(async () => metrics.entries.set(app.library.size()));
      const receiving = (now = Date.now()) =>
        WEBHOOK_URL === undefined ? receivingByPolls({ polled, now }) : receivingByWebhook({ ...webhook, now });
      const library = { size: () => app.library.size(), read: () => app.library.entries({}, { limit: 1 }) };
      const routes = new Map<string, Route>([
        ['/healthz', healthRoute({ receiving, store, inbox, dispatcher, library, ...at })],
        ['/metrics', async () => ({ status: 200, type: metrics.type, body: await metrics.text() })],
      ]);
      if (WEBHOOK_URL !== undefined) routes.set(new URL(WEBHOOK_URL).pathname, webhookRoute({ secret, receive, log }));
      const server = await startServer({ port: HTTP_PORT, host: config.HTTP_HOST, routes, log });
      stops.push(() => server.close(graceMs.server));
    }

    void announce(gateway, { log, admins: config.ADMINS.map(Number), writes: app.models.answers !== undefined });
    onReady?.(me.username ?? '');
    log.info({ bot: me.username, by: WEBHOOK_URL === undefined ? 'polling' : 'webhook' }, 'ready');
    const coming = { gateway, log, metrics, signal, ...at };
    if (WEBHOOK_URL === undefined) {
      const onPolled = () => {
        polled = Date.now();
      };
      await poll({ ...coming, receive, allowedUpdates: UPDATE_KINDS, onPolled, random: Math.random });
    } else {
      const wanted = { url: WEBHOOK_URL, secret_token: secret, allowed_updates: [...UPDATE_KINDS] };
      await keepWebhook({ ...coming, webhook: wanted, state: webhook });
    }
    log.info({ running: dispatcher.running() }, 'stopping');
  } finally {
    // All are told before any is waited for.
    await Promise.all(stops.map(stop => stop()));
    for (const close of closes.reverse()) await close();
  }
}

export type ServeOptions = {
  token: string;
  signal: AbortSignal;
  /** called when updates begin to be taken in */ onReady?: (username: string) => void;
  /** how long each part of the end may take */ graceMs?: typeof GRACE | undefined;
};
