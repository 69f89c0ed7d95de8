import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginningOf, listFolder, TEXT_LIMIT } from '../../src/library/folder.ts';
import { createWorkbench, day } from './workbench.ts';

test('a link that leads nowhere and is not called like Markdown is no concern of the digest', async () => {
  const { write, open, ingest, digestDir } = await createWorkbench();
  await write('a.md', day('2021.1.18', 'one'));
  const library = await open();
  await ingest(library);
  await symlink('nowhere', join(digestDir, 'latest'));
  await symlink('nowhere.png', join(digestDir, 'picture.png'));
  expect(await library.stale(digestDir)).toBe(false);
  expect(await ingest(library)).toMatchObject({ problems: [], files: 1 });
});

test('a Markdown link that leads nowhere is told once, and taken in when it leads somewhere again', async () => {
  const { write, open, ingest, digestDir, root } = await createWorkbench();
  await write('a.md', day('2021.1.18', 'one'));
  const library = await open();
  await ingest(library);
  await symlink(join(root, 'b.md'), join(digestDir, 'b.md'));
  expect(await library.stale(digestDir)).toBe(true);
  expect(await ingest(library)).toMatchObject({ problems: [{ file: 'b.md' }], entries: 1 });
  expect(await library.stale(digestDir)).toBe(false);
  expect(await (await open()).stale(digestDir)).toBe(false);
  await writeFile(join(root, 'b.md'), day('2021.1.19', 'two'));
  expect(await library.stale(digestDir)).toBe(true);
  expect(await ingest(library)).toMatchObject({ problems: [], entries: 2 });
  await rm(join(root, 'b.md'));
  expect(await library.stale(digestDir)).toBe(true);
  expect(await ingest(library)).toMatchObject({ problems: [{ file: 'b.md' }], entries: 2, removed: 0 });
  expect(await library.stale(digestDir)).toBe(false);
  await rm(join(digestDir, 'b.md'));
  expect(await library.stale(digestDir)).toBe(true);
  expect(await ingest(library)).toMatchObject({ problems: [], entries: 1, removed: 1 });
});

test('files are listed in the order of their names, also below folders', async () => {
  const { write, digestDir } = await createWorkbench();
  for (const file of ['10.md', '2.md', 'sub/1.md']) await write(file, '');
  await mkdir(join(digestDir, 'empty'));
  const { files, problems, unlisted } = await listFolder(digestDir);
  expect(files.map(({ file }) => file)).toEqual(['2.md', '10.md', 'sub/1.md']);
  expect([problems, unlisted]).toEqual([[], []]);
});

test('a text is cut between characters, never inside one', async () => {
  const filler = 'x'.repeat(TEXT_LIMIT - 1);
  expect(beginningOf(`${filler}😀y`)).toBe(filler);
  expect(beginningOf(`${filler}字y`)).toBe(`${filler}字`);
  expect(beginningOf(`${filler}y`)).toBe(`${filler}y`);
  const { write, open, ingest } = await createWorkbench();
  await write('long-line.md', day('2021.1.18', '😀'.repeat(TEXT_LIMIT), 'a'.concat('😀'.repeat(TEXT_LIMIT))));
  await write('long-entry.md', `${day('2021.1.19', 'one')}${`  a${'😀'.repeat(999)}\n`.repeat(100)}`);
  const library = await open();
  expect((await ingest(library)).problems).toHaveLength(3);
  const texts = (await library.entries()).map(({ text }) => text);
  expect(texts.map(text => text.isWellFormed() && !text.includes('\ufffd'))).toEqual([true, true, true]);
});
