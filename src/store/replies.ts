import { sql } from 'kysely';
import type { Store } from './database.ts';

/** A message that an update was answered with. */
type SentReply = {
  /** Which of the update's messages, as its sender counts them. */
  part: number;
  /** `unknown`: it was to leave, and nobody said whether it arrived. It is not sent again. */
  state: 'sent' | 'unknown';
  messageId: number | undefined;
};

type Recorded = {
  updateId: number;
  part: number;
  chatId: number;
  messageId?: number | undefined;
  exchangeId?: number | undefined;
  state: SentReply['state'];
};

/** What each update was answered with, so that one that is handled again does not say it twice. */
export type Replies = {
  /** In the order of their parts. */
  of(updateId: number): Promise<SentReply[]>;
  /**
   * Takes a part before it is sent; until Telegram says that it is there, it is `unknown`. False where it was taken
   * already, by this process or another one: then it is not sent again.
   */
  claim(reply: Omit<Recorded, 'messageId' | 'state'>): Promise<boolean>;
  /** Of two records of one part the later holds, but what is known of message and exchange stays known. */
  record(reply: Recorded): Promise<void>;
  /** The part surely never left: it is as if it had not been recorded. */
  withdraw(updateId: number, part: number): Promise<void>;
  /** How many messages to this chat may not have arrived, and were not told of yet. */
  unknownIn(chatId: number): Promise<number>;
  /** The chat was told of them. */
  told(chatId: number): Promise<void>;
};

/** Written out, for SQLite uses the index of these rows only where nothing of it is a parameter. */
const UNTOLD = sql<boolean>`state = 'unknown' and told = 0`;

/** `now` gives epoch milliseconds. */
export function openReplies({ db }: Store, { now }: { now: () => number }): Replies {
  return {
    async of(updateId) {
      const rows = await db
        .selectFrom('replies')
        .where('update_id', '=', updateId)
        .orderBy('part')
        .select(['part', 'state', 'message_id'])
        .execute();
      return rows.map(({ part, state, message_id }) => ({ part, state, messageId: message_id ?? undefined }));
    },

    async claim(reply) {
      const taken = await db
        .insertInto('replies')
        .values(toRow({ ...reply, state: 'unknown' }, now()))
        .onConflict(conflict => conflict.columns(['update_id', 'part']).doNothing())
        .returning('part')
        .executeTakeFirst();
      return taken !== undefined;
    },

    async record(reply) {
      const { chatId, state } = reply;
      await db
        .insertInto('replies')
        .values(toRow(reply, now()))
        .onConflict(conflict =>
          conflict.columns(['update_id', 'part']).doUpdateSet(eb => ({
            chat_id: chatId,
            message_id: eb.fn.coalesce('excluded.message_id', 'replies.message_id'),
            exchange_id: eb.fn.coalesce('excluded.exchange_id', 'replies.exchange_id'),
            state,
          })),
        )
        .execute();
    },

    async withdraw(updateId, part) {
      await db.deleteFrom('replies').where('update_id', '=', updateId).where('part', '=', part).execute();
    },

    async unknownIn(chatId) {
      const { unknown } = await db
        .selectFrom('replies')
        .where('chat_id', '=', chatId)
        .where(UNTOLD)
        .select(({ fn }) => fn.countAll<number>().as('unknown'))
        .executeTakeFirstOrThrow();
      return unknown;
    },

    async told(chatId) {
      await db.updateTable('replies').set({ told: 1 }).where('chat_id', '=', chatId).where(UNTOLD).execute();
    },
  };
}

function toRow({ updateId, part, chatId, messageId, exchangeId, state }: Recorded, at: number) {
  return {
    update_id: updateId,
    part,
    chat_id: chatId,
    message_id: messageId ?? null,
    exchange_id: exchangeId ?? null,
    state,
    told: 0,
    recorded_at: at,
  };
}
