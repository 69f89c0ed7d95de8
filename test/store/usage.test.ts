import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/database.ts';
import { forgetPerson } from '../../src/store/forget.ts';
import { CONSOLE, FORGOTTEN } from '../../src/store/nobody.ts';
import { openUsage, type Usage } from '../../src/store/usage.ts';
import { overDatabases } from './databases.ts';

const ANN = 77_777_777;
const BEN = 88_888_888;
const [YESTERDAY, DAY, TOMORROW] = ['2026-11-22', '2026-11-23', '2026-11-24'] as const;
const today = { from: DAY, to: DAY };
const tokens = { prompt: 700, completion: 50 };
const unlimited = { limits: {} };

/** A question that was answered at its cost. */
async function answered(usage: Usage, personId: number, day: string = DAY): Promise<void> {
  await usage.reserve({ day, personId, questions: 1, tokens: 1000, ...unlimited });
  await usage.settle({ day, personId, reserved: 1000, tokens, answered: true });
}

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
    expect(await usage.of(today)).toMatchObject({ asked: 20, reserved: 2000 });
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

  test('whatever is reserved, settled and given back, counts and limits come out as they add up', async () => {
    const step = fc.record({
      personId: fc.constantFrom(CONSOLE, ANN, BEN),
      day: fc.constantFrom(YESTERDAY, DAY),
      questions: fc.nat(2),
      tokens: fc.nat(300),
      cost: fc.record({ prompt: fc.nat(300), completion: fc.nat(100) }),
      end: fc.constantFrom('settled', 'given back', 'never told'),
      answered: fc.boolean(),
    });
    const limits = { questions: 4, tokens: 1500 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async steps => {
        const store = await openStore(await fresh.place());
        const usage = openUsage(store);
        const rows = new Map<string, { asked: number; answered: number; spent: number }>();
        for (const { cost, end, answered: done, ...request } of steps) {
          const { day, personId, questions } = request;
          const row = rows.get(`${day} ${personId}`) ?? { asked: 0, answered: 0, spent: 0 };
          rows.set(`${day} ${personId}`, row);
          const spent = [...rows].filter(([key]) => key.startsWith(day)).reduce((sum, [, { spent }]) => sum + spent, 0);
          const own = questions > 0 && row.asked + questions > limits.questions;
          const outcome = own ? 'person' : spent + request.tokens > limits.tokens ? 'everyone' : 'granted';
          expect(await usage.reserve({ ...request, limits })).toBe(outcome);
          if (outcome !== 'granted') continue;
          if (end === 'settled') {
            await usage.settle({ day, personId, reserved: request.tokens, tokens: cost, answered: done });
            row.answered += done ? 1 : 0;
          } else if (end === 'given back') await usage.refund(request);
          row.asked += end === 'given back' ? 0 : questions;
          row.spent += end === 'settled' ? cost.prompt + cost.completion : end === 'given back' ? 0 : request.tokens;
        }
        const found = await usage.of({ from: YESTERDAY, to: DAY });
        const sum = (count: 'asked' | 'answered' | 'spent') =>
          [...rows.values()].reduce((total, row) => total + row[count], 0);
        expect(found).toMatchObject({ asked: sum('asked'), answered: sum('answered') });
        expect(found.tokens.prompt + found.tokens.completion + found.reserved).toBe(sum('spent'));
        await store.close();
      }),
      { numRuns: 20 },
    );
  });

  test('limits are those of a day: the next one begins with nothing', async () => {
    const usage = openUsage(await fresh.store());
    const request = { personId: ANN, questions: 1, tokens: 10, limits: { questions: 1, tokens: 10 } };
    for (const day of [YESTERDAY, DAY]) {
      expect(await usage.reserve({ ...request, day })).toBe('granted');
      expect(await usage.reserve({ ...request, day })).toBe('person');
      expect(await usage.reserve({ ...request, day, personId: BEN })).toBe('everyone');
    }
  });

  test('a further request for a question that counts already needs no room among the person’s questions', async () => {
    const usage = openUsage(await fresh.store());
    const request = { day: DAY, personId: ANN, tokens: 10, limits: { questions: 1, tokens: 20 } };
    expect(await usage.reserve({ ...request, questions: 1 })).toBe('granted');
    expect(await usage.reserve({ ...request, questions: 0 })).toBe('granted');
    expect(await usage.reserve({ ...request, questions: 0 })).toBe('everyone');
  });

  test('a limit of none grants none, and no limit grants all', async () => {
    const usage = openUsage(await fresh.store());
    const request = { day: DAY, personId: ANN, questions: 1, tokens: 10 };
    expect(await usage.reserve({ ...request, limits: { questions: 0 } })).toBe('person');
    expect(await usage.reserve({ ...request, limits: { tokens: 0 } })).toBe('everyone');
    expect(await usage.reserve({ ...request, ...unlimited })).toBe('granted');
  });

  test('what a program left unsettled stays counted when the store is opened again', async () => {
    const where = await fresh.place();
    const first = await openStore(where);
    await openUsage(first).reserve({ day: DAY, personId: ANN, questions: 1, tokens: 900, ...unlimited });
    await first.close();
    const second = await openStore(where);
    expect(await openUsage(second).of(today)).toMatchObject({ asked: 1, answered: 0, reserved: 900 });
    await second.close();
  });

  test('days are told together, and the busiest of their people by tokens', async () => {
    const usage = openUsage(await fresh.store());
    expect(await usage.of(today)).toEqual({
      asked: 0,
      answered: 0,
      kept: 0,
      tokens: { prompt: 0, completion: 0 },
      reserved: 0,
      people: 0,
    });
    expect(await usage.busiest(today, 3)).toEqual([]);
    for (const personId of [ANN, BEN, BEN, CONSOLE]) await answered(usage, personId);
    await answered(usage, ANN, YESTERDAY);
    await usage.keep({ day: DAY, personId: BEN });
    await usage.keep({ day: DAY, personId: 99_999_999 });
    expect(await usage.of(today)).toEqual({
      asked: 4,
      answered: 4,
      kept: 2,
      tokens: { prompt: 2800, completion: 200 },
      reserved: 0,
      people: 3,
    });
    expect(await usage.of({ from: YESTERDAY, to: DAY })).toMatchObject({ asked: 5, people: 3 });
    const two = await usage.busiest(today, 2);
    expect(two).toMatchObject([
      { personId: BEN, asked: 2, kept: 1, tokens: { prompt: 1400, completion: 100 } },
      { personId: CONSOLE, asked: 1 },
    ]);
  });

  test('who is forgotten is named in no day that is over, counts today until it is, and the sums stay true', async () => {
    const store = await fresh.store();
    const usage = openUsage(store);
    for (const personId of [ANN, BEN, 5]) for (const day of [YESTERDAY, DAY]) await answered(usage, personId, day);
    const days = { from: YESTERDAY, to: DAY };
    const before = await usage.of(days);
    for (const personId of [ANN, 5]) await forgetPerson(store, personId, { today: DAY });
    const names = async () =>
      (
        await store.db.selectFrom('usage').select(['day', 'person_id']).orderBy('day').orderBy('person_id').execute()
      ).map(({ day, person_id }) => `${day} ${person_id}`);
    const over = [`${YESTERDAY} ${FORGOTTEN}`, `${YESTERDAY} ${BEN}`];
    expect(await names()).toEqual([...over, `${DAY} 5`, `${DAY} ${ANN}`, `${DAY} ${BEN}`]);
    const again = { day: DAY, personId: ANN, questions: 1, tokens: 10, limits: { questions: 1 } };
    expect(await usage.reserve(again)).toBe('person');
    await usage.prune({ before: '2026-01-01', today: DAY });
    expect(await usage.reserve(again)).toBe('person');
    expect(await usage.prune({ before: '2026-01-01', today: TOMORROW })).toBe(0);
    expect(await names()).toEqual([...over, `${DAY} ${FORGOTTEN}`, `${DAY} ${BEN}`]);
    expect(await usage.of(days)).toEqual({ ...before, people: 1 });
    expect((await usage.busiest(days, 5)).map(({ personId }) => personId)).toEqual([BEN]);
    // A request that was on its way when its day ended brings nobody back.
    await usage.settle({ day: DAY, personId: ANN, reserved: 0, tokens });
    expect(await names()).toHaveLength(4);
  });

  test('days that are long over are deleted, and it is told how many counts went', async () => {
    const usage = openUsage(await fresh.store());
    for (const personId of [ANN, BEN]) for (const day of [YESTERDAY, DAY]) await answered(usage, personId, day);
    expect(await usage.prune({ before: DAY, today: DAY })).toBe(2);
    expect(await usage.of({ from: YESTERDAY, to: DAY })).toMatchObject({ asked: 2 });
  });
});
