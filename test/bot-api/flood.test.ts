import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Caller, startCaller } from './caller.ts';
import { createFlood } from './flood.ts';
import { Refusal } from './refusal.ts';
import { createRooms, type Room } from './rooms.ts';

let now = 0;
const rooms = createRooms();
const chat = (type: 'private' | 'supergroup') => rooms.open({ id: rooms.freeId(type), type });

/** When each of the messages may go, in seconds, if each is tried again after the time that it is told. */
function sendAll(
  count: number,
  room: () => Room,
  flood: ReturnType<typeof createFlood>,
  kind: 'message' | 'edit' = 'message',
): number[] {
  return Array.from({ length: count }, () => {
    const to = room();
    for (;;) {
      try {
        flood.count(to, { kind });
        return now / 1000;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        now += (error.parameters?.retry_after ?? 0) * 1000;
      }
    }
  });
}

beforeEach(() => {
  now = 0;
});

it('lets three messages into a private chat at once, then one a second', () => {
  const room = chat('private');
  expect(
    sendAll(
      6,
      () => room,
      createFlood({}, () => now),
    ),
  ).toEqual([0, 0, 0, 1, 2, 3]);
});

it('lets twenty messages a minute into a group', () => {
  const room = chat('supergroup');
  const times = sendAll(
    41,
    () => room,
    createFlood({}, () => now),
  );
  expect([times[19], times[20], times[39], times[40]]).toEqual([0, 60, 60, 120]);
});

it('lets twenty edits a minute into a group besides', () => {
  const room = chat('supergroup');
  const flood = createFlood({}, () => now);
  const edits = sendAll(20, () => room, flood, 'edit');
  const messages = sendAll(20, () => room, flood);
  expect([...edits, ...messages]).toEqual(Array.from({ length: 40 }, () => 0));
  expect(sendAll(1, () => room, flood, 'edit')).toEqual([60]);
});

it('has no limit over all chats unless there is to be one', () => {
  expect(
    sendAll(
      100,
      () => chat('private'),
      createFlood({}, () => now),
    ).at(-1),
  ).toBe(0);
  expect(
    sendAll(
      31,
      () => chat('private'),
      createFlood({ overallPerSecond: 30 }, () => now),
    ).slice(-2),
  ).toEqual([0, 1]);
});

let bot: Caller | undefined;
afterEach(() => bot?.close());

it('counts edits and, for less, drafts with the messages, and says when to come back', async () => {
  bot = await startCaller({ limits: { privateBurst: 3, privatePerSecond: 0.001 } });
  const { id } = bot.emulator.person();
  const { result } = await bot.call('sendMessage', { chat_id: id, text: 'x' });
  const { message_id } = result as { message_id: number };
  expect((await bot.call('editMessageText', { chat_id: id, message_id, text: 'y' })).ok).toBe(true);
  for (let i = 0; i < 4; i++)
    expect((await bot.call('sendMessageDraft', { chat_id: id, draft_id: 1, text: `${i}` })).ok).toBe(true);
  const refused = await bot.call('sendMessage', { chat_id: id, text: 'x' });
  expect(refused).toMatchObject({
    status: 429,
    description: `Too Many Requests: retry after ${refused.parameters?.retry_after}`,
  });
  expect(refused.headers.get('retry-after')).toBe(`${refused.parameters?.retry_after}`);
  expect((await bot.call('sendChatAction', { chat_id: id, action: 'typing' })).ok).toBe(true);
});
