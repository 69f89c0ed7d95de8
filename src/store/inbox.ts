import { sql } from 'kysely';
import { BATCH, inBatches } from './batches.ts';
import type { Store } from './database.ts';
import { digestOf, digestsWith } from './digest.ts';
import { emptyLog } from './empty-log.ts';
import { PENDING } from './pending.ts';

/** An update as it came. */
export type Received = {
  updateId: number;
  /** Updates of one lane are handled one after the other, in the order of their numbers. */
  lane: string;
  personId?: number | undefined;
  /** The update itself, as JSON. */
  payload: string;
};

/** An update to handle now. */
export type Pending = {
  updateId: number;
  lane: string;
  payload: string;
  /** How often it has been begun and not been put back, this time included. */
  attempts: number;
  /** Epoch milliseconds. */
  receivedAt: number;
};

/** Updates received and not yet handled. Any number of processes may work on it; each lane has one holder at a time. */
export type Inbox = {
  /**
   * Keeps updates, all or none; one that is known stays as it is. Resolves to how many are new. What was kept under the
   * number of a new one belongs to another update: after a week of silence Telegram counts from anywhere, and a server of
   * one's own from 1 when it is set up again. So one is new, too, if its number is that of a handled one with another
   * text; but for those from before somebody was last forgotten, which only have their number.
   */
  receive(updates: readonly Received[]): Promise<number>;
  /**
   * Lanes that have pending updates and no living holder, the one that waited longest first. They are now held by
   * `holder` for `leaseMs`, so that they come free by themselves when it dies.
   */
  claim(options: { holder: string; leaseMs: number; most: number; except?: readonly string[] }): Promise<string[]>;
  /**
   * The lane's oldest pending update for who holds it; the attempt is counted before it is handed out. Nothing when the
   * lease has run out, so that a process that was suspended does not work beside its successor.
   */
  next(lane: string, holder: string): Promise<Pending | undefined>;
  /**
   * Leaves an update for later, and takes back the attempt: those that count are the ones of which nobody told how they
   * ended, since the program ended with them. Only the lane's last holder can: no attempt has a lower number than one before
   * it, by which a process that was suspended is told from its successor.
   */
  putBack(updateId: number, holder: string): Promise<void>;
  /**
   * Ends an update: of its row, only the number, the digest and the times remain. Only the lane's last holder can: another
   * one may have begun it anew.
   */
  done(updateId: number, outcome: 'done' | 'failed', holder: string): Promise<void>;
  /** Lets all lanes of this holder be held for `leaseMs` from now. */
  renew(holder: string, leaseMs: number): Promise<void>;
  /** Gives a lane back, if it is still this holder's. */
  release(holder: string, lane: string): Promise<void>;
  /** Gives all lanes back, whoever holds them: for the start of a bot that knows to be alone on this store. */
  releaseAll(): Promise<void>;
  /** How many updates wait, and when the oldest of them was received. */
  backlog(): Promise<{ pending: number; oldest: number | undefined }>;
  /** When the oldest of those was received that no living holder has in hand, in lanes other than these. */
  unheldSince(except?: readonly string[]): Promise<number | undefined>;
  /** Deletes what was handled before that time; Telegram repeats an update for 24 hours. Resolves to how many. */
  prune(before: number): Promise<number>;
};

