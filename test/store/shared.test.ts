import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shareStore } from '../../src/store/shared.ts';
import { capturedLog } from '../captured-log.ts';
import { temporaryFolder } from '../notes.ts';

const DAY_MS = 24 * 3_600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');

function sharedIn(folder: string, now = NOW) {
  const log = capturedLog();
  const today = () => new Date(now).toISOString().slice(0, 10);
  const config = { DATA_DIR: folder, DATABASE_URL: undefined };
  const shared = shareStore({ config, now: () => now, today, log });
  onTestFinished(() => shared.close());
  return { ...shared, log };
}

test('the store is opened once, when it is first asked for, and whoever asks has the same', async () => {
  const folder = temporaryFolder();
  const { store, books, close } = sharedIn(folder);
  expect(existsSync(join(folder, 'noted.sqlite'))).toBe(false);
  const [one, other] = await Promise.all([store(), store(), books()]);
  expect(one).toBe(other);
  await close();
  await expect(one.check()).rejects.toThrow();
});

test('what was never opened is closed, and not opened for that', async () => {
  const folder = temporaryFolder();
  await sharedIn(folder).close();
  expect(existsSync(join(folder, 'noted.sqlite'))).toBe(false);
});

test('a store that cannot be opened is tried again by the next one who asks', async () => {
  const folder = join(temporaryFolder(), 'state');
  writeFileSync(folder, 'a file where the folder should be');
  const { store, books, close } = sharedIn(folder);
  await expect(store()).rejects.toThrow(folder);
  await expect(books()).rejects.toThrow(folder);
  await close();
});

test('what is no longer kept is deleted when the books are opened, without a bot that tidies', async () => {
  const folder = temporaryFolder();
  const day = (daysAgo: number) => new Date(NOW - daysAgo * DAY_MS).toISOString().slice(0, 10);
  const before = sharedIn(folder, NOW - 8 * DAY_MS);
  const old = await before.books();
  await old.written.put('idle', 'Anchors help [1].');
  for (const daysAgo of [31, 30])
    await old.usage.reserve({ day: day(daysAgo), personId: 7, questions: 1, tokens: 9, limits: {} });
  await before.close();
  const after = sharedIn(folder);
  await after.books();
  await after.close();
  const { usage, written } = await sharedIn(folder).books();
  expect(await written.get('idle')).toBeUndefined();
  expect(await usage.of({ from: '0001-01-01', to: '9999-12-31' })).toMatchObject({ asked: 1 });
  expect(after.log.lines).toEqual([]);
});
