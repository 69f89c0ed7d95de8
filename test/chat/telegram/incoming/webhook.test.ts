import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { webhookRoute } from '../../../../src/chat/telegram/incoming/webhook.ts';
import { createClient } from '../../../../src/chat/telegram/outgoing/client.ts';
import { startServer } from '../../../../src/http/server.ts';
import { startEmulator } from '../../../bot-api/emulator.ts';
import { capturedLog } from '../../../captured-log.ts';
import { openConnection } from '../../../http/connection.ts';
import { until } from '../../../until.ts';

const SECRET = 'a-secret_that-Telegram-knows';

async function webhook() {
  const log = capturedLog();
  const updates: unknown[] = [];
  let failure: Error | undefined;
  const receive = async (batch: readonly unknown[]) => {
    if (failure) throw failure;
    updates.push(...batch);
  };
  const routes = new Map([['/telegram', webhookRoute({ secret: SECRET, receive, log })]]);
  const server = await startServer({ port: 0, host: '127.0.0.1', routes, log });
  onTestFinished(() => server.close(0));
  return {
    updates,
    log,
    port: server.port,
    fail: (error: Error | undefined) => {
      failure = error;
    },
    async post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, method = 'POST') {
      const { status } = await fetch(`http://127.0.0.1:${server.port}/telegram`, {
        method,
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET, ...headers },
        ...(method === 'POST' && { body }),
      });
      return status;
    },
  };
}

test('an update is taken in before Telegram is told so', async () => {
  const { post, updates } = await webhook();
  expect(await post('{"update_id":1,"message":{"text":"机器学习"}}')).toBe(200);
  expect(updates).toEqual([{ update_id: 1, message: { text: '机器学习' } }]);
});

test('without the secret nothing is taken in', async () => {
  const { post, updates, port } = await webhook();
  for (const secret of ['', 'wrong', SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase()])
    expect(await post('{"update_id":1}', { 'x-telegram-bot-api-secret-token': secret })).toBe(403);
  const bare = await openConnection(port);
  bare.write('POST /telegram HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}');
  expect(await bare.answer()).toMatch(/^HTTP\/1.1 403 /);
  expect(updates).toEqual([]);
});

test('what is no update is refused', async () => {
  const { post, updates } = await webhook();
  for (const body of ['', '{', 'null', '[]', '1', '"x"', '{}', '{"update_id":"1"}', '{"update_id":1.5}'])
    expect(await post(body), body).toBe(400);
  expect(await post(Uint8Array.from([0x7b, 0xff, 0x7d]))).toBe(400);
  expect(await post('update_id=1', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
  expect(await post('', {}, 'GET')).toBe(405);
  expect(updates).toEqual([]);
});

test('more than a megabyte is refused', async () => {
  const { port } = await webhook();
  const connection = await openConnection(port);
  connection.write(
    `POST /telegram HTTP/1.1\r\nhost: x\r\nx-telegram-bot-api-secret-token: ${SECRET}\r\ncontent-length: 1048577\r\n\r\n`,
  );
  expect(await connection.answer()).toMatch(/^HTTP\/1.1 413 /);
});

test('of those who do not know the secret no body is read', async () => {
  const { port } = await webhook();
  for (const [head, status] of [
    ['POST /telegram HTTP/1.1\r\nx-telegram-bot-api-secret-token: a-guess', 403],
    ['GET /telegram HTTP/1.1', 405],
  ]) {
    const connection = await openConnection(port);
    connection.write(`${head}\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n`);
    expect(await connection.answer()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  }
});

test('while the store is away Telegram is asked to send it again, and the log holds no words of it', async () => {
  const { post, updates, log, fail } = await webhook();
  fail(new Error('no room for "private words"'));
  const body = '{"update_id":1,"message":{"text":"private words"}}';
  expect(await post(body)).toBe(503);
  fail(undefined);
  expect(await post(body)).toBe(200);
  expect(updates).toHaveLength(1);
  expect(log.lines).toMatchObject([{ level: 50, message: 'no room for "… …"' }]);
});

test('Telegram delivers, and again while the store is away, until it is told that all is kept', async () => {
  const { updates, fail, port, log } = await webhook();
  const server = await startEmulator({ webhookPauseMs: 1 });
  onTestFinished(() => server.close());
  const client = createClient({ token: server.token, apiRoot: server.root });
  onTestFinished(() => client.close());
  fail(new Error('the store is away'));
  const [ann, bob] = [server.person(), server.person()];
  const ids = [server.say(ann, 'one'), server.say(bob, 'two'), server.say(ann, 'three')].map(
    ({ updateId }) => updateId,
  );
  server.webhookAt(`http://127.0.0.1:${port}/telegram`);
  const webhookAt = { url: 'https://bot.example.com/telegram', secret_token: SECRET };
  expect(await client.call('setWebhook', webhookAt, AbortSignal.timeout(10_000))).toMatchObject({ kind: 'result' });
  await until(() => log.lines.length > 3);
  fail(undefined);
  await until(() => updates.length === 3);
  const got = updates.map(update => Number(Reflect.get(Object(update), 'update_id')));
  expect(got.toSorted((a, b) => a - b)).toEqual(ids);
  expect(got.filter(id => id !== ids[1])).toEqual([ids[0], ids[2]]);
});

test('whatever is posted, the answer is one of those, and only updates are taken in', async () => {
  const { post, updates } = await webhook();
  const json = fc.json();
  const update = fc.record({ update_id: fc.nat(), message: fc.jsonValue() }).map(value => JSON.stringify(value));
  const body = fc.oneof(json, update, fc.string());
  await fc.assert(
    fc.asyncProperty(body, async text => {
      const before = updates.length;
      const status = await post(text);
      expect([200, 400]).toContain(status);
      expect(updates.length - before).toBe(status === 200 ? 1 : 0);
    }),
    { numRuns: 100 },
  );
});
