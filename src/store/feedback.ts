import type { Store } from './database.ts';
import { readList } from './stored-text.ts';
import type { Language, Verdict } from './tables.ts';

/** A verdict with what it is about, copied when it was given: it outlives the exchange, and later pages change nothing. */
export type Given = {
  /** Epoch milliseconds. */
  at: number;
  verdict: Verdict;
  /** Who gave it. */
  personId: number;
  question: string;
  language: Language;
  /** As Markdown. */
  answer: string;
  refused: boolean;
  /** Ids of the entries shown. */
  sources: string[];
};

export type Feedback = {
  /** One verdict a person and exchange; a later one replaces it, undefined takes it back. False: there is no such exchange. */
  give(verdict: { exchangeId: number; personId: number; verdict: Verdict | undefined }): Promise<boolean>;
  /** What a person thought of an answer; undefined where they did not say. */
  of(whose: { exchangeId: number; personId: number }): Promise<Verdict | undefined>;
  /** The oldest first; `since` in epoch milliseconds. */
  list(filter?: { since?: number | undefined; verdict?: Verdict | undefined }): Promise<Given[]>;
};

/** `now` gives epoch milliseconds. */
export function openFeedback({ db }: Store, { now }: { now: () => number }): Feedback {
  return {
    async give({ exchangeId, personId, verdict }) {
      const at = now();
      return await db.transaction().execute(async trx => {
        const exchange = await trx
          .selectFrom('exchanges')
          .where('exchange_id', '=', exchangeId)
          .select(['person_id', 'language', 'question', 'answer', 'refused', 'sources'])
          .executeTakeFirst();
        if (verdict === undefined) {
          const { numDeletedRows } = await trx
            .deleteFrom('feedback')
            .where('exchange_id', '=', exchangeId)
            .where('person_id', '=', personId)
            .executeTakeFirst();
          return exchange !== undefined || numDeletedRows > 0n;
        }
        if (!exchange) return false;
        const { person_id, ...copied } = exchange;
        const given = { ...copied, asked_by: person_id, verdict, given_at: at };
        await trx
          .insertInto('feedback')
          .values({ exchange_id: exchangeId, person_id: personId, ...given })
          .onConflict(conflict => conflict.columns(['exchange_id', 'person_id']).doUpdateSet(given))
          .execute();
        return true;
      });
    },

    async of({ exchangeId, personId }) {
      const row = await db
        .selectFrom('feedback')
        .where('exchange_id', '=', exchangeId)
        .where('person_id', '=', personId)
        .select('verdict')
        .executeTakeFirst();
      return row?.verdict;
    },

    async list({ since, verdict } = {}) {
      const rows = await db
        .selectFrom('feedback')
        .$if(since !== undefined, query => query.where('given_at', '>=', since ?? 0))
        .$if(verdict !== undefined, query => query.where('verdict', '=', verdict ?? 'good'))
        .orderBy('given_at')
        .orderBy('exchange_id')
        .orderBy('person_id')
        .selectAll()
        .execute();
      return rows.map(row => ({
        at: row.given_at,
        verdict: row.verdict,
        personId: row.person_id,
        question: row.question,
        language: row.language,
        answer: row.answer,
        refused: row.refused === 1,
        sources: readList(row.sources),
      }));
    },
  };
}
