import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient } from '../../../../src/chat/telegram/outgoing/client.ts';
import { type Behaviour, startWire, TOKEN, type Wire } from './wire.ts';

let wire: Wire;
let client: Client;

beforeAll(async () => {
  wire = await startWire();
  client = createClient({ token: TOKEN, apiRoot: wire.root });
});

afterAll(async () => {
  client.close();
  await wire.down();
});

const never = new AbortController().signal;
const send = (signal = never) => client.call('sendMessage', { chat_id: 7, text: 'hi' }, signal);

describe('a request', () => {
  it('gives the result', async () => {
    wire.will({ result: { message_id: 3 } });
    expect(await send()).toEqual({ kind: 'result', result: { message_id: 3 } });
  });

  it('gives a refusal with what Telegram says to do', async () => {
    wire.will({ code: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } });
    expect(await send()).toEqual({
      kind: 'refused',
      code: 429,
      description: 'Too Many Requests: retry after 3',
      retryAfter: 3,
      migrateTo: undefined,
    });
  });

  it.each<[Behaviour, string]>([
    ['reset-unread', 'the connection broke: ECONNRESET'],
    ['reset', 'the connection broke: ECONNRESET'],
    ['half-and-close', 'an answer that cannot be read'],
    ['half-chunk', 'an answer that cannot be read'],
    ['bad-gateway', 'answered with 502'],
    ['empty', 'an answer that cannot be read'],
    ['null', 'an answer that cannot be read'],
    ['no-result', 'an answer that cannot be read'],
  ])('may have arrived where the answer is %s', async (behaviour, description) => {
    wire.will(behaviour);
    expect(await send()).toMatchObject({ kind: 'silence', arrived: 'perhaps', description });
  });

  it.each<Behaviour>(['hang', 'half-and-hang'])(
    'is cut short by the signal while the server does this: %s',
    async how => {
      wire.will(how);
      const cut = new AbortController();
      const before = wire.seen.length;
      const reply = send(cut.signal);
      await wire.saw(before + 1);
      cut.abort();
      expect(await reply).toMatchObject({ kind: 'silence', arrived: 'perhaps' });
    },
  );

  it('did not arrive where nobody listens', async () => {
    // Without a connection from before.
    const other = createClient({ token: TOKEN, apiRoot: wire.root });
    const sendAnew = () => other.call('sendMessage', { chat_id: 7, text: 'hi' }, never);
    await wire.down();
    expect(await sendAnew()).toEqual({ kind: 'silence', arrived: 'no', description: 'no connection: ECONNREFUSED' });
    await wire.up();
    expect(await sendAnew()).toMatchObject({ kind: 'result' });
    other.close();
  });

  it('is not made when the signal is aborted already', async () => {
    const before = wire.seen.length;
    expect(await send(AbortSignal.abort())).toMatchObject({ kind: 'silence', arrived: 'no' });
    expect(wire.seen.length).toBe(before);
  });

  it('sends what looks like a file to telegraf as it is, and fetches nothing', async () => {
    const before = wire.seen.length;
    await client.call(
      'answerInlineQuery',
      { inline_query_id: '1', button: { url: `${wire.root}/secret` }, cache_time: 0 },
      never,
    );
    expect(wire.seen.slice(before).map(({ method, payload }) => ({ method, payload }))).toEqual([
      {
        method: 'answerInlineQuery',
        payload: { inline_query_id: '1', button: { url: `${wire.root}/secret` }, cache_time: 0 },
      },
    ]);
  });

  it('keeps the path of a root that has one', async () => {
    const other = createClient({ token: TOKEN, apiRoot: `${wire.root}/proxied/telegram` });
    expect(await other.call('getMe', {}, never)).toMatchObject({ kind: 'result' });
    other.close();
  });
});

describe('a connection', () => {
  it('that opens but never gets through its handshake is given up, and nothing has left over it', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const secure = createClient({ token: TOKEN, apiRoot: `https://127.0.0.1:${port}`, connectMs: 20 });
    const reply = secure.call('sendMessage', { chat_id: 7, text: 'hi' }, never);
    expect(await reply).toEqual({ kind: 'silence', arrived: 'no', description: 'no connection: not in time' });
    secure.close();
    silent.on('connection', socket => socket.resetAndDestroy());
    const again = createClient({ token: TOKEN, apiRoot: `https://127.0.0.1:${port}` });
    const reset = again.call('sendMessage', { chat_id: 7, text: 'hi' }, never);
    expect(await reset).toEqual({ kind: 'silence', arrived: 'no', description: 'no connection: ECONNRESET' });
    again.close();
    silent.close();
  });

  it('that is not used is closed soon, one that waits for an answer is not', async () => {
    const brief = createClient({ token: TOKEN, apiRoot: wire.root, idleMs: 10 });
    wire.will({ result: true, when: pause(50) });
    expect(await brief.call('getUpdates', {}, never)).toEqual({ kind: 'result', result: true });
    const socket = wire.seen.at(-1)?.socket;
    if (socket && !socket.closed) await once(socket, 'close');
    brief.close();
  });
});

it('does not show the token to who looks into the client', () => {
  expect(inspect(client, { depth: Infinity, showHidden: true })).not.toContain(TOKEN);
});
