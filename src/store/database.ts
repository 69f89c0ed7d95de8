import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Kysely } from 'kysely';
import type { Config } from '../config.ts';
import { messageOf } from '../errors.ts';
import { prepareDataFolder } from './data-folder.ts';
import { areTablesCurrent, migrate } from './migrations.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/**
 * The truth about people and what they said: an SQLite file, or a PostgreSQL database. Whatever is asked of it throws
 * a StoreError when it cannot be used just now.
 */
export type Store = {
  db: Kysely<Tables>;
  /** For the little that the two do not do alike. */
  kind: 'sqlite' | 'postgres';
  /** Resolves when the store answers; throws what is wrong with it otherwise. */
  check(): Promise<void>;
  /** Waits for what is under way, then lets go of it. */
  close(): Promise<void>;
};

/** Where a store is: an address of PostgreSQL, or the path of an SQLite file. */
export type Place = { url: string } | { file: string };

/** Where the settings say that the store is. */
export function storePlace({ DATABASE_URL, DATA_DIR }: Pick<Config, 'DATABASE_URL' | 'DATA_DIR'>): Place {
  return DATABASE_URL === undefined ? { file: join(DATA_DIR, 'noted.sqlite') } : { url: DATABASE_URL };
}

/**
 * Opens the store, makes it where there is none, and brings its tables to this version.
 * @throws StoreError saying what to do when it cannot be used; DataFolderError when the file's folder cannot
 */
export async function openStore(where: Place): Promise<Store> {
  if ('file' in where) await prepareDataFolder(dirname(where.file));
  const store = storeAt(where);
  const { db, kind } = store;
  try {
    await migrate(db, kind);
  } catch (error) {
    await db.destroy();
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      `The tables of the store cannot be brought to this version (${messageOf(error)}). Is there something else in that database?`,
      { cause: error },
    );
  }
  return store;
}

/**
 * Opens a store to read it, and leaves its tables alone: an older version of the program may be at work on them.
 * Undefined where there is none yet.
 * @throws StoreError when it cannot be used, or its tables are of another version
 */
export async function openStoreAsItIs(where: Place): Promise<Store | undefined> {
  if ('file' in where && !(await exists(where.file))) return undefined;
  const store = storeAt(where);
  try {
    if (await areTablesCurrent(store.db)) return store;
  } catch (error) {
    await store.close();
    throw error;
  }
  await store.close();
  return undefined;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function storeAt(where: Place): Store {
  const db = new Kysely<Tables>({ dialect: 'url' in where ? postgresDialect(where.url) : sqliteDialect(where.file) });
  return {
    db,
    kind: 'url' in where ? 'postgres' : 'sqlite',
    async check() {
      await db.selectFrom('store_version').select('version').executeTakeFirstOrThrow();
    },
    close: () => db.destroy(),
  };
}
