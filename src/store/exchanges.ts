import type { Selectable } from 'kysely';
import { inBatches } from './batches.ts';
import type { Store } from './database.ts';
import { emptyLog } from './empty-log.ts';
import { PENDING } from './pending.ts';
import { readList, storable } from './stored-text.ts';
import type { Language, Tables } from './tables.ts';

/** What was asked and answered. */
export type Exchange = {
  id: number;
  /** The update that asked; undefined once its number may be that of another one. */
  updateId: number | undefined;
  chatId: number;
  /** The topic of the chat; undefined outside topics. */
  threadId: number | undefined;
  personId: number | undefined;
  /** Epoch milliseconds. */
  askedAt: number;
  language: Language;
  /** What the answer was asked for, as JSON can hold it; whoever saved it checks it. */
  request: unknown;
  /** The page that is shown now, from 1. */
  page: number;
  question: string;
  /** As Markdown. */
  answer: string;
  refused: boolean;
  /** Ids of the entries shown, in the order of their numbers. */
  sources: string[];
};

/** An exchange as it is kept at first. */
export type Answered = Omit<Exchange, 'id' | 'updateId'> & { updateId: number };

export type Exchanges = {
  /**
   * Keeps what was asked and answered, and resolves to its id. Of two for the same update the first stays. Undefined
   * where the update is not in the inbox any more: who sent it has had it erased while it was answered.
   */
  save(exchange: Answered): Promise<number | undefined>;
  byId(id: number): Promise<Exchange | undefined>;
  byUpdate(updateId: number): Promise<Exchange | undefined>;
  /** The exchange that the bot's message belongs to. */
  byMessage(chatId: number, messageId: number): Promise<Exchange | undefined>;
  /** The newest exchange since that time in this topic of the chat (outside topics without `threadId`), of this person where one is given. */
  last(where: {
    chatId: number;
    threadId?: number | undefined;
    personId?: number | undefined;
    since: number;
  }): Promise<Exchange | undefined>;
  /** Another page of the answer is shown now. */
  turnTo(id: number, page: number, answer: string, sources: readonly string[]): Promise<void>;
  /** Deletes what was asked before that time, and what is known of the replies sent before it. Resolves to how many exchanges. */
  prune(before: number): Promise<number>;
};

export function openExchanges(store: Store): Exchanges {
  const { db } = store;
  const all = () => db.selectFrom('exchanges').selectAll('exchanges');
  return {
    async save(exchange) {
      const row = toRow(exchange);
      const saved = await db
        .insertInto('exchanges')
        .columns(SAVED)
        .expression(
          db
            .selectFrom('updates')
            .where('update_id', '=', exchange.updateId)
            .where(PENDING)
            .select(eb => SAVED.map(column => eb.val(row[column]).as(column))),
        )
        .onConflict(conflict => conflict.column('update_id').doNothing())
        .returning('exchange_id')
        .executeTakeFirst();
      const found =
        saved ??
        (await db
          .selectFrom('exchanges')
          .where('update_id', '=', exchange.updateId)
          .select('exchange_id')
          .executeTakeFirst());
      return found?.exchange_id;
    },

    async byId(id) {
      return fromRow(await all().where('exchange_id', '=', id).executeTakeFirst());
    },

    async byUpdate(updateId) {
      return fromRow(await all().where('update_id', '=', updateId).executeTakeFirst());
    },

    async byMessage(chatId, messageId) {
      const row = await all()
        .innerJoin('replies', 'replies.exchange_id', 'exchanges.exchange_id')
        .where('replies.chat_id', '=', chatId)
        .where('replies.message_id', '=', messageId)
        .limit(1)
        .executeTakeFirst();
      return fromRow(row);
    },

    async last({ chatId, threadId, personId, since }) {
      const row = await all()
        .where('chat_id', '=', chatId)
        .where('thread_id', threadId === undefined ? 'is' : '=', threadId ?? null)
        .$if(personId !== undefined, query => query.where('person_id', '=', personId ?? null))
        .where('asked_at', '>=', since)
        .orderBy('asked_at', 'desc')
        .orderBy('exchange_id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return fromRow(row);
    },

    async turnTo(id, page, answer, sources) {
      await db
        .updateTable('exchanges')
        .set({ page, answer: storable(answer), sources: JSON.stringify(sources) })
        .where('exchange_id', '=', id)
        .execute();
    },

    async prune(before) {
      await inBatches(async most => {
        const old = db
          .selectFrom('replies')
          .where('recorded_at', '<', before)
          .limit(most)
          .select(['update_id', 'part'])
          .as('old');
        const { numDeletedRows } = await db
          .deleteFrom('replies')
          .where(({ eb, refTuple, selectFrom }) =>
            eb(
              refTuple('update_id', 'part'),
              'in',
              selectFrom(old).select(['update_id', 'part']).$asTuple('update_id', 'part'),
            ),
          )
          .executeTakeFirst();
        return Number(numDeletedRows);
      });
      const asked = await inBatches(async most => {
        const old = db.selectFrom('exchanges').where('asked_at', '<', before).limit(most).select('exchange_id');
        const { numDeletedRows } = await db.deleteFrom('exchanges').where('exchange_id', 'in', old).executeTakeFirst();
        return Number(numDeletedRows);
      });
      await emptyLog(store);
      return asked;
    },
  };
}

const SAVED = [
  'update_id',
  'chat_id',
  'thread_id',
  'person_id',
  'asked_at',
  'language',
  'request',
  'page',
  'question',
  'answer',
  'refused',
  'sources',
] as const;

function toRow(exchange: Answered) {
  return {
    update_id: exchange.updateId,
    chat_id: exchange.chatId,
    thread_id: exchange.threadId ?? null,
    person_id: exchange.personId ?? null,
    asked_at: exchange.askedAt,
    language: exchange.language,
    request: JSON.stringify(exchange.request),
    page: exchange.page,
    question: storable(exchange.question),
    answer: storable(exchange.answer),
    refused: exchange.refused ? 1 : 0,
    sources: JSON.stringify(exchange.sources),
  };
}

function fromRow(row: Selectable<Tables['exchanges']> | undefined): Exchange | undefined {
  if (!row) return undefined;
  return {
    id: row.exchange_id,
    updateId: row.update_id ?? undefined,
    chatId: row.chat_id,
    threadId: row.thread_id ?? undefined,
    personId: row.person_id ?? undefined,
    askedAt: row.asked_at,
    language: row.language,
    request: JSON.parse(row.request),
    page: row.page,
    question: row.question,
    answer: row.answer,
    refused: row.refused === 1,
    sources: readList(row.sources),
  };
}
