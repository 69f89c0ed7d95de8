import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLines, type Lines } from '../../../../src/chat/telegram/outgoing/lines.ts';
import { type ChatId, createPace, type Pace, type Priority } from '../../../../src/chat/telegram/outgoing/pace.ts';
import { type Clock, createClock } from './clock.ts';

/** A call as it is asked for: when, to whom, and how long Telegram takes for it. */
type Plan = { at: number; chat: ChatId; priority: Priority; takes: number };
/** The same as it went. */
type Run = Plan & { id: number; started: number; ended: number };

type Street = { clock: Clock; pace: Pace; lines: Lines };

function openStreet(): Street {
  const clock = createClock();
  const pace = createPace(clock);
  return { clock, pace, lines: createLines({ pace, now: clock.now, after: clock.after }) };
}

const never = new AbortController().signal;

/** Lets all calls come at their time and gives what became of them, in the order in which they started. */
async function play(plans: readonly Plan[], { clock, lines } = openStreet()): Promise<Run[]> {
  const runs: Run[] = [];
  const zero = clock.now();
  for (const [id, plan] of plans.entries()) {
    clock.after(plan.at, async () => {
      const turn = await lines.enter({ chat: plan.chat, priority: plan.priority, droppable: false, signal: never });
      if (typeof turn === 'string') throw new Error(turn);
      const run = { ...plan, id, started: clock.now() - zero, ended: Number.NaN };
      runs.push(run);
      clock.after(plan.takes, () => {
        run.ended = clock.now() - zero;
        turn.leave();
      });
    });
  }
  await clock.run();
  return runs;
}

const chat = fc.constantFrom<ChatId>(1, 2, 3, -100, -200, '@channel');
const plan = fc.record({
  at: fc.integer({ min: 0, max: 20_000 }),
  chat,
  priority: fc.constantFrom<Priority>('interactive', 'bulk'),
  takes: fc.integer({ min: 0, max: 3000 }),
});
/** As `play` takes them: those of one moment come in the order of the list. */
const plans = (max: number) =>
  fc.array(plan, { minLength: 1, maxLength: max, size: 'max' }).map(all => all.toSorted((a, b) => a.at - b.at));
/** Many chats at once, for what all of them share. */
const crowd = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 3000 }),
      priority: plan.map(({ priority }) => priority),
      takes: fc.nat(300),
    }),
    {
      minLength: 30,
      maxLength: 150,
      size: 'max',
    },
  )
  .map(all => all.toSorted((a, b) => a.at - b.at).map((one, index): Plan => ({ ...one, chat: index + 1 })));

const byChat = (runs: readonly Run[]) => [...Map.groupBy(runs, run => run.chat).values()];
const starts = (runs: readonly Run[]) => runs.map(run => run.started);

