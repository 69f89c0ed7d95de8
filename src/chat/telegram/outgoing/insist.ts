import type { Log } from '../../../log.ts';
import { backoff } from '../../../timing/backoff.ts';
import { type Pause, pause as pauseForReal } from '../../../timing/pause.ts';
import { RefusedError, UnauthorizedError } from '../failures.ts';
import type { Gateway, Method, Params, Result } from './gateway.ts';

const PAUSE_MS = { first: 1_000, longest: 30_000 };

/**
 * Calls a method that the bot cannot do without until Telegram has done it, however long it is out of reach. Undefined
 * when the signal came first.
 * @throws UnauthorizedError for a token that Telegram does not know, RefusedError for what it will never do
 */
export async function insist<M extends Method>(
  method: M,
  payload: Params<M>,
  { gateway, log, signal, pause = pauseForReal }: Insisting,
): Promise<Result<M> | undefined> {
  for (let failures = 0; !signal.aborted; ) {
    const outcome = await gateway.call(method, payload, { signal });
    if (outcome.ok) return outcome.result;
    if (signal.aborted) break;
    const { reason, description } = outcome;
    if (reason === 'unauthorized') throw new UnauthorizedError(description);
    if (reason === 'rejected' || reason === 'unsupported')
      throw new RefusedError(`Telegram refuses ${method}: ${description}`);
    failures += 1;
    log[failures === 1 ? 'warn' : 'debug']({ method, reason, description, failures }, 'Telegram cannot be reached yet');
    await pause(backoff(failures, PAUSE_MS), signal);
  }
  return undefined;
}

type Insisting = { gateway: Pick<Gateway, 'call'>; log: Log; signal: AbortSignal; pause?: Pause };
