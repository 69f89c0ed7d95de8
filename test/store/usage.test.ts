import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/database.ts';
import { CONSOLE, FORGOTTEN, openUsage } from '../../src/store/usage.ts';
import { overDatabases } from './databases.ts';

const ANN = 77_777_777;
const BEN = 88_888_888;
const DAY = '2026-11-23';
const tokens = { prompt: 700, completion: 50 };

overDatabases(fresh => {
  test('of fifty who ask at once no more are granted than there is room for, whosever limit it is', async () => {
    const usage = openUsage(await fresh.store());
    const at = { day: DAY, questions: 1, tokens: 100 };
    const asked = (personId: number, limits: object) =>
      Promise.all(Array.from({ length: 50 }, () => usage.reserve({ ...at, personId, limits })));
    const granted = (outcomes: string[]) => outcomes.filter(outcome => outcome === 'granted').length;
    const own = await asked(ANN, { questions: 10 });
    expect(granted(own)).toBe(10);
    expect(new Set(own)).toEqual(new Set(['granted', 'person']));
    const common = await Promise.all([asked(BEN, { tokens: 2000 }), asked(CONSOLE, { tokens: 2000 })]);
    expect(granted(common.flat())).toBe(10);
    expect(new Set(common.flat())).toEqual(new Set(['granted', 'everyone']));
    expect(await usage.of({ from: DAY, to: DAY })).toMatchObject({ asked: 20, reserved: 2000, people: 1 + 1 });
  });

  test('several programs on one store grant no more together than one would', async () => {
    const where = await fresh.place();
    const stores = await Promise.all(Array.from({ length: 3 }, () => openStore(where)));
    const outcomes = await Promise.all(
      stores.flatMap(store => {
        const usage = openUsage(store);
        return Array.from({ length: 15 }, () =>
          usage.reserve({ day: DAY, personId: ANN, questions: 1, tokens: 1, limits: { questions: 10 } }),
        );
      }),
    );
    expect(outcomes.filter(outcome => outcome === 'granted')).toHaveLength(10);
    await Promise.all(stores.map(store => store.close()));
  });
});
