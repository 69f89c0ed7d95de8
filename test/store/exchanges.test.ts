import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openExchanges } from '../../src/store/exchanges.ts';
import { openInbox } from '../../src/store/inbox.ts';
import { openReplies } from '../../src/store/replies.ts';
import { overDatabases } from './databases.ts';
import { exchange, kept } from './exchange.ts';

overDatabases(fresh => {
  test('an exchange comes back as it was kept', async () => {
    const store = await fresh.store();
    const exchanges = openExchanges(store);
    const asked = {
      threadId: 3,
      refused: true,
      personId: undefined,
      chatId: -1_002_000_000_001,
      sources: [],
    };
    const id = await kept(store, 7, asked);
    expect(await exchanges.byId(id)).toEqual({ ...exchange(7, asked), id });
    expect(await exchanges.byUpdate(7)).toEqual({ ...exchange(7, asked), id });
    expect(await exchanges.byId(id + 1)).toBeUndefined();
    expect(await exchanges.byUpdate(8)).toBeUndefined();
  });

  test('whatever a person writes is kept, except what no database keeps', async () => {
    const store = await fresh.store();
    let updateId = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.jsonValue(),
        fc.array(fc.string({ unit: 'binary' })),
        async (text, request, sources) => {
          updateId += 1;
          const id = await kept(store, updateId, { question: text, answer: text, request, sources });
          const seen = text.replaceAll('\0', '\ufffd').toWellFormed();
          const found = await openExchanges(store).byId(id);
          expect(found).toMatchObject({ question: seen, answer: seen, sources });
          expect(found?.request).toEqual(JSON.parse(JSON.stringify(request)));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('of two exchanges for one update the first stays', async () => {
    const store = await fresh.store();
    const exchanges = openExchanges(store);
    await openInbox(store, { now: () => 1 }).receive([{ updateId: 7, lane: 'chat:1', payload: '{}' }]);
    const ids = await Promise.all([1, 2, 3].map(n => exchanges.save(exchange(7, { question: `version ${n}` }))));
    expect(new Set(ids).size).toBe(1);
    expect(await exchanges.save(exchange(7, { question: 'late' }))).toBe(ids[0]);
    expect((await exchanges.byUpdate(7))?.question).toMatch(/version/);
  });

  test('nothing is kept of an update that is not in the inbox any more', async () => {
    const store = await fresh.store();
    const exchanges = openExchanges(store);
    const inbox = openInbox(store, { now: () => 1 });
    expect(await exchanges.save(exchange(7))).toBeUndefined();
    await inbox.receive([{ updateId: 7, lane: 'chat:1', payload: '{}' }]);
    await inbox.claim({ holder: 'a', leaseMs: 1, most: 1 });
    await inbox.done(7, 'done', 'a');
    expect(await exchanges.save(exchange(7))).toBeUndefined();
    expect(await exchanges.byUpdate(7)).toBeUndefined();
  });

  test('the number of a deleted exchange is never given again', async () => {
    const store = await fresh.store();
    const id = await kept(store, 1);
    await openExchanges(store).prune(Number.MAX_SAFE_INTEGER);
    expect(await kept(store, 2)).toBeGreaterThan(id);
  });

  test('an exchange is found by any of the messages that it was told in', async () => {
    const store = await fresh.store();
    const exchanges = openExchanges(store);
    const replies = openReplies(store, { now: () => 1 });
    const id = await kept(store, 7);
    await kept(store, 8);
    for (const part of [1, 2])
      await replies.record({ updateId: 7, part, chatId: 1, messageId: 50 + part, exchangeId: id, state: 'sent' });
    await replies.record({ updateId: 7, part: 3, chatId: 1, messageId: 60, state: 'sent' });
    expect(await exchanges.byMessage(1, 51)).toMatchObject({ id });
    expect(await exchanges.byMessage(1, 52)).toMatchObject({ id });
    expect(await exchanges.byMessage(2, 51)).toBeUndefined();
    expect(await exchanges.byMessage(1, 60)).toBeUndefined();
  });

  test('the last exchange is that of the place, the topic and the person', async () => {
    const store = await fresh.store();
    const exchanges = openExchanges(store);
    await kept(store, 1, { chatId: 9, personId: 1, askedAt: 10 });
    await kept(store, 2, { chatId: 9, personId: 2, askedAt: 20 });
    await kept(store, 3, { chatId: 9, personId: 2, askedAt: 20 });
    await kept(store, 4, { chatId: 9, personId: 1, askedAt: 30, threadId: 5 });
    await kept(store, 5, { chatId: 8, personId: 1, askedAt: 40 });
    const last = async (where: { threadId?: number; personId?: number; since?: number }) =>
      (await exchanges.last({ chatId: 9, since: 0, ...where }))?.updateId;
    expect(await last({})).toBe(3);
    expect(await last({ personId: 1 })).toBe(1);
    expect(await last({ threadId: 5 })).toBe(4);
    expect(await last({ threadId: 5, personId: 2 })).toBeUndefined();
    expect(await last({ since: 20 })).toBe(3);
    expect(await last({ since: 21 })).toBeUndefined();
  });

  test('another page changes what is shown and nothing of what was asked', async () => {
    const store = await fresh.store();
    const exchanges = openExchanges(store);
    const id = await kept(store, 7);
    await exchanges.turnTo(id, 2, 'the second page', ['2021-01-19#2']);
    expect(await exchanges.byId(id)).toEqual({
      ...exchange(7),
      id,
      page: 2,
      answer: 'the second page',
      sources: ['2021-01-19#2'],
    });
    await exchanges.turnTo(id + 1, 2, 'nowhere', []);
  });

  test('old exchanges and old replies are deleted, new ones stay', async () => {
    const store = await fresh.store();
    const exchanges = openExchanges(store);
    const clock = { now: 0 };
    const replies = openReplies(store, { now: () => clock.now });
    for (let updateId = 1; updateId <= 6; updateId += 1) {
      clock.now = updateId * 100;
      await kept(store, updateId, { askedAt: clock.now });
      for (const part of [1, 2]) await replies.record({ updateId, part, chatId: 1, state: 'sent' });
    }
    expect(await exchanges.prune(400)).toBe(3);
    expect(await exchanges.byUpdate(3)).toBeUndefined();
    expect(await exchanges.byUpdate(4)).toBeDefined();
    expect([await replies.of(3), (await replies.of(4)).length]).toEqual([[], 2]);
  });
});
