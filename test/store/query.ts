import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What SQL finds in the SQLite store of a data folder, read beside a bot that may be running. */
export function queryOf(state: string) {
  return (sql: string) => {
    const database = new DatabaseSync(join(state, 'noted.sqlite'), { readOnly: true });
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  };
}
