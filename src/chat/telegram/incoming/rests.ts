/** Lanes whose update was left for later: each rests for a while, twice as long each time in a row. */
export type Rests = {
  begin(lane: string): void;
  /** the lane's update went through */ forget(lane: string): void;
  /** those that rest now */ lanes(): string[];
};

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

export function createRests({ now }: { now: () => number }): Rests {
  const rests = new Map<string, { times: number; until: number }>();
  return {
    begin(lane) {
      const times = (rests.get(lane)?.times ?? 0) + 1;
      rests.set(lane, { times, until: now() + Math.min(FIRST_MS * 2 ** (times - 1), LONGEST_MS) });
    },
    forget: lane => void rests.delete(lane),
    lanes() {
      const from = now();
      // Whatever rested long ago and was not seen since, another process went on with.
      for (const [lane, { until }] of rests) if (until + LONGEST_MS <= from) rests.delete(lane);
      return [...rests].flatMap(([lane, { until }]) => (until > from ? [lane] : []));
    },
  };
}
