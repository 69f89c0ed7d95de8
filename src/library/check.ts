import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Catalog } from './catalog.ts';
import type { Connection } from './lance.ts';
import { readHead, spacesAmong } from './spaces.ts';
import { type Derivation, isRemote, type Snapshot } from './tables.ts';

/** What `check` found. */
export type Check = {
  space: string;
  analyzer: string;
  rows: number;
  distinctIds: number;
  unembedded: number;
  /** rows that full-text search still scans */ unindexed: number;
  versions: number;
  /** undefined on object storage */ bytes: number | undefined;
  damage: string | undefined;
  spaces: SpaceCheck[];
};

/** How far a model's space is. */
type SpaceCheck = {
  space: string;
  model: string;
  dimensions: number;
  /** entries that have their vector in it, as they are now */ embedded: number;
  /** entries whose texts the model does not take */ refused: number;
  entries: number;
  /** whether it can serve */ complete: boolean;
  left: boolean;
};

/** Counts from the tables themselves, not from what the catalog says. */
export async function checkTables(library: {
  uri: string;
  connection: Connection;
  derivation: Derivation;
  snapshot: Snapshot | undefined;
  damage: string | undefined;
}): Promise<Check> {
  const { uri, connection, derivation, snapshot, damage } = library;
  const { space, analyzer } = snapshot?.head ?? derivation;
  const spaces = await checkSpaces(connection, snapshot?.catalog);
  const common = { space, analyzer, damage, bytes: await bytesOnDisk(uri), spaces };
  if (snapshot === undefined) return { ...common, rows: 0, distinctIds: 0, unembedded: 0, unindexed: 0, versions: 0 };
  const { entries } = snapshot;
  const rows = await entries.query().select(['id']).toArray();
  const terms = await entries.indexStats('terms_idx');
  return {
    ...common,
    rows: rows.length,
    distinctIds: new Set(rows.map(row => row.id)).size,
    unembedded: await entries.countRows('vector IS NULL'),
    unindexed: terms?.numUnindexedRows ?? rows.length,
    versions: (await entries.listVersions()).length,
  };
}

async function checkSpaces(connection: Connection, catalog: Catalog | undefined): Promise<SpaceCheck[]> {
  const checks: SpaceCheck[] = [];
  for (const name of spacesAmong(await connection.tableNames())) {
    // One that cannot be read is made anew when it is filled next; what answers meanwhile is told of it all the same.
    const check = await checkSpace(connection, name, catalog).catch(() => undefined);
    if (check !== undefined) checks.push(check);
  }
  return checks;
}

async function checkSpace(
  connection: Connection,
  name: string,
  catalog: Catalog | undefined,
): Promise<SpaceCheck | undefined> {
  const head = await readHead(await connection.openTable(`space-${name}`));
  if (head === undefined) return undefined;
  const { space, model, dimensions, completedAt, leftAt } = head;
  const vectors = await connection.openTable(`vectors-${name}`);
  const isCurrent = (row: { id: string; hash: string }) => catalog?.byId.get(row.id)?.hash === row.hash;
  const countIn = async (where: string) => {
    const rows = await vectors.query().where(where).select(['id', 'hash']).toArray();
    return rows.filter(isCurrent).length;
  };
  return {
    space,
    model,
    dimensions,
    embedded: await countIn('vector IS NOT NULL'),
    refused: await countIn('vector IS NULL'),
    entries: catalog?.order.length ?? 0,
    complete: completedAt !== undefined,
    left: leftAt !== undefined,
  };
}

async function bytesOnDisk(uri: string): Promise<number | undefined> {
  if (isRemote(uri)) return undefined;
  let bytes = 0;
  for (const path of await readdir(resolve(uri), { recursive: true })) {
    // An ingest at work beside it removes files between the listing and the look.
    const found = await stat(join(resolve(uri), path)).catch(() => undefined);
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}
