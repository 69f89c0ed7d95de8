import { chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DigestFolderError } from '../../src/library/folder.ts';
import { ingest } from '../../src/library/ingest.ts';
import type { Progress } from '../../src/library/progress.ts';
import { countingEmbedder, vectorOf } from './parts.ts';
import { closest, createWorkbench, day } from './workbench.ts';

describe('taking in a folder', () => {
  test('makes every entry findable by day, words and meaning', async () => {
    const { write, open, ingest } = await createWorkbench();
    await write(
      '2021.md',
      day('2021.1.18', '交叉验证详解 https://a.example/1', '【面试】GAN notes https://a.example/2'),
    );
    const library = await open();
    const report = await ingest(library);
    expect(report).toMatchObject({
      added: 2,
      changed: 0,
      removed: 0,
      entries: 2,
      files: 1,
      unembedded: 0,
      problems: [],
    });
    expect((await library.entries()).map(entry => entry.id)).toEqual(['2021-01-18#1', '2021-01-18#2']);
    const [gan] = await library.matching('terms', ['gan'], { limit: 3 });
    expect(gan?.entry).toMatchObject({
      tags: ['面试'],
      urls: ['https://a.example/2'],
      source: { file: '2021.md', line: 3 },
    });
    const [near] = await closest(library, vectorOf('交叉验证详解 https://a.example/1'), { limit: 1 });
    expect(near?.id).toBe('2021-01-18#1');
    expect(near?.similarity).toBeCloseTo(1, 5);
  });

  test('changes nothing the second time', async () => {
    const { write, open, ingest, embedder } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one', 'two'));
    const library = await open();
    await ingest(library);
    embedder.texts.length = 0;
    expect(await ingest(library)).toMatchObject({ added: 0, changed: 0, removed: 0, unchanged: 2, entries: 2 });
    expect(await ingest(await open())).toMatchObject({ added: 0, changed: 0, removed: 0, unchanged: 2 });
    expect(embedder.texts).toEqual([]);
  });

  test('derives only the entries that changed', async () => {
    const { write, open, ingest, embedder } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one', 'two', 'three'));
    const library = await open();
    await ingest(library);
    embedder.texts.length = 0;
    await write('a.md', day('2021.1.18', 'one', 'zwei', 'three', 'four'));
    expect(await ingest(library)).toMatchObject({ added: 1, changed: 1, removed: 0, unchanged: 2 });
    expect(embedder.texts.toSorted()).toEqual(['four', 'zwei']);
    expect(await library.matching('terms', ['two'], { limit: 3 })).toEqual([]);
    expect(library.frequency('terms', 'two')).toBe(0);
    expect(library.frequency('terms', 'zwei')).toBe(1);
  });

  test('removes what is no more in the digest', async () => {
    const { write, open, ingest, digestDir } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one'));
    await write('b.md', day('2021.1.19', 'two', 'three'));
    const library = await open();
    await ingest(library);
    await rm(join(digestDir, 'b.md'));
    expect(await ingest(library)).toMatchObject({ removed: 2, unchanged: 1, entries: 1, files: 1 });
    expect(library.size()).toBe(1);
    expect((await library.check()).rows).toBe(1);
    expect(library.frequency('terms', 'two')).toBe(0);
  });

  test('tells the right line after entries moved down, without deriving them again', async () => {
    const { write, open, ingest, embedder } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one', 'two'));
    const library = await open();
    await ingest(library);
    embedder.texts.length = 0;
    await write('a.md', `# My log\n\nIt begins here.\n\n${day('2021.1.18', 'one', 'two')}`);
    expect(await ingest(library)).toMatchObject({ added: 0, changed: 0, removed: 0, unchanged: 2 });
    const [hit] = await library.matching('terms', ['two'], { limit: 1 });
    expect(hit?.entry.source).toEqual({ file: 'a.md', line: 7 });
    expect(embedder.texts).toEqual([]);
  });

  test('embeds nothing again when a file is renamed or an entry moves to another file or number', async () => {
    const { write, open, ingest, embedder, digestDir } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one', 'two', 'three'));
    const library = await open();
    await ingest(library);
    embedder.texts.length = 0;
    await rename(join(digestDir, 'a.md'), join(digestDir, 'z.md'));
    expect(await ingest(library)).toMatchObject({ added: 0, changed: 0, removed: 0, unchanged: 3 });
    await write('z.md', day('2021.1.18', 'three'));
    await write('b.md', day('2021.2.1', 'new', 'one', 'two'));
    await ingest(library);
    expect(embedder.texts).toEqual(['new']);
    const places = (await library.entries()).map(({ text, id, source }) => `${text} ${id} ${source.file}`);
    expect(places).toEqual([
      'three 2021-01-18#1 z.md',
      'new 2021-02-01#1 b.md',
      'one 2021-02-01#2 b.md',
      'two 2021-02-01#3 b.md',
    ]);
    for (const { text } of await library.entries()) {
      const [hit] = await closest(library, vectorOf(text), { limit: 1 });
      expect(hit?.text).toBe(text);
    }
  });

  test('gives the same day and number in two files two ids, whichever file changes', async () => {
    const { write, open, ingest, digestDir } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'from a'));
    await write('c.md', day('2021.1.18', 'from c'));
    const library = await open();
    await ingest(library);
    const ids = async () => Object.fromEntries((await library.entries()).map(({ id, text }) => [id, text]));
    expect(await ids()).toEqual({ '2021-01-18#1': 'from a', '2021-01-18#1~2': 'from c' });
    await write('b.md', day('2021.1.18', 'from b'));
    await ingest(library);
    expect(await ids()).toEqual({ '2021-01-18#1': 'from a', '2021-01-18#1~2': 'from b', '2021-01-18#1~3': 'from c' });
    await rm(join(digestDir, 'a.md'));
    await ingest(library);
    expect(await ids()).toEqual({ '2021-01-18#1': 'from b', '2021-01-18#1~2': 'from c' });
    for (const text of ['b', 'c']) {
      const [hit] = await library.matching('terms', [text], { limit: 1 });
      expect(hit?.entry.text).toBe(`from ${text}`);
    }
    expect(await library.check()).toMatchObject({ rows: 2, distinctIds: 2 });
  });

  test('counts tokens exactly over many changes', async () => {
    const { write, open, ingest } = await createWorkbench();
    const library = await open();
    const texts = ['red blue blue', 'red green', 'blue', 'yellow red red'];
    for (const count of [2, 4, 1, 3]) {
      await write('a.md', day('2021.1.18', ...texts.slice(0, count)));
      await ingest(library);
    }
    const counts = ['red', 'blue', 'green', 'yellow'].map(token => library.frequency('terms', token));
    expect(counts).toEqual([2, 2, 1, 0]);
    expect(library.frequency('glosses', 'g-red')).toBe(2);
    expect(library.averageLength('terms')).toBe(2);
  });

  test('takes in a digest that became empty', async () => {
    const { write, open, ingest } = await createWorkbench();
    const library = await open();
    expect(await ingest(library)).toMatchObject({ entries: 0, files: 0 });
    await write('a.md', day('2021.1.18', 'one'));
    await ingest(library);
    await write('a.md', '');
    expect(await ingest(library)).toMatchObject({ removed: 1, entries: 0, files: 1 });
    expect(library.span()).toBeUndefined();
  });

  test('reports its progress', async () => {
    const { write, open, digestDir } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one'));
    const seen: Progress[] = [];
    await ingest({ library: await open(), digestDir, onProgress: progress => seen.push(progress) });
    expect(seen.map(({ phase }) => phase)).toEqual(['read', 'parse', 'analyze', 'write']);
    expect(seen.at(-1)).toEqual({ phase: 'write', done: 1, total: 1 });
  });

  test('stops when it is told to, and completes the next time', async () => {
    const { write, open, digestDir, ingest: again } = await createWorkbench();
    const items = (count: number) => Array.from({ length: count }, (_, index) => `entry ${index}`);
    await write('a.md', day('2021.1.18', ...items(600)) + day('2021.1.19', ...items(600)));
    const library = await open();
    const stop = new AbortController();
    const onProgress = ({ phase }: Progress) => phase === 'write' && stop.abort(new Error('enough'));
    await expect(ingest({ library, digestDir, onProgress, signal: stop.signal })).rejects.toThrow('enough');
    expect(library.size()).toBe(0);
    expect(await again(library)).toMatchObject({ added: 1200 - 512, unchanged: 512, entries: 1200 });
    expect(await library.check()).toMatchObject({ rows: 1200, distinctIds: 1200 });
    expect(library.frequency('terms', 'entry')).toBe(1200);
  });
});

