import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillSpace } from '../../src/library/fill.ts';
import type { Library } from '../../src/library/library.ts';
import { sweepSpaces } from '../../src/library/sweep.ts';
import { ModelError } from '../../src/model/model-error.ts';
import { countingEmbedder, type TestEmbedder, vectorOf } from './parts.ts';
import { createWorkbench, day } from './workbench.ts';

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** The embedder of a model's server, with 24 numbers to a vector. */
function modelEmbedder(model = 'm', dimensions = 24): TestEmbedder {
  return countingEmbedder({ space: `model-${model}-${dimensions}`, dimensions });
}

async function createLibrary(...items: string[]) {
  const bench = await createWorkbench();
  await bench.write('a.md', day('2021.1.18', ...items));
  const library = await bench.open();
  await bench.ingest(library);
  const fill = (embedder: TestEmbedder, of: Library = library) =>
    fillSpace({ library: of, embedder, maker: { model: embedder.space } });
  return { ...bench, library, fill };
}

/** The ids of the nearest entries to a text in a model's space, and of those that have a vector there. */
async function nearTo(library: Library, { space, dimensions }: TestEmbedder, text: string, filter = {}) {
  const sought = {
    terms: [],
    glosses: [],
    vector: vectorOf(text),
    near: { space, vector: vectorOf(text, dimensions) },
  };
  const candidates = await library.candidates(sought, { matching: 0, nearest: 24, filter });
  const near = candidates.filter(({ near: there }) => there?.cosine !== undefined);
  near.sort((one, other) => (other.near?.cosine ?? 0) - (one.near?.cosine ?? 0));
  return {
    near: near.map(({ id }) => id),
    cosines: near.map(({ near: there }) => there?.cosine ?? 0),
    placed: candidates.filter(({ near: there }) => there !== undefined).map(({ id }) => id),
    all: candidates.map(({ id }) => id),
  };
}

test('entries get their vectors beside the library’s own, which answer as before', async () => {
  const { library, fill } = await createLibrary('one apple', 'two pears', 'three plums');
  const embedder = modelEmbedder();
  expect(library.spaces()).toEqual([]);
  expect((await nearTo(library, embedder, 'two pears')).near).toEqual([]);
  const report = await fill(embedder);
  expect(report).toMatchObject({ entries: 3, embedded: 3, refused: 0, missing: 0, complete: true, wasComplete: false });
  expect(library.spaces()).toMatchObject([{ space: 'model-m-24', dimensions: 24, refused: 0 }]);
  const { near, cosines } = await nearTo(library, embedder, 'two pears');
  expect(near[0]).toBe('2021-01-18#2');
  expect(cosines[0]).toBeCloseTo(1, 5);
  expect((await library.check()).spaces).toMatchObject([{ embedded: 3, entries: 3, complete: true, left: false }]);
  expect(await library.check()).toMatchObject({ rows: 3, unembedded: 0 });
});

test('nothing is embedded twice: not what is unchanged, not what moved to another number, not what another entry says too', async () => {
  const items = Array.from({ length: 600 }, (_, index) => `item number ${index}`);
  const { library, fill, write, ingest } = await createLibrary(...items, 'item number 7');
  const embedder = modelEmbedder();
  expect(await fill(embedder)).toMatchObject({ embedded: 600, entries: 601 });
  expect(embedder.texts).toHaveLength(600);
  embedder.texts.length = 0;
  expect(await fill(embedder)).toMatchObject({ embedded: 0, complete: true, wasComplete: true });
  // Every number from here on means another text, over the border of what is written at once.
  await write('a.md', day('2021.1.18', 'a new first', ...items, 'item number 7'));
  await ingest(library);
  expect(await fill(embedder)).toMatchObject({ embedded: 1, missing: 0 });
  expect(embedder.texts).toEqual(['a new first']);
  for (const index of [0, 254, 255, 256, 511, 512, 599]) {
    const id = `2021-01-18#${index + 2}`;
    const { near, cosines } = await nearTo(library, embedder, `item number ${index}`, { ids: [id] });
    expect(near).toEqual([id]);
    expect(cosines[0]).toBeCloseTo(1, 5);
  }
  expect((await library.check()).spaces).toMatchObject([{ embedded: 602, entries: 602 }]);
});

