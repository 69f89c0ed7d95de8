import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { healthRoute } from '../../../src/chat/telegram/health.ts';
import { openStore } from '../../../src/store/database.ts';
import { openInbox } from '../../../src/store/inbox.ts';
import { received } from './working.ts';

const MINUTE = 60_000;

it('is well while polls, the store and the work on updates go on', async () => {
  const { ask } = await setUp();
  expect(await ask()).toEqual({
    status: 200,
    body: {
      status: 'ok',
      receiving: { by: 'polling', ok: true, secondsAgo: 0 },
      store: { ok: true },
      backlog: { ok: true, pending: 0, oldestSeconds: 0 },
      library: { entries: 25 },
    },
  });
});

it('fails when Telegram has answered no poll for a minute and a half, until it answers again', async () => {
  const { ask, time, poll } = await setUp();
  time.now += MINUTE;
  expect(await ask()).toMatchObject({ status: 200, body: { receiving: { ok: true, secondsAgo: 60 } } });
  time.now += MINUTE / 2;
  expect(await ask()).toMatchObject({
    status: 503,
    body: { status: 'failing', receiving: { ok: false, secondsAgo: 90 }, store: { ok: true } },
  });
  poll();
  expect(await ask()).toMatchObject({ status: 200 });
});

it('does not miss polls where updates come by webhook', async () => {
  const { ask, time } = await setUp({ webhook: true });
  time.now += 60 * MINUTE;
  expect(await ask()).toMatchObject({ status: 200, body: { receiving: { by: 'webhook' } } });
});

it('fails when an update has waited for ten minutes, until it is handled', async () => {
  const { ask, time, poll, inbox } = await setUp();
  await inbox.receive([received(1, 'chat'), received(2, 'chat')]);
  time.now += 10 * MINUTE;
  poll();
  expect(await ask()).toMatchObject({
    status: 503,
    body: { backlog: { ok: false, pending: 2, oldestSeconds: 600 }, receiving: { ok: true } },
  });
  await inbox.done(1, 'done');
  await inbox.done(2, 'failed');
  expect(await ask()).toMatchObject({ status: 200, body: { backlog: { ok: true, pending: 0 } } });
});

it('fails when the store is away, and does not say where that is', async () => {
  const { ask, store } = await setUp();
  await store.close();
  const { status, body } = await ask();
  expect({ status, body }).toMatchObject({ status: 503, body: { status: 'failing', store: { ok: false } } });
  expect(JSON.stringify(body)).not.toContain('noted-health');
});

/** A bot's health by a clock that stands still unless `time` is moved. */
async function setUp({ webhook = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'noted-health-'));
  const store = await openStore({ file: join(folder, 'store.sqlite') });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  const time = { now: 1_700_000_000_000 };
  const now = () => time.now;
  let polled = now();
  const inbox = openInbox(store, { now });
  const lastPoll = webhook ? undefined : () => polled;
  const route = healthRoute({ lastPoll, store, inbox, library: { size: () => 25 }, now });
  return {
    store,
    inbox,
    time,
    poll: () => {
      polled = now();
    },
    async ask() {
      const { status, body } = await route({ method: 'GET', headers: {}, body: new Uint8Array() });
      return { status, body: JSON.parse(body ?? '') };
    },
  };
}