describe('whatever is asked for', () => {
  it('is made, and nothing is left waiting', async () => {
    await fc.assert(
      fc.asyncProperty(plans(60), async all => {
        const street = openStreet();
        expect((await play(all, street)).length).toBe(all.length);
        expect(street.clock.count()).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('never comes to more in a chat than two at once and one a second', async () => {
    await fc.assert(
      fc.asyncProperty(plans(60), async all => {
        for (const runs of byChat(await play(all))) {
          for (const [index, first] of starts(runs).entries())
            for (const [further, last] of starts(runs).slice(index).entries())
              expect(further + 1).toBeLessThanOrEqual(2 + Math.floor((last - first) / 1000));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never comes to more in a group than 20 in any minute', async () => {
    const group = plan.map((one): Plan => ({ ...one, chat: -100 }));
    await fc.assert(
      fc.asyncProperty(fc.array(group, { minLength: 30, maxLength: 70, size: 'max' }), async all => {
        const times = starts(await play(all.toSorted((a, b) => a.at - b.at)));
        for (const [index, time] of times.slice(20).entries())
          expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(60_000);
      }),
      { numRuns: 20 },
    );
  });

  it('goes in bulk only where fewer than 27 calls of any kind began within a second, but for one a second', async () => {
    await fc.assert(
      fc.asyncProperty(crowd, async all => {
        const runs = await play(all);
        for (const [index, run] of runs.entries()) {
          if (run.priority !== 'bulk') continue;
          const before = runs.slice(0, index).filter(other => other.started > run.started - 1000);
          if (before.some(other => other.priority === 'bulk')) expect(before.length).toBeLessThan(27);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('goes one after another in a chat, in the order in which it came, and what a person waits for goes first', async () => {
    await fc.assert(
      fc.asyncProperty(plans(60), async all => {
        for (const runs of byChat(await play(all))) {
          for (const [index, run] of runs.entries()) {
            const later = runs.slice(index + 1);
            for (const other of later) expect(other.started).toBeGreaterThanOrEqual(run.ended);
            for (const other of later.filter(({ priority }) => priority === run.priority))
              expect(other.id).toBeGreaterThan(run.id);
            if (run.priority === 'bulk')
              for (const other of later.filter(({ priority }) => priority === 'interactive'))
                expect(other.at).toBeGreaterThanOrEqual(run.started);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not hold up what a person waits for in another chat', async () => {
    const mine = fc.array(
      plan.map((one): Plan => ({ ...one, chat: 77, priority: 'interactive' })),
      { minLength: 1, maxLength: 10, size: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(mine, crowd, async (own, others) => {
        const sorted = own.toSorted((a, b) => a.at - b.at);
        const alone = starts(await play(sorted));
        const far = others.map(one => ({ ...one, chat: Number(one.chat) + 1000 }));
        const among = (await play([...sorted, ...far])).filter(run => run.chat === 77);
        expect(starts(among)).toEqual(alone);
      }),
      { numRuns: 30 },
    );
  });
});

it('bulk calls go on, one a second, while people alone ask for more than Telegram takes in bulk', async () => {
  const people = Array.from(
    { length: 400 },
    (_, index): Plan => ({
      at: index * 25,
      chat: index + 1,
      priority: 'interactive',
      takes: 100,
    }),
  );
  const many = Array.from(
    { length: 8 },
    (_, index): Plan => ({ at: 1000, chat: 5000 + index, priority: 'bulk', takes: 100 }),
  );
  const runs = await play([...people, ...many]);
  expect(starts(runs.filter(run => run.priority === 'bulk'))).toEqual([1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000]);
});

it('a thousand bulk calls take 27 a second', async () => {
  const many = Array.from(
    { length: 1000 },
    (_, index): Plan => ({ at: 0, chat: index + 1, priority: 'bulk', takes: 150 }),
  );
  expect(starts(await play(many)).at(-1)).toBe(Math.floor(999 / 27) * 1000);
});

const entering = (chat: ChatId, o: { priority?: Priority; droppable?: boolean; signal?: AbortSignal } = {}) => ({
  chat,
  priority: o.priority ?? 'interactive',
  droppable: o.droppable ?? false,
  signal: o.signal ?? never,
});

async function turnOf(entered: ReturnType<Lines['enter']>) {
  const turn = await entered;
  if (typeof turn === 'string') throw new Error(turn);
  return turn;
}

describe('a call that is not to wait', () => {
  it('gets its turn where nothing stands before it', async () => {
    const { lines } = openStreet();
    (await turnOf(lines.enter(entering(1, { droppable: true })))).leave();
  });

  it('is dropped at once behind another call, behind a spent burst, and in bulk behind the others', async () => {
    const { lines, clock, pace } = openStreet();
    const turn = await turnOf(lines.enter(entering(1)));
    expect(await lines.enter(entering(1, { droppable: true }))).toBe('dropped');
    turn.leave();
    (await turnOf(lines.enter(entering(1)))).leave();
    expect(await lines.enter(entering(1, { droppable: true }))).toBe('dropped');
    pace.pause(clock.now() + 5000);
    expect(await lines.enter(entering(2, { priority: 'bulk', droppable: true }))).toBe('dropped');
    expect(clock.count()).toBe(0);
  });
});

describe('when Telegram wants quiet', () => {
  it('the chat and all bulk calls wait for its end, other chats do not', async () => {
    const { lines, clock, pace } = openStreet();
    pace.pause(clock.now() + 5000, 1);
    const order: string[] = [];
    const go = async (name: string, chat: ChatId, priority: Priority) => {
      const turn = await turnOf(lines.enter(entering(chat, { priority })));
      order.push(name);
      turn.leave();
    };
    const all = [go('bulk', 2, 'bulk'), go('same chat', 1, 'interactive'), go('other chat', 3, 'interactive')];
    await clock.pass(4999);
    expect(order).toEqual(['other chat']);
    await clock.pass(1);
    await Promise.all(all);
    expect(order.toSorted()).toEqual(['bulk', 'other chat', 'same chat']);
  });

  it('an answer goes before the bulk calls to the same chat, which wait', async () => {
    const { lines, clock, pace } = openStreet();
    pace.pause(clock.now() + 5000);
    const bulk = lines.enter(entering(1, { priority: 'bulk' }));
    (await turnOf(lines.enter(entering(1)))).leave();
    await clock.pass(5000);
    (await turnOf(bulk)).leave();
  });

  it('a call that comes back keeps its place', async () => {
    const { lines, clock, pace } = openStreet();
    const first = await turnOf(lines.enter(entering(1)));
    const second = lines.enter(entering(1));
    pace.pause(clock.now() + 3000, 1);
    first.leave();
    const again = lines.enter({ ...entering(1), order: first.order });
    await clock.pass(3000);
    const turn = await turnOf(again);
    expect(turn.order).toBe(first.order);
    turn.leave();
    await clock.pass(1000);
    expect((await turnOf(second)).order).toBeGreaterThan(first.order);
  });
});

describe('a call that is given up while it waits', () => {
  it('comes back as stopped and holds up nobody, and no timer stays', async () => {
    const { lines, clock } = openStreet();
    const turn = await turnOf(lines.enter(entering(1)));
    const giving = new AbortController();
    const given = lines.enter(entering(1, { signal: giving.signal }));
    const next = lines.enter(entering(1));
    giving.abort();
    expect(await given).toBe('stopped');
    turn.leave();
    (await turnOf(next)).leave();
    const late = lines.enter(entering(1, { signal: giving.signal }));
    expect(await late).toBe('stopped');
    expect(clock.count()).toBe(0);
  });

  it('leaves no timer behind in bulk', async () => {
    const { lines, clock, pace } = openStreet();
    pace.pause(clock.now() + 5000);
    const giving = new AbortController();
    const given = lines.enter(entering(1, { priority: 'bulk', signal: giving.signal }));
    expect(clock.count()).toBe(1);
    giving.abort();
    expect(await given).toBe('stopped');
    expect(clock.count()).toBe(0);
  });
});

describe('a chat that gets another number', () => {
  it('keeps the order of what waits under both', async () => {
    const { lines, clock } = openStreet();
    const order: string[] = [];
    const go = async (name: string, chat: ChatId) => {
      const turn = await turnOf(lines.enter(entering(chat)));
      order.push(name);
      turn.leave();
    };
    const old = await turnOf(lines.enter(entering(-1)));
    const fresh = await turnOf(lines.enter(entering(-2)));
    const all = [go('a', -1), go('b', -2), go('c', -1), go('d', -2)];
    lines.move(-1, -2);
    all.push(go('e', -2));
    old.leave();
    await clock.run();
    expect(order).toEqual([]);
    fresh.leave();
    await clock.run();
    await Promise.all(all);
    expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(clock.count()).toBe(0);
  });
});
