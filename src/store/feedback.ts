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
  /** When the question was asked, in epoch milliseconds. */
  askedAt: number;
  question: string;
  /** What the answer was asked for, as JSON can hold it; whoever saved it checks it. */
  request: unknown;
  /** The page that was shown, from 1. */
  page: number;
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

/** What is copied of an exchange. */
const COPIED = ['asked_at', 'language', 'request', 'page', 'question', 'answer', 'refused', 'sources'] as const;

/** `now` gives epoch milliseconds. */
export function openFeedback({ db }: Store, { now }: { now: () => number }): Feedback {
  return {
    async give({ exchangeId, personId, verdict }) {
      const exchange = db.selectFrom('exchanges').where('exchange_id', '=', exchangeId);
      if (verdict === undefined) {
        const { numDeletedRows } = await db
          .deleteFrom('feedback')
          .where('exchange_id', '=', exchangeId)
          .where('person_id', '=', personId)
          .executeTakeFirst();
        return numDeletedRows > 0n || (await exchange.select('exchange_id').executeTakeFirst()) !== undefined;
      }
      // One statement, so that no exchange is copied that is deleted meanwhile.
      const given = await db
        .insertInto('feedback')
        .columns(['exchange_id', 'person_id', 'asked_by', 'verdict', 'given_at', ...COPIED])
        .expression(
          exchange.select(eb => [
            'exchange_id',
            eb.val(personId).as('person_id'),
            'exchanges.person_id as asked_by',
            eb.val(verdict).as('verdict'),
            eb.val(now()).as('given_at'),
            ...COPIED,
          ]),
        )
        .onConflict(conflict =>
          conflict.columns(['exchange_id', 'person_id']).doUpdateSet(eb => ({
            asked_by: eb.ref('excluded.asked_by'),
            verdict: eb.ref('excluded.verdict'),
            given_at: eb.ref('excluded.given_at'),
            asked_at: eb.ref('excluded.asked_at'),
            language: eb.ref('excluded.language'),
            request: eb.ref('excluded.request'),
            page: eb.ref('excluded.page'),
            question: eb.ref('excluded.question'),
            answer: eb.ref('excluded.answer'),
            refused: eb.ref('excluded.refused'),
            sources: eb.ref('excluded.sources'),
          })),
        )
        .returning('verdict')
        .executeTakeFirst();
      return given !== undefined;
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
        askedAt: row.asked_at,
        question: row.question,
        request: JSON.parse(row.request),
        page: row.page,
        language: row.language,
        answer: row.answer,
        refused: row.refused === 1,
        sources: readList(row.sources),
      }));
    },
  };
}
