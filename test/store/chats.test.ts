import { expect, test } from 'vitest';
import { openChats } from '../../src/store/chats.ts';
import { openExchanges } from '../../src/store/exchanges.ts';
import { SEEN_MS } from '../../src/store/people.ts';
import { openReplies } from '../../src/store/replies.ts';
import { overDatabases } from './databases.ts';
import { kept } from './exchange.ts';

const OLD = -4_000_000_001;
const NEW = -1_002_000_000_001;

overDatabases(fresh => {
  const chatsOn = async () => {
    const store = await fresh.store();
    const clock = { now: 1000 };
    return { store, clock, chats: openChats(store, { now: () => clock.now }) };
  };

  test('a chat is active from the first, and stays what it was told to be', async () => {
    const { chats, clock } = await chatsOn();
    expect(await chats.state(OLD)).toBeUndefined();
    await chats.see({ id: OLD, kind: 'group' });
    expect(await chats.state(OLD)).toBe('active');
    await chats.setState(OLD, 'left');
    clock.now += SEEN_MS;
    await chats.see({ id: OLD, kind: 'group' });
    expect(await chats.state(OLD)).toBe('left');
  });

  test('another kind is written at once, another time at most once an hour', async () => {
    const { chats, store, clock } = await chatsOn();
    const row = async () => await store.db.selectFrom('chats').select(['kind', 'last_seen_at']).executeTakeFirst();
    await chats.see({ id: OLD, kind: 'group' });
    clock.now += 5;
    await chats.see({ id: OLD, kind: 'group' });
    expect(await row()).toEqual({ kind: 'group', last_seen_at: 1000 });
    await chats.see({ id: OLD, kind: 'supergroup' });
    expect(await row()).toEqual({ kind: 'supergroup', last_seen_at: 1005 });
  });

  test('what belonged to a group belongs to the supergroup that it became', async () => {
    const { store, chats } = await chatsOn();
    const exchanges = openExchanges(store);
    const replies = openReplies(store, { now: () => 1 });
    await chats.see({ id: OLD, kind: 'group' });
    const id = await kept(store, 1, { chatId: OLD });
    await replies.record({ updateId: 1, part: 1, chatId: OLD, messageId: 57, exchangeId: id, state: 'sent' });
    await replies.record({ updateId: 1, part: 2, chatId: OLD, state: 'unknown' });
    await chats.migrate(OLD, NEW);
    await chats.migrate(OLD, NEW);
    expect(await chats.current(OLD)).toBe(NEW);
    expect(await chats.current(NEW)).toBe(NEW);
    expect([await chats.state(OLD), await chats.state(NEW)]).toEqual(['left', 'active']);
    expect(await exchanges.last({ chatId: NEW, since: 0 })).toMatchObject({ id });
    expect(await exchanges.last({ chatId: OLD, since: 0 })).toBeUndefined();
    expect(await replies.unknownIn(NEW)).toBe(1);
    // Message 57 of the supergroup is another one.
    expect(await exchanges.byMessage(NEW, 57)).toBeUndefined();
  });

  test('a supergroup that is known already was seen first when the first of the two was, and stays what it was told to be', async () => {
    const { chats, store, clock } = await chatsOn();
    await chats.see({ id: OLD, kind: 'group' });
    clock.now += 10;
    await chats.see({ id: NEW, kind: 'supergroup' });
    await chats.setState(NEW, 'left');
    await chats.migrate(OLD, NEW);
    expect(await chats.state(NEW)).toBe('left');
    expect(
      await store.db.selectFrom('chats').where('chat_id', '=', NEW).select('first_seen_at').executeTakeFirst(),
    ).toEqual({ first_seen_at: 1000 });
  });

  test('a group never seen can become a supergroup, at the same time in several processes', async () => {
    const { chats } = await chatsOn();
    await Promise.all([chats.migrate(OLD, NEW), chats.migrate(OLD, NEW), chats.migrate(OLD, NEW)]);
    expect(await chats.current(OLD)).toBe(NEW);
    expect(await chats.state(NEW)).toBe('active');
  });

  test('chats that became each other end the search', async () => {
    const { chats } = await chatsOn();
    await chats.migrate(OLD, NEW);
    await chats.migrate(NEW, OLD);
    await chats.migrate(NEW, NEW);
    expect([OLD, NEW]).toContain(await chats.current(OLD));
  });
});
