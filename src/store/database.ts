import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { messageOf } from '../errors.ts';
import { prepareDataFolder } from './data-folder.ts';
import { migrate } from './migrations.ts';
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

/**
 * Opens the store, makes it where there is none, and brings its tables to this version.
 * @throws StoreError saying what to do when it cannot be used; DataFolderError when the file's folder cannot
 */
export async function openStore(where: { url: string } | { file: string }): Promise<Store> {
  if ('file' in where) await prepareDataFolder(dirname(where.file));
  const kind = 'url' in where ? 'postgres' : 'sqlite';
  const db = new Kysely<Tables>({ dialect: 'url' in where ? postgresDialect(where.url) : sqliteDialect(where.file) });
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
  return {
    db,
    kind,
    async check() {
      await db.selectFrom('store_version').select('version').executeTakeFirstOrThrow();
    },
    close: () => db.destroy(),
  };
}
