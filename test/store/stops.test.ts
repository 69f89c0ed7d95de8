import { expect, test } from 'vitest';
import { openInbox } from '../../src/store/inbox.ts';
import { openStops } from '../../src/store/stops.ts';
import { overDatabases } from './databases.ts';

overDatabases(fresh => {
  /** A chat in which one question is being answered and another waits behind it. */
  const asked = async () => {
    const store = await fresh.store();
    const at = { now: () => 1 };
    const inbox = openInbox(store, at);
    await inbox.receive([
      { updateId: 10, lane: 'chat:7', personId: 1, payload: '{}' },
      { updateId: 11, lane: 'chat:7', personId: 2, payload: '{}' },
      { updateId: 12, lane: 'stop:7', personId: 1, payload: '{}' },
    ]);
    await inbox.claim({ holder: 'a', leaseMs: 15_000, most: 1 });
    await inbox.next('chat:7', 'a');
    return { inbox, stops: openStops(store, at) };
  };
  const chat = { lane: 'chat:7', chatId: 7, isAdmin: false };

  test('an answer ends where who asked wishes it, or an admin', async () => {
    for (const by of [{ personId: 1 }, { personId: 3, isAdmin: true }, { personId: 1, updateId: 10 }]) {
      const { stops } = await asked();
      expect(await stops.wished(10)).toBe(false);
      expect(await stops.wish({ ...chat, ...by })).toBe('stopped');
      expect(await stops.wish({ ...chat, ...by })).toBe('stopped');
      expect([await stops.wished(10), await stops.wished(11)]).toEqual([true, false]);
    }
  });

  test('nobody ends what another asked for, what is not being answered, or what is said elsewhere', async () => {
    const { stops, inbox } = await asked();
    expect(await stops.wish({ ...chat, personId: 2 })).toBe('another');
    expect(await stops.wish({ ...chat, personId: 2, updateId: 11 })).toBe('nothing');
    expect(await stops.wish({ ...chat, personId: 1, lane: 'chat:8', updateId: 10 })).toBe('nothing');
    await inbox.done(10, 'done', 'a');
    expect(await stops.wish({ ...chat, personId: 1 })).toBe('nothing');
    expect(await stops.wished(10)).toBe(false);
  });
});
