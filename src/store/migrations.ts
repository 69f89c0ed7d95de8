import { type Kysely, sql, type Transaction } from 'kysely';
import { newDigestKey } from './digest.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

type Database = 'sqlite' | 'postgres';

/** The one thing that the two databases do not call by the same name: whole numbers of 64 bits, and those counted up. */
type Types = { big: 'bigint' | 'integer'; counted: 'bigserial' | 'integer' };

/** One step from a version of the tables to the next. Never changed once released: what was forgotten is a further step. */
type Migration = (db: Transaction<Tables>, types: Types) => Promise<void>;

/** The version of a store is how many of these it has seen. */
const MIGRATIONS: readonly Migration[] = [firstTables];

/** Any number that no other program on the same PostgreSQL is likely to lock. */
const ADVISORY_LOCK = 474_148_210_020;

/**
 * Brings the tables to this version, all steps in one transaction. Of several processes that do so at once, one does it
 * and the others find it done.
 * @throws StoreError when a newer version of the program has made the store
 */
export async function migrate(db: Kysely<Tables>, database: Database): Promise<void> {
  const types: Types =
    database === 'sqlite' ? { big: 'integer', counted: 'integer' } : { big: 'bigint', counted: 'bigserial' };
  await db.transaction().execute(async trx => {
    // SQLite's transactions hold the right to write from their beginning.
    if (database === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(ADVISORY_LOCK)})`.execute(trx);
    await trx.schema.createTable('store_version').ifNotExists().addColumn('version', 'integer').execute();
    const version = await versionOf(trx);
    if (version === MIGRATIONS.length) return;
    for (const migration of MIGRATIONS.slice(version)) await migration(trx, types);
    await trx.deleteFrom('store_version').execute();
    await trx.insertInto('store_version').values({ version: MIGRATIONS.length }).execute();
  });
}

/**
 * Whether there are tables that can be read as they are; false where there is no store yet.
 * @throws StoreError when they are of another version
 */
export async function areTablesCurrent(db: Kysely<Tables>): Promise<boolean> {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === 'store_version')) return false;
  const version = await versionOf(db);
  if (version < MIGRATIONS.length)
    throw new StoreError(
      `The store was made by an older version of this program (its tables are of version ${version}, and ${MIGRATIONS.length} is needed). The bot brings them up when it is next started; until then ask the version that made them.`,
    );
  return true;
}

/** @throws StoreError for a version that is not known yet */
async function versionOf(db: Kysely<Tables>): Promise<number> {
  const row = await db.selectFrom('store_version').select('version').executeTakeFirst();
  const version = row?.version ?? 0;
  if (version > MIGRATIONS.length)
    throw new StoreError(
      `The store was made by a newer version of this program (its tables are of version ${version}, known here are those up to ${MIGRATIONS.length}). Update this program, or use another DATA_DIR or DATABASE_URL.`,
    );
  return version;
}

async function firstTables(db: Transaction<Tables>, { big, counted }: Types): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('updates')
    .addColumn('update_id', big, column => column.primaryKey())
    .addColumn('lane', 'text', column => column.notNull())
    .addColumn('person_id', big)
    .addColumn('payload', 'text', column => column.notNull())
    .addColumn('digest', 'text', column => column.notNull())
    .addColumn('state', 'text', column => column.notNull())
    .addColumn('attempts', 'integer', column => column.notNull())
    .addColumn('received_at', big, column => column.notNull())
    .addColumn('handled_at', big)
    .execute();
  // Of pending rows alone, so that the handled ones, which are many more, cost nothing.
  await schema
    .createIndex('updates_pending')
    .on('updates')
    .columns(['lane', 'update_id', 'received_at'])
    .where(sql<boolean>`state = 'pending'`)
    .execute();
  await schema.createIndex('updates_handled_at').on('updates').column('handled_at').execute();

  await schema
    .createTable('lanes')
    .addColumn('lane', 'text', column => column.primaryKey())
    .addColumn('holder', 'text', column => column.notNull())
    .addColumn('lease_until', big, column => column.notNull())
    .execute();

  await schema
    .createTable('people')
    .addColumn('person_id', big, column => column.primaryKey())
    .addColumn('language', 'text')
    .addColumn('first_seen_at', big, column => column.notNull())
    .addColumn('last_seen_at', big, column => column.notNull())
    .execute();

  await schema
    .createTable('chats')
    .addColumn('chat_id', big, column => column.primaryKey())
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('state', 'text', column => column.notNull())
    .addColumn('first_seen_at', big, column => column.notNull())
    .addColumn('last_seen_at', big, column => column.notNull())
    .addColumn('migrated_to', big)
    .execute();

  await schema
    .createTable('exchanges')
    // Never given twice, for a button under a message may outlive the exchange that it names.
    .addColumn('exchange_id', counted, column => {
      const key = column.primaryKey();
      return counted === 'integer' ? key.autoIncrement() : key;
    })
    .addColumn('update_id', big, column => column.unique())
    .addColumn('chat_id', big, column => column.notNull())
    .addColumn('thread_id', big)
    .addColumn('person_id', big)
    .addColumn('asked_at', big, column => column.notNull())
    .addColumn('language', 'text', column => column.notNull())
    .addColumn('request', 'text', column => column.notNull())
    .addColumn('page', 'integer', column => column.notNull())
    .addColumn('question', 'text', column => column.notNull())
    .addColumn('answer', 'text', column => column.notNull())
    .addColumn('refused', 'integer', column => column.notNull())
    .addColumn('sources', 'text', column => column.notNull())
    .execute();
  await schema.createIndex('exchanges_of_chat').on('exchanges').columns(['chat_id', 'asked_at']).execute();
  await schema.createIndex('exchanges_of_person').on('exchanges').column('person_id').execute();
  await schema.createIndex('exchanges_asked_at').on('exchanges').column('asked_at').execute();

  await schema
    .createTable('replies')
    .addColumn('update_id', big, column => column.notNull())
    .addColumn('part', 'integer', column => column.notNull())
    .addColumn('chat_id', big, column => column.notNull())
    .addColumn('message_id', big)
    .addColumn('exchange_id', big)
    .addColumn('attempt', 'integer', column => column.notNull())
    .addColumn('state', 'text', column => column.notNull())
    .addColumn('told', 'integer', column => column.notNull())
    .addColumn('recorded_at', big, column => column.notNull())
    .addPrimaryKeyConstraint('replies_key', ['update_id', 'part'])
    .execute();
  await schema.createIndex('replies_of_message').on('replies').columns(['chat_id', 'message_id']).execute();
  await schema.createIndex('replies_of_exchange').on('replies').column('exchange_id').execute();
  await schema
    .createIndex('replies_untold')
    .on('replies')
    .column('chat_id')
    .where(sql<boolean>`state = 'unknown' and told = 0`)
    .execute();
  await schema.createIndex('replies_recorded_at').on('replies').column('recorded_at').execute();

  await schema
    .createTable('feedback')
    .addColumn('exchange_id', big, column => column.notNull())
    .addColumn('person_id', big, column => column.notNull())
    .addColumn('asked_by', big)
    .addColumn('verdict', 'text', column => column.notNull())
    .addColumn('given_at', big, column => column.notNull())
    .addColumn('asked_at', big, column => column.notNull())
    .addColumn('language', 'text', column => column.notNull())
    .addColumn('request', 'text', column => column.notNull())
    .addColumn('page', 'integer', column => column.notNull())
    .addColumn('question', 'text', column => column.notNull())
    .addColumn('answer', 'text', column => column.notNull())
    .addColumn('refused', 'integer', column => column.notNull())
    .addColumn('sources', 'text', column => column.notNull())
    .addPrimaryKeyConstraint('feedback_key', ['exchange_id', 'person_id'])
    .execute();

  await schema
    .createTable('usage')
    .addColumn('day', 'text', column => column.notNull())
    .addColumn('person_id', big, column => column.notNull())
    .addColumn('asked', 'integer', column => column.notNull())
    .addColumn('answered', 'integer', column => column.notNull())
    .addColumn('kept', 'integer', column => column.notNull())
    .addColumn('prompt', big, column => column.notNull())
    .addColumn('completion', big, column => column.notNull())
    .addColumn('reserved', big, column => column.notNull())
    .addColumn('forgotten', 'integer', column => column.notNull())
    .addPrimaryKeyConstraint('usage_key', ['day', 'person_id'])
    .execute();

  await schema
    .createTable('written')
    .addColumn('key', 'text', column => column.primaryKey())
    .addColumn('text', 'text', column => column.notNull())
    .addColumn('used_at', big, column => column.notNull())
    .execute();
  await schema.createIndex('written_used_at').on('written').column('used_at').execute();

  await schema
    .createTable('identity')
    .addColumn('bot_id', big)
    .addColumn('digest_key', 'text', column => column.notNull())
    .execute();
  await db.insertInto('identity').values({ bot_id: null, digest_key: newDigestKey() }).execute();
}
