import { readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../src/library/lance.ts';
import { LibraryUnreachableError } from '../../src/library/writer.ts';
import { countingEmbedder } from './parts.ts';
import { createWorkbench, day } from './workbench.ts';

/** A library of two entries, with the path of its entries table. */
async function createLibrary() {
  const bench = await createWorkbench();
  await bench.write('a.md', day('2021.1.18', 'one', 'two'));
  const library = await bench.open();
  await bench.ingest(library);
  await library.close();
  const name = (await readdir(bench.uri)).find(file => file.startsWith('entries-')) ?? '';
  return { ...bench, name: name.replace('.lance', ''), table: join(bench.uri, name) };
}

test('a library that cannot be read for want of the machine keeps its vectors and says why', async () => {
  const { table, open, ingest, embedder } = await createLibrary();
  const data = join(table, 'data');
  await rename(data, `${data}-away`);
  await symlink('data', data);
  embedder.texts.length = 0;
  const failure = await ingest(await open()).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LibraryUnreachableError);
  expect(String(failure)).toContain('os error');
  await rm(data);
  await rename(`${data}-away`, data);
  expect(await ingest(await open())).toMatchObject({ added: 0, unchanged: 2, problems: [] });
  expect(embedder.texts).toEqual([]);
});

test('an index that cannot be made costs no entry its vector', async () => {
  const { uri, name, table, open, ingest, embedder } = await createLibrary();
  const connection = await connect(uri);
  await (await connection.openTable(name)).dropIndex('terms_idx');
  connection.close();
  const indexes = join(table, '_indices');
  await rename(indexes, `${indexes}-away`);
  await writeFile(indexes, 'in the way');
  embedder.texts.length = 0;
  await expect(ingest(await open())).rejects.toThrow('os error');
  await rm(indexes);
  await rename(`${indexes}-away`, indexes);
  const library = await open();
  expect(await ingest(library)).toMatchObject({ added: 0, unchanged: 2, problems: [] });
  expect(embedder.texts).toEqual([]);
  expect(await library.matching('terms', ['two'], { limit: 3 })).toHaveLength(1);
});

test('the tables of another embedder are not removed because they are out of reach for now', async () => {
  const { table, open, ingest, embedder } = await createLibrary();
  const versions = join(table, '_versions');
  await rename(versions, `${versions}-away`);
  await symlink('_versions', versions);
  const other = countingEmbedder({ space: 'other-1-8', dimensions: 8 });
  await ingest(await open({ embedder: other }));
  await rm(versions);
  await rename(`${versions}-away`, versions);
  embedder.texts.length = 0;
  expect(await ingest(await open())).toMatchObject({ added: 0, unchanged: 2 });
  expect(embedder.texts).toEqual([]);
});
