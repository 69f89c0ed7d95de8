import { backoff } from '../../../timing/backoff.ts';

/** Lanes whose update was left for later: each rests for a while, twice as long each time in a row. */
export type Rests = {
  /** the lane rests, since this update was left for later, or since the store was away */
  begin(lane: string, updateId?: number): void;
  /** how often in a row this update of the lane was left for later */ times(lane: string, updateId: number): number;
  /** the lane's update went through */ forget(lane: string): void;
  /** those that rest now */ lanes(): string[];
};

type Rest = { times: number; until: number; left: { updateId: number; times: number } | undefined };

const REST_MS = { first: 1_000, longest: 60_000 };

/** Longer than an update may be under way: a lane of which nothing was seen for so long, another process went on with. */
const UNSEEN_MS = 600_000;

/** `elapsed` gives the milliseconds of a clock that is never set. */
export function createRests({ elapsed }: { elapsed: () => number }): Rests {
  const rests = new Map<string, Rest>();
  const timesLeft = (lane: string, updateId: number) => {
    const left = rests.get(lane)?.left;
    return left?.updateId === updateId ? left.times : 0;
  };
  return {
    begin(lane, updateId) {
      const before = rests.get(lane);
      const times = (before?.times ?? 0) + 1;
      const left = updateId === undefined ? before?.left : { updateId, times: timesLeft(lane, updateId) + 1 };
      rests.set(lane, { times, until: elapsed() + backoff(times, REST_MS), left });
    },
    times: timesLeft,
    forget: lane => void rests.delete(lane),
    lanes() {
      const from = elapsed();
      for (const [lane, { until }] of rests) if (until + UNSEEN_MS <= from) rests.delete(lane);
      return [...rests].flatMap(([lane, { until }]) => (until > from ? [lane] : []));
    },
  };
}
