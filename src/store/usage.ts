import { sql, type Transaction } from 'kysely';
import { inBatches } from './batches.ts';
import type { Store } from './database.ts';
import { emptyLog } from './empty-log.ts';
import { CONSOLE, FORGOTTEN } from './nobody.ts';
import type { Tables } from './tables.ts';

/** What was asked of the model in some days, by one person or by all. */
export type Used = {
  /** questions that the model was asked to work on */ asked: number;
  /** those that it wrote an answer to */ answered: number;
  /** answers that were there already, and cost nothing */ kept: number;
  tokens: { prompt: number; completion: number };
  /** tokens of requests that are on their way, or whose cost nobody has told */ reserved: number;
};

/** Whose request it is, and on which day: an ISO day of the time zone in which limits are meant. */
type Whose = { day: string; personId: number };

/** What a request takes of the limits: a question counts once, with the first request that is made for it. */
type Part = { questions: number; tokens: number };

type Limits = {
  /** questions of one person */ questions?: number | undefined;
  /** tokens of all together */ tokens?: number | undefined;
};

/** Inclusive. */
type Days = { from: string; to: string };

/**
 * What people's questions cost. Before each request to the model its estimated cost is reserved, and settled when it is
 * known; of a program that dies in between, the estimate stays counted for that day.
 */
export type Usage = {
  /**
   * Counts a request in, where the limits have room for it, and says so only once that is kept; else says whose limit is
   * reached. However many ask at once, no more is granted than there is room for.
   */
  reserve(request: Whose & Part & { limits: Limits }): Promise<'granted' | 'person' | 'everyone'>;
  /** Puts what a request cost in the place of the tokens that were reserved for it; `answered`: it became an answer. */
  settle(request: Whose & { reserved: number; tokens: Used['tokens']; answered?: boolean }): Promise<void>;
  /** Gives back what a request was to take: it was never made, or was in vain and cost nothing. */
  refund(request: Whose & Part): Promise<void>;
  /** Counts an answer that was there already. */
  keep(whose: Whose): Promise<void>;
  /** What all used in these days, and how many people they were. */
  of(days: Days): Promise<Used & { people: number }>;
  /** Who used most in these days, the most tokens first; those who are forgotten are not named. */
  busiest(days: Days, most: number): Promise<(Used & { personId: number })[]>;
  /** Deletes the days before `before`; those before `today` keep no name of who was forgotten. Resolves to how many counts went. */
  prune(days: { before: string; today: string }): Promise<number>;
};

/** Any number that no other program on the same PostgreSQL is likely to lock. */
const ADVISORY_LOCK = 474_148_210_021;

