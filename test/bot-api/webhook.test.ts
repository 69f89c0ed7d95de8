import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, startCaller } from './caller.ts';
import { createUpdates } from './updates.ts';
import { createWebhook } from './webhook.ts';

type Request = {
  headers: IncomingMessage['headers'];
  text: string;
  answer(status: number, headers?: Record<string, string>): void;
};

let bot: Caller;
let receiver: Server;
/** All that came, oldest first, each waiting for its answer. */
let requests: Request[];
let arrived: () => void;
/** What all are answered with at once, instead. */
let automatic: { status: number; headers: Record<string, string> } | undefined;

beforeEach(async () => {
  bot = await startCaller({ webhookPauseMs: 1 });
  requests = [];
  automatic = undefined;
  arrived = () => {};
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const update = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { message?: { text: string } };
    const answer: Request['answer'] = (status, headers) => void response.writeHead(status, headers).end();
    if (automatic !== undefined) return answer(automatic.status, automatic.headers);
    requests.push({ headers: request.headers, text: update.message?.text ?? '', answer });
    arrived();
  });
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  bot.emulator.webhookAt(address());
});
afterEach(async () => {
  await bot.close();
  receiver.closeAllConnections();
  receiver.close();
});

const address = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

async function came(count: number): Promise<void> {
  while (requests.length < count)
    await new Promise<void>(resolve => {
      arrived = resolve;
    });
}
const set = (o: Record<string, unknown> = {}) => bot.call('setWebhook', { url: 'https://bot.example.com/hook', ...o });
const info = async () => (await bot.call('getWebhookInfo')).result;
const texts = () => requests.map(({ text }) => text);

describe('setWebhook', () => {
  it.each([
    [{ url: 'http://bot.example.com/' }, 'bad webhook: An HTTPS URL must be provided for webhook'],
    [{ url: 'https://bot.example.com:8080/' }, 'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443'],
    [{ url: 'nonsense' }, 'bad webhook: invalid webhook URL specified'],
    [{ secret_token: 'a b' }, 'secret token contains unallowed characters'],
    [{ secret_token: 'x'.repeat(257) }, 'secret token is too long'],
  ])('with %j is refused: %s', async (o, why) => expect((await set(o)).description).toBe(`Bad Request: ${why}`));

  it('may be called once a second', async () => {
    expect((await set()).ok).toBe(true);
    expect(await set()).toMatchObject({ status: 429, parameters: { retry_after: 1 } });
  });

  it('ends a poll that is under way', async () => {
    const polling = bot.call('getUpdates', { timeout: 50 });
    await bot.call('getMe');
    await set();
    expect(await polling).toMatchObject({ status: 409, description: 'Conflict: terminated by setWebhook request' });
  });
});

describe('a webhook', () => {
  it('gets what waited and what comes, with the secret', async () => {
    const person = bot.emulator.person();
    bot.emulator.say(person, 'before');
    await set({ secret_token: 'se-cret_1', allowed_updates: ['message'] });
    await came(1);
    expect(await info()).toMatchObject({
      url: 'https://bot.example.com/hook',
      pending_update_count: 1,
      max_connections: 40,
      allowed_updates: ['message'],
    });
    requests[0]?.answer(204);
    bot.emulator.say(person, 'after');
    await came(2);
    expect(texts()).toEqual(['before', 'after']);
    expect(requests[1]?.headers).toMatchObject({
      'x-telegram-bot-api-secret-token': 'se-cret_1',
      'content-type': 'application/json',
    });
  });

  it('gets the updates of one chat one after another, those of others meanwhile', async () => {
    await set();
    const [one, other] = [bot.emulator.person(), bot.emulator.person()];
    bot.emulator.say(one, 'a1');
    bot.emulator.say(one, 'a2');
    bot.emulator.say(other, 'b1');
    await came(2);
    expect(texts()).toEqual(['a1', 'b1']);
    requests[0]?.answer(200);
    await came(3);
    expect(texts()).toEqual(['a1', 'b1', 'a2']);
  });

  it('gets an update again until it takes it', async () => {
    await set();
    bot.emulator.say(bot.emulator.person(), 'hello');
    for (const status of [500, 404, 302]) {
      const before = requests.length;
      await came(before + 1);
      requests.at(-1)?.answer(status);
    }
    await came(4);
    expect(texts()).toEqual(Array.from({ length: 4 }, () => 'hello'));
    expect(await info()).toMatchObject({
      pending_update_count: 1,
      last_error_message: expect.stringContaining('Wrong response'),
    });
    requests.at(-1)?.answer(200);
    await bot.emulator.waitFor(() => bot.emulator.calls.length > 0);
    while (((await info()) as { pending_update_count: number }).pending_update_count > 0);
  });

  it('gets nothing more once it is deleted', async () => {
    await set();
    const { updateId } = bot.emulator.say(bot.emulator.person(), 'hello');
    await came(1);
    await bot.call('deleteWebhook');
    expect(await info()).toMatchObject({ url: '', pending_update_count: 1 });
    expect((await bot.call('getUpdates')).result).toMatchObject([{ update_id: updateId }]);
    await bot.call('deleteWebhook', { drop_pending_updates: true });
    expect(await info()).toMatchObject({ pending_update_count: 0 });
  });
});

describe('a webhook that fails', () => {
  /** One update on its way, in a time that passes by the pauses alone, until the update is dropped or the webhook removed. */
  async function failing(status: number, headers: Record<string, string>) {
    let now = 0;
    const pauses: number[] = [];
    const updates = createUpdates(() => now, 0);
    const sleep = async (ms: number) => {
      pauses.push(ms);
      now += ms;
    };
    const webhook = createWebhook({ updates, now: () => now, pauseMs: 2000, sleep });
    webhook.reachAt(address());
    automatic = { status, headers };
    updates.push({ message: { chat: { id: 1 }, text: 'x' } });
    webhook.set({ url: 'https://bot.example.com/', secret: '', maxConnections: 1 });
    while (updates.waiting().length > 0 && webhook.registered() !== undefined) await new Promise(setImmediate);
    return { pauses, hours: now / 3600_000, removed: webhook.registered() === undefined };
  }

  it('is left alone for as long as it asks, and the update is forgotten after a day', async () => {
    expect(await failing(429, { 'retry-after': '1800' })).toEqual({
      pauses: Array.from({ length: 49 }, () => 1800_000),
      hours: 24.5,
      removed: false,
    });
  });

  it('is left alone for an hour at most', async () => {
    expect((await failing(503, { 'retry-after': '86400' })).pauses[0]).toBe(3600_000);
  });

  it('is removed when it has said for 23 hours that it is gone', async () => {
    expect(await failing(410, { 'retry-after': '3600' })).toMatchObject({ hours: 23, removed: true });
  });
});
