import {
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { DatabaseError, Pool, type PoolClient, types } from 'pg';
import { messageOf } from '../errors.ts';
import { StoreError } from './store-error.ts';

/**
 * How long PostgreSQL may take for a connection and for one query, in milliseconds, before it counts as unreachable.
 * Shorter than a lane of the inbox is held, so that its holder learns of a dead connection before the lane is another's.
 */
const CONNECT_MS = 10_000;
const QUERY_MS = 10_000;

/** How long a connection is silent, in milliseconds, before the system asks whether the other end is there; else two hours. */
const KEEP_ALIVE_MS = 10_000;

/**
 * Kysely on PostgreSQL, with whole numbers as numbers, and with a StoreError where the server cannot be used.
 * @throws StoreError when the address is none
 */
export function postgresDialect(url: string, { queryMs = QUERY_MS }: { queryMs?: number } = {}): Dialect {
  const place = placeOf(url);
  return {
    createDriver: () => new TellingDriver(poolFor(url, queryMs), place),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: db => new PostgresIntrospector(db),
  };
}

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

function poolFor(url: string, queryMs: number): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'noted',
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: queryMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    types: { getTypeParser: parserOf },
  });
  // A lost connection is told by the next query, and replaced. Its event has to be heard all the same, idle (by the
  // pool) or within a transaction (by itself), or it would end the process.
  pool.on('error', () => {});
  pool.on('connect', client => {
    client.on('error', () => {});
    closeUnanswered(client);
  });
  return pool;
}

/**
 * Closes a connection at the first query that PostgreSQL did not answer. pg lets go of such a query, while the connection
 * still waits for it, and so would whoever gets that connection next; the pool replaces a closed one.
 */
function closeUnanswered(client: PoolClient): void {
  const ask: (text: string, values: unknown[]) => Promise<unknown> = client.query;
  Object.assign(client, {
    async query(text: string, values: unknown[]) {
      try {
        return await ask.call(client, text, values);
      } catch (error) {
        // Not waited for: the other end may never say goodbye.
        if (!(error instanceof DatabaseError)) void client.end();
        throw error;
      }
    },
  });
}

/** int8 and numeric, which pg gives as text: ids, times and counts are safe integers. */
const NUMBERS: readonly number[] = [types.builtins.INT8, types.builtins.NUMERIC];

const parserOf: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  NUMBERS.includes(oid) ? Number : types.getTypeParser(oid, format);

/** Tells apart a server that cannot be used from a query that is wrong. */
class TellingDriver extends PostgresDriver {
  readonly #place: string;
  readonly #telling = new WeakSet<DatabaseConnection>();

  constructor(pool: Pool, place: string) {
    super({ pool });
    this.#place = place;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await this.#told(super.acquireConnection());
    if (!this.#telling.has(connection)) {
      this.#telling.add(connection);
      const execute = connection.executeQuery.bind(connection);
      connection.executeQuery = (query, options) => this.#told(execute(query, options));
    }
    return connection;
  }

  override async rollbackTransaction(
    ...[connection]: Parameters<PostgresDriver['rollbackTransaction']>
  ): Promise<void> {
    // Where it fails, the connection is given up, by which PostgreSQL rolls back; its error would hide the first one.
    await super.rollbackTransaction(connection).catch(() => {});
  }

  async #told<Result>(asked: Promise<Result>): Promise<Result> {
    try {
      return await asked;
    } catch (error) {
      if (!isOutage(error)) throw error;
      throw new StoreError(
        `The store ${this.#place} cannot be used (${messageOf(error)}). Is that server running, and are the user, password and database in DATABASE_URL right?`,
        { cause: error },
      );
    }
  }
}

/**
 * Classes of SQLSTATE that are not the query's fault: connection, login, no such database, rolled back for another's
 * sake, out of resources, shut down, system, internal; and a server that became a read-only one.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const OUTAGE = /^(?:08|28|3D|40|53|57|58|XX|25006)/;

function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseError) return OUTAGE.test(error.code ?? '');
  // What pg itself says has no code: a lost connection, a time that ran out.
  return !(error instanceof TypeError || error instanceof StoreError);
}