export function openUsage(store: Store): Usage {
  const { db, kind } = store;
  const add = async ({ day, personId }: Whose, by: Partial<Counts>, into: Pick<typeof db, 'insertInto'> = db) => {
    await into
      .insertInto('usage')
      .values({ day, person_id: personId, ...NONE, ...by, forgotten: 0 })
      .onConflict(conflict => conflict.columns(['day', 'person_id']).doUpdateSet(more({ ...NONE, ...by })))
      .execute();
  };
  /** Adds to what is counted, and to nothing where that was deleted meanwhile. */
  const change = async ({ day, personId }: Whose, by: Partial<Counts>) => {
    await db
      .updateTable('usage')
      .set(more({ ...NONE, ...by }))
      .where('day', '=', day)
      .where('person_id', '=', personId)
      .execute();
  };
  const during = ({ from, to }: Days) => db.selectFrom('usage').where('day', '>=', from).where('day', '<=', to);
  return {
    async reserve({ day, personId, questions, tokens, limits }) {
      return await db.transaction().execute(async trx => {
        // Sums hold still only while nobody else adds to them. SQLite has one writer at a time.
        if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(ADVISORY_LOCK)})`.execute(trx);
        const used = await trx
          .selectFrom('usage')
          .where('day', '=', day)
          .select([
            sql<number>`coalesce(sum(case when person_id = ${personId} then asked else 0 end), 0)`.as('asked'),
            sql<number>`coalesce(sum(prompt + completion + reserved), 0)`.as('tokens'),
          ])
          .executeTakeFirstOrThrow();
        if (questions > 0 && used.asked + questions > (limits.questions ?? Number.POSITIVE_INFINITY)) return 'person';
        if (used.tokens + tokens > (limits.tokens ?? Number.POSITIVE_INFINITY)) return 'everyone';
        await add({ day, personId }, { asked: questions, reserved: tokens }, trx);
        return 'granted';
      });
    },

    settle: ({ reserved, tokens, answered = false, ...whose }) =>
      change(whose, { ...tokens, reserved: -reserved, answered: answered ? 1 : 0 }),

    refund: ({ questions, tokens, ...whose }) => change(whose, { asked: -questions, reserved: -tokens }),

    keep: whose => add(whose, { kept: 1 }),

    async of(days) {
      const row = await during(days)
        .select(SUMS)
        .select(sql<number>`count(distinct case when person_id > ${CONSOLE} then person_id end)`.as('people'))
        .executeTakeFirstOrThrow();
      return { ...usedOf(row), people: row.people };
    },

    async busiest(days, most) {
      const rows = await during(days)
        .where('person_id', '<>', FORGOTTEN)
        .groupBy('person_id')
        .select(SUMS)
        .select('person_id')
        .orderBy(sql`sum(prompt + completion + reserved)`, 'desc')
        .orderBy('person_id')
        .limit(most)
        .execute();
      return rows.map(row => ({ ...usedOf(row), personId: row.person_id }));
    },

    async prune({ before, today }) {
      await db.transaction().execute(trx => mergeForgotten(trx, today));
      const pruned = await inBatches(async most => {
        const old = db.selectFrom('usage').where('day', '<', before).limit(most).select(['day', 'person_id']).as('old');
        const { numDeletedRows } = await db
          .deleteFrom('usage')
          .where(({ eb, refTuple, selectFrom }) =>
            eb(
              refTuple('day', 'person_id'),
              'in',
              selectFrom(old).select(['day', 'person_id']).$asTuple('day', 'person_id'),
            ),
          )
          .executeTakeFirst();
        return Number(numDeletedRows);
      });
      await emptyLog(store);
      return pruned;
    },
  };
}

/**
 * Has the counts of a person who is to be forgotten lose their name: those of the days before `today` at once, and today's,
 * for whoever is forgotten would else begin the day anew, when it is over.
 */
export async function forgetUsage(trx: Transaction<Tables>, personId: number, today: string): Promise<void> {
  await trx.updateTable('usage').set({ forgotten: 1 }).where('person_id', '=', personId).execute();
  await mergeForgotten(trx, today);
}

/** What all used in a day stays true when somebody of them is forgotten. */
async function mergeForgotten(trx: Transaction<Tables>, today: string): Promise<void> {
  const over = trx.selectFrom('usage').where('forgotten', '=', 1).where('day', '<', today);
  const rows = await over.groupBy('day').select(SUMS).select('day').execute();
  for (const { day, ...counts } of rows) {
    await trx
      .insertInto('usage')
      .values({ day, person_id: FORGOTTEN, ...counts, forgotten: 0 })
      .onConflict(conflict => conflict.columns(['day', 'person_id']).doUpdateSet(more(counts)))
      .execute();
  }
  await trx.deleteFrom('usage').where('forgotten', '=', 1).where('day', '<', today).execute();
}

type Counts = Pick<Tables['usage'], 'asked' | 'answered' | 'kept' | 'prompt' | 'completion' | 'reserved'>;

const NONE: Counts = { asked: 0, answered: 0, kept: 0, prompt: 0, completion: 0, reserved: 0 };

/** What a row's counts are to become. */
function more(by: Counts) {
  return {
    asked: sql<number>`usage.asked + ${by.asked}`,
    answered: sql<number>`usage.answered + ${by.answered}`,
    kept: sql<number>`usage.kept + ${by.kept}`,
    prompt: sql<number>`usage.prompt + ${by.prompt}`,
    completion: sql<number>`usage.completion + ${by.completion}`,
    reserved: sql<number>`usage.reserved + ${by.reserved}`,
  };
}

const SUMS = [
  sql<number>`coalesce(sum(asked), 0)`.as('asked'),
  sql<number>`coalesce(sum(answered), 0)`.as('answered'),
  sql<number>`coalesce(sum(kept), 0)`.as('kept'),
  sql<number>`coalesce(sum(prompt), 0)`.as('prompt'),
  sql<number>`coalesce(sum(completion), 0)`.as('completion'),
  sql<number>`coalesce(sum(reserved), 0)`.as('reserved'),
] as const;

function usedOf({ asked, answered, kept, prompt, completion, reserved }: Counts): Used {
  return { asked, answered, kept, tokens: { prompt, completion }, reserved };
}
