import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { StoppedError } from '../../../../src/chat/telegram/failures.ts';
import type { Handle } from '../../../../src/chat/telegram/incoming/attempt.ts';
import { type Inbox, openInbox } from '../../../../src/store/inbox.ts';
import { StoreError } from '../../../../src/store/store-error.ts';
import { type Fresh, overDatabases } from '../../../store/databases.ts';
import { until } from '../../../until.ts';
import { type Clock, createClock, dispatch, received } from './working.ts';

overDatabases(fresh => {
  test('the updates of a lane are handled in order, and a slow one holds up no other lane', async () => {
    const { inbox, clock } = await open(fresh);
    const begun: number[] = [];
    const slow = Promise.withResolvers<void>();
    const { wake } = dispatch(inbox, clock, async ({ updateId }) => {
      begun.push(updateId);
      if (updateId === 1) await slow.promise;
    });
    await inbox.receive([received(3, 'b'), received(1, 'a'), received(2, 'a'), received(4, 'b')]);
    wake();
    await until(() => begun.includes(4));
    expect(begun.toSorted()).toEqual([1, 3, 4]);
    slow.resolve();
    await settled(inbox);
    expect(begun.filter(id => id < 3)).toEqual([1, 2]);
  });

  test('an update that comes while its lane is being given back is not forgotten', async () => {
    const { inbox, clock } = await open(fresh);
    const handled: number[] = [];
    const during: Inbox = {
      ...inbox,
      async release(holder, lane) {
        if (handled.length === 1) {
          await inbox.receive([received(2, 'a')]);
          wake();
        }
        await inbox.release(holder, lane);
      },
    };
    const { wake } = dispatch(during, clock, async ({ updateId }) => {
      handled.push(updateId);
    });
    await inbox.receive([received(1, 'a')]);
    wake();
    await until(() => handled.length === 2);
  });

  test('what another process took in is found without a call', async () => {
    const { inbox, clock } = await open(fresh);
    dispatch(inbox, clock, async () => {});
    await inbox.receive([received(1, 'a')]);
    clock.tick();
    await settled(inbox);
  });

  test('no more lanes are worked on at once than allowed', async () => {
    const { inbox, clock } = await open(fresh);
    const gates = new Map<number, () => void>();
    const handle: Handle = ({ updateId }) => new Promise(resolve => gates.set(updateId, resolve));
    const { wake, running } = dispatch(inbox, clock, handle, { concurrency: 2 });
    await inbox.receive([1, 2, 3, 4, 5].map(id => received(id, `lane ${id}`)));
    wake();
    for (const id of [1, 2, 3, 4, 5]) {
      await until(() => gates.size === Math.min(id + 1, 5));
      expect(running()).toBeLessThanOrEqual(2);
      gates.get(id)?.();
    }
    await settled(inbox);
  });

  test('a handler that throws fails its update alone, and the log does not say what was written', async () => {
    const { inbox, clock } = await open(fresh);
    const handled: string[] = [];
    const { wake, log, metrics } = dispatch(inbox, clock, async ({ updateId, payload }) => {
      handled.push(`${updateId}`);
      if (updateId === 1) throw new TypeError(`nothing to do for ${payload}`);
    });
    await inbox.receive([received(1, 'a', 'my secret diary'), received(2, 'a')]);
    wake();
    await settled(inbox);
    expect(handled).toEqual(['1', '2']);
    const [line] = log.lines.filter(({ msg }) => msg === 'an update failed');
    expect(line).toMatchObject({ updateId: 1, kind: 'message', error: 'TypeError' });
    expect(line?.message).toContain('nothing to do for');
    expect(JSON.stringify(log.lines)).not.toMatch(/secret|diary/);
    const text = await metrics.text();
    expect(text).toContain('noted_updates_handled_total{kind="message",outcome="failed"} 1');
    expect(text).toContain('noted_updates_handled_total{kind="message",outcome="done"} 1');
  });

  test('a payload that cannot be read fails', async () => {
    const { inbox, clock } = await open(fresh);
    const { wake, log } = dispatch(inbox, clock, async () => {});
    await inbox.receive([{ updateId: 1, lane: 'a', payload: '{"update_id":1,"mess' }]);
    wake();
    await settled(inbox);
    expect(log.lines).toMatchObject([{ msg: 'an update failed', error: 'SyntaxError' }]);
  });

  test.each([
    ['stopped', () => new StoppedError()],
    ['without a store', () => new StoreError('The store is away.')],
  ])('an update whose handler was %s stays, before those behind it, and is handled after a rest', async (_, error) => {
    const { inbox, clock } = await open(fresh);
    const begun: number[] = [];
    const { wake, running } = dispatch(inbox, clock, async ({ updateId }) => {
      begun.push(updateId);
      if (updateId === 1 && begun.length <= 2) throw error();
    });
    await inbox.receive([received(1, 'a'), received(2, 'a')]);
    wake();
    await until(() => begun.length === 1 && running() === 0);
    for (const [times, rest] of [
      [2, 1_000],
      [3, 2_000],
    ] as const) {
      clock.freeze(rest - 1);
      clock.tick();
      // Asked after the tick's own look, so that one is over.
      await inbox.backlog();
      expect(begun.length).toBe(times - 1);
      clock.freeze(1);
      clock.tick();
      await until(() => begun.length >= times && (times === 3 || running() === 0));
    }
    await settled(inbox);
    expect(begun).toEqual([1, 1, 1, 2]);
  });

  test('an update that is left for later again and again is not given up', async () => {
    const { inbox, clock } = await open(fresh);
    const attempts: number[] = [];
    const { wake, running, resting } = dispatch(inbox, clock, async pending => {
      attempts.push(pending.attempts);
      if (attempts.length < 15) throw new StoppedError();
    });
    await inbox.receive([received(1, 'a')]);
    wake();
    for (let times = 1; times < 15; times += 1) {
      await until(() => attempts.length === times && running() === 0);
      expect(resting()).toEqual(['a']);
      clock.freeze(60_000);
      clock.tick();
    }
    await settled(inbox);
    expect(attempts).toEqual(Array(15).fill(1));
    expect(resting()).toEqual([]);
  });

  test('a handler that has not ended after five minutes is told to and left, and its lane goes on', async () => {
    const { inbox, clock } = await open(fresh);
    const events: string[] = [];
    const left = Promise.withResolvers<void>();
    const { inbox: renewed, pass } = lasting(inbox, clock);
    const { wake, log, running } = dispatch(
      renewed,
      clock,
      async ({ updateId }, signal) => {
        events.push(`${updateId} begins`);
        if (updateId === 2) return;
        signal.addEventListener('abort', () => events.push(`${updateId} is told`));
        await left.promise;
      },
      { pause: async () => {} },
    );
    await inbox.receive([received(1, 'a'), received(2, 'a')]);
    wake();
    await until(() => events.length === 1);
    await pass(295);
    expect(events).toEqual(['1 begins']);
    await pass(5);
    await settled(inbox);
    await until(() => running() === 0);
    expect(events).toEqual(['1 begins', '1 is told', '2 begins']);
    expect(log.lines).toMatchObject([{ level: 50, msg: 'an update failed', updateId: 1, late: true }]);
    left.reject(new Error('nobody listens any more'));
  });

  test('what only waits for Telegram after five minutes goes on waiting later, more often than it may crash', async () => {
    const { inbox, clock } = await open(fresh);
    let begun = 0;
    const attempts: number[] = [];
    const { inbox: renewed, pass } = lasting(inbox, clock);
    const { wake, log, running } = dispatch(renewed, clock, async (pending, signal) => {
      attempts.push(pending.attempts);
      begun += 1;
      if (begun === 13) return;
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new StoppedError())));
    });
    await inbox.receive([received(1, 'a')]);
    wake();
    for (let times = 1; times <= 12; times += 1) {
      await until(() => begun === times);
      await pass(300);
      await until(() => running() === 0);
      clock.freeze(60_000);
      clock.tick();
    }
    await settled(inbox);
    expect(attempts).toEqual(Array(13).fill(1));
    expect(log.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  test('an update that is left for later too often in a row is given up, and the lane goes on', async () => {
    const { inbox, clock } = await open(fresh);
    const begun: number[] = [];
    const { wake, log, running, resting } = dispatch(
      inbox,
      clock,
      async ({ updateId }) => {
        begun.push(updateId);
        if (updateId === 1) throw new StoppedError();
      },
      { mostLeft: 20 },
    );
    await inbox.receive([received(1, 'a'), received(2, 'a')]);
    wake();
    for (let times = 1; times <= 20; times += 1) {
      await until(() => begun.length === times && running() === 0);
      clock.freeze(60_000);
      clock.tick();
    }
    await settled(inbox);
    expect(begun).toEqual([...Array(20).fill(1), 2]);
    expect(resting()).toEqual([]);
    expect(log.lines.filter(({ level }) => Number(level) >= 50)).toMatchObject([
      { msg: 'an update that was left for later too often is given up', updateId: 1, left: 20 },
    ]);
  });

  test('a clock that is set back makes no rest longer', async () => {
    const { inbox, clock } = await open(fresh);
    let begun = 0;
    const { wake, running, resting } = dispatch(inbox, clock, async () => {
      begun += 1;
      if (begun === 1) throw new StoppedError();
    });
    await inbox.receive([received(1, 'a')]);
    wake();
    await until(() => begun === 1 && running() === 0);
    clock.set(-3_600_000);
    expect(resting()).toEqual(['a']);
    clock.freeze(1_000);
    expect(resting()).toEqual([]);
    clock.tick();
    await settled(inbox);
  });

  test('where much waits, it is not looked through for each lane that comes free', async () => {
    const { inbox, clock } = await open(fresh);
    let claims = 0;
    const counted: Inbox = {
      ...inbox,
      claim(options) {
        claims += 1;
        return inbox.claim(options);
      },
    };
    await inbox.receive(Array.from({ length: 160 }, (_, id) => received(id, `lane ${id}`)));
    const { wake } = dispatch(counted, clock, () => setImmediate(), { concurrency: 16 });
    wake();
    await settled(inbox);
    expect(claims).toBeLessThan(160 / 4);
  });

  test('lanes that are held up for long keep no others from being claimed', async () => {
    const { inbox, clock } = await open(fresh);
    const stuck = Promise.withResolvers<void>();
    const begun: number[] = [];
    const { wake, running } = dispatch(
      inbox,
      clock,
      async ({ updateId }) => {
        begun.push(updateId);
        if (updateId < 3) await stuck.promise;
      },
      { concurrency: 4 },
    );
    await inbox.receive(Array.from({ length: 8 }, (_, id) => received(id, `lane ${id}`)));
    wake();
    await until(() => begun.includes(3) && running() === 3);
    await until(() => {
      clock.tick();
      return begun.includes(7);
    });
    stuck.resolve();
    await settled(inbox);
  });

  test('an update that was begun ten times is given up, and the lane goes on', async () => {
    const { inbox, clock } = await open(fresh);
    await inbox.receive([received(1, 'a'), received(2, 'a')]);
    await inbox.claim({ holder: 'crashing', leaseMs: 1, most: 1 });
    for (let crash = 0; crash < 10; crash += 1) await inbox.next('a', 'crashing');
    await inbox.releaseAll();
    const handled: number[] = [];
    const { wake, log } = dispatch(inbox, clock, async ({ updateId }) => {
      handled.push(updateId);
    });
    wake();
    await settled(inbox);
    expect(handled).toEqual([2]);
    expect(log.lines).toMatchObject([{ level: 50, updateId: 1, attempts: 11 }]);
  });

  test('at the end what runs is let end, nothing more is begun, and others can go on at once', async () => {
    const { inbox, clock } = await open(fresh);
    const slow = Promise.withResolvers<void>();
    const begun: string[] = [];
    const first = dispatch(inbox, clock, async ({ updateId }) => {
      begun.push(`first ${updateId}`);
      await slow.promise;
    });
    await inbox.receive([received(1, 'a'), received(2, 'a')]);
    first.wake();
    await until(() => begun.length === 1);
    const stopped = first.stop(60_000);
    await inbox.receive([received(3, 'b')]);
    first.wake();
    slow.resolve();
    await stopped;
    expect(first.running()).toBe(0);
    const second = dispatch(
      inbox,
      clock,
      async ({ updateId }) => {
        begun.push(`second ${updateId}`);
      },
      { holder: 'b' },
    );
    second.wake();
    await settled(inbox);
    expect(begun.toSorted()).toEqual(['first 1', 'second 2', 'second 3']);
  });

  test('an update that was taken out just before the end is put back as it was', async () => {
    const { inbox, clock } = await open(fresh);
    const begun: number[] = [];
    const ending: Inbox = {
      ...inbox,
      async next(...given) {
        const pending = await inbox.next(...given);
        stopped = stop(60_000);
        return pending;
      },
    };
    const { wake, stop } = dispatch(ending, clock, async ({ updateId }) => {
      begun.push(updateId);
    });
    let stopped: Promise<void> | undefined;
    await inbox.receive([received(1, 'a')]);
    wake();
    await until(() => stopped !== undefined);
    await stopped;
    expect(begun).toEqual([]);
    expect(await inbox.claim({ holder: 'b', leaseMs: 1, most: 1 })).toEqual(['a']);
    expect(await inbox.next('a', 'b')).toMatchObject({ updateId: 1, attempts: 1 });
  });

  test('what has not ended in time is told to, and its update stays', async () => {
    const { inbox, clock } = await open(fresh);
    const begun = Promise.withResolvers<void>();
    const { wake, stop, log } = dispatch(
      inbox,
      clock,
      (_, signal) => {
        begun.resolve();
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut off'))));
      },
      { pause: async () => {} },
    );
    await inbox.receive([received(1, 'a')]);
    wake();
    await begun.promise;
    await stop(0);
    await until(async () => (await inbox.claim({ holder: 'b', leaseMs: 1, most: 1 })).length === 1);
    expect(await inbox.next('a', 'b')).toMatchObject({ updateId: 1, attempts: 1 });
    expect(log.lines.filter(({ level }) => Number(level) > 20)).toEqual([]);
  });

  test('a handler that does not heed its end is left, and nobody begins beside it until the lease is over', async () => {
    const { inbox, clock } = await open(fresh);
    const begun = Promise.withResolvers<void>();
    const { wake, stop } = dispatch(
      inbox,
      clock,
      () => {
        begun.resolve();
        return new Promise(() => {});
      },
      { pause: async () => {} },
    );
    await inbox.receive([received(1, 'a')]);
    wake();
    await begun.promise;
    await stop(0);
    const claim = () => inbox.claim({ holder: 'b', leaseMs: 15_000, most: 1 });
    expect(await claim()).toEqual([]);
    clock.freeze(15_000);
    clock.tick();
    expect(await claim()).toEqual(['a']);
  });

  test('a lane is kept as long as its handler runs', async () => {
    const { inbox, clock } = await open(fresh);
    const slow = Promise.withResolvers<void>();
    const begun: string[] = [];
    const { inbox: renewed, pass } = lasting(inbox, clock);
    const handle = (name: string): Handle => {
      return async () => {
        begun.push(name);
        await slow.promise;
      };
    };
    const { wake } = dispatch(renewed, clock, handle('a'));
    await inbox.receive([received(1, 'a')]);
    wake();
    await until(() => begun.length === 1);
    dispatch(inbox, clock, handle('b'), { holder: 'b' });
    await pass(30);
    slow.resolve();
    await settled(inbox);
    expect(begun).toEqual(['a']);
  });

  test('after a freeze another may have taken over: the handler is stopped, and the update handled there', async () => {
    const { inbox, clock } = await open(fresh);
    const events: string[] = [];
    const frozen = dispatch(inbox, clock, (_, signal) => {
      events.push('a begins');
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          events.push('a is stopped');
          reject(new StoppedError());
        }),
      );
    });
    await inbox.receive([received(1, 'a'), received(2, 'a')]);
    frozen.wake();
    await until(() => events.length === 1);
    clock.freeze(15_000);
    dispatch(
      inbox,
      clock,
      async ({ updateId }) => {
        events.push(`b handles ${updateId}`);
      },
      { holder: 'b' },
    ).wake();
    await settled(inbox);
    clock.tick();
    await until(() => frozen.running() === 0);
    expect(events).toEqual(['a begins', 'b handles 1', 'b handles 2', 'a is stopped']);
  });

  test('a lane that could not be given back is given back later', async () => {
    const { inbox, clock } = await open(fresh);
    let failures = 2;
    const retry = new EventEmitter();
    const shaky: Inbox = {
      ...inbox,
      async release(...given) {
        failures -= 1;
        if (failures >= 0) throw new StoreError('The store is away.');
        await inbox.release(...given);
      },
    };
    const { wake, running } = dispatch(shaky, clock, async () => {}, {
      pause: async () => void (await once(retry, 'now')),
    });
    await inbox.receive([received(1, 'a')]);
    wake();
    for (const left of [1, 0]) {
      await until(() => failures === left && retry.listenerCount('now') === 1);
      retry.emit('now');
    }
    await until(() => running() === 0);
    await inbox.receive([received(2, 'a')]);
    expect(await inbox.claim({ holder: 'b', leaseMs: 1, most: 1 })).toEqual(['a']);
  });

  test('the metrics tell what waits, and nothing of it while the store is away', async () => {
    const { inbox, clock } = await open(fresh);
    let away = false;
    const shaky: Inbox = {
      ...inbox,
      backlog: () => (away ? Promise.reject(new StoreError('The store is away.')) : inbox.backlog()),
    };
    const { metrics } = dispatch(shaky, clock, async () => {});
    expect(await metrics.text()).toMatch(/^noted_inbox_oldest_seconds 0$/m);
    await inbox.receive([received(1, 'a'), received(2, 'a')]);
    clock.freeze(2_500);
    const text = await metrics.text();
    expect(text).toMatch(/^noted_inbox_pending 2$/m);
    expect(text).toMatch(/^noted_inbox_oldest_seconds 2.5$/m);
    away = true;
    expect(await metrics.text()).not.toMatch(/^noted_inbox/m);
  });

  test('a lane that was claimed without our learning of it comes free, however busy the rest is', async () => {
    const { inbox, clock } = await open(fresh);
    const slow = Promise.withResolvers<void>();
    const begun: number[] = [];
    let broken = true;
    let renewals = 0;
    const shaky: Inbox = {
      ...inbox,
      async claim(options) {
        const lanes = await inbox.claim(options);
        if (!broken) return lanes;
        broken = false;
        throw new StoreError('The connection broke.');
      },
      async renew(...given) {
        await inbox.renew(...given);
        renewals += 1;
      },
    };
    const { wake, log } = dispatch(shaky, clock, async ({ updateId }) => {
      begun.push(updateId);
      if (updateId === 2) await slow.promise;
    });
    await inbox.receive([received(1, 'a')]);
    wake();
    await until(() => !broken);
    await inbox.receive([received(2, 'b')]);
    await until(() => {
      wake();
      return begun.includes(2);
    });
    for (let times = 1; times <= 3; times += 1) {
      clock.freeze(5_000);
      clock.tick();
      await until(() => renewals >= times);
    }
    await until(() => begun.includes(1));
    slow.resolve();
    await settled(inbox);
    expect(log.lines.map(({ msg }) => msg)).toEqual([
      'the inbox cannot be worked on for now',
      'the inbox can be worked on again',
    ]);
  });
});

async function open(fresh: Fresh): Promise<{ inbox: Inbox; clock: Clock }> {
  const clock = createClock();
  return { inbox: openInbox(await fresh.store(), { now: clock.now }), clock };
}

/** Of an inbox, one with which time can pass while lanes are held: every five seconds, that is put off. */
function lasting(inbox: Inbox, clock: Clock) {
  let renewals = 0;
  return {
    inbox: {
      ...inbox,
      async renew(...given) {
        await inbox.renew(...given);
        renewals += 1;
      },
    } satisfies Inbox,
    async pass(seconds: number) {
      for (let passed = 0; passed < seconds; passed += 5) {
        const before = renewals;
        clock.freeze(5_000);
        clock.tick();
        await until(() => renewals > before);
      }
    },
  };
}

/** Once nothing is pending any more. */
function settled(inbox: Inbox): Promise<void> {
  return until(async () => (await inbox.backlog()).pending === 0);
}
