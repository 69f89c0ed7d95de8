import type { Store } from './database.ts';
import { PENDING } from './pending.ts';

/** Wishes that an answer end, for the process that writes it, which need not be the one that hears of the wish. */
export type Stops = {
  /**
   * Wishes that what is being written in a lane of the inbox end, or that for one update where it is named. Who asked may,
   * and an admin; `another` is where somebody else asked.
   */
  wish(stop: {
    lane: string;
    chatId: number;
    updateId?: number | undefined;
    personId: number;
    isAdmin: boolean;
  }): Promise<'stopped' | 'another' | 'nothing'>;
  /** Whether somebody wished that the answer to an update end. */
  wished(updateId: number): Promise<boolean>;
};

/** As which part of the replies to an update the wish is kept. */
const STOPPED = -3;

/** `now` gives epoch milliseconds. */
export function openStops({ db }: Store, { now }: { now: () => number }): Stops {
  return {
    async wish({ lane, chatId, updateId, personId, isAdmin }) {
      const asking = await db
        .selectFrom('updates')
        .where('lane', '=', lane)
        .where(PENDING)
        .where('attempts', '>', 0)
        .$if(updateId !== undefined, query => query.where('update_id', '=', updateId ?? null))
        .orderBy('update_id')
        .limit(1)
        .select(['update_id', 'person_id'])
        .executeTakeFirst();
      if (asking === undefined) return 'nothing';
      if (!isAdmin && asking.person_id !== personId) return 'another';
      await db
        .insertInto('replies')
        .values({
          update_id: asking.update_id,
          part: STOPPED,
          chat_id: chatId,
          message_id: null,
          exchange_id: null,
          attempt: 0,
          state: 'sent',
          told: 0,
          recorded_at: now(),
        })
        .onConflict(conflict => conflict.columns(['update_id', 'part']).doNothing())
        .execute();
      return 'stopped';
    },

    async wished(updateId) {
      const wish = await db
        .selectFrom('replies')
        .where('update_id', '=', updateId)
        .where('part', '=', STOPPED)
        .select('part')
        .executeTakeFirst();
      return wish !== undefined;
    },
  };
}
