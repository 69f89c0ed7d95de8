import type { Store } from './database.ts';

/**
 * Tells the store which bot works on it; to be called before any update is taken in. Each bot counts updates and
 * messages by itself, so where another one worked on the store before, the numbers that it left are deleted: its inbox,
 * which this bot could not answer, and which message is which. People, chats, exchanges and feedback stay.
 * Resolves to whether there was another one. `botId` is the bot's own id.
 */
export async function serveAs({ db }: Store, botId: number): Promise<boolean> {
  return await db.transaction().execute(async trx => {
    await trx.updateTable('identity').set({ bot_id: botId }).where('bot_id', 'is', null).execute();
    const { numUpdatedRows } = await trx
      .updateTable('identity')
      .set({ bot_id: botId })
      .where('bot_id', '<>', botId)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await trx.deleteFrom('updates').execute();
    await trx.deleteFrom('lanes').execute();
    await trx.deleteFrom('replies').execute();
    await trx.updateTable('exchanges').set({ update_id: null }).execute();
    return true;
  });
}
