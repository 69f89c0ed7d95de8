import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createGenerations } from '../../../src/chat/telegram/generations.ts';
import { openStore } from '../../../src/store/database.ts';
import { openInbox } from '../../../src/store/inbox.ts';
import { openStops } from '../../../src/store/stops.ts';
import { temporaryFolder } from '../../notes.ts';
import { createClock } from './outgoing/clock.ts';

const by = { chatId: 7, personId: 1, isAdmin: false };
const one = { updateId: 10, chatId: 7, personId: 1 };

it('what is written ends for who asked, once they have had enough', async () => {
  const generations = createGenerations();
  const { enough, end } = generations.begin(one);
  expect(await generations.stop({ ...by, chatId: 8 })).toBe('nothing');
  expect(await generations.stop({ ...by, personId: 2 })).toBe('another');
  expect(enough.aborted).toBe(false);
  expect(await generations.stop(by)).toBe('stopped');
  expect(enough.aborted).toBe(true);
  end();
  expect(await generations.stop(by)).toBe('nothing');
});

it('an admin ends what is written in a chat, whoever asked, and no more than the answer that was meant', async () => {
  const generations = createGenerations();
  const [first, second] = [generations.begin(one), generations.begin({ ...one, updateId: 11, personId: 2 })];
  expect(await generations.stop({ ...by, personId: 3, isAdmin: true, updateId: 9 })).toBe('nothing');
  expect(await generations.stop({ ...by, personId: 3, isAdmin: true, updateId: 11 })).toBe('stopped');
  expect([first.enough.aborted, second.enough.aborted]).toEqual([false, true]);
  expect(await generations.stop({ ...by, personId: 3, isAdmin: true })).toBe('stopped');
  expect(first.enough.aborted).toBe(true);
});

it('an update that is handled again is written anew, and the end of the first time does not end the second', async () => {
  const generations = createGenerations();
  const before = generations.begin(one);
  const again = generations.begin(one);
  before.end();
  expect(await generations.stop(by)).toBe('stopped');
  expect([before.enough.aborted, again.enough.aborted]).toEqual([false, true]);
});

it('what another process writes ends within a second or so, and a store that is away ends nothing', async () => {
  const store = await openStore({ file: join(temporaryFolder(), 'noted.sqlite') });
  onTestFinished(() => store.close());
  const clock = createClock();
  const inbox = openInbox(store, clock);
  await inbox.receive([{ updateId: 10, lane: 'chat:7', personId: 1, payload: '{}' }]);
  await inbox.claim({ holder: 'a', leaseMs: 15_000, most: 1 });
  await inbox.next('chat:7', 'a');
  const stops = openStops(store, clock);
  let away = true;
  const looked = Promise.withResolvers<void>();
  const wished = (updateId: number) => {
    if (!away) return stops.wished(updateId);
    looked.resolve();
    return Promise.reject(new Error('The store is away.'));
  };
  const here = createGenerations({ stops: { ...stops, wished }, after: clock.after });
  const { enough, end } = here.begin(one);
  await clock.pass(1000);
  await looked.promise;
  away = false;
  const there = createGenerations({ stops, after: clock.after });
  expect(await there.stop({ ...by, personId: 2 })).toBe('another');
  expect(await there.stop({ ...by, updateId: 11 })).toBe('nothing');
  expect(await there.stop(by)).toBe('stopped');
  const ended = new Promise(resolve => enough.addEventListener('abort', resolve));
  await clock.pass(1000);
  await ended;
  end();
  expect(clock.count()).toBe(0);
});
