import type { After } from '../../../../src/timing/after.ts';

/** Time that passes when a test says so. */
export type Clock = {
  now(): number;
  after: After;
  /** Lets so much time pass: what falls due is done, and what it leads to. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until nothing is due any more. */
  run(): Promise<void>;
  /** Resolves when something is due in exactly so many milliseconds. */
  due(ms: number): Promise<void>;
  /** How much is due at some time. */
  count(): number;
};

type Timer = { at: number; act: () => void };

export function createClock(start = 1_000_000): Clock {
  let time = start;
  const timers = new Set<Timer>();
  const watchers = new Set<() => void>();

  /** Whatever is done by promises, and what comes from sockets at this moment, comes first. */
  const settle = () => new Promise(resolve => setImmediate(resolve));

  const passUntil = async (end: number) => {
    for (;;) {
      await settle();
      const [first] = [...timers].sort((a, b) => a.at - b.at);
      if (first === undefined || first.at > end) return;
      timers.delete(first);
      time = Math.max(time, first.at);
      first.act();
    }
  };

  return {
    now: () => time,
    after(ms, act) {
      const timer = { at: time + ms, act };
      timers.add(timer);
      for (const look of [...watchers]) look();
      return () => timers.delete(timer);
    },
    async pass(ms) {
      const end = time + ms;
      await passUntil(end);
      time = end;
      await settle();
    },
    run: () => passUntil(Number.POSITIVE_INFINITY),
    due: ms =>
      new Promise(resolve => {
        const look = () => {
          if (![...timers].some(timer => timer.at === time + ms)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    count: () => timers.size,
  };
}
