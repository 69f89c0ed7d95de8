import {
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { DatabaseError, Pool, types } from 'pg';
import { messageOf } from '../errors.ts';
import { StoreError } from './store-error.ts';

/** How long PostgreSQL may take for a connection and for one query, in milliseconds, before it counts as unreachable. */
const CONNECT_MS = 10_000;
const QUERY_MS = 60_000;

/**
 * Kysely on PostgreSQL, with whole numbers as numbers, and with a StoreError where the server cannot be used.
 * @throws StoreError when the address is none
 */
export function postgresDialect(url: string): Dialect {
  const place = placeOf(url);
  return {
    createDriver: () => new TellingDriver(poolFor(url), place),
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

function poolFor(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'noted',
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    keepAlive: true,
    types: { getTypeParser: parserOf },
  });
  // A lost connection is told by the next query, and replaced. Its event has to be heard all the same, idle (by the
  // pool) or within a transaction (by itself), or it would end the process.
  pool.on('error', () => {});
  pool.on('connect', client => client.on('error', () => {}));
  return pool;
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
