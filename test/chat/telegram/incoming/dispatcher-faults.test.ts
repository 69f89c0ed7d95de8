import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../../src/store/database.ts';
import { openInbox } from '../../../../src/store/inbox.ts';
import { until } from '../../../until.ts';
import { type Record, type Script, startProcess } from './mortal.ts';
import { createClock, received } from './working.ts';

const script: fc.Arbitrary<Script> = fc.record({
  rounds: fc.nat(8),
  hiccups: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.array(fc.constantFrom('throws' as const, 'is stopped' as const, 'lacks the store' as const), {
        maxLength: 2,
      }),
    },
    // More often than an update may crash.
    {
      weight: 1,
      arbitrary: fc.array(fc.constantFrom('is stopped' as const, 'lacks the store' as const), {
        minLength: 11,
        maxLength: 13,
      }),
    },
  ),
  heeds: fc.boolean(),
});
const update = fc.record({ lane: fc.constantFrom('a', 'b', 'c'), script });
const of = fc.constantFrom(0, 1);
const events = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ is: fc.constant('receipt'), updates: fc.array(update, { maxLength: 6 }), of }),
    },
    { weight: 6, arbitrary: fc.record({ is: fc.constant('rounds'), count: fc.nat(15) }) },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('time'), seconds: fc.nat(20) }) },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('trouble'), of, done: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('crash'), of }) },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('restart'), of }) },
  ),
  { minLength: 10, maxLength: 40 },
);

test('through crashes, restarts and failures of two processes, every update is handled, in order, one of a lane at a time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'noted-dispatcher-'));
  const store = await openStore({ file: join(folder, 'store.sqlite') });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  const clock = createClock();
  const inbox = openInbox(store, { now: clock.now });
  let lastId = 0;
  let lastProcess = 0;

  await fc.assert(
    fc.asyncProperty(events, async story => {
      const record: Record = {
        scripts: new Map(),
        begun: new Map(),
        busy: new Set(),
        ended: new Set(),
        faults: [],
        renewing: 0,
      };
      const start = () => {
        lastProcess += 1;
        return startProcess({ holder: `process ${lastProcess}`, inbox, clock, record });
      };
      const processes = [start(), start()];
      const pass = async (seconds: number) => {
        for (let second = 0; second < seconds; second += 1) {
          clock.freeze(1_000);
          clock.tick();
          await until(() => record.renewing === 0);
        }
      };

      for (const event of story) {
        if (event.is === 'receipt') {
          const rows = event.updates.map(({ lane, script }) => {
            lastId += 1;
            record.scripts.set(lastId, { ...script, hiccups: [...script.hiccups] });
            return received(lastId, lane);
          });
          await inbox.receive(rows);
          processes[event.of]?.wake();
        } else if (event.is === 'rounds') for (let round = 0; round < event.count; round += 1) await setImmediate();
        else if (event.is === 'time') await pass(event.seconds);
        else if (event.is === 'trouble') processes[event.of]?.failNext(event);
        else {
          if (event.is === 'crash') processes[event.of]?.die();
          else await processes[event.of]?.end();
          processes[event.of] = start();
        }
      }
      await until(async () => {
        await pass(1);
        return (await inbox.backlog()).pending === 0 && record.busy.size === 0;
      });
      for (const process of processes) await process.end();

      expect(record.faults).toEqual([]);
      for (const [lane, ids] of record.begun) {
        expect(ids, `the order of lane ${lane}`).toEqual(ids.toSorted((a, b) => a - b));
      }
      expect([...record.scripts.keys()].filter(id => !record.ended.has(id))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
