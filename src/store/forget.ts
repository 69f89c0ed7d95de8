import { sql, type Transaction } from 'kysely';
import type { Store } from './database.ts';
import { newDigestKey } from './digest.ts';
import { emptyLog } from './empty-log.ts';
import { PENDING } from './pending.ts';
import type { Tables } from './tables.ts';
import { forgetUsage } from './usage.ts';

/**
 * Deletes what is known of a person, all or nothing: what they asked and were answered, verdicts that they gave or that
 * others gave on their questions, their settings, their private chat (in Telegram its id is the person's own), what their
 * questions cost, and what they sent that waits in the inbox. With `except`, the update that asks for all this, it and what
 * came after it stay. What they asked on the ISO day `today` counts until it ends, or its limits would not hold.
 */
export async function forgetPerson(
  store: Store,
  personId: number,
  { today, except }: { today: string; except?: number | undefined },
): Promise<{ exchanges: number; feedback: number }> {
  const forgotten = await store.db.transaction().execute(async trx => {
    if (store.kind === 'postgres') await waitForWriters(trx);
    // The number of an update tells nothing of its time.
    const asking = await trx
      .selectFrom('updates')
      .where('update_id', '=', except ?? null)
      .select(['update_id', 'received_at'])
      .executeTakeFirst();
    const asked = trx
      .selectFrom('exchanges')
      .where(eb => eb.or([eb('person_id', '=', personId), eb('chat_id', '=', personId)]))
      .select('exchange_id');
    const feedback = await trx
      .deleteFrom('feedback')
      .where(eb =>
        eb.or([eb('person_id', '=', personId), eb('asked_by', '=', personId), eb('exchange_id', 'in', asked)]),
      )
      .executeTakeFirst();
    await trx
      .deleteFrom('replies')
      .where(eb => eb.or([eb('chat_id', '=', personId), eb('exchange_id', 'in', asked)]))
      .execute();
    const exchanges = await trx.deleteFrom('exchanges').where('exchange_id', 'in', asked).executeTakeFirst();
    await trx.deleteFrom('people').where('person_id', '=', personId).execute();
    await trx.deleteFrom('chats').where('chat_id', '=', personId).execute();
    await forgetUsage(trx, personId, today);
    // The numbers stay, or Telegram's repetition of an update would be taken for a new one.
    await trx
      .updateTable('updates')
      .set(eb => ({ state: 'done', lane: '', person_id: null, payload: '', handled_at: eb.ref('received_at') }))
      .where('person_id', '=', personId)
      .where(PENDING)
      .$if(asking !== undefined, query =>
        query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('received_at', 'update_id'), '<', tuple(asking?.received_at ?? 0, asking?.update_id ?? 0)),
        ),
      )
      .execute();
    // Whose a handled update was is not known any more, and its text could be guessed from its digest as long as there is the key.
    await trx.updateTable('identity').set({ digest_key: newDigestKey() }).execute();
    return { exchanges: Number(exchanges.numDeletedRows), feedback: Number(feedback.numDeletedRows) };
  });
  await emptyLog(store);
  return forgotten;
}

/**
 * What is being kept at this moment would not be seen, and be there afterwards: it is waited for, and whoever comes later
 * finds the person's updates handled. SQLite has one writer at a time.
 */
async function waitForWriters(trx: Transaction<Tables>): Promise<void> {
  await sql`lock table exchanges, feedback in share row exclusive mode`.execute(trx);
}
