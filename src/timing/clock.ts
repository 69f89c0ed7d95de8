import { type After, after } from './after.ts';

/** Tells and keeps time: `now` in milliseconds, of a clock that is never set. */
export type Clock = { now(): number; after: After };

export const realClock: Clock = { now: () => performance.now(), after };
