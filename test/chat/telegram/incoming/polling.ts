import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type PollOptions, poll } from '../../../../src/chat/telegram/incoming/poller.ts';
import { createClient } from '../../../../src/chat/telegram/outgoing/client.ts';
import { createGateway } from '../../../../src/chat/telegram/outgoing/gateway.ts';
import { createMetrics } from '../../../../src/metrics.ts';
import { after } from '../../../../src/timing/after.ts';
import { capturedLog } from '../../../captured-log.ts';

export type Polling = ReturnType<typeof startPolling>;

/**
 * Polls a server until the end of the test. Pauses are written down and end after one round of events; so do the waits
 * of the gateway. A poll that brings no answer is given up after `deadlineMs` of real time.
 */
export function startPolling(
  { root, token }: { root: string; token: string },
  options: Partial<Pick<PollOptions, 'receive' | 'random'>> & { deadlineMs?: number } = {},
) {
  const log = capturedLog();
  const metrics = createMetrics();
  const stop = new AbortController();
  const client = createClient({ token, apiRoot: root });
  const gateway = createGateway({
    client,
    onMigrated: async () => {},
    log,
    now: performance.now.bind(performance),
    random: Math.random,
    // What is that long is a deadline, and the poll's the longest.
    after: (ms, act) => after(ms < 30_000 ? 0 : ms === 45_000 ? (options.deadlineMs ?? ms) : ms, act),
  });
  const updates: unknown[] = [];
  const pauses: number[] = [];
  let time = 1_700_000_000_000;
  let polls = 0;
  const over = poll({
    gateway,
    receive: async batch => void updates.push(...batch),
    allowedUpdates: ['message', 'callback_query'],
    onPolled: () => {
      polls += 1;
    },
    log,
    metrics,
    signal: stop.signal,
    now: () => time,
    async pause(ms, signal) {
      pauses.push(ms);
      time += ms;
      if (!signal.aborted) await setImmediate();
    },
    ...options,
  });
  // The one who awaits it is told; nobody else is to be.
  over.catch(() => undefined);
  const end = () => {
    stop.abort();
    return over;
  };
  onTestFinished(async () => {
    await end().catch(() => undefined);
    await gateway.stop(0);
    client.close();
  });
  return { over, end, gateway, updates, pauses, log, metrics, polls: () => polls };
}

/** The lines of a level, warnings (40) and worse where none is given. */
export function loud({ log }: Pick<Polling, 'log'>, level = 40) {
  return log.lines.filter(line => Number(line.level) >= level);
}