describe('a change in the folder', () => {
  test('is seen before anybody asks', async () => {
    const { write, open, ingest, digestDir } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one'));
    const library = await open();
    expect(await library.stale(digestDir)).toBe(true);
    await ingest(library);
    expect(await library.stale(digestDir)).toBe(false);
    await write('a.md', day('2021.1.18', 'two'));
    expect(await library.stale(digestDir)).toBe(true);
    await ingest(library);
    await write('sub/b.md', '');
    expect(await library.stale(digestDir)).toBe(true);
    await ingest(library);
    expect(await library.stale(digestDir)).toBe(false);
    await rm(join(digestDir, 'a.md'));
    expect(await library.stale(digestDir)).toBe(true);
  });

  test('is seen by another process that has the library open', async () => {
    const { write, open, ingest } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one'));
    const [writer, reader] = [await open(), await open()];
    await ingest(writer);
    expect(reader.size()).toBe(0);
    expect(await reader.refresh()).toBe(true);
    expect(reader.size()).toBe(1);
    expect(await reader.refresh()).toBe(false);
    expect(await reader.matching('terms', ['one'], { limit: 1 })).toHaveLength(1);
  });
});

describe('what cannot be taken in', () => {
  test('a folder that is not there is an error that says what to do, and deletes nothing', async () => {
    const { write, open, digestDir, ingest } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one'));
    const library = await open();
    await ingest(library);
    await rm(digestDir, { recursive: true });
    const failure = await ingest(library).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DigestFolderError);
    expect(String(failure)).toContain(`The digest folder ${digestDir} does not exist.`);
    expect(library.size()).toBe(1);
    expect((await library.matching('terms', ['one'], { limit: 1 })).length).toBe(1);
    await writeFile(digestDir, 'a file');
    await expect(ingest(library)).rejects.toThrow('is a file, not a folder');
  });

  test('a file that is not UTF-8 is named with the line, keeps its earlier entries and holds up no other', async () => {
    const { write, open, ingest } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one', 'two'));
    const library = await open();
    await ingest(library);
    await write('a.md', Buffer.from('## 2021.1.18\n(1) one\n(2) caf\xe9\n', 'latin1'));
    await write('b.md', day('2021.1.19', 'three'));
    const report = await ingest(library);
    expect(report).toMatchObject({ added: 1, removed: 0, entries: 3 });
    expect(report.problems).toEqual([{ file: 'a.md', line: 3, reason: expect.stringContaining('not UTF-8') }]);
    expect((await library.entries()).map(entry => entry.text)).toEqual(['one', 'two', 'three']);
    expect((await ingest(library)).problems).toHaveLength(1);
    await write('a.md', day('2021.1.18', 'one'));
    expect(await ingest(library)).toMatchObject({ removed: 1, entries: 2, problems: [] });
  });

  test('a line of 50 MB is cut, reported and holds up nothing', async () => {
    const { write, open, ingest } = await createWorkbench();
    await write(
      'a.md',
      `## 2021.1.18\n(1) one\n(2) ${'长篇 word '.repeat(4_000_000).slice(0, 25_000_000)}\n(3) three\n`,
    );
    const library = await open();
    const report = await ingest(library);
    expect(report.seconds).toBeLessThan(10);
    expect(report.entries).toBe(3);
    expect(report.problems).toEqual([{ file: 'a.md', line: 3, reason: expect.stringContaining('characters long') }]);
    expect(await library.matching('terms', ['three'], { limit: 1 })).toHaveLength(1);
    expect(await ingest(library)).toMatchObject({ unchanged: 3, problems: report.problems });
  });

  test('hidden files, other kinds of files and node_modules are left alone; links are followed once', async () => {
    const { write, open, ingest, digestDir, root } = await createWorkbench();
    await write('sub/deep/A.MD', day('2021.1.18', 'deep'));
    await write('b.markdown', day('2021.1.19', 'markdown'));
    for (const file of ['.git/x.md', '.obsidian/y.md', '.hidden.md', 'node_modules/z.md', 'notes.txt', 'a.md.bak']) {
      await write(file, day('2021.1.20', 'not me'));
    }
    await mkdir(join(root, 'elsewhere'));
    await writeFile(join(root, 'elsewhere', 'c.md'), day('2021.1.21', 'linked'));
    await symlink(join(root, 'elsewhere'), join(digestDir, 'linked'));
    await symlink(digestDir, join(digestDir, 'sub', 'loop'));
    await symlink('b.markdown', join(digestDir, 'z.md'));
    const library = await open();
    expect(await ingest(library)).toMatchObject({ problems: [], files: 3 });
    expect((await library.entries()).map(entry => entry.source.file)).toEqual([
      'sub/deep/A.MD',
      'b.markdown',
      'linked/c.md',
    ]);
  });

  test('a file that a link no longer leads to keeps its entries', async () => {
    const { open, ingest, digestDir, root } = await createWorkbench();
    await writeFile(join(root, 'there.md'), day('2021.1.18', 'one'));
    await symlink(join(root, 'there.md'), join(digestDir, 'a.md'));
    const library = await open();
    await ingest(library);
    await rm(join(root, 'there.md'));
    const report = await ingest(library);
    expect(report).toMatchObject({ removed: 0, entries: 1, problems: [{ file: 'a.md' }] });
  });

  test.skipIf(process.getuid?.() === 0)('a file without permission keeps its entries', async () => {
    const { write, open, ingest, digestDir } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one'));
    const library = await open();
    await ingest(library);
    await chmod(join(digestDir, 'a.md'), 0);
    expect(await ingest(library)).toMatchObject({ removed: 0, entries: 1, problems: [{ file: 'a.md' }] });
  });

  test('what the parser cannot place is reported, also while the file stays as it is', async () => {
    const { write, open, ingest } = await createWorkbench();
    await write('a.md', '## 2021.13.45\n(1) one\n');
    const library = await open();
    const { unplaced } = await ingest(library);
    expect(unplaced).toMatchObject([{ file: 'a.md', line: 1 }]);
    expect((await ingest(library)).unplaced).toEqual(unplaced);
  });
});