test('a fill that is broken off goes on where it was, and what came meanwhile has its vector in the end', async () => {
  const items = Array.from({ length: 700 }, (_, index) => `item ${index}`);
  const { library, fill, write, ingest } = await createLibrary(...items);
  const embedder = modelEmbedder();
  const stop = new AbortController();
  const work = fillSpace({
    library,
    embedder,
    maker: { model: 'm' },
    signal: stop.signal,
    onProgress: ({ phase, done }) => {
      if (phase === 'embed' && done > 0) stop.abort(new Error('enough'));
    },
  });
  await expect(work).rejects.toThrow('enough');
  expect(library.spaces()).toEqual([]);
  expect(embedder.texts).toHaveLength(256);
  await write('a.md', day('2021.1.18', ...items, 'come meanwhile'));
  await ingest(library);
  expect(await fill(embedder)).toMatchObject({ embedded: 701 - 256, complete: true });
  expect(new Set(embedder.texts).size).toBe(embedder.texts.length);
  expect((await nearTo(library, embedder, 'come meanwhile')).near[0]).toBe('2021-01-18#701');
});

test('entries are taken in and found while a space is filled, and are in it when it is complete', async () => {
  const { library, write, ingest } = await createLibrary('one', 'two');
  const embedder = modelEmbedder();
  const slow = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const waiting = {
    ...embedder,
    async embed(texts: readonly string[]) {
      begun.resolve();
      await slow.promise;
      return embedder.embed(texts);
    },
  };
  const filling = fillSpace({ library, embedder: waiting, maker: { model: 'm' } });
  await begun.promise;
  await write('a.md', day('2021.1.18', 'one', 'two', 'three'));
  expect(await ingest(library)).toMatchObject({ added: 1 });
  expect(await library.matching('terms', ['three'], { limit: 2 })).toHaveLength(1);
  expect(library.spaces()).toEqual([]);
  slow.resolve();
  expect(await filling).toMatchObject({ entries: 3, embedded: 3, missing: 0, complete: true });
});

test('an entry that changed since keeps out of the space until it has its new vector', async () => {
  const { library, fill, write, ingest } = await createLibrary('one', 'two', 'three');
  const embedder = modelEmbedder();
  await fill(embedder);
  await write('a.md', day('2021.1.18', 'one', 'zwei', 'three', 'four'));
  await ingest(library);
  const before = await nearTo(library, embedder, 'two');
  expect(before.all).toHaveLength(4);
  expect(before.placed.sort()).toEqual(['2021-01-18#1', '2021-01-18#3']);
  expect(await fill(embedder)).toMatchObject({ embedded: 2 });
  const after = await nearTo(library, embedder, 'zwei');
  expect(after.near[0]).toBe('2021-01-18#2');
  expect(after.placed).toHaveLength(4);
});

test('an embedder that is down leaves the space as it was, and keeps what it gave', async () => {
  const { library, fill, write, ingest } = await createLibrary(
    ...Array.from({ length: 300 }, (_, index) => `x ${index}`),
  );
  const embedder = modelEmbedder();
  // In the second batch; what is thrown says that no text is at fault.
  embedder.failOn = text => {
    if (text !== 'x 290') return false;
    throw new ModelError('the server takes no more requests for now', { trouble: 'limited', retryInMs: 7_000 });
  };
  const broken = await fill(embedder);
  expect(broken).toMatchObject({
    complete: false,
    down: 'the server takes no more requests for now',
    retryInMs: 7_000,
  });
  expect(broken).toMatchObject({ embedded: 256, missing: 44 });
  expect(library.spaces()).toEqual([]);
  embedder.failOn = () => false;
  expect(await fill(embedder)).toMatchObject({ complete: true, missing: 0, down: undefined });
  embedder.failOn = () => true;
  await write('b.md', day('2021.1.19', 'new'));
  await ingest(library);
  // Complete once, it serves on: the new entry is found by the library's own vectors.
  expect(await fill(embedder)).toMatchObject({ complete: true, missing: 1, down: 'the embedder is out of order' });
  expect(library.spaces()).toHaveLength(1);
  expect((await nearTo(library, embedder, 'x 5')).near).not.toHaveLength(0);
});

