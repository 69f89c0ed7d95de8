import { setTimeout as pause } from 'node:timers/promises';
import { openStore } from '../../src/store/database.ts';
import { openInbox } from '../../src/store/inbox.ts';
import type { Where } from './databases.ts';

/** A bot in a process of its own, as far as the inbox sees it: it receives its share of updates and works off lanes. */

/** What the test tells it: the time, which stands still otherwise, and that there will be no more to do. */
export type Order = { clock: number } | 'finish';
/** What it tells the test. Times are of the machine's one monotonic clock, in nanoseconds. */
export type Report =
  | { received: number[] }
  | { handled: number }
  | { lane: string; from: string }
  | { lane: string; until: string }
  | { renewedAt: number };

export type Share = {
  where: Where;
  holder: string;
  leaseMs: number;
  /** Numbers of the updates that are delivered to it, and so many at a time. */
  updates: number[];
  batch: number;
  lanes: number;
};

const share: Share = JSON.parse(process.argv[2] ?? '');
const { holder, leaseMs } = share;
const clock = { now: 0 };
let finishing = false;

const store = await openStore(share.where);
const inbox = openInbox(store, { now: () => clock.now });

process.on('message', async (order: Order) => {
  if (order === 'finish') finishing = true;
  else {
    await inbox.renew(holder, order.clock - clock.now + leaseMs);
    clock.now = order.clock;
    await tell({ renewedAt: clock.now });
  }
});

await Promise.all([receive(), work(), work()]);
await store.close();
process.disconnect();

async function receive(): Promise<void> {
  for (let start = 0; start < share.updates.length; start += share.batch) {
    const ids = share.updates.slice(start, start + share.batch);
    await inbox.receive(
      ids.map(updateId => ({ updateId, lane: `chat:${updateId % share.lanes}`, payload: `{"update_id":${updateId}}` })),
    );
    await tell({ received: ids });
    // Neither the store nor a report need leave the time between for the work on what came.
    await pause(2);
  }
}

async function work(): Promise<void> {
  for (;;) {
    const lanes = await inbox.claim({ holder, leaseMs, most: 2 });
    if (lanes.length === 0 && finishing) return;
    // Nothing tells it when another process gives a lane back.
    if (lanes.length === 0) await pause(10);
    for (const lane of lanes) await workOff(lane);
  }
}

async function workOff(lane: string): Promise<void> {
  await tell({ lane, from: String(process.hrtime.bigint()) });
  for (;;) {
    const pending = await inbox.next(lane, holder);
    if (!pending) break;
    await new Promise(setImmediate);
    await inbox.done(pending.updateId, 'done', holder);
    await tell({ handled: pending.updateId });
  }
  await tell({ lane, until: String(process.hrtime.bigint()) });
  await inbox.release(holder, lane);
}

/** Resolves once the report has left this process: what it says is so even if the process is killed now. */
function tell(report: Report): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(report, undefined, undefined, error => (error ? reject(error) : resolve()));
  });
}
