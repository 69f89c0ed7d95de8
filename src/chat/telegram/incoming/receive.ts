import type { Log } from '../../../log.ts';
import type { Metrics } from '../../../metrics.ts';
import type { Inbox } from '../../../store/inbox.ts';
import { kindOf, laneOf } from './lane.ts';

/** Takes in what Telegram sent. Resolves once it is safe in the store; throws where the store is out of reach. */
export type Receive = (updates: readonly unknown[]) => Promise<void>;

/** A `Receive` that files updates in the inbox and wakes who handles them. What cannot be filed is counted and left. */
export function createReceive({
  inbox,
  wake,
  log,
  metrics,
}: {
  inbox: Pick<Inbox, 'receive'>;
  wake: () => void;
  log: Log;
  metrics: Pick<Metrics, 'updatesReceived'>;
}): Receive {
  return async updates => {
    const filed = updates.flatMap(update => {
      const filing = laneOf(update);
      return filing === undefined ? [] : [{ ...filing, update }];
    });
    if (filed.length < updates.length) {
      const kinds = updates.filter(update => laneOf(update) === undefined).map(kindOf);
      log.warn({ kinds }, 'updates without a usable number are left');
      metrics.updatesReceived.inc({ kind: 'unusable' }, kinds.length);
    }
    if (filed.length === 0) return;
    const fresh = await inbox.receive(
      filed.map(({ update, ...filing }) => ({ ...filing, payload: JSON.stringify(update) })),
    );
    for (const { update } of filed) metrics.updatesReceived.inc({ kind: kindOf(update) });
    if (fresh > 0) wake();
  };
}
