import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, inject, onTestFinished } from 'vitest';
import { openStore, type Store } from '../../src/store/database.ts';
import { createDatabase, isPostgresWanted } from './postgres.ts';

/** Where a store is, as `openStore` takes it. */
export type Where = { url: string } | { file: string };

export type Fresh = {
  /** Where no store is yet. */
  place(): Promise<Where>;
  /** An empty store, closed at the end of the test. */
  store(): Promise<Store>;
};

/** Runs the same tests on each database; on PostgreSQL where it is installed. */
export function overDatabases(tests: (fresh: Fresh) => void): void {
  describe('on SQLite', () => tests(freshAt(newFile)));
  describe.skipIf(!isPostgresWanted)(`on PostgreSQL${isPostgresWanted ? '' : ' (not installed)'}`, () =>
    tests(freshAt(newDatabase)),
  );
}

function freshAt(place: () => Promise<Where>): Fresh {
  return {
    place,
    async store() {
      const store = await openStore(await place());
      onTestFinished(() => store.close());
      return store;
    },
  };
}

async function newFile(): Promise<Where> {
  const folder = await mkdtemp(join(tmpdir(), 'noted-store-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return { file: join(folder, 'state', 'store.sqlite') };
}

const newDatabase = async (): Promise<Where> => ({ url: await createDatabase(inject('postgresFolder')) });
