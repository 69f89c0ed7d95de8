import type { Handle } from '../../../../src/chat/telegram/incoming/attempt.ts';
import { createDispatcher, type DispatcherOptions } from '../../../../src/chat/telegram/incoming/dispatcher.ts';
import { createMetrics } from '../../../../src/metrics.ts';
import type { Inbox, Received } from '../../../../src/store/inbox.ts';
import { capturedLog } from '../../../captured-log.ts';

/** An update as the inbox takes it. */
export function received(updateId: number, lane: string, text = 'hello'): Received {
  return { updateId, lane, payload: JSON.stringify({ update_id: updateId, message: { text } }) };
}

/** A clock and the timers that hang on it, moved by hand. */
export function createClock() {
  let time = 1_700_000_000_000;
  let elapsed = 0;
  const ticks = new Set<() => void>();
  return {
    now: () => time,
    elapsed: () => elapsed,
    /** the clock is set to another time, and none passes */ set: (ms: number) => {
      time += ms;
    },
    /** lets time pass in which nobody gets to do anything */ freeze: (ms: number) => {
      time += ms;
      elapsed += ms;
    },
    /** runs what is due every second */ tick: () => {
      for (const run of [...ticks]) run();
    },
    repeat: (run: () => void) => {
      ticks.add(run);
      return () => {
        ticks.delete(run);
      };
    },
  };
}

export type Clock = ReturnType<typeof createClock>;

/** A dispatcher whose timers are the clock's; pauses last until the signal. */
export function dispatch(
  inbox: Inbox,
  clock: Clock,
  handle: Handle,
  options: Partial<Pick<DispatcherOptions, 'holder' | 'concurrency' | 'mostLeft' | 'pause'>> = {},
) {
  const log = capturedLog();
  const metrics = createMetrics();
  const dispatcher = createDispatcher({
    inbox,
    handle,
    holder: 'a',
    log,
    metrics,
    now: clock.now,
    elapsed: clock.elapsed,
    repeat: clock.repeat,
    pause: (_, signal) => new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true })),
    ...options,
  });
  return { ...dispatcher, log, metrics };
}
