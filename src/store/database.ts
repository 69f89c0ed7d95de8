import { dirname } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import { prepareDataFolder } from './data-folder.ts';
import { type Database, migrate } from './migrations.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** The truth about people and what they said: an SQLite file, or a PostgreSQL database. */
export type Store = {
  db: Kysely<Tables>;
  /** Resolves when the store answers; throws what is wrong with it otherwise. */
  check(): Promise<void>;
  /** Waits for what is under way, then lets go of it. */
  close(): Promise<void>;
};

/**
 * Opens the store, makes it where there is none, and brings its tables to this version.
 * @throws StoreError saying what to do when it cannot be used; DataFolderError when the file's folder cannot
 */
export async function openStore(where: { url: string } | { file: string }): Promise<Store> {
  const place = 'url' in where ? placeOf(where.url) : where.file;
  const [db, database] =
    'url' in where ? ([openPostgres(where.url), 'postgres'] as const) : await openSqlite(where.file);
  try {
    await migrate(db, database);
  } catch (error) {
    await db.destroy();
    if (error instanceof StoreError) throw error;
    throw new StoreError(`The store ${place} cannot be used (${reasonOf(error)}). ${ADVICE[database]}`, {
      cause: error,
    });
  }
  return {
    db,
    async check() {
      await db.selectFrom('store_version').select('version').executeTakeFirstOrThrow();
    },
    close: () => db.destroy(),
  };
}

const ADVICE: Record<Database, string> = {
  sqlite: 'Give this account the right to write there and room on the disk, or set DATA_DIR to another folder.',
  postgres: 'Is that server running, and are the user, password and database in DATABASE_URL right?',
};

async function openSqlite(file: string): Promise<[Kysely<Tables>, 'sqlite']> {
  await prepareDataFolder(dirname(file));
  return [new Kysely<Tables>({ dialect: sqliteDialect(file) }), 'sqlite'];
}

/** How long PostgreSQL may take for a connection and for one query, in milliseconds, before it counts as unreachable. */
const CONNECT_MS = 10_000;
const QUERY_MS = 60_000;

function openPostgres(url: string): Kysely<Tables> {
  const pool = new Pool({
    connectionString: url,
    application_name: 'noted',
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    keepAlive: true,
    types: { getTypeParser: parserOf },
  });
  // An idle connection that the server ended is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** int8 and numeric, which pg gives as text: ids, times and counts are safe integers. */
const NUMBERS: readonly number[] = [types.builtins.INT8, types.builtins.NUMERIC];

const parserOf: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  NUMBERS.includes(oid) ? Number : types.getTypeParser(oid, format);

/** Names a PostgreSQL database without its user, password and options. */
function placeOf(url: string): string {
  const parsed = /^postgres(?:ql)?:\/\//.test(url) ? URL.parse(url) : null;
  // An @ behind the host: a password with a bare / ? or # in it, of which a part would be taken for the place.
  if (!parsed || /@/.test(parsed.pathname + parsed.search + parsed.hash))
    throw new StoreError(
      'DATABASE_URL is no address of a PostgreSQL database: write postgres://user:password@host:5432/name, with %-escapes for special characters in user and password.',
    );
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
