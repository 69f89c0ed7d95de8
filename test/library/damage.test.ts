import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LibraryDamagedError } from '../../src/library/library.ts';
import { vectorOf } from './parts.ts';
import { closest, createWorkbench, day } from './workbench.ts';

/** A library of three entries, closed, with the paths of its tables. */
async function createLibrary() {
  const bench = await createWorkbench();
  await bench.write('a.md', day('2021.1.18', 'one', 'two', 'three'));
  const library = await bench.open();
  await bench.ingest(library);
  const names = await readdir(bench.uri);
  const table = (start: string): string => join(bench.uri, names.find(name => name.startsWith(start)) ?? '');
  return { ...bench, library, entries: table('entries-'), catalog: table('catalog-') };
}

async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter(file => file.isFile())
    .map(file => join(file.parentPath, file.name));
}

/** LanceDB counts versions down in its manifests' names, so that the newest comes first. */
async function newestManifest(table: string): Promise<string> {
  const manifests = (await filesOf(join(table, '_versions'))).filter(file => file.endsWith('.manifest'));
  return manifests.sort((one, other) => Number(BigInt(nameOf(one)) - BigInt(nameOf(other))))[0] ?? '';
}

function nameOf(manifest: string): string {
  return /(\d+)\.manifest$/.exec(manifest)?.[1] ?? '0';
}

async function expectWhole(bench: Awaited<ReturnType<typeof createLibrary>>, library: typeof bench.library) {
  expect((await library.entries()).map(entry => entry.text)).toEqual(['one', 'two', 'three']);
  expect((await library.matching('terms', ['two'], { limit: 3 })).map(hit => hit.entry.text)).toEqual(['two']);
  expect((await closest(library, vectorOf('three'), { limit: 1 }))[0]?.text).toBe('three');
  expect(library.frequency('glosses', 'g-one')).toBe(1);
  expect(await library.check()).toMatchObject({ rows: 3, distinctIds: 3, damage: undefined });
  expect(await library.stale(bench.digestDir)).toBe(false);
  expect((await bench.ingest(library)).rebuilt).toBeUndefined();
}

describe('a library that was damaged is made anew from the Markdown', () => {
  const damages: Record<string, (bench: Awaited<ReturnType<typeof createLibrary>>) => Promise<void>> = {
    'the newest manifest of the entries cut off': async ({ entries }) => truncate(await newestManifest(entries), 20),
    'the newest manifest of the entries empty': async ({ entries }) => truncate(await newestManifest(entries), 0),
    'the newest manifest of the catalog cut off': async ({ catalog }) => truncate(await newestManifest(catalog), 20),
    'all data files of the entries gone': async ({ entries }) => rm(join(entries, 'data'), { recursive: true }),
    'all data files of the catalog gone': async ({ catalog }) => rm(join(catalog, 'data'), { recursive: true }),
    'the entries table gone': async ({ entries }) => rm(entries, { recursive: true }),
    'the catalog table gone': async ({ catalog }) => rm(catalog, { recursive: true }),
    'the data files of the entries garbage': async ({ entries }) => {
      for (const file of await filesOf(join(entries, 'data'))) await writeFile(file, Buffer.alloc(3_000, 0xa5));
    },
    'the data files of the catalog garbage': async ({ catalog }) => {
      for (const file of await filesOf(join(catalog, 'data'))) await writeFile(file, Buffer.alloc(3_000, 0xa5));
    },
    'the manifests garbage': async ({ entries, catalog }) => {
      for (const table of [entries, catalog]) {
        for (const file of await filesOf(join(table, '_versions'))) await writeFile(file, 'not a manifest');
      }
    },
  };
  for (const [name, damage] of Object.entries(damages)) {
    test(name, async () => {
      const bench = await createLibrary();
      await bench.library.close();
      await damage(bench);
      const library = await bench.open();
      expect(await library.stale(bench.digestDir)).toBe(true);
      const report = await bench.ingest(library);
      expect(report).toMatchObject({ entries: 3, problems: [] });
      await expectWhole(bench, library);
    });
  }
});

test('an entries table that cannot be opened is reported as the reason to rebuild', async () => {
  const bench = await createLibrary();
  await truncate(await newestManifest(bench.entries), 20);
  const { rebuilt, added } = await bench.ingest(await bench.open());
  expect(rebuilt).toContain('the library could not be read');
  expect(added).toBe(3);
});

test('a damaged catalog costs the entries no embedding', async () => {
  const bench = await createLibrary();
  bench.embedder.texts.length = 0;
  await truncate(await newestManifest(bench.catalog), 20);
  const report = await bench.ingest(await bench.open());
  expect(report.rebuilt).toContain('catalog could not be read');
  expect(report).toMatchObject({ added: 0, unchanged: 3 });
  expect(bench.embedder.texts).toEqual([]);
});

test('a lost catalog loses no entry of a file that cannot be read any more', async () => {
  const bench = await createLibrary();
  await bench.write('a.md', Buffer.from([0x28, 0x31, 0x29, 0xff]));
  await rm(bench.catalog, { recursive: true });
  const library = await bench.open();
  expect(await bench.ingest(library)).toMatchObject({ entries: 3, removed: 0, problems: [{ file: 'a.md', line: 1 }] });
  expect((await library.entries()).map(entry => entry.source.line)).toEqual([2, 3, 4]);
});

test('damage that shows while the library is in use is told, and the next ingest sees to it', async () => {
  const bench = await createLibrary();
  const { library } = bench;
  for (const file of await filesOf(join(bench.entries, 'data'))) await truncate(file, 10);
  const failure = await library.entries().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LibraryDamagedError);
  expect(await library.stale(bench.digestDir)).toBe(true);
  expect((await bench.ingest(library)).rebuilt).toContain('could not be read');
  await expectWhole(bench, library);
});

test('another reader goes on with what the rebuilt library holds', async () => {
  const bench = await createLibrary();
  const reader = await bench.open();
  await truncate(await newestManifest(bench.entries), 20);
  await bench.ingest(await bench.open());
  expect((await reader.entries()).map(entry => entry.text)).toEqual(['one', 'two', 'three']);
});
