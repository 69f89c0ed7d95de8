import type { Store } from './database.ts';
import type { Language } from './tables.ts';

/** Everybody who ever wrote to the bot, and the language that they chose. Ids are Telegram's. */
export type People = {
  /** Remembers that the person is about. */
  see(id: number): Promise<void>;
  /** The language that the person chose; undefined when none. */
  language(id: number): Promise<Language | undefined>;
  /** Undefined takes the choice back. */
  setLanguage(id: number, language: Language | undefined): Promise<void>;
  count(): Promise<number>;
};

/** How exactly it is known when somebody was last seen, in milliseconds: it saves a write for each message. */
export const SEEN_MS = 60 * 60 * 1000;

/** `now` gives epoch milliseconds. */
export function openPeople({ db }: Store, { now }: { now: () => number }): People {
  return {
    async see(id) {
      const at = now();
      const known = await db.selectFrom('people').where('person_id', '=', id).select('last_seen_at').executeTakeFirst();
      if (known && at - known.last_seen_at < SEEN_MS) return;
      await db
        .insertInto('people')
        .values({ person_id: id, first_seen_at: at, last_seen_at: at })
        .onConflict(conflict => conflict.column('person_id').doUpdateSet({ last_seen_at: at }))
        .execute();
    },

    async language(id) {
      const row = await db.selectFrom('people').where('person_id', '=', id).select('language').executeTakeFirst();
      return row?.language ?? undefined;
    },

    async setLanguage(id, chosen) {
      const at = now();
      const language = chosen ?? null;
      await db
        .insertInto('people')
        .values({ person_id: id, language, first_seen_at: at, last_seen_at: at })
        .onConflict(conflict => conflict.column('person_id').doUpdateSet({ language }))
        .execute();
    },

    async count() {
      const { people } = await db
        .selectFrom('people')
        .select(({ fn }) => fn.countAll<number>().as('people'))
        .executeTakeFirstOrThrow();
      return people;
    },
  };
}
