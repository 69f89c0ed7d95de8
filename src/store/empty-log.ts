import { sql } from 'kysely';
import type { Store } from './database.ts';

/**
 * Empties SQLite's write-ahead log, where what was deleted would stand until something else is written over it. While
 * somebody else reads the file it stays as it is, until the next time.
 */
export async function emptyLog({ db, kind }: Pick<Store, 'db' | 'kind'>): Promise<void> {
  if (kind === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(db);
}