describe('another derivation', () => {
  test('a new embedder embeds everything apart, while the old library still answers', async () => {
    const { write, open, ingest } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one', 'two'));
    await ingest(await open());
    const embedder = countingEmbedder({ space: 'other-1-8', dimensions: 8 });
    const library = await open({ embedder });
    expect(library.size()).toBe(2);
    expect(await library.matching('terms', ['one'], { limit: 1 })).toHaveLength(1);
    expect(await closest(library, vectorOf('one', 8), { limit: 1 })).toEqual([]);
    const report = await ingest(library);
    expect(report).toMatchObject({ added: 2, rebuilt: 'the embedder changed from test-1-16 to other-1-8' });
    expect(embedder.texts).toEqual(['one', 'two']);
    expect((await closest(library, vectorOf('one', 8), { limit: 1 }))[0]?.text).toBe('one');
    expect((await ingest(library)).rebuilt).toBeUndefined();
  });

  test('a new analyzer derives the tokens anew and embeds nothing', async () => {
    const { write, open, ingest, embedder } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one', 'two'));
    await ingest(await open());
    embedder.texts.length = 0;
    const library = await open({
      analyzer: { version: 'test-2', analyze: text => ({ terms: [`whole-${text}`], glosses: [] }) },
    });
    expect((await ingest(library)).rebuilt).toBe('the analyzer changed from test-1 to test-2');
    expect(embedder.texts).toEqual([]);
    expect(await library.matching('terms', ['whole-one'], { limit: 1 })).toHaveLength(1);
    expect((await closest(library, vectorOf('two'), { limit: 1 }))[0]?.text).toBe('two');
  });

  test('coming back to an earlier embedder costs nothing within a week; later its tables are gone', async () => {
    const { write, open, ingest, embedder } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one', 'two'));
    await ingest(await open());
    await ingest(await open({ embedder: countingEmbedder({ space: 'other-1-8', dimensions: 8 }) }));
    embedder.texts.length = 0;
    expect(await ingest(await open())).toMatchObject({ unchanged: 2 });
    expect(embedder.texts).toEqual([]);
    const inAMonth = () => Date.now() + 30 * 24 * 60 * 60 * 1000;
    await ingest(await open({ now: inAMonth }));
    const other = countingEmbedder({ space: 'other-1-8', dimensions: 8 });
    await ingest(await open({ embedder: other }));
    expect(other.texts).toEqual(['one', 'two']);
  });
});

