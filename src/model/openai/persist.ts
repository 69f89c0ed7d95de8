import { backoff } from '../../timing/backoff.ts';
import type { Clock } from '../../timing/clock.ts';
import { pauseBy } from '../../timing/pause.ts';
import type { ModelTrouble } from '../model-error.ts';
import type { Tokens } from '../writer.ts';
import type { Server } from './client.ts';
import { failure, failureOf, isSpent } from './failure.ts';

/** What may be otherwise a moment later. */
const PASSING: ReadonlySet<ModelTrouble> = new Set<ModelTrouble>(['unreachable', 'limited', 'failed', 'cut']);

const PAUSE_MS = { first: 500, longest: 8_000 };

type Persisting = {
  server: Server;
  clock: Clock;
  signal: AbortSignal | undefined;
  /** how long all attempts and the pauses between them may take together */ patienceMs: number;
  attempts: number;
  /** what an attempt costs that nobody waits for any longer */ spent?: Tokens;
};

/**
 * Does something that asks the server, and does it again where that may help: after as long as the server says, else after 0.5, 1,
 * 2… seconds. A wait that would take more than half of the time that is left is not begun: what is left would not be enough.
 * @throws ModelError; the signal's reason
 */
export async function persist<T>(once: (signal: AbortSignal) => Promise<T>, o: Persisting): Promise<T> {
  const { server, clock, patienceMs, attempts } = o;
  const signal = o.signal ?? new AbortController().signal;
  const end = clock.now() + patienceMs;
  for (let failures = 0; ; ) {
    signal.throwIfAborted();
    const late = new AbortController();
    const over = new AbortController();
    const cancel = clock.after(end - clock.now(), () => late.abort());
    let thrown: unknown;
    try {
      return await once(AbortSignal.any([signal, late.signal, over.signal]));
    } catch (error) {
      thrown = error;
      // What still comes of an answer that is none would hold the connection, and nobody reads it.
      over.abort();
    } finally {
      cancel();
    }
    signal.throwIfAborted();
    if (late.signal.aborted) throw failure('timeout', server, { tokens: o.spent });
    const found = failureOf(thrown, server);
    failures += 1;
    const waitMs = Math.max(found.retryInMs ?? 0, backoff(failures, PAUSE_MS));
    const worthIt = PASSING.has(found.trouble) && !isSpent(thrown) && waitMs * 2 <= end - clock.now();
    if (!worthIt || failures >= attempts) throw found;
    await pauseBy(clock.after)(waitMs, signal);
  }
}
