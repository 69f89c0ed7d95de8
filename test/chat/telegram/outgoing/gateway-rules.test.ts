import { afterEach, describe, expect, it } from 'vitest';
import type { Gateway } from '../../../../src/chat/telegram/outgoing/gateway.ts';
import { type Emulator, type Limits, startEmulator } from '../../../bot-api/emulator.ts';
import { gatewayTo } from './wire.ts';

let emulator: Emulator;
let gateway: Gateway;
let migrated: [number, number][];

async function open(limits: Partial<Limits> = {}): Promise<void> {
  emulator = await startEmulator({ limits });
  migrated = [];
  gateway = gatewayTo(emulator, { onMigrated: async (from, to) => void migrated.push([from, to]) });
}

afterEach(async () => {
  await gateway.stop(0);
  await emulator.close();
});

/** Someone who has talked to the bot, so that it may write to them. */
function acquaintance() {
  const person = emulator.person();
  emulator.say(person, '/start');
  return person;
}

const send = (chat: number, text: string) => gateway.call('sendMessage', { chat_id: chat, text });
const shown = (chat: number) =>
  emulator
    .messages(chat)
    .filter(({ fromBot }) => fromBot)
    .map(({ text }) => text);

describe('by the rules of the Bot API', () => {
  it('two hundred answers to two hundred people go out at once, and none is refused', async () => {
    await open();
    const people = Array.from({ length: 200 }, acquaintance);
    const outcomes = await Promise.all(people.map(({ id }) => send(id, `for ${id}`)));
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(emulator.rejected()).toEqual([]);
  });

  it('many messages to one person arrive in order at the pace that is taken', async () => {
    await open({ privateBurst: 2 });
    const { id } = acquaintance();
    const texts = ['1', '2', '3'];
    await Promise.all(texts.map(text => send(id, text)));
    expect(shown(id)).toEqual(texts);
    expect(emulator.rejected()).toEqual([]);
  });

  it('they arrive in order where Telegram takes fewer than it says', async () => {
    await open({ privateBurst: 1 });
    const { id } = acquaintance();
    await Promise.all(['1', '2'].map(text => send(id, text)));
    expect(shown(id)).toEqual(['1', '2']);
    expect(emulator.rejected().length).toBeGreaterThan(0);
  });

  it('a message has all that belongs to it', async () => {
    await open();
    const person = acquaintance();
    const { messageId } = emulator.say(person, 'a question');
    const outcome = await gateway.call('sendMessage', {
      chat_id: person.id,
      text: 'an answer with a link',
      entities: [{ type: 'text_link', offset: 17, length: 4, url: 'https://example.org/' }],
      link_preview_options: { is_disabled: true, url: 'https://example.org/' },
      reply_parameters: { message_id: messageId },
      reply_markup: { inline_keyboard: [[{ text: 'More', url: 'https://example.org/more' }]] },
    });
    expect(outcome).toMatchObject({ ok: true });
    expect(emulator.messages(person.id).at(-1)).toMatchObject({
      replyTo: messageId,
      entities: [{ type: 'text_link', url: 'https://example.org/' }],
      replyMarkup: { inline_keyboard: [[{ text: 'More' }]] },
    });
  });

  it('what cannot be done says why', async () => {
    await open();
    const person = acquaintance();
    const first = await send(person.id, 'here');
    const messageId = first.ok ? first.result.message_id : 0;
    const same = { chat_id: person.id, message_id: messageId, text: 'here' };
    expect(await gateway.call('editMessageText', same)).toEqual({ ok: true, result: true });
    const other = acquaintance();
    const nothing = { chat_id: other.id, message_id: 99, text: 'there' };
    expect(await gateway.call('editMessageText', nothing)).toMatchObject({ ok: false, reason: 'gone' });
    expect(await send(424_242, 'who?')).toMatchObject({ ok: false, reason: 'gone' });
    expect(await gateway.call('answerCallbackQuery', { callback_query_id: '7' })).toMatchObject({ reason: 'gone' });
    emulator.block(other);
    expect(await send(other.id, 'still there?')).toMatchObject({ ok: false, reason: 'blocked', code: 403 });
  });

  it('a group is followed to its new number', async () => {
    await open();
    const group = emulator.group();
    const next = emulator.migrate(group);
    expect(await send(group.id, 'first')).toMatchObject({ ok: true });
    expect(await send(group.id, 'second')).toMatchObject({ ok: true });
    expect(shown(next.id)).toEqual(['first', 'second']);
    expect(migrated).toEqual([[group.id, next.id]]);
    expect(emulator.rejected().length).toBe(1);
  });

  it('a wrong token is told from everything else', async () => {
    await open();
    const other = gatewayTo({ root: emulator.root, token: '1:AAwrong' });
    expect(await other.call('getMe', {})).toMatchObject({ ok: false, reason: 'unauthorized', code: 401 });
    await other.stop(0);
  });
});

describe('a message whose answer is lost', () => {
  it.each(['reset-after', '500-after', 'empty-200', 'half-body'] as const)('is shown once: %s', async how => {
    await open();
    const { id } = acquaintance();
    emulator.fault({ method: 'sendMessage', how });
    const outcome = await gateway.call('sendMessage', { chat_id: id, text: 'once' }, { deadlineMs: 200 });
    expect(outcome).toMatchObject({ ok: false, reason: 'unknown' });
    expect(shown(id)).toEqual(['once']);
  });
});
