import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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
};

/** Counts from the tables themselves, not from what the catalog says. */
export async function checkTables(library: {
  uri: string;
  derivation: Derivation;
  snapshot: Snapshot | undefined;
  damage: string | undefined;
}): Promise<Check> {
  const { uri, derivation, snapshot, damage } = library;
  const { space, analyzer } = snapshot?.head ?? derivation;
  const common = { space, analyzer, damage, bytes: await bytesOnDisk(uri) };
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
