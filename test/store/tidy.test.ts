import { expect, test } from 'vitest';
import { keepTidy } from '../../src/store/tidy.ts';
import { capturedLog } from '../captured-log.ts';
import { until } from '../until.ts';

const HOUR = 3_600_000;
const NOW = 1_700_000_000_000;

const prune = async () => 0;
const none = { inbox: { prune }, exchanges: { prune }, usage: { prune }, written: { prune } };
const at = { now: () => NOW, today: () => '2026-03-01' };

test('conversations and what they cost are kept for thirty days, updates for two, unused writing for seven', async () => {
  const log = capturedLog();
  const before: unknown[] = [];
  const prune = async (...until: unknown[]) => before.push(...until);
  const over = new AbortController();
  const parts = { inbox: { prune }, exchanges: { prune }, usage: { prune }, written: { prune } };
  keepTidy({ ...parts, log, signal: over.signal, ...at });
  await until(() => log.lines.length === 1);
  over.abort();
  const days = { today: '2026-03-01', before: '2026-01-30' };
  expect(before).toEqual([NOW - 48 * HOUR, NOW - 30 * 24 * HOUR, days, NOW - 7 * 24 * HOUR, 10_000]);
  expect(log.lines).toMatchObject([{ updates: 1, exchanges: 2, usage: 3, written: 5 }]);
});

test('a store that is away is told of, one that was closed at the end is not', async () => {
  const log = capturedLog();
  const over = new AbortController();
  const away = Promise.withResolvers<number>();
  const options = { ...none, log, signal: over.signal, ...at };
  keepTidy({ ...options, inbox: { prune: () => Promise.reject(new Error('the store is away')) } });
  await until(() => log.lines.length === 1);
  expect(log.lines).toMatchObject([{ level: 50, error: 'the store is away' }]);
  keepTidy({ ...options, inbox: { prune: () => away.promise } });
  over.abort();
  away.reject(new Error('the store is closed'));
  await expect(away.promise).rejects.toThrow();
  expect(log.lines).toHaveLength(1);
});
