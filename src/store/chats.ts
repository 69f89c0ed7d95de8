import type { Store } from './database.ts';
import { SEEN_MS } from './people.ts';
import type { ChatKind, ChatState } from './tables.ts';

/** The places where people talk with the bot. Ids are Telegram's. */
export type Chats = {
  /** Remembers the chat; what is known of its state stays, for that is told by `setState`. */
  see(chat: { id: number; kind: ChatKind }): Promise<void>;
  /** Undefined for a chat never seen. */
  state(id: number): Promise<ChatState | undefined>;
  /** Without effect on a chat never seen. */
  setState(id: number, state: ChatState): Promise<void>;
  /**
   * A group became a supergroup, with another id: what belongs to the one belongs to the other from now on. May be told
   * twice. The lanes of the inbox stay: an update that is being handled would be handled in the new lane once more.
   */
  migrate(from: number, to: number): Promise<void>;
  /** The id that the chat has now. */
  current(id: number): Promise<number>;
};

/** A group becomes a supergroup once; more steps than this would be a circle. */
const MOST_STEPS = 5;

/** `now` gives epoch milliseconds. */
export function openChats({ db }: Store, { now }: { now: () => number }): Chats {
  return {
    async see({ id, kind }) {
      const at = now();
      const known = await db
        .selectFrom('chats')
        .where('chat_id', '=', id)
        .select(['kind', 'last_seen_at'])
        .executeTakeFirst();
      if (known && known.kind === kind && at - known.last_seen_at < SEEN_MS) return;
      await db
        .insertInto('chats')
        .values({ chat_id: id, kind, state: 'active', first_seen_at: at, last_seen_at: at })
        .onConflict(conflict => conflict.column('chat_id').doUpdateSet({ kind, last_seen_at: at }))
        .execute();
    },

    async state(id) {
      const row = await db.selectFrom('chats').where('chat_id', '=', id).select('state').executeTakeFirst();
      return row?.state;
    },

    async setState(id, state) {
      await db.updateTable('chats').set({ state }).where('chat_id', '=', id).execute();
    },

    async migrate(from, to) {
      if (from === to) return;
      const at = now();
      await db.transaction().execute(async trx => {
        const old = await trx.selectFrom('chats').where('chat_id', '=', from).selectAll().executeTakeFirst();
        const firstSeen = old?.first_seen_at ?? at;
        await trx
          .insertInto('chats')
          .values({
            chat_id: to,
            kind: 'supergroup',
            state: old?.state ?? 'active',
            first_seen_at: firstSeen,
            last_seen_at: at,
          })
          .onConflict(conflict =>
            conflict.column('chat_id').doUpdateSet(eb => ({
              kind: 'supergroup',
              first_seen_at: eb
                .case()
                .when('chats.first_seen_at', '<', eb.ref('excluded.first_seen_at'))
                .then(eb.ref('chats.first_seen_at'))
                .else(eb.ref('excluded.first_seen_at'))
                .end(),
            })),
          )
          .execute();
        await trx
          .insertInto('chats')
          .values({
            chat_id: from,
            kind: 'group',
            state: 'left',
            first_seen_at: firstSeen,
            last_seen_at: at,
            migrated_to: to,
          })
          .onConflict(conflict => conflict.column('chat_id').doUpdateSet({ state: 'left', migrated_to: to }))
          .execute();
        await trx.updateTable('exchanges').set({ chat_id: to }).where('chat_id', '=', from).execute();
        // The supergroup counts its messages from 1 again: the old numbers would name other messages there.
        await trx.updateTable('replies').set({ chat_id: to, message_id: null }).where('chat_id', '=', from).execute();
      });
    },

    async current(id) {
      let current = id;
      for (let step = 0; step < MOST_STEPS; step += 1) {
        const row = await db
          .selectFrom('chats')
          .where('chat_id', '=', current)
          .select('migrated_to')
          .executeTakeFirst();
        if (!row?.migrated_to) break;
        current = row.migrated_to;
      }
      return current;
    },
  };
}
