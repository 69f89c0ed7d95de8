import { expect, it } from 'vitest';
import { createGenerations } from '../../../src/chat/telegram/generations.ts';

const by = { chatId: 7, personId: 1, isAdmin: false };
const one = { updateId: 10, chatId: 7, personId: 1 };

it('what is written ends for who asked, once they have had enough', () => {
  const generations = createGenerations();
  const { enough, end } = generations.begin(one);
  expect(generations.stop({ ...by, chatId: 8 })).toBe('nothing');
  expect(generations.stop({ ...by, personId: 2 })).toBe('another');
  expect(enough.aborted).toBe(false);
  expect(generations.stop(by)).toBe('stopped');
  expect(enough.aborted).toBe(true);
  end();
  expect(generations.stop(by)).toBe('nothing');
});

it('an admin ends what is written in a chat, whoever asked, and no more than the answer that was meant', () => {
  const generations = createGenerations();
  const [first, second] = [generations.begin(one), generations.begin({ ...one, updateId: 11, personId: 2 })];
  expect(generations.stop({ ...by, personId: 3, isAdmin: true, updateId: 9 })).toBe('nothing');
  expect(generations.stop({ ...by, personId: 3, isAdmin: true, updateId: 11 })).toBe('stopped');
  expect([first.enough.aborted, second.enough.aborted]).toEqual([false, true]);
  expect(generations.stop({ ...by, personId: 3, isAdmin: true })).toBe('stopped');
  expect(first.enough.aborted).toBe(true);
});

it('an update that is handled again is written anew, and the end of the first time does not end the second', () => {
  const generations = createGenerations();
  const before = generations.begin(one);
  const again = generations.begin(one);
  before.end();
  expect(generations.stop(by)).toBe('stopped');
  expect([before.enough.aborted, again.enough.aborted]).toEqual([false, true]);
});
