/** How long to wait after the first failure, and at most, in milliseconds. */
export type Rest = { first: number; longest: number };

/** How long to wait after so many failures in a row, in milliseconds: twice as long each time, up to the longest. */
export function backoff(failures: number, { first, longest }: Rest): number {
  return Math.min(first * 2 ** (failures - 1), longest);
}

/** A server that asks to be left alone for longer is tried all the same, in milliseconds. */
const LONGEST_ASKED = 60 * 60_000;

/** The same for a server that may have said itself how long to leave it alone. */
export function restMs(failures: number, rest: Rest, askedMs = 0): number {
  return Math.max(backoff(failures, rest), Math.min(askedMs, LONGEST_ASKED));
}
