import { setTimeout } from 'node:timers/promises';

/** Waits so many milliseconds, or until the signal. Never throws. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export const pause: Pause = (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => undefined);
