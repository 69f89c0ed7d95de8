import type { Clock } from '../src/timing/clock.ts';

/** A clock that stands until a test moves it on; what falls due is done at once. */
export function clockByHand(): Clock & {
  pass(ms: number): void /** how much is due at some time */;
  running(): number;
} {
  let now = 0;
  const timers = new Set<{ at: number; act: () => void }>();
  return {
    now: () => now,
    after(ms, act) {
      const timer = { at: now + ms, act };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass(ms) {
      now += ms;
      for (const timer of [...timers].filter(({ at }) => at <= now)) if (timers.delete(timer)) timer.act();
    },
    running: () => timers.size,
  };
}