/** `now` gives epoch milliseconds; the clocks of processes that share an inbox may differ by far less than a lease. */
export function openInbox(store: Store, { now }: { now: () => number }): Inbox {
  const { db } = store;
  /** What waits in lanes without a living holder, other than these. */
  function unheld(others: readonly string[]) {
    return db
      .selectFrom('updates')
      .leftJoin('lanes', 'lanes.lane', 'updates.lane')
      .where(PENDING)
      .where(eb => eb.or([eb('lanes.lane', 'is', null), eb('lanes.lease_until', '<=', now())]))
      .$if(others.length > 0, query => query.where('updates.lane', 'not in', others));
  }

  /** Lanes without a living holder in which something waits, the longest waiting first. */
  async function freeLanes(limit: number, others: readonly string[]): Promise<string[]> {
    const rows = await unheld(others)
      .groupBy('updates.lane')
      .orderBy(eb => eb.fn.min('updates.update_id'))
      .limit(limit)
      .select('updates.lane')
      .execute();
    return rows.map(({ lane }) => lane);
  }

  /** Those of the lanes that are the holder's now: another may have been faster. */
  async function take(
    lanes: readonly string[],
    { holder, leaseMs }: { holder: string; leaseMs: number },
  ): Promise<string[]> {
    const at = now();
    const rows = await db
      .insertInto('lanes')
      .values(lanes.toSorted().map(lane => ({ lane, holder, lease_until: at + leaseMs })))
      .onConflict(conflict =>
        conflict
          .column('lane')
          .doUpdateSet(eb => ({ holder: eb.ref('excluded.holder'), lease_until: eb.ref('excluded.lease_until') }))
          .where('lanes.lease_until', '<=', at),
      )
      .returning('lane')
      .execute();
    return rows.map(({ lane }) => lane);
  }

  /** The lane of an update, if this was the last to hold it. */
  function laneOf(holder: string) {
    return db
      .selectFrom('lanes')
      .where('lanes.lane', '=', sql<string>`updates.lane`)
      .where('lanes.holder', '=', holder)
      .select('lanes.lane');
  }

  return {
    async receive(updates) {
      const at = now();
      if (updates.length === 0) return 0;
      // In one order, so that two processes that receive the same updates do not wait for each other; and each number
      // once, as it first came, for PostgreSQL changes no row twice in one statement.
      const rows = updates
        .toSorted((a, b) => a.updateId - b.updateId)
        .filter(({ updateId }, index, sorted) => updateId !== sorted[index - 1]?.updateId)
        .map(({ updateId, lane, personId, payload }) => ({
          update_id: updateId,
          lane,
          person_id: personId ?? null,
          payload,
          state: 'pending' as const,
          attempts: 0,
          received_at: at,
          handled_at: null,
        }));
      return await db.transaction().execute(async trx => {
        const { digest_key: key } = await trx.selectFrom('identity').select('digest_key').executeTakeFirstOrThrow();
        let fresh = 0;
        for (let start = 0; start < rows.length; start += BATCH) {
          const inserted = await trx
            .insertInto('updates')
            .values(rows.slice(start, start + BATCH).map(row => ({ ...row, digest: digestOf(row.payload, key) })))
            .onConflict(conflict =>
              conflict
                .column('update_id')
                .doUpdateSet(eb => ({
                  lane: eb.ref('excluded.lane'),
                  person_id: eb.ref('excluded.person_id'),
                  payload: eb.ref('excluded.payload'),
                  digest: eb.ref('excluded.digest'),
                  state: 'pending',
                  attempts: 0,
                  received_at: at,
                  handled_at: null,
                }))
                .where('updates.state', '<>', 'pending')
                .where('updates.digest', 'like', digestsWith(key))
                .whereRef('updates.digest', '<>', 'excluded.digest'),
            )
            .returning('update_id')
            .execute();
          const ids = inserted.map(({ update_id }) => update_id);
          fresh += ids.length;
          if (ids.length === 0) continue;
          await trx.deleteFrom('replies').where('update_id', 'in', ids).execute();
          await trx.updateTable('exchanges').set({ update_id: null }).where('update_id', 'in', ids).execute();
        }
        return fresh;
      });
    },

    async claim({ holder, leaseMs, most, except = [] }) {
      const claimed: string[] = [];
      while (claimed.length < most) {
        const free = await freeLanes(most - claimed.length, [...except, ...claimed]);
        if (free.length === 0) break;
        const taken = new Set(await take(free, { holder, leaseMs }));
        claimed.push(...free.filter(lane => taken.has(lane)));
        // Once more only where another process was faster with some of them.
        if (taken.size === free.length) break;
      }
      return claimed;
    },

    async next(lane, holder) {
      const row = await db
        .updateTable('updates')
        .set(eb => ({ attempts: eb('attempts', '+', 1) }))
        .where('update_id', '=', eb =>
          eb
            .selectFrom('updates')
            .where('lane', '=', lane)
            .where(PENDING)
            .select(({ fn }) => fn.min('update_id').as('oldest')),
        )
        .where(PENDING)
        .where(eb =>
          eb.exists(
            eb
              .selectFrom('lanes')
              .where('lanes.lane', '=', lane)
              .where('lanes.holder', '=', holder)
              .where('lanes.lease_until', '>', now())
              .select('lanes.lane'),
          ),
        )
        .returning(['update_id', 'lane', 'payload', 'attempts', 'received_at'])
        .executeTakeFirst();
      return (
        row && {
          updateId: row.update_id,
          lane: row.lane,
          payload: row.payload,
          attempts: row.attempts,
          receivedAt: row.received_at,
        }
      );
    },

    async putBack(updateId, holder) {
      await db
        .updateTable('updates')
        .set(eb => ({ attempts: eb('attempts', '-', 1) }))
        .where('update_id', '=', updateId)
        .where('attempts', '>', 0)
        .where(PENDING)
        .where(eb => eb.exists(laneOf(holder)))
        .execute();
    },

    async done(updateId, outcome, holder) {
      await db
        .updateTable('updates')
        .set({ state: outcome, lane: '', person_id: null, payload: '', handled_at: now() })
        .where('update_id', '=', updateId)
        .where(PENDING)
        .where(eb => eb.exists(laneOf(holder)))
        .execute();
    },

    async renew(holder, leaseMs) {
      await db
        .updateTable('lanes')
        .set({ lease_until: now() + leaseMs })
        .where('holder', '=', holder)
        .execute();
    },

    async release(holder, lane) {
      await db.deleteFrom('lanes').where('lane', '=', lane).where('holder', '=', holder).execute();
    },

    async releaseAll() {
      await db.deleteFrom('lanes').execute();
    },

    async backlog() {
      const row = await db
        .selectFrom('updates')
        .where(PENDING)
        .select(({ fn }) => [fn.countAll<number>().as('pending'), fn.min('received_at').as('oldest')])
        .executeTakeFirstOrThrow();
      return { pending: row.pending, oldest: row.oldest ?? undefined };
    },

    async unheldSince(except = []) {
      const row = await unheld(except)
        .select(({ fn }) => fn.min('received_at').as('oldest'))
        .executeTakeFirstOrThrow();
      return row.oldest ?? undefined;
    },

    async prune(before) {
      // Left by holders that died on a lane that nobody wrote to again.
      await db.deleteFrom('lanes').where('lease_until', '<', before).execute();
      const handled = await inBatches(async most => {
        const old = db.selectFrom('updates').where('handled_at', '<', before).limit(most).select('update_id');
        const { numDeletedRows } = await db.deleteFrom('updates').where('update_id', 'in', old).executeTakeFirst();
        return Number(numDeletedRows);
      });
      await emptyLog(store);
      return handled;
    },
  };
}