test('a text that the embedder does not take holds up no other, and is tried again a day later', async () => {
  const bench = await createWorkbench();
  let now = 1_700_000_000_000;
  await bench.write('a.md', day('2021.1.18', 'good', 'poison', 'fine'));
  const library = await bench.open({ now: () => now });
  await bench.ingest(library);
  const embedder = modelEmbedder();
  embedder.failOn = text => text.includes('poison');
  const fill = () => fillSpace({ library, embedder, maker: { model: 'm' } });
  expect(await fill()).toMatchObject({ embedded: 2, refused: 1, missing: 0, complete: true, down: undefined });
  const { near, placed, all } = await nearTo(library, embedder, 'poison');
  expect([near.length, placed.length, all.length]).toEqual([2, 2, 3]);
  embedder.failOn = () => false;
  expect(await fill()).toMatchObject({ embedded: 0, refused: 1 });
  now += 25 * 60 * 60 * 1000;
  expect(await fill()).toMatchObject({ embedded: 1, refused: 0 });
  expect((await library.check()).spaces).toMatchObject([{ embedded: 3, refused: 0, entries: 3 }]);
});

test('an entry that is no more leaves the space', async () => {
  const { library, fill, write, ingest, digestDir } = await createLibrary('one', 'two');
  await write('b.md', day('2021.1.19', 'three'));
  await ingest(library);
  const embedder = modelEmbedder();
  await fill(embedder);
  await rm(join(digestDir, 'b.md'));
  await ingest(library);
  expect((await nearTo(library, embedder, 'three')).all).not.toContain('2021-01-19#1');
  await fill(embedder);
  expect((await library.check()).spaces).toMatchObject([{ embedded: 2, entries: 2 }]);
});

test('neighbours keep to the days and tags that are asked for', async () => {
  const { library, fill, write, ingest } = await createLibrary('【ml】 plum one', 'plum two');
  await write('b.md', day('2022.3.4', '【ml】 plum three', 'plum four'));
  await ingest(library);
  const embedder = modelEmbedder();
  await fill(embedder);
  const { space, dimensions } = embedder;
  const sought = { terms: [], glosses: [], vector: undefined, near: { space, vector: vectorOf('plum', dimensions) } };
  const ids = async (filter: object) =>
    (await library.candidates(sought, { matching: 0, nearest: 9, filter })).map(({ id }) => id).sort();
  expect(await ids({ from: '2022-01-01' })).toEqual(['2022-03-04#1', '2022-03-04#2']);
  expect(await ids({ tags: ['ML'] })).toEqual(['2021-01-18#1', '2022-03-04#1']);
  expect(await ids({ tags: ['none'] })).toEqual([]);
});

test('an empty library is no reason to turn to a model', async () => {
  const { library, fill, write, ingest } = await createLibrary();
  const embedder = modelEmbedder();
  expect(await fill(embedder)).toMatchObject({ entries: 0, complete: false });
  expect(library.spaces()).toEqual([]);
  await write('a.md', day('2021.1.18', 'one'));
  await ingest(library);
  expect(await fill(embedder)).toMatchObject({ entries: 1, complete: true });
});

test('another process sees the switch when it refreshes, and of two that fill one does', async () => {
  const { library, fill, open } = await createLibrary('one', 'two');
  const other = await open();
  const embedder = modelEmbedder();
  const reports = await Promise.all([fill(embedder), fill(embedder, other)]);
  expect(reports.map(({ embedded }) => embedded).sort()).toEqual([0, 2]);
  expect(embedder.texts).toHaveLength(2);
  const third = await open();
  expect(third.spaces()).toHaveLength(1);
  const next = modelEmbedder('next', 8);
  await fill(next);
  expect(third.spaces()).toHaveLength(1);
  expect(await third.refresh()).toBe(true);
  expect(
    third
      .spaces()
      .map(({ space }) => space)
      .sort(),
  ).toEqual(['model-m-24', 'model-next-8']);
  expect((await nearTo(third, next, 'two')).near[0]).toBe('2021-01-18#2');
  expect(library.spaces()).toHaveLength(2);
});

