import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/database.ts';
import { overDatabases, type Where } from './databases.ts';
import type { Order, Report, Share } from './inbox-apart.ts';

const LEASE_MS = 1000;
const UPDATES = 120;

type Bot = {
  holder: string;
  process: ChildProcess;
  received: number[];
  handled: number[];
  /** When it had which lane; `until` is undefined where it was killed before it told. */
  held: { lane: string; from: bigint; until: bigint | undefined }[];
  tell(order: Order): void;
  /** Resolves when what it told so far fulfils this. */
  until(fulfilled: (bot: Bot) => boolean): Promise<void>;
  clock: number;
};

function startBot(where: Where, holder: string, updates: number[]): Bot {
  const share: Share = { where, holder, leaseMs: LEASE_MS, updates, batch: 5, lanes: 9 };
  const child = fork(join(import.meta.dirname, 'inbox-apart.ts'), [JSON.stringify(share)]);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const waiting = new Set<() => void>();
  const look = () => {
    for (const again of [...waiting]) again();
  };
  const bot: Bot = {
    holder,
    process: child,
    received: [],
    handled: [],
    held: [],
    clock: 0,
    tell: order => void child.send(order),
    until: fulfilled =>
      new Promise((resolve, reject) => {
        const again = () => {
          if (fulfilled(bot)) resolve();
          else if (child.exitCode === null) return;
          else reject(new Error(`${holder} has ended`));
          waiting.delete(again);
        };
        waiting.add(again);
        again();
      }),
  };
  child.on('message', (report: Report) => {
    note(bot, report);
    look();
  });
  child.on('exit', look);
  return bot;
}

function note(bot: Bot, report: Report): void {
  if ('received' in report) bot.received.push(...report.received);
  else if ('handled' in report) bot.handled.push(report.handled);
  else if ('renewedAt' in report) bot.clock = report.renewedAt;
  else if ('from' in report) bot.held.push({ lane: report.lane, from: BigInt(report.from), until: undefined });
  else {
    const open = bot.held.find(({ lane, until }) => lane === report.lane && until === undefined);
    if (open) open.until = BigInt(report.until);
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

overDatabases(fresh => {
  test('of several bots on one store, one killed: nothing acknowledged is lost, no lane has two at once', async () => {
    const where = await fresh.place();
    // Each is delivered a part of what its neighbour is delivered too. All of them make the store at the same moment.
    const bots = [0, 1, 2].map(n => startBot(where, `bot ${n}`, range(n * 100, n * 100 + UPDATES)));
    const [victim, ...survivors] = bots;
    if (!victim) throw new Error('no bot to kill');
    // In the middle of both; unless the others were so fast that they left it nothing to handle.
    await victim.until(
      ({ received, handled }) => received.length >= 30 && (handled.length >= 10 || received.length === UPDATES),
    );
    victim.process.kill('SIGKILL');
    await once(victim.process, 'exit');
    const killedAt = process.hrtime.bigint();

    await Promise.all(survivors.map(bot => bot.until(({ received }) => received.length === UPDATES)));
    // The leases of the living are renewed before those of the dead run out.
    for (const clock of [LEASE_MS * 0.6, LEASE_MS * 1.2]) {
      for (const bot of survivors) bot.tell({ clock });
      await Promise.all(survivors.map(bot => bot.until(() => bot.clock === clock)));
    }
    for (const bot of survivors) bot.tell('finish');
    await Promise.all(survivors.map(async bot => bot.process.exitCode ?? once(bot.process, 'exit')));
    expect(survivors.map(bot => bot.process.exitCode)).toEqual([0, 0]);

    const store = await openStore(where);
    onTestFinished(() => store.close());
    const rows = await store.db.selectFrom('updates').select(['update_id', 'state', 'attempts']).execute();
    const done = new Set(rows.filter(({ state }) => state === 'done').map(row => row.update_id));
    const acknowledged = bots.flatMap(({ received }) => received);
    expect(acknowledged.filter(id => !done.has(id))).toEqual([]);
    expect(rows.filter(({ state }) => state !== 'done')).toEqual([]);
    // Only what the killed one had begun was begun again, and nothing was ended twice.
    expect(rows.filter(({ attempts }) => attempts > 2)).toEqual([]);
    expect(rows.filter(({ attempts }) => attempts === 2).length).toBeLessThanOrEqual(2);
    const handled = bots.flatMap(bot => bot.handled);
    expect(new Set(handled).size).toBe(handled.length);

    const held = bots
      .flatMap(bot =>
        bot.held.map(({ lane, from, until }) => ({ bot: bot.holder, lane, from, until: until ?? killedAt })),
      )
      .sort((a, b) => (a.from < b.from ? -1 : 1));
    expect(held.length).toBeGreaterThan(9);
    const clashes = held.filter((one, index) =>
      held.slice(index + 1).some(other => other.lane === one.lane && other.from < one.until),
    );
    expect(clashes).toEqual([]);
  });
});
