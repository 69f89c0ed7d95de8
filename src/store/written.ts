import { inBatches } from './batches.ts';
import type { Store } from './database.ts';
import { emptyLog } from './empty-log.ts';
import { storable } from './stored-text.ts';

/**
 * What the model wrote, so that the same question over the same entries costs nothing, whoever asks it. A key holds
 * everything that the text hangs on, digested: it tells neither the question nor who asked.
 */
export type Written = {
  get(key: string): Promise<string | undefined>;
  put(key: string, text: string): Promise<void>;
  count(): Promise<number>;
  /** Deletes what was last used before that time, and of the rest all but the `most` used last. Resolves to how many went. */
  prune(before: number, most: number): Promise<number>;
};

/** How exactly it is known when something was last used, in milliseconds: it saves a write for each use. */
const USED_MS = 60 * 60 * 1000;

/** `now` gives epoch milliseconds. */
export function openWritten(store: Store, { now }: { now: () => number }): Written {
  const { db } = store;
  return {
    async get(key) {
      const found = await db
        .selectFrom('written')
        .where('key', '=', key)
        .select(['text', 'used_at'])
        .executeTakeFirst();
      if (found === undefined) return undefined;
      const at = now();
      if (at - found.used_at >= USED_MS)
        await db.updateTable('written').set({ used_at: at }).where('key', '=', key).execute();
      return found.text;
    },

    async put(key, text) {
      const row = { text: storable(text), used_at: now() };
      await db
        .insertInto('written')
        .values({ key, ...row })
        .onConflict(conflict => conflict.column('key').doUpdateSet(row))
        .execute();
    },

    async count() {
      const { written } = await db
        .selectFrom('written')
        .select(({ fn }) => fn.countAll<number>().as('written'))
        .executeTakeFirstOrThrow();
      return written;
    },

    async prune(before, most) {
      // The newest of those that are too many: it goes with all that were used no later.
      const tooMany = await db
        .selectFrom('written')
        .orderBy('used_at', 'desc')
        .offset(most)
        .limit(1)
        .select('used_at')
        .executeTakeFirst();
      const last = Math.max(before - 1, tooMany?.used_at ?? 0);
      const pruned = await inBatches(async some => {
        const old = db.selectFrom('written').where('used_at', '<=', last).limit(some).select('key');
        const { numDeletedRows } = await db.deleteFrom('written').where('key', 'in', old).executeTakeFirst();
        return Number(numDeletedRows);
      });
      await emptyLog(store);
      return pruned;
    },
  };
}
