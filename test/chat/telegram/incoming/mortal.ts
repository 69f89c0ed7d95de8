import { setImmediate } from 'node:timers/promises';
import { StoppedError } from '../../../../src/chat/telegram/failures.ts';
import type { Inbox } from '../../../../src/store/inbox.ts';
import { StoreError } from '../../../../src/store/store-error.ts';
import { type Clock, dispatch } from './working.ts';

/** How the handling of an update goes: what befalls one attempt after the other; then it ends well. */
export type Script = {
  /** rounds of events that each attempt takes */ rounds: number;
  hiccups: ('throws' | 'is stopped' | 'lacks the store')[];
  /** whether the handler ends when it is told to */ heeds: boolean;
};

/** What all processes do is written down here. */
export type Record = {
  scripts: Map<number, Script>;
  /** by lane, in order */ begun: Map<string, number[]>;
  /** the lanes that are worked on */ busy: Set<string>;
  /** updates whose handler came to its end */ ended: Set<number>;
  faults: string[];
  /** renewals under way */ renewing: number;
};

const never = () => new Promise<never>(() => {});

/** A dispatcher in a process that can die between any two of its calls, and whose store can fail it for one call. */
export function startProcess({ holder, inbox, clock, record }: Parts) {
  let alive = true;
  /** whether the call that fails is carried out all the same */ let trouble: { done: boolean } | undefined;
  const mine = new Set<string>();

  const dispatcher = dispatch(
    {
      ...inbox,
      claim: options => through(() => inbox.claim(options)),
      next: (...given) => through(() => inbox.next(...given)),
      done: (...given) => through(() => inbox.done(...given)),
      release: (...given) => through(() => inbox.release(...given)),
      async renew(...given) {
        record.renewing += 1;
        await inbox.renew(...given);
        record.renewing -= 1;
      },
    },
    {
      ...clock,
      repeat: run =>
        clock.repeat(() => {
          if (alive) run();
        }),
    },
    async ({ updateId, lane }, signal) => {
      if (!alive) return await never();
      if (record.busy.has(lane)) record.faults.push(`two of lane ${lane} at once`);
      record.busy.add(lane);
      mine.add(lane);
      record.begun.set(lane, [...(record.begun.get(lane) ?? []), updateId]);
      const script = record.scripts.get(updateId);
      for (let round = 0; round < (script?.rounds ?? 0) && !(script?.heeds && signal.aborted); round += 1)
        await setImmediate();
      if (!alive) return await never();
      record.busy.delete(lane);
      mine.delete(lane);
      if (script?.heeds && signal.aborted) throw new StoppedError();
      const hiccup = script?.hiccups.shift();
      if (hiccup === 'is stopped') throw new StoppedError();
      if (hiccup === 'lacks the store') throw new StoreError('The store is away.');
      record.ended.add(updateId);
      if (hiccup === 'throws') throw new Error('no good');
    },
    { holder, pause: () => setImmediate() },
  );

  async function through<T>(call: () => Promise<T>): Promise<T> {
    if (!alive) return await never();
    const failing = trouble;
    trouble = undefined;
    if (failing?.done === false) throw new StoreError('The store is away.');
    const result = await call();
    if (!alive) return await never();
    if (failing) throw new StoreError('The connection broke.');
    return result;
  }

  return {
    wake: dispatcher.wake,
    die() {
      alive = false;
      for (const lane of mine) record.busy.delete(lane);
    },
    async end() {
      await dispatcher.stop(0);
      this.die();
    },
    failNext(how: { done: boolean }) {
      trouble = how;
    },
  };
}

type Parts = { holder: string; inbox: Inbox; clock: Clock; record: Record };
