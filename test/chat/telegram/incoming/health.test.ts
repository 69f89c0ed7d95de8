import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { healthRoute } from '../../../../src/chat/telegram/incoming/health.ts';
import { receivingByPolls } from '../../../../src/chat/telegram/incoming/receiving.ts';
import { openStore } from '../../../../src/store/database.ts';
import { openInbox } from '../../../../src/store/inbox.ts';
import { received } from './working.ts';

const MINUTE = 60_000;

it('is well while updates come in, the store and the library are there and the work goes on', async () => {
  const { ask } = await setUp();
  expect(await ask()).toEqual({
    status: 200,
    body: {
      status: 'ok',
      receiving: { by: 'polling', ok: true, secondsAgo: 0 },
      store: { ok: true },
      backlog: { ok: true, pending: 0, unheldSeconds: 0 },
      library: { ok: true, entries: 25 },
    },
  });
});

it('fails while no updates come in', async () => {
  const { ask, bot } = await setUp();
  bot.polled -= 2 * MINUTE;
  expect(await ask()).toMatchObject({
    status: 503,
    body: { status: 'failing', receiving: { ok: false, secondsAgo: 120 }, store: { ok: true } },
  });
});

it('fails when an update was left lying for ten minutes, until it is handled', async () => {
  const { ask, time, inbox } = await setUp();
  await inbox.receive([received(1, 'chat'), received(2, 'chat')]);
  time.now += 10 * MINUTE;
  expect(await ask()).toMatchObject({
    status: 503,
    body: { backlog: { ok: false, pending: 2, unheldSeconds: 600 }, receiving: { ok: true } },
  });
  await inbox.claim({ holder: 'a', leaseMs: MINUTE, most: 1 });
  await inbox.done(1, 'done', 'a');
  await inbox.done(2, 'failed', 'a');
  expect(await ask()).toMatchObject({ status: 200, body: { backlog: { ok: true, pending: 0 } } });
});

it('stays well while one chat has to wait for Telegram, in hand or resting', async () => {
  const { ask, time, inbox, bot } = await setUp();
  await inbox.receive([received(1, 'held'), received(2, 'resting')]);
  await inbox.claim({ holder: 'a', leaseMs: 60 * MINUTE, most: 1 });
  bot.resting = ['resting'];
  time.now += 20 * MINUTE;
  expect(await ask()).toMatchObject({ status: 200, body: { backlog: { ok: true, pending: 2, unheldSeconds: 0 } } });
});

it('fails when nobody has looked for what waits for a minute and a half', async () => {
  const { ask, bot } = await setUp();
  bot.looked -= 1.5 * MINUTE;
  expect(await ask()).toMatchObject({ status: 503, body: { backlog: { ok: false, pending: 0 } } });
});

it('fails when the store is away, and does not say where that is', async () => {
  const { ask, store } = await setUp();
  await store.close();
  const { status, body } = await ask();
  expect({ status, body }).toMatchObject({ status: 503, body: { status: 'failing', store: { ok: false } } });
  expect(JSON.stringify(body)).not.toContain('noted-health');
});

it('fails when the library cannot be read, and is well with an empty one', async () => {
  const { ask, bot } = await setUp();
  bot.entries = 0;
  expect(await ask()).toMatchObject({ status: 200, body: { library: { ok: true, entries: 0 } } });
  bot.read = () => Promise.reject(new Error('damaged'));
  expect(await ask()).toMatchObject({ status: 503, body: { library: { ok: false }, store: { ok: true } } });
});

it('tells after some seconds that the store hangs, which is looked at once for all who ask', async () => {
  let checks = 0;
  const hanging = Promise.withResolvers<void>();
  const check = () => {
    checks += 1;
    return hanging.promise;
  };
  const { ask } = await setUp({ check, pause: async () => {} });
  for (const { status, body } of await Promise.all([ask(), ask(), ask()]))
    expect({ status, body }).toMatchObject({ status: 503, body: { store: { ok: false } } });
  await ask();
  expect(checks).toBe(1);
});

/** A bot's health by a clock that stands still unless `time` is moved; `bot` is how its other parts fare. */
async function setUp({ check, pause }: { check?: () => Promise<void>; pause?: () => Promise<void> } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'noted-health-'));
  const store = await openStore({ file: join(folder, 'store.sqlite') });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  const time = { now: 1_700_000_000_000 };
  const now = () => time.now;
  const inbox = openInbox(store, { now });
  const bot = { polled: 0, looked: 0, resting: [''], entries: 25, read: async (): Promise<unknown> => [] };
  const route = healthRoute({
    receiving: () => receivingByPolls({ polled: now() + bot.polled, now: now() }),
    store: check === undefined ? store : { check },
    inbox,
    dispatcher: { resting: () => bot.resting, lookedAt: () => now() + bot.looked },
    library: { size: () => bot.entries, read: () => bot.read() },
    now,
    ...(pause && { pause }),
  });
  return {
    store,
    inbox,
    time,
    bot,
    async ask() {
      const { status, body } = await route({ method: 'GET', headers: {}, body: async () => new Uint8Array() });
      return { status, body: JSON.parse(body ?? '') };
    },
  };
}
