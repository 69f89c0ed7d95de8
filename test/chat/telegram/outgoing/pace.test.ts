import { expect, it } from 'vitest';
import { createPace } from '../../../../src/chat/telegram/outgoing/pace.ts';
import { createClock } from './clock.ts';

it('forgets chats that owe nothing, though one that was written to before them is to be left alone for hours', async () => {
  const clock = createClock();
  const pace = createPace(clock);
  pace.pause(clock.now() + 7_200_000, 1);
  for (let chat = 2; chat < 1000; chat += 1) pace.ended(chat);
  await clock.pass(2000);
  pace.ended(1000);
  expect(pace.size()).toBe(2);
  expect(pace.isPaused(1)).toBe(true);
  expect(pace.chatFrom(1)).toBe(clock.now() + 7_198_000);
  await clock.pass(7_200_000);
  pace.ended(1001);
  expect(pace.size()).toBe(1);
});
