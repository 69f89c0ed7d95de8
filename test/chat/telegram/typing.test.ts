import { expect, it } from 'vitest';
import { showTyping } from '../../../src/chat/telegram/typing.ts';
import { createClock } from './outgoing/clock.ts';

const spot = { chatId: 7, kind: 'supergroup' as const, threadId: 3 };

it('shows that an answer is coming once it takes long, again before that goes out, and no more when it has come', async () => {
  const clock = createClock();
  const calls: unknown[] = [];
  const gateway = {
    async call(...given: unknown[]) {
      calls.push(given);
      return { ok: true as const, result: true as never };
    },
  };
  const stop = showTyping(gateway, spot, clock.after);
  await clock.pass(399);
  expect(calls).toEqual([]);
  await clock.pass(1);
  const shown = ['sendChatAction', { chat_id: 7, message_thread_id: 3, action: 'typing' }, { droppable: true }];
  expect(calls).toEqual([shown]);
  await clock.pass(4500);
  expect(calls).toEqual([shown, shown]);
  stop();
  expect(clock.count()).toBe(0);
});

it('is no trouble where it cannot be shown, whatever the reason', async () => {
  const clock = createClock();
  let calls = 0;
  const gateway = {
    call: () => {
      calls += 1;
      return Promise.reject(new Error('the store is away'));
    },
  };
  // A rejection that nobody takes fails the run.
  const stop = showTyping(gateway, spot, clock.after);
  await clock.pass(4900);
  expect(calls).toBe(2);
  stop();
});
