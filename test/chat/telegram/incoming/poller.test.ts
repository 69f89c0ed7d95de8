import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { UnauthorizedError } from '../../../../src/chat/telegram/failures.ts';
import { StoreError } from '../../../../src/store/store-error.ts';
import { type Emulator, startEmulator } from '../../../bot-api/emulator.ts';
import { until } from '../../../until.ts';
import { startWire, TOKEN } from '../outgoing/wire.ts';
import { loud, startPolling } from './polling.ts';

async function emulator(): Promise<Emulator> {
  const server = await startEmulator();
  onTestFinished(() => server.close());
  return server;
}

async function wire() {
  const server = await startWire();
  onTestFinished(() => server.down());
  return server;
}

const update = (id: number) => ({ update_id: id, message: { text: 'some words' } });
const offsets = (calls: readonly { method: string; payload: Record<string, unknown> }[]) =>
  calls.filter(({ method }) => method === 'getUpdates').map(({ payload }) => payload.offset);

test('what people say arrives, in order, and is confirmed by the next poll', async () => {
  const server = await emulator();
  const ann = server.person();
  const ids = ['one', 'two'].map(text => server.say(ann, text).updateId);
  const { updates, metrics } = startPolling(server);
  await until(() => updates.length === 2);
  ids.push(server.say(ann, 'three').updateId);
  await until(() => updates.length === 3);
  expect(updates).toMatchObject(ids.map(update_id => ({ update_id })));
  expect(offsets(server.calls).slice(0, 2)).toEqual([undefined, (ids[1] ?? 0) + 1]);
  const asked = server.calls.find(({ method }) => method === 'getUpdates');
  expect(asked?.payload).toMatchObject({ timeout: 30, allowed_updates: ['message', 'callback_query'] });
  expect(server.rejected()).toEqual([]);
  expect(await metrics.text()).toMatch(/^noted_last_poll_timestamp_seconds 1700000000/m);
});

test('a webhook is taken down first, and what waits for it is kept', async () => {
  const server = await emulator();
  const { gateway, end } = startPolling(server);
  await end();
  await gateway.call('setWebhook', { url: 'https://bot.example.com/telegram' });
  const { updateId } = server.say(server.person(), 'hello');
  server.fault({ method: 'deleteWebhook', how: '502-html', times: 2 });
  const { updates, log } = startPolling(server);
  await until(() => updates.length > 0);
  expect(updates).toMatchObject([{ update_id: updateId }]);
  expect(loud({ log }).length).toBeGreaterThan(0);
});

