import { sql } from 'kysely';
import type { Store } from './database.ts';

/** A message that an update was answered with. */
type SentReply = {
  /**
   * Which of the update's messages, as its sender counts them. Below 0 stands what is kept beside them: −1 a verdict that
   * is taken back (press.ts), −2 the message that an answer is written in (showing.ts), −3 the wish to stop (stops.ts).
   */
  part: number;
  /**
   * `sending`: it was about to leave when it was last heard of; where that process died it is sent again, since a person
   * would rather read an answer twice than never. `unknown`: it left, and nobody said whether it arrived.
   */
  state: 'sending' | 'sent' | 'unknown';
  messageId: number | undefined;
};

type Recorded = {
  updateId: number;
  part: number;
  chatId: number;
  messageId?: number | undefined;
  exchangeId?: number | undefined;
  state: 'sent' | 'unknown';
};

/** A part that is about to be sent. */
type Claimed = Omit<Recorded, 'messageId' | 'state'> & {
  /** how often its update has been begun, this time included: the process that began it last is the one that lives */
  attempt: number;
};

/** What each update was answered with, so that one that is handled again does not say it twice. */
export type Replies = {
  /** In the order of their parts. */
  of(updateId: number): Promise<SentReply[]>;
  /**
   * Takes a part before it is sent. False where it was sent, may have been, or is being sent by a process that began the
   * update later: one that was taken for dead and is not must not say the same beside its successor.
   */
  claim(reply: Claimed): Promise<boolean>;
  /** Of two records of one part the later holds, but what is known of message and exchange stays known. */
  record(reply: Recorded): Promise<void>;
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

    async claim({ attempt, ...reply }) {
      const taken = await db
        .insertInto('replies')
        .values({ ...toRow(reply, now()), attempt, state: 'sending' })
        .onConflict(conflict =>
          conflict
            .columns(['update_id', 'part'])
            .doUpdateSet({ attempt })
            .where('replies.state', '=', 'sending')
            .where('replies.attempt', '<=', attempt),
        )
        .returning('part')
        .executeTakeFirst();
      return taken !== undefined;
    },

    async record(reply) {
      const { chatId, state } = reply;
      await db
        .insertInto('replies')
        .values({ ...toRow(reply, now()), attempt: 0, state })
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

function toRow({ updateId, part, chatId, messageId, exchangeId }: Omit<Recorded, 'state'>, at: number) {
  return {
    update_id: updateId,
    part,
    chat_id: chatId,
    message_id: messageId ?? null,
    exchange_id: exchangeId ?? null,
    told: 0,
    recorded_at: at,
  };
}
