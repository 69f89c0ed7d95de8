import { z } from 'zod';
import type { Log } from '../../../log.ts';
import type { Metrics } from '../../../metrics.ts';
import { type Pause, pause as pauseForReal } from '../../../timing/pause.ts';
import { UnauthorizedError } from '../failures.ts';
import type { Gateway, Params } from '../outgoing/gateway.ts';
import { insist } from '../outgoing/insist.ts';
import type { WebhookState } from './receiving.ts';

export type KeepWebhookOptions = {
  /** what setWebhook is told */ webhook: Params<'setWebhook'>;
  /** is told what is known of it, whenever that changes */ state: WebhookState;
  gateway: Pick<Gateway, 'call'>;
  log: Log;
  metrics: Pick<Metrics, 'webhookPending' | 'webhookError'>;
  signal: AbortSignal;
  /** epoch milliseconds */ now: () => number;
  pause?: Pause;
};

const EVERY_MS = 60_000;

/** What Telegram tells of the webhook; servers that stand in for it may leave out any of it. */
const webhookInfo = z
  .object({
    url: z.string().optional().catch(undefined),
    pending_update_count: z.number().nonnegative().catch(0),
    /** seconds */ last_error_date: z.number().positive().optional().catch(undefined),
    last_error_message: z.string().optional().catch(undefined),
  })
  .catch({ pending_update_count: 0 });

/**
 * Sets the webhook and looks after it until the signal: where another address stands in its place, it is set anew, since
 * nothing would come here any more. Where the server does not tell which one stands, the one that was set is taken to stand.
 * @throws UnauthorizedError when Telegram does not know the token, RefusedError when it will not take the address
 */
export async function keepWebhook(options: KeepWebhookOptions): Promise<void> {
  const { webhook, state, gateway, log, metrics, signal, now, pause = pauseForReal } = options;
  const set = async () => {
    const done = await insist('setWebhook', webhook, { gateway, log, signal, pause });
    state.seenAt = done === undefined ? undefined : now();
  };

  await set();
  let tells = true;
  for (let failures = 0; ; ) {
    await pause(EVERY_MS, signal);
    if (signal.aborted) return;
    if (!tells) {
      state.seenAt = now();
      continue;
    }
    const outcome = await gateway.call('getWebhookInfo', {}, { signal });
    if (signal.aborted) return;
    if (!outcome.ok) {
      const { reason, description } = outcome;
      if (reason === 'unauthorized') throw new UnauthorizedError(description);
      if (reason === 'unsupported') {
        log.warn({ description }, 'this server does not tell of the webhook, and is not asked again');
        state.seenAt = now();
        tells = false;
        continue;
      }
      failures += 1;
      log[failures === 1 ? 'warn' : 'debug'](
        { reason, description, failures },
        'Telegram does not tell of the webhook',
      );
      continue;
    }
    failures = 0;
    const info = webhookInfo.parse(outcome.result);
    const { url, pending_update_count: pending, last_error_date: failed, last_error_message: why } = info;
    const failedAt = failed === undefined ? undefined : failed * 1_000;
    if (failedAt !== undefined && failedAt !== state.failedAt)
      log.warn({ why, pending }, 'Telegram could not bring an update');
    Object.assign(state, { pending, failedAt });
    metrics.webhookPending.set(pending);
    metrics.webhookError.set(failed ?? 0);
    if (url === undefined || url === webhook.url) {
      state.seenAt = now();
      continue;
    }
    log.warn('the webhook was set to another address or taken down: it is set anew');
    state.seenAt = undefined;
    await set();
  }
}