test('updates that cannot be kept are not confirmed; they are tried until they are', async () => {
  const server = await emulator();
  const kept: unknown[] = [];
  let failures = 3;
  const polling = startPolling(server, {
    receive: async batch => {
      failures -= 1;
      if (failures >= 0) throw new StoreError('the disk is full');
      kept.push(...batch);
    },
  });
  const { updateId } = server.say(server.person(), 'hello');
  await until(() => kept.length > 0);
  expect(kept[0]).toMatchObject({ update_id: updateId });
  expect(server.calls.filter(({ method }) => method === 'getUpdates')).toHaveLength(1);
  expect(polling.pauses.slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
  expect(loud(polling)).toMatchObject([{ attempt: 1, message: 'the disk is full' }, { attempt: 2 }, { attempt: 3 }]);
});

test('an update that the store will not have holds up no other: it is left, told of and confirmed', async () => {
  const server = await wire();
  server.will({ result: true }, { result: [update(5), update(6), update(7)] }, 'hang');
  const kept: unknown[] = [];
  let away = 1;
  const polling = startPolling(server, {
    receive: async batch => {
      if (JSON.stringify(batch).includes('"update_id":6')) throw new RangeError('no such number');
      away -= 1;
      if (away >= 0) throw new StoreError('the disk is full');
      kept.push(...batch);
    },
  });
  await server.saw(3);
  expect(kept).toEqual([update(5), update(7)]);
  expect(offsets(server.seen)).toEqual([undefined, 8]);
  expect(loud(polling, 50)).toMatchObject([{ attempt: 1 }, { updateId: 6, message: 'no such number' }]);
});

test('what is not kept when the program ends comes again', async () => {
  const server = await emulator();
  const { updateId } = server.say(server.person(), 'hello');
  const failing = Promise.withResolvers<void>();
  const first = startPolling(server, {
    receive: async () => {
      failing.resolve();
      throw new StoreError('the disk is full');
    },
  });
  await failing.promise;
  await first.end();
  const { updates } = startPolling(server);
  await until(() => updates.length === 1);
  expect(updates).toMatchObject([{ update_id: updateId }]);
});

test('while the store keeps updates waiting the end does not, and they come again', async () => {
  const server = await emulator();
  const { updateId } = server.say(server.person(), 'hello');
  const waiting = Promise.withResolvers<void>();
  const first = startPolling(server, {
    receive: () => {
      waiting.resolve();
      return new Promise(() => {});
    },
  });
  await waiting.promise;
  await first.end();
  const { updates } = startPolling(server);
  await until(() => updates.length === 1);
  expect(updates).toMatchObject([{ update_id: updateId }]);
});

test('a poll that waits ends at once when it is told to', async () => {
  const server = await emulator();
  const ann = server.person();
  server.say(ann, 'hello');
  const { updates, end } = startPolling(server);
  await until(() => updates.length === 1);
  const began = performance.now();
  await end();
  // A poll without news would last 30 s.
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('while another bot polls, pauses grow from 3 s on, and the log says so once', async () => {
  const server = await wire();
  const conflict = { code: 409, description: 'Conflict: terminated by other getUpdates request' };
  server.will({ result: true }, ...Array(5).fill(conflict), { result: [update(7)] }, 'hang');
  const polling = startPolling(server, { random: () => 0 });
  await until(() => polling.updates.length === 1);
  expect(polling.pauses).toEqual([3_000, 6_000, 12_000, 15_000, 15_000]);
  expect(loud(polling)).toMatchObject([{ level: 40, description: expect.stringContaining('other getUpdates') }]);
});

test.each([
  ['401', { code: 401, description: 'Unauthorized' }],
  ['404', { code: 404, description: 'Not Found' }],
])(
  'a token that Telegram answers with %s ends the polling, with what to do and without the token',
  async (_, refusal) => {
    const server = await wire();
    server.will({ result: true }, refusal);
    const error: unknown = await startPolling(server).over.catch(error => error);
    expect(error).toBeInstanceOf(UnauthorizedError);
    expect(String(error)).toMatch(/TELEGRAM_BOT_TOKEN.*@BotFather/);
    expect(String(error)).not.toContain(TOKEN.slice(-10));
  },
);

test.each([
  ['404 in words', { code: 404, description: 'Not Found: method not found' }],
  ['a bare 404', { code: 404, description: 'Not Found' }],
  ['400', { code: 400, description: 'Bad Request: no webhooks here' }],
  ['403', { code: 403, description: 'Forbidden' }],
] as const)('a server that answers deleteWebhook with %s is polled all the same', async (_, refusal) => {
  const server = await wire();
  server.will(refusal, { result: [update(7)] }, 'hang');
  const polling = startPolling(server);
  await server.saw(3);
  expect(polling.updates).toEqual([update(7)]);
});

test('a server that answers deleteWebhook with a page is polled all the same', async () => {
  const server = await wire();
  server.will(...Array(6).fill('bad-gateway'), { result: [update(7)] }, 'hang');
  const polling = startPolling(server);
  await server.saw(8);
  expect(polling.updates).toEqual([update(7)]);
});

test('a webhook that could not be taken down is, once it is found to stand in the way', async () => {
  const server = await wire();
  const active = { code: 409, description: "Conflict: can't use getUpdates method while webhook is active" };
  server.will(...Array(6).fill('bad-gateway'), active, { result: true }, active, { result: [update(7)] }, 'hang');
  startPolling(server);
  await server.saw(11);
  expect(server.seen.slice(6).map(({ method }) => method)).toEqual([
    'getUpdates',
    'deleteWebhook',
    ...Array(3).fill('getUpdates'),
  ]);
});

test('a wrong token is told at the very start', async () => {
  const server = await emulator();
  await expect(startPolling({ root: server.root, token: TOKEN }).over).rejects.toThrow(UnauthorizedError);
});

test('a poll that fails is repeated, after pauses that grow to half a minute and never begin short', async () => {
  const server = await wire();
  server.will(
    { result: true },
    'bad-gateway',
    'empty',
    'reset',
    'half-and-close',
    'half-chunk',
    'no-result',
    'null',
    { code: 400, description: 'Bad Request: what?' },
    { code: 403, description: 'Forbidden by the proxy' },
    { result: { not: 'a list' } },
    { result: [update(7)] },
    'hang',
  );
  const polling = startPolling(server);
  await until(() => polling.updates.length === 1);
  expect(polling.pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000, 30_000]);
  expect(loud(polling)).toHaveLength(1);
  expect(loud(polling, 30).at(-1)).toMatchObject({ msg: 'updates come again', failures: 10 });
  expect(JSON.stringify(polling.log.lines)).not.toContain(TOKEN.slice(-10));
});

test('a connection that died without a word is given up, and nothing is lost', async () => {
  const server = await emulator();
  const { updateId } = server.say(server.person(), 'hello');
  server.fault({ method: 'getUpdates', how: 'half-body' });
  server.fault({ method: 'getUpdates', how: 'hang' });
  const { updates } = startPolling(server, { deadlineMs: 100 });
  await until(() => updates.length >= 1);
  expect(updates).toMatchObject([{ update_id: updateId }]);
});

test('when Telegram wants fewer calls the poll waits and goes on', async () => {
  const server = await emulator();
  const { updateId } = server.say(server.person(), 'hello');
  server.fault({ method: 'getUpdates', times: 2, how: { status: 429, retryAfter: 5 } });
  const { updates } = startPolling(server);
  await until(() => updates.length === 1);
  expect(updates).toMatchObject([{ update_id: updateId }]);
});

test('after a failed poll no number is asked for, since a server that was started anew may count from 1', async () => {
  const server = await wire();
  server.will({ result: true }, { result: [update(500)] }, 'bad-gateway', { result: [update(1)] }, 'hang');
  const { updates } = startPolling(server);
  await server.saw(5);
  expect(updates).toEqual([update(500), update(1)]);
  expect(offsets(server.seen)).toEqual([undefined, 501, undefined, 2]);
});

test('a server that answers at once does not make the poll spin', async () => {
  const server = await wire();
  server.will(
    { result: true },
    { result: [] },
    { result: [] },
    { result: [{ no: 'number' }] },
    { result: [update(7)] },
  );
  server.will({ result: [update(6)] }, 'hang');
  const polling = startPolling(server);
  await server.saw(7);
  // Nothing new came with three of the five answers; the last one had been confirmed before.
  expect(polling.pauses).toEqual([1_000, 1_000, 1_000]);
  expect(polling.polls()).toBe(5);
});

test('whatever breaks on the way, every update arrives and in order', async () => {
  const server = await emulator();
  const ann = server.person();
  const how = fc.constantFrom('reset-before', 'reset-after', '500-after', '502-html', 'empty-200', 'half-body');
  const step = fc.record({ says: fc.nat(3), faults: fc.array(how, { maxLength: 2 }), storeFails: fc.nat(2) });
  const said: number[] = [];
  const kept: number[] = [];
  let storeFailures = 0;
  startPolling(server, {
    deadlineMs: 100,
    receive: async batch => {
      storeFailures -= 1;
      if (storeFailures >= 0) throw new StoreError('the store is away');
      kept.push(...batch.map(one => Number(Reflect.get(Object(one), 'update_id'))));
    },
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async steps => {
      for (const { says, faults, storeFails } of steps) {
        for (const fault of faults) server.fault({ method: 'getUpdates', how: fault });
        for (let count = 0; count < says; count += 1) said.push(server.say(ann, 'hello').updateId);
        storeFailures = storeFails;
        await until(() => said.length === 0 || kept.at(-1) === said.at(-1));
      }
      expect([...new Set(kept)]).toEqual(said);
    }),
    { numRuns: 20 },
  );
});
