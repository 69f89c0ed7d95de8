import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { PARSER_VERSION } from '../digest/parse.ts';
import { type Catalog, catalogOf, type FileRecord, packRecord, unpackRecord } from './catalog.ts';
import { indexState } from './indexes.ts';
import { type Connection, connect, Session, type Table } from './lance.ts';
import { CatalogRow, catalogSchema, catalogTable, digestOf, entriesSchema } from './rows.ts';
import { packSketch, type Sketch, unpackSketch } from './sketch.ts';

/** Changes when tables of an earlier program could no longer be read by this one. */
export const FORMAT = 2;

/**
 * Lance's caches, in bytes. The defaults (6 GB and 1 GB) let a library of 100,000 entries take more than a gigabyte;
 * with these its queries take as long as with twice as much.
 */
const INDEX_CACHE = 64n * 1024n * 1024n;
const METADATA_CACHE = 8n * 1024n * 1024n;

/** What a library's rows are derived with. Rows of two derivations never share a table. */
export type Derivation = { space: string; dimensions: number; analyzer: string };

/** What the catalog says of its entries table. */
const Head = z.object({
  format: z.literal(FORMAT),
  space: z.string(),
  dimensions: z.number(),
  analyzer: z.string(),
  /** the version of the entries table that this catalog describes */ version: z.number(),
  rows: z.number(),
  /** rows without a vector, for want of an embedder */ unembedded: z.number(),
  tokens: z.object({ terms: z.number(), glosses: z.number() }),
  /** what could not be looked into in the digest folder */ unlisted: z.array(z.string()).default([]),
  /** when it was last brought up to date, waiting entries tried again included; milliseconds since 1970 */
  savedAt: z.number(),
});
export type Head = z.infer<typeof Head>;

/** One consistent, unchanging view: the entries at the version that the catalog describes. */
export type Snapshot = {
  name: string;
  head: Head;
  catalog: Catalog;
  /** names what is stored of each file */ stored: ReadonlyMap<string, string>;
  sketches: Record<Space, Sketch>;
  /** opened at `head.version`, for reading only */ entries: Table;
  /** whether some rows are not in the token indexes yet */ unindexed: boolean;
  /** whether there is a vector index */ indexedVectors: boolean;
};

/** The two token columns: what is written, and what it means. */
export type Space = 'terms' | 'glosses';

export async function connectTo(uri: string): Promise<Connection> {
  return connect({ uri: isRemote(uri) ? uri : resolve(uri), session: new Session(INDEX_CACHE, METADATA_CACHE) });
}

export function isRemote(uri: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(uri);
}

/** The name under which the tables of a derivation live: `entries-<name>` and `catalog-<name>`. */
export function nameOf({ space, dimensions, analyzer }: Derivation): string {
  return digestOf(JSON.stringify([FORMAT, PARSER_VERSION, space, dimensions, analyzer])).replace(/[^a-zA-Z0-9]/g, '0');
}

/** The names of all derivations that have a catalog here. */
export async function namesIn(connection: Connection): Promise<string[]> {
  return namesAmong(await connection.tableNames());
}

/** The same, of a list of tables. */
export function namesAmong(tables: readonly string[]): string[] {
  return tables.filter(table => table.startsWith('catalog-')).map(table => table.slice('catalog-'.length));
}

/** The latest version of the catalog table: changes with every save. */
export async function catalogVersion(catalog: Table): Promise<number> {
  await catalog.checkoutLatest();
  return catalog.version();
}

export async function openCatalog(connection: Connection, name: string): Promise<Table> {
  return connection.openTable(`catalog-${name}`);
}

/**
 * Reads a catalog and opens the entries that it describes; undefined where nothing was saved yet. Records that are
 * stored as `previous` has them are taken over from there: unpacking them all takes a tenth of a second for 100,000 entries.
 * @throws whatever LanceDB or zod says when the tables do not hold together
 */
