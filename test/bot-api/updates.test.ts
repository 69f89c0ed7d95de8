import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, startCaller } from './caller.ts';
import { parametersOf } from './parameters.ts';
import { createUpdates } from './updates.ts';

let bot: Caller;

beforeEach(async () => {
  bot = await startCaller();
});
afterEach(() => bot.close());

const poll = async (o: Record<string, unknown> = {}) =>
  ((await bot.call('getUpdates', o)).result as { update_id: number; message?: { text: string } }[]).map(update => ({
    id: update.update_id,
    text: update.message?.text,
  }));
const texts = async (o?: Record<string, unknown>) => (await poll(o)).map(({ text }) => text);

describe('getUpdates', () => {
  it('waits for the next update', async () => {
    const person = bot.emulator.person();
    const waiting = texts({ timeout: 50 });
    await bot.call('getMe');
    bot.emulator.say(person, 'hello');
    expect(await waiting).toEqual(['hello']);
  });

  it('gives an update again until a higher offset confirms it', async () => {
    const person = bot.emulator.person();
    const { updateId } = bot.emulator.say(person, 'one');
    bot.emulator.say(person, 'two');
    bot.emulator.say(person, 'three');
    expect(await texts()).toEqual(['one', 'two', 'three']);
    expect(await texts({ offset: updateId })).toEqual(['one', 'two', 'three']);
    expect(await texts({ offset: updateId + 1, limit: 1 })).toEqual(['two']);
    expect(await texts({ offset: -1 })).toEqual(['three']);
    expect(await texts({ offset: updateId })).toEqual(['three']);
  });

  it('gives one update at a time to a bot that asks for the same again at once', async () => {
    const person = bot.emulator.person();
    bot.emulator.say(person, 'one');
    bot.emulator.say(person, 'two');
    expect(await texts()).toEqual(['one', 'two']);
    expect(await texts()).toEqual(['one']);
  });

  it('fails for the older of two pollers', async () => {
    const older = bot.call('getUpdates', { timeout: 50 });
    await bot.call('getMe');
    const younger = bot.call('getUpdates', { timeout: 50 });
    expect(await older).toMatchObject({
      status: 409,
      description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
    bot.emulator.say(bot.emulator.person(), 'hello');
    expect(await younger).toMatchObject({ ok: true });
  });

  it('is held back before it fails where it failed just now', async () => {
    let now = 0;
    const updates = createUpdates(() => now, 5);
    const signal = new AbortController().signal;
    const poll = () =>
      updates.poll(parametersOf(new Map([['timeout', '50']])), { webhook: false, signal }).catch(error => {
        failed.push(`${now} ${error.message}`);
      });
    const failed: string[] = [];
    const first = poll();
    const second = poll();
    await first;
    expect(failed).toEqual([expect.stringContaining('0 Conflict: terminated by other getUpdates')]);
    poll();
    now = 1;
    await second;
    expect(failed).toEqual([expect.anything(), expect.stringContaining('1 Conflict: terminated by other getUpdates')]);
    updates.push({ message: {} });
  });

  it('fails beside a webhook', async () => {
    bot.emulator.webhookAt('http://127.0.0.1:9/');
    await bot.call('setWebhook', { url: 'https://bot.example.com/' });
    expect(await bot.call('getUpdates')).toMatchObject({
      status: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    });
    await bot.call('deleteWebhook');
    expect(await bot.call('getUpdates')).toMatchObject({ ok: true });
  });

  it('gives only the kinds that were asked for, and remembers which', async () => {
    const reaction = () => bot.emulator.push({ message_reaction: { chat: { id: 1 } } });
    reaction();
    bot.emulator.say(bot.emulator.person(), 'hello');
    const [first, ...others] = await poll({ allowed_updates: ['message_reaction'] });
    expect([first?.text, ...others]).toEqual(['hello']);
    bot.emulator.say(bot.emulator.person(), 'not wanted');
    const wanted = reaction();
    expect(await poll({ offset: (first?.id ?? 0) + 1 })).toEqual([{ id: wanted, text: undefined }]);
    await poll({ offset: wanted + 1, allowed_updates: [] });
    bot.emulator.say(bot.emulator.person(), 'wanted again');
    expect(await texts({ offset: wanted + 1 })).toEqual(['wanted again']);
  });

  it('forgets a poller who hung up', async () => {
    const hangUp = new AbortController();
    const url = `${bot.emulator.root}/bot${bot.emulator.token}/getUpdates?timeout=50`;
    const waiting = fetch(url, { signal: hangUp.signal });
    await bot.call('getMe');
    hangUp.abort();
    await expect(waiting).rejects.toThrow();
    await bot.emulator.waitFor(() => bot.emulator.calls.some(({ method }) => method === 'getUpdates'));
    bot.emulator.say(bot.emulator.person(), 'hello');
    expect(await texts({ limit: 1 })).toEqual(['hello']);
  });
});

it('keeps updates for 24 hours', async () => {
  let now = 0;
  const updates = createUpdates(() => now, 0);
  updates.push({ message: {} });
  now = 23 * 3600_000;
  const late = updates.push({ message: {} });
  now = 25 * 3600_000;
  const given = await updates.poll(parametersOf(new Map()), { webhook: false, signal: AbortSignal.abort() });
  expect(given.map(({ update_id }) => update_id)).toEqual([late]);
});
