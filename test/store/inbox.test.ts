import { expect, test } from 'vitest';
import { openExchanges } from '../../src/store/exchanges.ts';
import { forgetPerson } from '../../src/store/forget.ts';
import { openInbox, type Received } from '../../src/store/inbox.ts';
import { openReplies } from '../../src/store/replies.ts';
import { type Fresh, overDatabases } from './databases.ts';
import { exchange } from './exchange.ts';

const HOUR = 60 * 60 * 1000;

async function inboxOn(fresh: Fresh) {
  const store = await fresh.store();
  const clock = { now: 1_700_000_000_000 };
  return { store, clock, inbox: openInbox(store, { now: () => clock.now }) };
}

const update = (updateId: number, lane = 'chat:1', rest: Partial<Received> = {}): Received => ({
  updateId,
  lane,
  payload: JSON.stringify({ update_id: updateId, message: { text: `question ${updateId} \0 \ud83d` } }),
  ...rest,
});

overDatabases(fresh => {
  test('a redelivered update is kept once, as it first came', async () => {
    const { inbox } = await inboxOn(fresh);
    expect(await inbox.receive([update(2), update(1), update(2)])).toBe(2);
    expect(await inbox.receive([update(2, 'chat:9'), update(3)])).toBe(1);
    expect(await inbox.receive([])).toBe(0);
    expect(await inbox.backlog()).toMatchObject({ pending: 3 });
    expect(await inbox.claim({ holder: 'a', leaseMs: 10, most: 9 })).toEqual(['chat:1']);
  });

  test('a new update has nothing of an older one that had its number', async () => {
    const { inbox, store, clock } = await inboxOn(fresh);
    const exchanges = openExchanges(store);
    const replies = openReplies(store, { now: () => clock.now });
    for (const updateId of [1, 2]) {
      await inbox.receive([update(updateId)]);
      await exchanges.save(exchange(updateId));
      await replies.record({ updateId, part: 1, chatId: 1, state: 'sent' });
      await inbox.claim({ holder: 'a', leaseMs: 1000, most: 1 });
      await inbox.done(updateId, 'done', 'a');
    }
    clock.now += 48 * HOUR;
    await inbox.prune(clock.now);
    await inbox.receive([update(2), update(3)]);
    expect([await exchanges.byUpdate(2), await replies.of(2)]).toEqual([undefined, []]);
    expect([await exchanges.byUpdate(1), (await replies.of(1)).length]).toEqual([expect.anything(), 1]);
    expect(await exchanges.last({ chatId: 1, since: 0 })).toMatchObject({ updateId: undefined });
    // A repetition of it is not new.
    await exchanges.save(exchange(2));
    await inbox.receive([update(2)]);
    expect(await exchanges.byUpdate(2)).toBeDefined();
  });

  test.each(['done', 'failed'] as const)(
    'a number that is counted again after it was %s is a new update',
    async how => {
      const { inbox, store, clock } = await inboxOn(fresh);
      const exchanges = openExchanges(store);
      const replies = openReplies(store, { now: () => clock.now });
      await inbox.receive([update(1), update(2, 'chat:1', { personId: 7 })]);
      await inbox.claim({ holder: 'a', leaseMs: 10, most: 9 });
      for (const updateId of [1, 2]) {
        await inbox.next('chat:1', 'a');
        await exchanges.save(exchange(updateId));
        await replies.record({ updateId, part: 1, chatId: 1, state: 'sent' });
        await inbox.done(updateId, how, 'a');
      }
      clock.now += 1000;
      const other = { ...update(2, 'chat:5', { personId: 8 }), payload: '{"another":"text"}' };
      expect(await inbox.receive([update(1), other, other])).toBe(1);
      expect([await exchanges.byUpdate(2), await replies.of(2)]).toEqual([undefined, []]);
      expect([await exchanges.byUpdate(1), (await replies.of(1)).length]).toEqual([expect.anything(), 1]);
      expect(await inbox.backlog()).toEqual({ pending: 1, oldest: clock.now });
      // What waits stays as it is, whatever comes under its number.
      expect(await inbox.receive([update(2), { ...other, payload: '{}' }])).toBe(0);
      expect(await inbox.claim({ holder: 'b', leaseMs: 10, most: 9 })).toEqual(['chat:5']);
      expect(await inbox.next('chat:5', 'b')).toEqual({
        updateId: 2,
        lane: 'chat:5',
        payload: other.payload,
        attempts: 1,
        receivedAt: clock.now,
      });
      const row = await store.db.selectFrom('updates').where('update_id', '=', 2).selectAll().executeTakeFirstOrThrow();
      expect(row).toMatchObject({ person_id: 8, state: 'pending', handled_at: null });
      await inbox.done(2, 'done', 'b');
      expect(await inbox.receive([other])).toBe(0);
    },
  );

  test('after somebody was forgotten nothing tells what was handled before, and its repetition is still known', async () => {
    const { inbox, store } = await inboxOn(fresh);
    const keyOf = () => store.db.selectFrom('identity').select('digest_key').executeTakeFirstOrThrow();
    await inbox.receive([update(1)]);
    await inbox.claim({ holder: 'a', leaseMs: 10, most: 9 });
    await inbox.done(1, 'done', 'a');
    const { digest_key: key } = await keyOf();
    await forgetPerson(store, 7, { today: '2021-01-27' });
    expect((await keyOf()).digest_key).not.toBe(key);
    expect(await inbox.receive([update(1)])).toBe(0);
    expect(await inbox.receive([update(2)])).toBe(1);
    await inbox.done(2, 'done', 'a');
    expect(await inbox.receive([{ ...update(2), payload: '{}' }])).toBe(1);
  });

  test('more updates than one statement takes are received at once', async () => {
    const { inbox } = await inboxOn(fresh);
    const many = Array.from({ length: 12_345 }, (_, index) => update(index, `chat:${index % 7}`));
    expect(await inbox.receive(many)).toBe(12_345);
    expect(await inbox.receive(many)).toBe(0);
  });

  test('all of a delivery is received, or nothing', async () => {
    const { inbox } = await inboxOn(fresh);
    await expect(inbox.receive([update(1), update(Number.NaN)])).rejects.toThrow();
    expect(await inbox.backlog()).toEqual({ pending: 0, oldest: undefined });
  });

  test('a lane is worked off in the order of its updates, and each beginning is counted', async () => {
    const { inbox, clock } = await inboxOn(fresh);
    await inbox.receive([update(12), update(11), update(10, 'chat:2')]);
    await inbox.claim({ holder: 'a', leaseMs: 1000, most: 9 });
    const first = { ...update(11), attempts: 1, receivedAt: clock.now };
    expect(await inbox.next('chat:1', 'a')).toEqual(first);
    expect(await inbox.next('chat:1', 'a')).toEqual({ ...first, attempts: 2 });
    await inbox.done(11, 'done', 'a');
    expect(await inbox.next('chat:1', 'a')).toMatchObject({ updateId: 12, attempts: 1 });
    await inbox.done(12, 'failed', 'a');
    expect(await inbox.next('chat:1', 'a')).toBeUndefined();
    expect(await inbox.next('chat:2', 'a')).toMatchObject({ updateId: 10 });
  });

  test('an attempt that was put back does not count, and the update is next all the same', async () => {
    const { inbox } = await inboxOn(fresh);
    await inbox.receive([update(1), update(2)]);
    await inbox.claim({ holder: 'a', leaseMs: 1000, most: 9 });
    for (let times = 1; times <= 3; times += 1) {
      expect(await inbox.next('chat:1', 'a')).toMatchObject({ updateId: 1, attempts: 1 });
      await inbox.putBack(1, 'a');
    }
    // What was put back before it was begun, or after it was handled, stays what it is.
    await inbox.putBack(1, 'a');
    expect(await inbox.next('chat:1', 'a')).toMatchObject({ updateId: 1, attempts: 1 });
    await inbox.done(1, 'done', 'a');
    await inbox.putBack(1, 'a');
    expect(await inbox.next('chat:1', 'a')).toMatchObject({ updateId: 2, attempts: 1 });
  });

  test('who lost a lane to another puts back nothing, so that no later attempt has a lower number', async () => {
    const { inbox, clock } = await inboxOn(fresh);
    await inbox.receive([update(1)]);
    await inbox.claim({ holder: 'a', leaseMs: 1000, most: 1 });
    expect(await inbox.next('chat:1', 'a')).toMatchObject({ attempts: 1 });
    clock.now += 1000;
    await inbox.claim({ holder: 'b', leaseMs: 1000, most: 1 });
    expect(await inbox.next('chat:1', 'b')).toMatchObject({ attempts: 2 });
    await inbox.putBack(1, 'b');
    await inbox.putBack(1, 'a');
    expect(await inbox.next('chat:1', 'b')).toMatchObject({ attempts: 2 });
  });

  test('what an update held is gone once it is handled, and its repetition is still known', async () => {
    const { inbox, store, clock } = await inboxOn(fresh);
    await inbox.receive([update(1, 'chat:1', { personId: 7 })]);
    await inbox.claim({ holder: 'a', leaseMs: 1000, most: 9 });
    await inbox.next('chat:1', 'a');
    clock.now += 5;
    await inbox.done(1, 'done', 'a');
    clock.now += 5;
    await inbox.done(1, 'failed', 'a');
    expect(await store.db.selectFrom('updates').selectAll().execute()).toEqual([
      {
        update_id: 1,
        lane: '',
        person_id: null,
        payload: '',
        digest: expect.stringMatching(/^[0-9a-f]{24}$/),
        state: 'done',
        attempts: 1,
        received_at: clock.now - 10,
        handled_at: clock.now - 5,
      },
    ]);
    expect(await inbox.receive([update(1)])).toBe(0);
  });

  test('lanes are claimed by the age of what waits in them, so many at a time, without those named', async () => {
    const { inbox } = await inboxOn(fresh);
    await inbox.receive([update(5, 'z'), update(6, 'a'), update(4, 'm'), update(7, 'z'), update(3, 'own')]);
    expect(await inbox.claim({ holder: 'a', leaseMs: 10, most: 2, except: ['own'] })).toEqual(['m', 'z']);
    expect(await inbox.claim({ holder: 'a', leaseMs: 10, most: 0 })).toEqual([]);
    expect(await inbox.claim({ holder: 'a', leaseMs: 10, most: 9 })).toEqual(['own', 'a']);
  });

  test('a lane has one holder until it is given back, or its lease runs out', async () => {
    const { inbox, clock } = await inboxOn(fresh);
    const claim = (holder: string) => inbox.claim({ holder, leaseMs: 1000, most: 9 });
    await inbox.receive([update(1, 'x'), update(2, 'y')]);
    expect(await claim('a')).toEqual(['x', 'y']);
    expect(await claim('b')).toEqual([]);
    await inbox.release('b', 'x');
    expect(await claim('b')).toEqual([]);
    await inbox.release('a', 'x');
    expect(await claim('b')).toEqual(['x']);
    clock.now += 900;
    await inbox.renew('a', 1000);
    clock.now += 100;
    expect(await claim('c')).toEqual(['x']);
    clock.now += 900;
    expect(await claim('d')).toEqual(['y']);
    await inbox.releaseAll();
    expect(await claim('e')).toEqual(['x', 'y']);
  });

  test('a holder whose lease ran out is handed nothing more', async () => {
    const { inbox, clock } = await inboxOn(fresh);
    await inbox.receive([update(1), update(2)]);
    await inbox.claim({ holder: 'a', leaseMs: 1000, most: 1 });
    expect(await inbox.next('chat:1', 'a')).toMatchObject({ updateId: 1, attempts: 1 });
    clock.now += 1000;
    expect(await inbox.next('chat:1', 'a')).toBeUndefined();
    await inbox.claim({ holder: 'b', leaseMs: 1000, most: 1 });
    expect(await inbox.next('chat:1', 'a')).toBeUndefined();
    expect(await inbox.next('chat:1', 'b')).toMatchObject({ updateId: 1, attempts: 2 });
  });

  test('an update that another holder has begun meanwhile is ended by that one alone', async () => {
    const { inbox, clock } = await inboxOn(fresh);
    await inbox.receive([update(1)]);
    await inbox.claim({ holder: 'a', leaseMs: 1000, most: 1 });
    await inbox.next('chat:1', 'a');
    clock.now += 1000;
    await inbox.claim({ holder: 'b', leaseMs: 1000, most: 1 });
    await inbox.next('chat:1', 'b');
    await inbox.done(1, 'done', 'a');
    expect(await inbox.backlog()).toMatchObject({ pending: 1 });
    await inbox.done(1, 'done', 'b');
    expect(await inbox.backlog()).toMatchObject({ pending: 0 });
  });

  test('an update that comes while its lane is given back is claimed next', async () => {
    const { inbox } = await inboxOn(fresh);
    await inbox.receive([update(1)]);
    await inbox.claim({ holder: 'a', leaseMs: 1000, most: 1 });
    await inbox.done(1, 'done', 'a');
    expect(await inbox.next('chat:1', 'a')).toBeUndefined();
    await Promise.all([inbox.receive([update(2)]), inbox.release('a', 'chat:1')]);
    expect(await inbox.claim({ holder: 'b', leaseMs: 1000, most: 1 })).toEqual(['chat:1']);
  });

  test('of many that claim at once, each lane goes to one', async () => {
    const { inbox } = await inboxOn(fresh);
    await inbox.receive(Array.from({ length: 40 }, (_, index) => update(index, `chat:${index}`)));
    const holders = Array.from({ length: 8 }, (_, index) => `holder ${index}`);
    const claims = await Promise.all(holders.map(holder => inbox.claim({ holder, leaseMs: 1000, most: 7 })));
    const lanes = claims.flat();
    expect(new Set(lanes).size).toBe(lanes.length);
    expect(lanes.length).toBe(40);
  });

  test('the backlog tells how many wait and since when', async () => {
    const { inbox, clock } = await inboxOn(fresh);
    const start = clock.now;
    await inbox.receive([update(9)]);
    clock.now += 1000;
    await inbox.receive([update(1), update(2)]);
    expect(await inbox.backlog()).toEqual({ pending: 3, oldest: start });
    await inbox.claim({ holder: 'a', leaseMs: 1000, most: 1 });
    await inbox.done(9, 'done', 'a');
    expect(await inbox.backlog()).toEqual({ pending: 2, oldest: start + 1000 });
  });

  test('what somebody has in hand is not counted as unheld, until the lease runs out', async () => {
    const { inbox, clock } = await inboxOn(fresh);
    const start = clock.now;
    expect(await inbox.unheldSince()).toBeUndefined();
    await inbox.receive([update(1, 'x')]);
    clock.now += 10;
    await inbox.receive([update(2, 'y'), update(3, 'x')]);
    expect(await inbox.unheldSince()).toBe(start);
    expect(await inbox.unheldSince(['x'])).toBe(start + 10);
    expect(await inbox.unheldSince(['x', 'y'])).toBeUndefined();
    await inbox.claim({ holder: 'a', leaseMs: 1000, most: 1 });
    expect(await inbox.unheldSince()).toBe(start + 10);
    clock.now += 1000;
    expect(await inbox.unheldSince()).toBe(start);
  });

  test('what was handled long ago is deleted, what waits stays however old', async () => {
    const { inbox, store, clock } = await inboxOn(fresh);
    await inbox.receive(Array.from({ length: 1203 }, (_, index) => update(index)));
    await inbox.claim({ holder: 'dead', leaseMs: 1000, most: 1 });
    await store.db
      .updateTable('updates')
      .set({ state: 'done', handled_at: clock.now })
      .where('update_id', '>', 1)
      .execute();
    clock.now += 48 * HOUR;
    await inbox.done(1, 'failed', 'dead');
    expect(await inbox.prune(clock.now - 24 * HOUR)).toBe(1201);
    expect(await store.db.selectFrom('updates').select('update_id').orderBy('update_id').execute()).toEqual([
      { update_id: 0 },
      { update_id: 1 },
    ]);
    expect(await store.db.selectFrom('lanes').selectAll().execute()).toEqual([]);
  });
});
