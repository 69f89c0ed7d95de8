import { expect, test } from 'vitest';
import { openWritten } from '../../src/store/written.ts';
import { overDatabases } from './databases.ts';

const HOUR = 3_600_000;

overDatabases(fresh => {
  async function opened() {
    const clock = { now: 100 * HOUR };
    return { clock, written: openWritten(await fresh.store(), { now: () => clock.now }) };
  }

  test('what was written comes back by its key, the later of two', async () => {
    const { written } = await opened();
    expect(await written.get('a')).toBeUndefined();
    await written.put('a', 'Anchors help [1].');
    await written.put('a', '锚框有用 [1]。𠮷');
    expect(await written.get('a')).toBe('锚框有用 [1]。𠮷');
    expect(await written.count()).toBe(1);
  });

  test('text that no database takes is kept as far as it is text', async () => {
    const { written } = await opened();
    await written.put('a', 'half \ud83d and nothing \0');
    expect(await written.get('a')).toBe('half \ufffd and nothing \ufffd');
  });

  test('what is used stays, what is not used goes', async () => {
    const { written, clock } = await opened();
    await written.put('used', 'u');
    await written.put('idle', 'i');
    clock.now += 5 * HOUR;
    expect(await written.get('used')).toBe('u');
    expect(await written.prune(clock.now - 2 * HOUR, 100)).toBe(1);
    expect(await written.get('idle')).toBeUndefined();
    expect(await written.get('used')).toBe('u');
  });

  test('of too many those go that were used longest ago', async () => {
    const { written, clock } = await opened();
    for (let n = 0; n < 12; n += 1) {
      clock.now += 2 * HOUR;
      await written.put(`key ${n}`, 'text');
    }
    expect(await written.get('key 0')).toBe('text');
    expect(await written.prune(0, 5)).toBe(7);
    expect(await written.get('key 0')).toBe('text');
    expect(await written.get('key 7')).toBeUndefined();
    expect(await written.get('key 8')).toBe('text');
    expect(await written.prune(0, 5)).toBe(0);
  });
});
