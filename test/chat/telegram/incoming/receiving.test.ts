import { expect, test } from 'vitest';
import { receivingByPolls, receivingByWebhook } from '../../../../src/chat/telegram/incoming/receiving.ts';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;

test('polling is well until Telegram has answered none for a minute and a half', () => {
  expect(receivingByPolls({ polled: NOW - MINUTE, now: NOW })).toEqual({ by: 'polling', ok: true, secondsAgo: 60 });
  expect(receivingByPolls({ polled: NOW - 1.5 * MINUTE, now: NOW })).toMatchObject({ ok: false, secondsAgo: 90 });
});

test('a webhook is well from when it is set, for as long as it is seen to be', () => {
  const at = (seenAt: number | undefined) => receivingByWebhook({ seenAt, pending: 0, failedAt: undefined, now: NOW });
  expect(at(undefined)).toEqual({ by: 'webhook', ok: false, set: false, pending: 0 });
  expect(at(NOW)).toEqual({ by: 'webhook', ok: true, set: true, pending: 0 });
  expect(at(NOW - 2 * MINUTE)).toMatchObject({ ok: true });
  expect(at(NOW - 3 * MINUTE)).toMatchObject({ ok: false, set: true });
});

test('a webhook fails while Telegram cannot bring what waits, and is well once that came', () => {
  const at = (pending: number, failedAt: number) => receivingByWebhook({ seenAt: NOW, pending, failedAt, now: NOW });
  expect(at(3, NOW - MINUTE)).toMatchObject({ ok: false, pending: 3, failedSecondsAgo: 60 });
  expect(at(0, NOW - MINUTE)).toMatchObject({ ok: true });
  expect(at(3, NOW - 10 * MINUTE)).toMatchObject({ ok: true });
});
