import { expect, test } from 'vitest';
import { createFreshen } from '../../../src/chat/telegram/freshen.ts';
import { capturedLog } from '../../captured-log.ts';

/** A digest whose changes are taken in when the test says so, by somebody whose patience it holds in its hands. */
function digest() {
  const log = capturedLog();
  const clock = { now: 0 };
  const runs: PromiseWithResolvers<void>[] = [];
  const waits: { ms: number; end: () => void }[] = [];
  const freshen = createFreshen({
    catchUp: () => {
      const run = Promise.withResolvers<void>();
      runs.push(run);
      return run.promise;
    },
    log,
    now: () => clock.now,
    pause: (ms, signal) =>
      new Promise(resolve => {
        waits.push({ ms, end: resolve });
        signal.addEventListener('abort', () => resolve());
      }),
  });
  return { freshen, log, clock, runs, waits };
}

test('all who ask at once wait for one look at the digest, and the next look is a second later', async () => {
  const { freshen, clock, runs } = digest();
  const asked = [freshen(), freshen(), freshen()];
  expect(runs.length).toBe(1);
  runs[0]?.resolve();
  await Promise.all(asked);
  clock.now += 999;
  await freshen();
  expect(runs.length).toBe(1);
  clock.now += 1;
  const later = freshen();
  expect(runs.length).toBe(2);
  runs[1]?.resolve();
  await later;
});

test('a question waits two seconds for what is new, and then is answered without it', async () => {
  const { freshen, clock, runs, waits } = digest();
  const asked = freshen();
  expect(waits.map(({ ms }) => ms)).toEqual([2000]);
  waits[0]?.end();
  await asked;
  clock.now += 5000;
  // The look that takes so long goes on, and nobody begins another beside it.
  const again = freshen();
  expect(runs.length).toBe(1);
  runs[0]?.resolve();
  await again;
});

test('what goes wrong is logged once until it goes well again or goes wrong in another way', async () => {
  const { freshen, log, clock, runs } = digest();
  const outcomes = ['away', 'away', undefined, 'away', 'full'];
  for (const [index, outcome] of outcomes.entries()) {
    const asked = freshen();
    if (outcome === undefined) runs[index]?.resolve();
    else runs[index]?.reject(new Error(outcome));
    await asked;
    clock.now += 1000;
  }
  expect(log.lines.map(({ err }) => err)).toMatchObject(['away', 'away', 'full'].map(message => ({ message })));
});
