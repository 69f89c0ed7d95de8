import type { Stops } from '../../store/stops.ts';
import { type After, after as afterwards } from '../../timing/after.ts';
import { laneOfChat } from './incoming/lane.ts';

/** The answers that are being written, each for an update, so that they can be ended before they are complete. */
export type Generations = {
  /** One is being written from now until `end`; the signal says that what there is of it is enough. */
  begin(generation: Generation): { enough: AbortSignal; end(): void };
  /**
   * Ends what is written in a chat, that for one update where it is named. Who asked may, and who looks after the bot;
   * `another` is where what is written is for somebody else.
   */
  stop(by: Stopping): Promise<'stopped' | 'another' | 'nothing'>;
};

type Generation = { updateId: number; chatId: number; personId: number };
type Stopping = { chatId: number; updateId?: number | undefined; personId: number; isAdmin: boolean };

/** How often it is looked whether another process was told to stop what is written here. */
const LOOK_MS = 1_000;

/** `stops` is where other processes are told, where there may be some. */
export function createGenerations({
  stops,
  after = afterwards,
}: {
  stops?: Stops | undefined;
  after?: After;
} = {}): Generations {
  const running = new Map<number, Generation & { stop: AbortController }>();

  /** Aborts once it is wished, until the returned function is called. */
  const watch = (updateId: number, stop: AbortController, store: Stops): (() => void) => {
    let over = false;
    const look = async () => {
      // A store that is away is no reason to end anything.
      const wished = await store.wished(updateId).catch(() => false);
      if (wished) stop.abort();
      else if (!over) endPause = after(LOOK_MS, look);
    };
    let endPause = after(LOOK_MS, look);
    return () => {
      over = true;
      endPause();
    };
  };

  return {
    begin(generation) {
      const { updateId } = generation;
      const begun = { ...generation, stop: new AbortController() };
      running.set(updateId, begun);
      const unwatch = stops && watch(updateId, begun.stop, stops);
      return {
        enough: begun.stop.signal,
        end() {
          unwatch?.();
          if (running.get(updateId) === begun) running.delete(updateId);
        },
      };
    },
    async stop(by) {
      const { chatId, updateId, personId, isAdmin } = by;
      const here = [...running.values()].filter(
        one => one.chatId === chatId && (updateId === undefined || one.updateId === updateId),
      );
      const theirs = here.filter(one => isAdmin || one.personId === personId);
      for (const { stop } of theirs) stop.abort();
      if (theirs.length > 0) return 'stopped';
      if (here.length > 0) return 'another';
      return (await stops?.wish({ ...by, lane: laneOfChat(chatId) })) ?? 'nothing';
    },
  };
}