describe('an embedder that fails', () => {
  test('leaves entries findable by their words, and embeds them the next time', async () => {
    const { write, open, ingest, embedder } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one', 'two'));
    const library = await open();
    embedder.failOn = () => true;
    const report = await ingest(library);
    expect(report).toMatchObject({ added: 2, entries: 2, unembedded: 2 });
    expect(report.problems).toEqual([{ file: '', reason: expect.stringContaining('the embedder is out of order') }]);
    expect(await library.matching('terms', ['two'], { limit: 1 })).toHaveLength(1);
    expect(await closest(library, vectorOf('two'), { limit: 1 })).toEqual([]);
    embedder.failOn = () => false;
    expect(await ingest(library)).toMatchObject({ unchanged: 2, unembedded: 0, problems: [] });
    expect((await closest(library, vectorOf('two'), { limit: 1 }))[0]?.text).toBe('two');
    expect(library.frequency('terms', 'two')).toBe(1);
  });

  test('is tried again by itself some minutes later, and makes up for what it left', async () => {
    const { write, open, ingest, embedder, digestDir } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one', 'two'));
    let minutes = 0;
    const start = Date.now();
    const library = await open({ now: () => start + minutes * 60_000 });
    embedder.failOn = () => true;
    await ingest(library);
    expect(await library.stale(digestDir)).toBe(false);
    minutes = 30;
    expect(await library.stale(digestDir)).toBe(true);
    expect(await ingest(library)).toMatchObject({ unchanged: 2, unembedded: 2 });
    expect(await library.stale(digestDir)).toBe(false);
    minutes = 60;
    embedder.failOn = () => false;
    expect(await library.stale(digestDir)).toBe(true);
    expect(await ingest(library)).toMatchObject({ unchanged: 2, unembedded: 0, problems: [] });
    minutes = 90;
    expect(await library.stale(digestDir)).toBe(false);
  });

  test('on one text embeds all the others', async () => {
    const { write, open, ingest, embedder } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one', 'poison', 'three', 'four', 'five'));
    const library = await open();
    embedder.failOn = text => text.includes('poison');
    expect(await ingest(library)).toMatchObject({ entries: 5, unembedded: 1 });
    expect(await closest(library, vectorOf('one'), { limit: 9 })).toHaveLength(4);
  });

  test('by giving vectors of the wrong length counts as failing', async () => {
    const { write, open, ingest } = await createWorkbench();
    await write('a.md', day('2021.1.18', 'one'));
    const library = await open({ embedder: { ...countingEmbedder({ dimensions: 8 }), dimensions: 16 } });
    const report = await ingest(library);
    expect(report).toMatchObject({ unembedded: 1 });
    expect(report.problems[0]?.reason).toContain('not 16 finite numbers');
  });
});

test('tokens are found as the analyzer gives them, whatever signs they hold', async () => {
  const { write, open, ingest } = await createWorkbench();
  await write('a.md', day('2021.1.18', 'one'));
  const odd = ['C++', 'x.y/z', "it's", 'The', '"q"', '交叉', '(', '长'.repeat(300)];
  const library = await open({ analyzer: { version: 'odd', analyze: () => ({ terms: odd, glosses: [] }) } });
  await ingest(library);
  for (const token of odd) {
    expect([token.slice(0, 9), (await library.matching('terms', [token], { limit: 1 })).length]).toEqual([
      token.slice(0, 9),
      1,
    ]);
  }
  expect(await library.matching('terms', ['the', 'c++', ''], { limit: 1 })).toEqual([]);
  expect((await library.matching('terms', ['The'], { limit: 1 }))[0]?.terms).toEqual(odd);
});
