import { expect, test } from 'vitest';
import { type Filled, keepFilled } from '../../src/library/keep-filled.ts';
import { ModelError } from '../../src/model/model-error.ts';

/** Keeps a space filled, one try after another as a test lets them go by. */
function createBench() {
  const told: string[] = [];
  const tries: PromiseWithResolvers<Filled>[] = [];
  const waits: { ms: number; act: () => void }[] = [];
  let came = Promise.withResolvers<void>();
  const next = () => {
    came.resolve();
    came = Promise.withResolvers<void>();
  };
  const stop = new AbortController();
  const kept = keepFilled({
    fill() {
      const going = Promise.withResolvers<Filled>();
      tries.push(going);
      next();
      return going.promise;
    },
    onDown: why => told.push(`down: ${why}`),
    onUp: () => told.push('up'),
    after(ms, act) {
      waits.push({ ms, act });
      next();
      return () => {};
    },
    signal: stop.signal,
  });
  /** the pause after the newest try */
  async function pausedFor(filled: Filled | Error): Promise<number> {
    const before = waits.length;
    if (filled instanceof Error) tries.at(-1)?.reject(filled);
    else tries.at(-1)?.resolve(filled);
    while (waits.length === before) await came.promise;
    return waits.at(-1)?.ms ?? 0;
  }
  async function goOn(act: () => void): Promise<void> {
    const before = tries.length;
    act();
    while (tries.length === before) await came.promise;
  }
  const elapse = () => goOn(() => waits.at(-1)?.act());
  return { kept, told, tries, stop, pausedFor, goOn, elapse };
}

const down: Filled = { how: 'down', why: 'no answer', retryInMs: undefined };

test('a server that is down is tried again by itself, less and less often, and told of once', async () => {
  const { told, pausedFor, elapse } = createBench();
  const pauses: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    pauses.push(await pausedFor(down));
    await elapse();
  }
  expect(pauses.map(ms => ms / 1000)).toEqual([15, 30, 60, 120, 240, 480, 600, 600, 600]);
  expect(told).toEqual(['down: no answer']);
  await pausedFor({ how: 'done' });
  expect(told).toEqual(['down: no answer', 'up']);
});

test('a server that says when is asked no sooner', async () => {
  const { pausedFor, elapse, told } = createBench();
  expect(await pausedFor({ ...down, retryInMs: 90_000 })).toBe(90_000);
  await elapse();
  const error = new ModelError('takes no more requests for now', { trouble: 'limited', retryInMs: 100_000 });
  expect(await pausedFor(error)).toBe(100_000);
  expect(told).toEqual(['down: no answer']);
});

test('what is new is looked at at once, but brings no server back', async () => {
  const { kept, tries, pausedFor, goOn, elapse } = createBench();
  await pausedFor({ how: 'done' });
  await goOn(kept.wake);
  expect(tries).toHaveLength(2);
  await pausedFor(down);
  kept.wake();
  await Promise.resolve();
  expect(tries).toHaveLength(2);
  await elapse();
  // Woken while it is at work, it looks once more.
  kept.wake();
  await goOn(() => tries.at(-1)?.resolve({ how: 'done' }));
  expect(tries).toHaveLength(4);
});

test('another process that is at it is looked after half a minute later', async () => {
  const { pausedFor, told } = createBench();
  expect(await pausedFor({ how: 'busy' })).toBe(30_000);
  expect(told).toEqual([]);
});

test('it ends with the signal, whatever it is at', async () => {
  const waiting = createBench();
  await waiting.pausedFor(down);
  waiting.stop.abort(new Error('enough'));
  await waiting.kept.ended;
  const working = createBench();
  working.stop.abort(new Error('enough'));
  working.tries.at(-1)?.reject(new Error('enough'));
  await working.kept.ended;
  expect(working.told).toEqual([]);
});
