import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
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
import { messageOf } from '../errors.ts';
import { StoreError } from './store-error.ts';

/** How long to wait, in milliseconds, before giving up. */
export type Patience = {
  /** For another process that holds the file. */
  forFile?: number;
  /** For the one connection, held by a transaction of this process. */
  forConnection?: number;
};

/** What SQLite itself waits for another process: it holds up the event loop, so the rest is waited for between attempts. */
const BUSY_HANDLER_MS = 20;
const RETRY_MS = 10;

/** There are some fifty, but a list of values makes a statement of its own for each length. */
const MOST_STATEMENTS = 200;

/**
 * Kysely on node:sqlite. One connection to `file`, with write-ahead log and an fsync for each commit; a transaction takes
 * the right to write at its beginning, since one that asks for it later fails at once beside another writer. Writes that
 * are asked for in the same round of events share a commit: a disk takes a millisecond or ten for each. Each of them
 * succeeds or fails by itself all the same, and none is told to be done before it is on the disk.
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
  readonly #waiting: { owner: object; goOn: () => void }[] = [];
  readonly #writes: Write[] = [];
  readonly #statements = new Map<string, StatementSync>();
  #database: DatabaseSync | undefined;
  /** Whose turn it is: a transaction's, by its connection, or that of something shorter. */
  #owner: object | undefined;

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

  /** There is one; what is given out tells a transaction's own queries from those of others. */
  async acquireConnection(): Promise<DatabaseConnection> {
    const connection: DatabaseConnection = {
      executeQuery: query => {
        if (this.#owner === connection) return this.#execute(query);
        return WRITES.has(query.query.kind) ? this.#write(query) : this.#inTurn(() => this.#execute(query));
      },
      streamQuery: () => {
        throw new StoreError('The store does not stream rows; ask for a part of them at a time.');
      },
    };
    return connection;
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (this.#owner === connection) this.#handOn();
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    // Of transactions, each asked for when the one before it ends, no round of events need ever come to its end.
    await this.#writeAll();
    await this.#turn(connection);
    await this.#execute(BEGIN);
  }

  async commitTransaction(): Promise<void> {
    await this.#execute(COMMIT);
  }

  async rollbackTransaction(): Promise<void> {
    // After a full disk, SQLite has rolled back by itself, and the error of a second one would hide the first.
    if (this.#database?.isTransaction) await this.#execute(ROLLBACK);
  }

  async destroy(): Promise<void> {
    await this.#writeAll();
    await this.#inTurn(async () => {
      this.#statements.clear();
      this.#database?.close();
      this.#database = undefined;
    });
  }

  #write<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { promise, resolve, reject } = Promise.withResolvers<QueryResult<Row>>();
    // The query builder knows what its query returns, as it does with any other driver.
    this.#writes.push({ query, resolve: result => resolve(result as QueryResult<Row>), reject });
    if (this.#writes.length === 1) setImmediate(() => this.#writeAll());
    return promise;
  }

  /** Carries out the writes that wait, with one commit. */
  async #writeAll(): Promise<void> {
    let writes: Write[] | undefined;
    try {
      await this.#inTurn(async () => {
        writes = this.#writes.splice(0);
        for (const tell of await this.#together(writes)) tell();
      });
    } catch (error) {
      // What was asked for since these were taken has a turn of its own to come; without a turn, all of it waited in vain.
      for (const { reject } of writes ?? this.#writes.splice(0)) reject(error);
    }
  }

  /** Gives what tells each of the writes its outcome. Throws where none of them was kept. */
  async #together(writes: readonly Write[]): Promise<(() => void)[]> {
    const [first, ...others] = writes;
    if (first === undefined) return [];
    if (others.length === 0) {
      const result = await this.#execute(first.query);
      return [() => first.resolve(result)];
    }
    await this.#execute(BEGIN);
    try {
      const outcomes = writes.map(({ query, resolve, reject }) => {
        try {
          const result = this.#run(query.sql, query.parameters.map(bindable));
          return () => resolve(result);
        } catch (error) {
          // A wrong query is undone by itself; where the disk is full, SQLite has undone those before it as well.
          if (!this.#database?.isTransaction) throw error;
          return () => reject(this.#told(error));
        }
      });
      await this.#execute(COMMIT);
      return outcomes;
    } catch (error) {
      await this.rollbackTransaction();
      throw this.#told(error);
    }
  }

  async #inTurn<T>(act: () => Promise<T>): Promise<T> {
    await this.#turn({});
    try {
      return await act();
    } finally {
      this.#handOn();
    }
  }

  #handOn(): void {
    const next = this.#waiting.shift();
    this.#owner = next?.owner;
    next?.goOn();
  }

  /** Resolves when nobody else has the connection; until it is handed on, it is the owner's. */
  async #turn(owner: object): Promise<void> {
    if (this.#owner === undefined) {
      this.#owner = owner;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = {
      owner,
      goOn: () => {
        clearTimeout(timer);
        resolve();
      },
    };
    const timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      reject(
        new StoreError(
          `Waited ${this.#forConnection} ms for the one connection to ${this.#file}: a transaction does not end, or uses the store itself instead of what it was given.`,
        ),
      );
    }, this.#forConnection);
    this.#waiting.push(waiting);
    await promise;
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
      `The store ${this.#file} cannot be used (${messageOf(error)}). Give this account the right to write there and room on the disk, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }

  #run<Row>(sql: string, values: SQLInputValue[]): QueryResult<Row> {
    if (!this.#database) throw new StoreError(`The store ${this.#file} is closed.`);
    const statement = this.#prepared(this.#database, sql);
    // The query builder knows what its query returns, as it does with any other driver.
    if (statement.columns().length > 0) return { rows: statement.all(...values) as Row[] };
    const { changes, lastInsertRowid } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  /** Preparing takes as long as running does, and what a bot asks is always the same. */
  #prepared(database: DatabaseSync, sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }
}

type Write = { query: CompiledQuery; resolve(result: QueryResult<unknown>): void; reject(error: unknown): void };

/** What may share a commit. Everything else is carried out by itself: some of it cannot stand in a transaction. */
const WRITES: ReadonlySet<string> = new Set(['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode']);

const [BEGIN, COMMIT, ROLLBACK] = [
  CompiledQuery.raw('begin immediate'),
  CompiledQuery.raw('commit'),
  CompiledQuery.raw('rollback'),
];

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
