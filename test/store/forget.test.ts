import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openChats } from '../../src/store/chats.ts';
import { openStore } from '../../src/store/database.ts';
import { openExchanges } from '../../src/store/exchanges.ts';
import { openFeedback } from '../../src/store/feedback.ts';
import { forgetPerson } from '../../src/store/forget.ts';
import { openInbox } from '../../src/store/inbox.ts';
import { openPeople } from '../../src/store/people.ts';
import { openReplies } from '../../src/store/replies.ts';
import { overDatabases } from './databases.ts';
import { exchange, kept } from './exchange.ts';

const ANN = 77_777_777;
const BEN = 88_888_888;
const GROUP = -4_000_000_001;
const TODAY = '2026-11-23';

overDatabases(fresh => {
  async function settled() {
    const store = await fresh.store();
    const parts = {
      store,
      inbox: openInbox(store, { now: () => 1 }),
      people: openPeople(store, { now: () => 1 }),
      chats: openChats(store, { now: () => 1 }),
      exchanges: openExchanges(store),
      replies: openReplies(store, { now: () => 1 }),
      feedback: openFeedback(store, { now: () => 1 }),
    };
    for (const [person, other] of [
      [ANN, BEN],
      [BEN, ANN],
    ] as const) {
      await parts.people.setLanguage(person, 'zh');
      await parts.chats.see({ id: person, kind: 'private' });
      for (const chatId of [person, GROUP]) {
        const updateId = person + chatId;
        const exchangeId = await kept(store, updateId, { chatId, personId: person, askedAt: 1 });
        await parts.replies.record({ updateId, part: 1, chatId, messageId: updateId, exchangeId, state: 'sent' });
        await parts.feedback.give({ exchangeId, personId: person, verdict: 'good' });
        await parts.feedback.give({ exchangeId, personId: other, verdict: 'bad' });
      }
    }
    await parts.chats.see({ id: GROUP, kind: 'group' });
    return parts;
  }

  test('nothing that names a forgotten person is left, and nothing of others is gone', async () => {
    const { store, inbox, people, exchanges, feedback, chats } = await settled();
    await inbox.receive([
      { updateId: 1, lane: `chat:${ANN}`, personId: ANN, payload: `{"from":${ANN}}` },
      { updateId: 2, lane: `chat:${GROUP}`, personId: ANN, payload: `{"from":${ANN}}` },
      { updateId: 3, lane: `chat:${BEN}`, personId: BEN, payload: `{"from":${BEN}}` },
    ]);
    expect(await forgetPerson(store, ANN, { today: TODAY })).toEqual({ exchanges: 2, feedback: 6 });
    for (const table of ['updates', 'people', 'chats', 'exchanges', 'replies', 'feedback'] as const) {
      const rows = await store.db.selectFrom(table).selectAll().execute();
      expect(JSON.stringify(rows), table).not.toContain(String(ANN));
      expect(JSON.stringify(rows), table).toContain(String(BEN));
    }
    expect(await people.language(BEN)).toBe('zh');
    expect(await chats.state(GROUP)).toBe('active');
    expect(await exchanges.last({ chatId: GROUP, since: 0 })).toMatchObject({ personId: BEN });
    expect((await feedback.list()).map(({ personId }) => personId)).toEqual([BEN, BEN]);
    expect(await inbox.backlog()).toMatchObject({ pending: 1 });
    expect(await inbox.receive([{ updateId: 1, lane: 'chat:1', payload: '"again"' }])).toBe(0);
  });

  test('the update that asks to be forgotten stays until it is handled, with what came after it', async () => {
    const { store } = await settled();
    const lane = `chat:${ANN}`;
    const clock = { now: 1 };
    const inbox = openInbox(store, { now: () => clock.now });
    // The numbers are those of an order that is not the one in which they came.
    for (const some of [[9], [2], [1, 3]]) {
      await inbox.receive(some.map(updateId => ({ updateId, lane, personId: ANN, payload: `{"n":${updateId}}` })));
      clock.now += 1;
    }
    await inbox.claim({ holder: 'a', leaseMs: 1, most: 1 });
    await forgetPerson(store, ANN, { except: 2, today: TODAY });
    expect(await inbox.next(lane, 'a')).toMatchObject({ updateId: 1 });
    await inbox.done(1, 'done', 'a');
    expect(await inbox.next(lane, 'a')).toMatchObject({ updateId: 2, payload: '{"n":2}' });
    await inbox.done(2, 'done', 'a');
    expect(await inbox.next(lane, 'a')).toMatchObject({ updateId: 3 });
    await inbox.done(3, 'done', 'a');
    expect(await inbox.next(lane, 'a')).toBeUndefined();
  });

  test('an answer that was being written is not kept after its question was forgotten', async () => {
    const { store, inbox, exchanges } = await settled();
    await inbox.receive([{ updateId: 1, lane: `chat:${GROUP}`, personId: ANN, payload: '{}' }]);
    // Of those that are kept at the same moment, some before and some after.
    const asked = Array.from({ length: 20 }, (_, index) => 100 + index);
    await inbox.receive(asked.map(updateId => ({ updateId, lane: `chat:${GROUP}`, personId: ANN, payload: '{}' })));
    const saving = asked.map(updateId => exchanges.save(exchange(updateId, { chatId: GROUP, personId: ANN })));
    const [{ exchanges: erased }, ...ids] = await Promise.all([forgetPerson(store, ANN, { today: TODAY }), ...saving]);
    expect(erased).toBe(2 + ids.filter(id => id !== undefined).length);
    expect(await exchanges.save(exchange(1, { chatId: GROUP, personId: ANN }))).toBeUndefined();
    expect(await exchanges.last({ chatId: GROUP, personId: ANN, since: 0 })).toBeUndefined();
  });

  test('a verdict given at the moment in which its answer is forgotten is not kept either', async () => {
    const { store, exchanges, feedback } = await settled();
    const { id: exchangeId = 0 } = (await exchanges.last({ chatId: ANN, since: 0 })) ?? {};
    const giving = Array.from({ length: 20 }, (_, personId) =>
      feedback.give({ exchangeId, personId, verdict: 'good' }),
    );
    await Promise.all([forgetPerson(store, ANN, { today: TODAY }), ...giving]);
    expect((await feedback.list()).map(({ personId }) => personId)).toEqual([BEN, BEN]);
  });

  test('a question whose exchange is gone already is forgotten where others judged it', async () => {
    const { store, exchanges, feedback } = await settled();
    await exchanges.prune(Number.MAX_SAFE_INTEGER);
    expect(await forgetPerson(store, ANN, { today: TODAY })).toEqual({ exchanges: 0, feedback: 6 });
    expect((await feedback.list()).length).toBe(2);
  });

  test('somebody of whom nothing is known is forgotten all the same', async () => {
    const store = await fresh.store();
    expect(await forgetPerson(store, ANN, { today: TODAY })).toEqual({ exchanges: 0, feedback: 0 });
  });

  test('when one part of it fails, nothing is forgotten', async () => {
    const { store, exchanges } = await settled();
    await sql`drop table people`.execute(store.db);
    await expect(forgetPerson(store, ANN, { today: TODAY })).rejects.toThrow(/people/);
    expect(await exchanges.last({ chatId: ANN, since: 0 })).toBeDefined();
  });
});

test('what was forgotten is in no file of the store, at once and among many others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'noted-store-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const store = await openStore({ file: join(folder, 'store.sqlite') });
  onTestFinished(() => store.close());
  const inbox = openInbox(store, { now: () => 1 });
  const feedback = openFeedback(store, { now: () => 1 });
  for (let updateId = 1; updateId <= 60; updateId += 1) {
    const personId = updateId % 3 === 0 ? BEN : ANN;
    const words = `${personId === BEN ? 'public' : 'private'} words ${'and more '.repeat((updateId * 37) % 400)}`;
    const exchangeId = await kept(store, updateId, { personId, chatId: personId, question: words, answer: words });
    await feedback.give({ exchangeId, personId, verdict: 'bad' });
    await inbox.receive([{ updateId: 1000 + updateId, lane: 'chat:1', personId, payload: JSON.stringify(words) }]);
  }
  const bytes = async () =>
    Buffer.concat(await Promise.all((await readdir(folder)).map(name => readFile(join(folder, name)))));
  expect((await bytes()).includes('private words')).toBe(true);
  await forgetPerson(store, ANN, { today: TODAY });
  expect((await bytes()).includes('private words')).toBe(false);
  expect((await bytes()).includes('public words')).toBe(true);
});
