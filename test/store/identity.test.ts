import { expect, test } from 'vitest';
import { openChats } from '../../src/store/chats.ts';
import { openExchanges } from '../../src/store/exchanges.ts';
import { openFeedback } from '../../src/store/feedback.ts';
import { serveAs } from '../../src/store/identity.ts';
import { openInbox } from '../../src/store/inbox.ts';
import { openPeople } from '../../src/store/people.ts';
import { openReplies } from '../../src/store/replies.ts';
import { overDatabases } from './databases.ts';
import { exchange, kept } from './exchange.ts';

const now = () => 1;
const [ONE, OTHER] = [111_111, 7_000_000_222];

overDatabases(fresh => {
  async function worked() {
    const store = await fresh.store();
    expect(await serveAs(store, ONE)).toBe(false);
    const inbox = openInbox(store, { now });
    await inbox.receive([7, 8].map(updateId => ({ updateId, lane: 'chat:1', payload: '{}' })));
    const exchanges = openExchanges(store);
    const exchangeId = await kept(store, 7);
    await inbox.claim({ holder: 'one', leaseMs: 1000, most: 1 });
    await openFeedback(store, { now }).give({ exchangeId, personId: 1, verdict: 'good' });
    const replies = openReplies(store, { now });
    await replies.record({ updateId: 7, part: 1, chatId: 1, messageId: 50, exchangeId, state: 'sent' });
    await openPeople(store, { now }).setLanguage(1, 'zh');
    await openChats(store, { now }).see({ id: 1, kind: 'private' });
    return { store, inbox, exchanges, replies, exchangeId };
  }

  test('the bot that worked on a store before goes on there', async () => {
    const { store, inbox, exchanges, exchangeId } = await worked();
    expect(await serveAs(store, ONE)).toBe(false);
    expect(await inbox.backlog()).toMatchObject({ pending: 1 });
    expect(await exchanges.byUpdate(7)).toMatchObject({ id: exchangeId });
    expect(await exchanges.byMessage(1, 50)).toMatchObject({ id: exchangeId });
  });

  test('another bot takes nothing of its own for what the first one had, and knows the people all the same', async () => {
    const { store, inbox, exchanges, replies, exchangeId } = await worked();
    expect(await serveAs(store, OTHER)).toBe(true);
    expect(await serveAs(store, OTHER)).toBe(false);
    expect(await inbox.backlog()).toMatchObject({ pending: 0 });
    expect(await exchanges.byUpdate(7)).toBeUndefined();
    expect(await exchanges.byMessage(1, 50)).toBeUndefined();
    expect(await replies.of(7)).toEqual([]);
    expect(await inbox.receive([{ updateId: 7, lane: 'chat:1', payload: '{}' }])).toBe(1);
    expect(await inbox.claim({ holder: 'other', leaseMs: 1000, most: 1 })).toEqual(['chat:1']);
    expect(await exchanges.byId(exchangeId)).toEqual({ ...exchange(7), id: exchangeId, updateId: undefined });
    expect(await exchanges.save(exchange(7))).toBeGreaterThan(exchangeId);
    expect(await openFeedback(store, { now }).list()).toHaveLength(1);
    expect(await openPeople(store, { now }).language(1)).toBe('zh');
    expect(await openChats(store, { now }).state(1)).toBe('active');
  });

  test('of processes that begin at once with another bot, one makes room for it', async () => {
    const { store } = await worked();
    const made = await Promise.all([OTHER, OTHER, OTHER].map(botId => serveAs(store, botId)));
    expect(made.toSorted()).toEqual([false, false, true]);
  });
});
