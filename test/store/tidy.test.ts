import { expect, test } from 'vitest';
import { keepTidy } from '../../src/store/tidy.ts';
import { capturedLog } from '../captured-log.ts';
import { until } from '../until.ts';

const HOUR = 3_600_000;
const NOW = 1_700_000_000_000;

test('updates are kept for two days and conversations for thirty, and it is told what went', async () => {
  const log = capturedLog();
  const before: number[] = [];
  const prune = async (time: number) => before.push(time);
  const over = new AbortController();
  keepTidy({ inbox: { prune }, exchanges: { prune }, log, signal: over.signal, now: () => NOW });
  await until(() => log.lines.length === 1);
  over.abort();
  expect(before).toEqual([NOW - 48 * HOUR, NOW - 30 * 24 * HOUR]);
  expect(log.lines).toMatchObject([{ updates: 1, exchanges: 2 }]);
});

test('a store that is away is told of, one that was closed at the end is not', async () => {
  const log = capturedLog();
  const over = new AbortController();
  const away = Promise.withResolvers<number>();
  const options = { exchanges: { prune: async () => 0 }, log, signal: over.signal, now: () => NOW };
  keepTidy({ ...options, inbox: { prune: () => Promise.reject(new Error('the store is away')) } });
  await until(() => log.lines.length === 1);
  expect(log.lines).toMatchObject([{ level: 50, error: 'the store is away' }]);
  keepTidy({ ...options, inbox: { prune: () => away.promise } });
  over.abort();
  away.reject(new Error('the store is closed'));
  await expect(away.promise).rejects.toThrow();
  expect(log.lines).toHaveLength(1);
});