export async function readSnapshot(
  connection: Connection,
  { name, catalog: table, previous }: { name: string; catalog: Table; previous: Snapshot | undefined },
): Promise<Snapshot | undefined> {
  const rows = (await table.query().toArray()).map(row => CatalogRow.parse({ ...row }));
  if (rows.length === 0) return undefined;
  const byName = new Map(rows.map(row => [row.name, row]));
  const dataOf = (key: string): Uint8Array => {
    const row = byName.get(key);
    if (row === undefined) throw new Error(`the catalog has no ${key}`);
    return row.data;
  };
  const head = Head.parse(JSON.parse(byName.get('head')?.text ?? ''));
  const stored = rows.filter(row => row.name.startsWith('file:'));
  const records = stored.map(({ name: key, text, data }) => {
    const known =
      previous?.name === name && previous.stored.get(key) === text
        ? previous.catalog.files.get(key.slice(5))
        : undefined;
    return known ?? unpackRecord(data);
  });
  const entries = await connection.openTable(`entries-${name}`, undefined, { version: head.version });
  // A file that is missing or cut off shows only when it is read.
  const count = previous?.name === name ? await entries.countRows() : await readThrough(entries);
  if (count !== head.rows) throw new Error(`the catalog speaks of ${head.rows} entries, the table holds ${count}`);
  return {
    name,
    head,
    catalog: catalogOf(records),
    stored: new Map(stored.map(row => [row.name, row.text])),
    sketches: {
      terms: unpackSketch(dataOf('sketch:terms'), head.tokens.terms),
      glosses: unpackSketch(dataOf('sketch:glosses'), head.tokens.glosses),
    },
    entries,
    ...(await indexState(entries)),
  };
}

/** Of several derivations, what was saved last. One that cannot be read is of an earlier program, or damaged: left out. */
export async function latestSnapshot(connection: Connection, names: readonly string[]): Promise<Snapshot | undefined> {
  let latest: Snapshot | undefined;
  for (const name of names) {
    const read = openCatalog(connection, name).then(catalog => {
      return readSnapshot(connection, { name, catalog, previous: undefined });
    });
    const snapshot = await read.catch(() => undefined);
    if (snapshot && (latest === undefined || snapshot.head.savedAt > latest.head.savedAt)) latest = snapshot;
  }
  return latest;
}

/** Writes what changed of a catalog, in one commit: whoever reads the catalog sees all of it or nothing. */
export async function saveCatalog(
  table: Table,
  changes: {
    head: Head;
    sketches: Record<Space, Sketch> | undefined;
    records: readonly FileRecord[];
    gone: readonly string[];
  },
): Promise<void> {
  const { head, sketches, records, gone } = changes;
  const none: Uint8Array = new Uint8Array();
  const rows: CatalogRow[] = [
    { name: 'head', text: JSON.stringify(head), data: none },
    ...records.map(record => {
      const data = packRecord(record);
      return { name: `file:${record.file}`, text: digestOf(data), data };
    }),
  ];
  if (sketches) {
    rows.push({ name: 'sketch:terms', text: '', data: packSketch(sketches.terms) });
    rows.push({ name: 'sketch:glosses', text: '', data: packSketch(sketches.glosses) });
  }
  const merge = table.mergeInsert('name').whenMatchedUpdateAll().whenNotMatchedInsertAll();
  const names = gone.map(file => `file:${file}`);
  await (names.length === 0
    ? merge
    : merge.whenNotMatchedBySourceDelete({ where: `name IN (${quoted(names)})` })
  ).execute(catalogTable(rows));
}

/** Opens the entries of a derivation for writing; makes the table where there is none, without its indexes. */
export async function ensureEntries(connection: Connection, derivation: Derivation): Promise<Table> {
  return ensureTable(connection, `entries-${nameOf(derivation)}`, entriesSchema(derivation.dimensions));
}

export async function ensureCatalog(connection: Connection, derivation: Derivation): Promise<Table> {
  return ensureTable(connection, `catalog-${nameOf(derivation)}`, catalogSchema);
}

export async function ensureTable(connection: Connection, name: string, schema: typeof catalogSchema): Promise<Table> {
  const present = (await connection.tableNames()).includes(name);
  return present ? connection.openTable(name) : connection.createEmptyTable(name, schema);
}

/** Reads one column, or everything, of all rows and counts them: every file is opened, in 30 ms for 100,000 rows. */
export async function readThrough(entries: Table, options: { everything?: boolean } = {}): Promise<number> {
  let count = 0;
  const query = options.everything ? entries.query() : entries.query().select(['id']);
  for await (const batch of query) count += batch.numRows;
  return count;
}

/** Removes the tables of a derivation, even such as no longer open. */
export async function dropTables(connection: Connection, uri: string, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    if (isRemote(uri)) await connection.dropTable(table);
    else await rm(join(resolve(uri), `${table}.lance`), { recursive: true, force: true });
  }
}

/** Values as an SQL list. */
export function quoted(values: readonly string[]): string {
  return values.map(value => `'${value.replaceAll("'", "''")}'`).join(', ');
}
