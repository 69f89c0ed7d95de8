import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, startCaller } from './caller.ts';
import type { Person } from './emulator.ts';

let bot: Caller;
let person: Person;

beforeEach(async () => {
  bot = await startCaller();
  person = bot.emulator.person();
});
afterEach(() => bot.close());

const url = (method: string) => `${bot.emulator.root}/bot${bot.emulator.token}/${method}`;
const say = (text = 'x') => bot.call('sendMessage', { chat_id: person.id, text });
const texts = () => bot.emulator.messages(person.id).map(({ text }) => text);

describe('a call', () => {
  it('names its method in any case and brings its arguments in any way', async () => {
    const form = new FormData();
    form.set('chat_id', String(person.id));
    form.set('text', 'multipart');
    await fetch(url('SENDMESSAGE'), { method: 'POST', body: form });
    await fetch(url('sendMessage'), {
      method: 'POST',
      body: new URLSearchParams({ chat_id: String(person.id), text: 'form' }),
    });
    await fetch(`${url('sendmessage')}?chat_id=${person.id}&text=query`);
    expect(texts()).toEqual(['multipart', 'form', 'query']);
    expect(bot.emulator.calls.map(({ method, payload }) => [method, payload.chat_id])).toEqual(
      Array.from({ length: 3 }, () => ['sendMessage', person.id]),
    );
  });

  it.each([
    ['1:wrong', 401, 'Unauthorized'],
    ['no-colon', 401, 'Unauthorized: invalid token specified'],
    [`1:${'x'.repeat(80)}`, 401, 'Unauthorized: invalid token specified'],
    ['0123:x', 401, 'Unauthorized: invalid token specified'],
  ])('with the token %s is answered with %d %s', async (token, status, description) => {
    expect(await bot.call('getMe', {}, token)).toMatchObject({ status, description, ok: false });
  });

  it('of a method that is none is answered with 404', async () => {
    expect(await bot.call('sendMoney')).toMatchObject({ status: 404, description: 'Not Found: method not found' });
  });

  it('that is no JSON object is refused', async () => {
    const response = await fetch(url('getMe'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '[',
    });
    expect(await response.json()).toMatchObject({ error_code: 400, description: 'Bad Request: JSON object expected' });
  });

  it('is recorded with its answer, and those refused are told apart', async () => {
    await say();
    await say('');
    expect(bot.emulator.calls.map(({ status }) => status)).toEqual([200, 400]);
    expect(bot.emulator.rejected()).toEqual([bot.emulator.calls[1]]);
    expect(bot.emulator.calls[0]?.response?.result).toMatchObject({ text: 'x', chat: { id: person.id } });
  });

  it('that never comes is missed with a word on what came', async () => {
    await say('hello');
    await expect(bot.emulator.waitFor(() => undefined, { what: 'a miracle', ms: 5 })).rejects.toThrow(
      /Not seen within 5 ms: a miracle[\s\S]*sendMessage[\s\S]*hello/,
    );
  });
});

describe('a fault', () => {
  const order = (how: Parameters<typeof bot.emulator.fault>[0]['how']) =>
    bot.emulator.fault({ method: 'sendMessage', how });

  it.each([
    ['reset-before', []],
    ['reset-after', ['x']],
  ] as const)('%s breaks the connection with %j sent', async (how, sent) => {
    order(how);
    await expect(say()).rejects.toThrow();
    expect(texts()).toEqual(sent);
    expect(bot.emulator.calls).toMatchObject([{ status: 0, response: undefined }]);
  });

  it.each([
    ['hang', []],
    ['half-body', ['x']],
  ] as const)('%s leaves the call waiting with %j sent', async (how, sent) => {
    order(how);
    const gone = new AbortController();
    const waiting = fetch(url('sendMessage'), {
      method: 'POST',
      body: new URLSearchParams({ chat_id: String(person.id), text: 'x' }),
      signal: gone.signal,
    }).then(response => response.text());
    await bot.emulator.waitFor(() => bot.emulator.calls.length > 0);
    gone.abort();
    await expect(waiting).rejects.toThrow();
    expect(texts()).toEqual(sent);
  });

  it('of a server or proxy has its own body', async () => {
    order('500-after');
    expect(await say()).toMatchObject({
      status: 500,
      description: "Internal Server Error: sent message was immediately deleted and can't be returned",
    });
    expect(texts()).toEqual(['x']);
    order('502-html');
    await expect(say()).rejects.toThrow(/JSON/);
    order('empty-200');
    await expect(say()).rejects.toThrow(/JSON/);
    expect(texts()).toEqual(['x', 'x']);
  });

  it('may be any refusal, as often as asked for, in one chat alone; it is not the bot that was wrong', async () => {
    const other = bot.emulator.person();
    bot.emulator.fault({ method: 'sendMessage', chatId: person.id, times: 2, how: { status: 429, retryAfter: 7 } });
    expect((await bot.call('sendMessage', { chat_id: other.id, text: 'x' })).ok).toBe(true);
    const refused = await say();
    expect(refused).toMatchObject({
      status: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    });
    expect(refused.headers.get('retry-after')).toBe('7');
    expect((await say()).ok).toBe(false);
    expect((await say()).ok).toBe(true);
    bot.emulator.fault({ method: 'sendMessage', how: { status: 400, migrateTo: -100 } });
    expect(await say()).toMatchObject({ parameters: { migrate_to_chat_id: -100 } });
    expect(bot.emulator.rejected()).toEqual([]);
  });

  it('may be a delay', async () => {
    order({ delayMs: 1 });
    expect((await say()).ok).toBe(true);
  });
});
