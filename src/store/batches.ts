import { setTimeout as pause } from 'node:timers/promises';

/** So many rows a batch, and so long between two: measured on SQLite beside a bot that answers meanwhile. */
export const BATCH = 500;
const PAUSE_MS = 5;

/** Deletes by batches until one is not full, so that old rows by the hundred thousand hold up nobody. Resolves to how many went. */
export async function inBatches(deleteSome: (most: number) => Promise<number>): Promise<number> {
  for (let deleted = 0; ; await pause(PAUSE_MS)) {
    const some = await deleteSome(BATCH);
    deleted += some;
    if (some < BATCH) return deleted;
  }
}
