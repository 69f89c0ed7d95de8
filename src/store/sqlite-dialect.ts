import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { reasonOf, StoreError } from './store-error.ts';

/** How long to wait, in milliseconds, before giving up. */
export type Patience = {
  /** For another process that holds the file. */
  forFile?: number;
  /** For the one connection, held by another query or transaction of this process. */
  forConnection?: number;
};

/** What SQLite itself waits for another process: it holds up the event loop, so the rest is waited for between attempts. */
const BUSY_HANDLER_MS = 20;
const RETRY_MS = 10;

/**
 * Kysely on node:sqlite. One connection to `file`, with write-ahead log and an fsync for each commit; a transaction takes
 * the right to write at its beginning, since one that asks for it later fails at once beside another writer.
 */
export function sqliteDialect(file: string, patience: Patience = {}): Dialect {
  return {
    createDriver: () => new SqliteDriver(file, patience),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new OwnQueueAdapter(),
    createIntrospector: db => new SqliteIntrospector(db),
  };
}

/** Kysely would queue for the single connection for ever; the driver below queues with a limit. */
class OwnQueueAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class SqliteDriver implements Driver {
  readonly #file: string;
  readonly #forFile: number;
  readonly #forConnection: number;
  readonly #waiting: (() => void)[] = [];
  #database: DatabaseSync | undefined;
  #taken = false;
  readonly #connection: DatabaseConnection = {
    executeQuery: query => this.#execute(query),
    streamQuery: () => {
      throw new StoreError('The store does not stream rows; ask for a part of them at a time.');
    },
  };

  constructor(file: string, { forFile = 30_000, forConnection = 30_000 }: Patience) {
    this.#file = file;
    this.#forFile = forFile;
    this.#forConnection = forConnection;
  }

  async init(): Promise<void> {
    try {
      this.#database = new DatabaseSync(this.#file, { timeout: BUSY_HANDLER_MS });
      // FULL, for NORMAL loses the last commits in a power cut; secure_delete, for what is erased shall not stay in the file.
      for (const pragma of ['journal_mode = wal', 'synchronous = full', 'secure_delete = on'])
        await this.#execute(CompiledQuery.raw(`pragma ${pragma}`));
    } catch (error) {
      this.#database?.close();
      this.#database = undefined;
      throw this.#told(error);
    }
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#taken) await this.#turn();
    this.#taken = true;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken = false;
  }

  async beginTransaction(): Promise<void> {
    await this.#execute(CompiledQuery.raw('begin immediate'));
  }

  async commitTransaction(): Promise<void> {
    await this.#execute(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(): Promise<void> {
    // After a full disk, SQLite has rolled back by itself, and the error of a second one would hide the first.
    if (this.#database?.isTransaction) await this.#execute(CompiledQuery.raw('rollback'));
  }

  async destroy(): Promise<void> {
    await this.acquireConnection();
    this.#database?.close();
    this.#database = undefined;
    await this.releaseConnection();
  }

  /** Resolves when whoever has the connection hands it on. */
  #turn(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const handOn = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(handOn), 1);
      reject(
        new StoreError(
          `Waited ${this.#forConnection} ms for the one connection to ${this.#file}: a transaction does not end, or uses the store itself instead of what it was given.`,
        ),
      );
    }, this.#forConnection);
    this.#waiting.push(handOn);
    return promise;
  }

  async #execute<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const values = parameters.map(bindable);
    const until = performance.now() + this.#forFile;
    for (;;) {
      try {
        return this.#run<Row>(sql, values);
      } catch (error) {
        if (codeOf(error) !== BUSY) throw this.#told(error);
        if (performance.now() >= until)
          throw new StoreError(`Another process has held ${this.#file} for more than ${this.#forFile} ms.`, {
            cause: error,
          });
      }
      await pause(RETRY_MS);
    }
  }

  /** Tells apart a file that cannot be used from a query that is wrong. */
  #told(error: unknown): unknown {
    if (!OUTAGE.includes(codeOf(error) ?? 0)) return error;
    return new StoreError(
      `The store ${this.#file} cannot be used (${reasonOf(error)}). Give this account the right to write there and room on the disk, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }

  #run<Row>(sql: string, values: SQLInputValue[]): QueryResult<Row> {
    if (!this.#database) throw new StoreError(`The store ${this.#file} is closed.`);
    const statement = this.#database.prepare(sql);
    // The query builder knows what its query returns, as it does with any other driver.
    if (statement.columns().length > 0) return { rows: statement.all(...values) as Row[] };
    const { changes, lastInsertRowid } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }
}

/** node:sqlite binds NULL for some of what it does not know, and NaN is NULL to SQLite: such values are refused. */
function bindable(value: unknown, index: number): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'bigint' || value instanceof Uint8Array)
    return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const kind = typeof value === 'object' ? value?.constructor?.name : typeof value;
  throw new TypeError(
    `Parameter ${index + 1} of a query is ${kind === 'number' ? 'no finite number' : `of type ${kind}`}: the store takes text, numbers, bytes and null.`,
  );
}

/** SQLITE_BUSY; SQLITE_READONLY, IOERR, CORRUPT, FULL, CANTOPEN and NOTADB. https://sqlite.org/rescode.html */
const BUSY = 5;
const OUTAGE: readonly number[] = [8, 10, 11, 13, 14, 26];

/** The primary one of SQLite's codes for an error; undefined for one that is not SQLite's. */
function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}