test('the tables of a model that nobody wants any more are there for a week, and cost nothing to come back to', async () => {
  const bench = await createWorkbench();
  let now = 1_700_000_000_000;
  await bench.write('a.md', day('2021.1.18', 'one', 'two'));
  const library = await bench.open({ now: () => now });
  await bench.ingest(library);
  const [old, next] = [modelEmbedder('old'), modelEmbedder('next')];
  const use = async (embedder: TestEmbedder) => {
    const report = await fillSpace({ library, embedder, maker: { model: embedder.space } });
    await sweepSpaces(library, ({ space }) => space === embedder.space);
    return report;
  };
  await use(old);
  // Used for long without a change: what counts is when it was left.
  now += 3 * WEEK;
  await use(next);
  now += WEEK - 1;
  await use(next);
  expect(await use(old)).toMatchObject({ embedded: 0, complete: true });
  expect(library.spaces().map(({ space }) => space)).toEqual([old.space, next.space]);
  now += 3 * WEEK;
  await use(old);
  await library.refresh();
  expect(library.spaces().map(({ space }) => space)).toEqual([old.space]);
  expect(await use(next)).toMatchObject({ embedded: 2 });
  // Without a model the same holds for all of them.
  await sweepSpaces(library, () => false);
  now += WEEK;
  await sweepSpaces(library, () => false);
  expect(await library.spaceNames()).toEqual([]);
});

test('a vector of another length is refused', async () => {
  const { library, fill } = await createLibrary('one');
  const embedder = modelEmbedder();
  await fill(embedder);
  const near = { space: embedder.space, vector: new Float32Array(3) };
  const sought = { terms: [], glosses: [], vector: undefined, near };
  await expect(library.candidates(sought, { matching: 0, nearest: 1 })).rejects.toThrow(RangeError);
});

test('a process killed while it fills a space has done no work in vain', async () => {
  const items = Array.from({ length: 999 }, (_, index) => `item ${index}`);
  const { library, fill, uri, root } = await createLibrary(...items);
  const embedder = modelEmbedder();
  for (const [batches, embedded] of [
    [0, 0],
    [1, 256],
    [2, 768],
  ]) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'fill-apart.ts'), uri, root, `${batches}`]);
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL']);
    expect((await library.check()).spaces).toMatchObject([{ embedded, entries: 999, complete: false }]);
  }
  const report = await fill(embedder);
  expect(report).toMatchObject({ embedded: 999 - 768, complete: true, missing: 0 });
  expect((await library.check()).spaces).toMatchObject([{ embedded: 999, entries: 999 }]);
  expect((await nearTo(library, embedder, 'item 998', { ids: ['2021-01-18#999'] })).cosines[0]).toBeCloseTo(1, 5);
});

test('a space whose tables are damaged costs no answer, and is made anew', async () => {
  const { library, fill, uri, open } = await createLibrary('one', 'two');
  const embedder = modelEmbedder();
  await fill(embedder);
  const [name = ''] = await library.spaceNames();
  await rm(join(uri, `vectors-${name}.lance`, 'data'), { recursive: true });
  const fresh = await open();
  expect(fresh.spaces()).toEqual([]);
  const { near, all } = await nearTo(library, embedder, 'two');
  expect(all).toHaveLength(2);
  expect(near.length === 0 || near[0] === '2021-01-18#2').toBe(true);
  embedder.texts.length = 0;
  expect(await fill(embedder, fresh)).toMatchObject({ embedded: 2, complete: true });
  expect((await nearTo(fresh, embedder, 'two')).near[0]).toBe('2021-01-18#2');
});
