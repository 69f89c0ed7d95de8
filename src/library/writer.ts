import type { Place } from './catalog.ts';
import type { Donor } from './derive.ts';
import { ensureIndexes } from './indexes.ts';
import type { Connection, Table } from './lance.ts';
import { inOneLine, isDamage } from './problem.ts';
import {
  dropTables,
  ensureCatalog,
  ensureEntries,
  isRemote,
  nameOf,
  namesIn,
  readSnapshot,
  readThrough,
  type Snapshot,
} from './tables.ts';
import type { Workshop } from './workshop.ts';

/** The tables, open for writing, with what is known of them. */
export type Writer = {
  entries: Table;
  catalog: Table;
  /** what the catalog says, where there is one of this derivation */ previous: Snapshot | undefined;
  /** the catalog describes the entries exactly: no ingest was interrupted since */ trusted: boolean;
  /** the rows that there are, read where the catalog does not tell */ rows: Pick<Place, 'id' | 'hash'>[] | undefined;
  donors: Donor[];
  /** why all is made anew, where it is */ rebuilt: string | undefined;
};

/** The library cannot be opened for writing, for a reason that lies outside of it. Nothing of it was removed. */
export class LibraryUnreachableError extends Error {
  override readonly name = 'LibraryUnreachableError';
}

/**
 * Opens the tables of this derivation. What is damaged is removed and made anew.
 * @throws LibraryUnreachableError
 */
export async function openWriter(workshop: Workshop): Promise<Writer> {
  const { connection, derivation, uri, snapshot, damage } = workshop;
  const name = nameOf(derivation);
  let rebuilt: string | undefined;
  try {
    // Each in turn, so that a damaged catalog does not cost the entries their vectors.
    await readThrough(await ensureEntries(connection, derivation), { everything: damage !== undefined });
  } catch (error) {
    requireDamage(error, uri);
    rebuilt = `the library could not be read: ${inOneLine(error)}`;
    await dropTables(connection, uri, [`entries-${name}`, `catalog-${name}`]);
  }
  let previous = snapshot?.name === name && rebuilt === undefined ? snapshot : undefined;
  if (damage !== undefined && rebuilt === undefined) {
    try {
      const catalog = await ensureCatalog(connection, derivation);
      previous = await readSnapshot(connection, { name, catalog, previous: undefined });
    } catch (error) {
      requireDamage(error, uri);
      previous = undefined;
      rebuilt = `the library's catalog could not be read: ${inOneLine(error)}`;
      await dropTables(connection, uri, [`catalog-${name}`]);
    }
  }
  const entries = await ensureEntries(connection, derivation);
  await ensureIndexes(entries);
  const catalog = await ensureCatalog(connection, derivation);
  const trusted = previous !== undefined && previous.head.version === (await entries.version());
  return {
    entries,
    catalog,
    previous,
    trusted,
    rows: trusted ? undefined : await rowsOf(entries),
    donors: await donorsOf(workshop, previous?.entries ?? entries),
    rebuilt: rebuilt ?? otherDerivation(workshop),
  };
}

/** Vectors cost hours or money to make again: the tables are given up only where that is what helps. */
export function requireDamage(error: unknown, uri: string): void {
  if (isDamage(error, { remote: isRemote(uri) })) return;
  throw new LibraryUnreachableError(
    `The library ${uri} cannot be opened (${inOneLine(error)}). It was left as it is; ingest again when this is put right.`,
    { cause: error },
  );
}

/** Another embedder's tables come in handy again when a person changes back; after a week that is not likely. */
const KEEP_OTHERS = 7 * 24 * 60 * 60 * 1000;

/** Removes the tables of other derivations that nobody has written to for a week. */
export async function dropOthers({ connection, derivation, uri, now }: Workshop): Promise<void> {
  for (const name of await namesIn(connection)) {
    if (name === nameOf(derivation) || (await lastWrite(connection, { uri, name })) > now() - KEEP_OTHERS) continue;
    await dropTables(connection, uri, [`entries-${name}`, `catalog-${name}`]);
  }
}

/** Milliseconds since 1970; long ago where the table is damaged, never where it is out of reach for now. */
async function lastWrite(connection: Connection, { uri, name }: { uri: string; name: string }): Promise<number> {
  try {
    const table = await connection.openTable(`entries-${name}`);
    const times = (await table.listVersions()).map(version => new Date(version.timestamp).getTime());
    return Math.max(...times);
  } catch (error) {
    return isDamage(error, { remote: isRemote(uri) }) ? 0 : Number.POSITIVE_INFINITY;
  }
}

function otherDerivation({ snapshot, derivation }: Workshop): string | undefined {
  if (snapshot === undefined || snapshot.name === nameOf(derivation)) return undefined;
  const { space, analyzer } = snapshot.head;
  if (space !== derivation.space) return `the embedder changed from ${space} to ${derivation.space}`;
  return `the analyzer changed from ${analyzer} to ${derivation.analyzer}`;
}

async function rowsOf(entries: Table): Promise<Pick<Place, 'id' | 'hash'>[]> {
  return (await entries.query().select(['id', 'hash']).toArray()).map(({ id, hash }) => ({ id, hash }));
}

/** Tables whose rows spare analyzing and embedding: this derivation's own, and another's that shares one half with it. */
async function donorsOf({ snapshot, derivation }: Workshop, own: Table): Promise<Donor[]> {
  const donors: Donor[] = [{ table: own, analyzed: true, embedded: true }];
  if (snapshot && snapshot.name !== nameOf(derivation)) {
    const { space, analyzer } = snapshot.head;
    donors.push({
      table: snapshot.entries,
      analyzed: analyzer === derivation.analyzer,
      embedded: space === derivation.space,
    });
  }
  return donors.filter(donor => donor.analyzed || donor.embedded);
}
