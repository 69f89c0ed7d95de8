import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ingest as takeIn } from '../../src/library/ingest.ts';
import { createWorkbench, day } from './workbench.ts';

const ENTRIES = 1_600;

/** A process of its own that ingests; it prints a line for each batch, and its report at the end. */
function ingestApart(options: { digestDir: string; uri: string; root: string }): ChildProcess {
  const { digestDir, uri, root } = options;
  return spawn(process.execPath, [join(import.meta.dirname, 'ingest-apart.ts'), digestDir, uri, root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function outputOf(child: ChildProcess): Promise<string[]> {
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  return output.trim().split('\n');
}

/** Days of 20 entries in four files. */
async function writeDigest(write: (file: string, text: string) => Promise<void>, version: string): Promise<void> {
  for (const file of [1, 2, 3, 4]) {
    const days = Array.from({ length: ENTRIES / 80 }, (_, index) => {
      const date = new Date(Date.UTC(2000 + file * 4, 0, 1 + index)).toISOString().slice(0, 10);
      return day(
        date,
        ...Array.from({ length: 20 }, (_, item) => `entry ${file} ${index} ${item} ${item % 2 ? version : ''}`),
      );
    });
    await write(`${file}.md`, days.join('\n'));
  }
}

test('an ingest killed again and again loses nothing, doubles nothing and is completed by the next', async () => {
  const bench = await createWorkbench();
  const { write, open, ingest } = bench;
  for (const [round, version] of Array.from({ length: 12 }, (_, index) => [index, `version${index >> 1}`] as const)) {
    await writeDigest(write, version);
    const child = ingestApart(bench);
    let batches = 0;
    // Killed at another place each time: before the first batch, between any two, while saving or tidying.
    child.stdout?.on('data', () => {
      batches += 1;
      if (batches > round) child.kill('SIGKILL');
    });
    await once(child, 'close');
  }
  const library = await open();
  const report = await ingest(library);
  expect(report).toMatchObject({ entries: ENTRIES, files: 4, problems: [] });
  expect(report.rebuilt).toBeUndefined();
  expect(await library.check()).toMatchObject({ rows: ENTRIES, distinctIds: ENTRIES, unembedded: 0 });
  const entries = await library.entries();
  expect(entries).toHaveLength(ENTRIES);
  expect(entries.filter(({ text }) => text.endsWith('version5'))).toHaveLength(ENTRIES / 2);
  expect(library.frequency('terms', 'entry')).toBe(ENTRIES);
  expect(library.frequency('terms', 'version5')).toBe(ENTRIES / 2);
  expect(library.frequency('terms', 'version4')).toBe(0);
  expect(await library.matching('terms', ['version4'], { limit: 5 })).toEqual([]);
  expect(await ingest(library)).toMatchObject({ added: 0, changed: 0, removed: 0, unchanged: ENTRIES });
}, 60_000);

test('of two processes that ingest at once one waits, says so and finds the work done', async () => {
  const bench = await createWorkbench();
  await writeDigest(bench.write, '');
  const outputs = await Promise.all([ingestApart(bench), ingestApart(bench)].map(outputOf));
  const reports = outputs.map(lines => JSON.parse(lines.at(-1) ?? '{}'));
  expect(reports.map(report => report.added).sort()).toEqual([0, ENTRIES]);
  expect(outputs.filter(lines => lines.includes('wait'))).toHaveLength(1);
  const library = await bench.open();
  expect(await library.check()).toMatchObject({ rows: ENTRIES, distinctIds: ENTRIES });
});

test('processes with one library and a data folder each take turns too', async () => {
  const bench = await createWorkbench();
  await writeDigest(bench.write, '');
  const apart = ['one', 'other'].map(name => ingestApart({ ...bench, root: join(bench.root, name) }));
  const outputs = await Promise.all(apart.map(outputOf));
  const reports = outputs.map(lines => JSON.parse(lines.at(-1) ?? '{}'));
  expect(reports.map(report => report.added).sort()).toEqual([0, ENTRIES]);
  expect(await (await bench.open()).check()).toMatchObject({ rows: ENTRIES, distinctIds: ENTRIES });
});

test('ingests of one process take turns', async () => {
  const { write, open, ingest } = await createWorkbench();
  await writeDigest(write, '');
  const [one, other] = [await open(), await open()];
  const reports = await Promise.all([ingest(one), ingest(one), ingest(other)]);
  expect(reports.map(report => report.added).sort()).toEqual([0, 0, ENTRIES]);
  expect(await one.check()).toMatchObject({ rows: ENTRIES, distinctIds: ENTRIES });
});

test('an ingest that is not to wait leaves the work to the one that is at it', async () => {
  const bench = await createWorkbench();
  await writeDigest(bench.write, '');
  const { digestDir } = bench;
  const [library, other] = [await bench.open(), await bench.open()];
  let atIt: Promise<unknown[]> | undefined;
  const onProgress = () => {
    atIt ??= Promise.all([library, other].map(one => takeIn({ library: one, digestDir, wait: false })));
  };
  expect(await takeIn({ library, digestDir, onProgress })).toMatchObject({ added: ENTRIES });
  expect(await atIt).toEqual([undefined, undefined]);
  expect(await takeIn({ library: other, digestDir, wait: false })).toMatchObject({ added: 0, unchanged: ENTRIES });
});

test('questions are answered from one state while an ingest goes on', async () => {
  const { write, open, ingest } = await createWorkbench();
  await writeDigest(write, 'before');
  const library = await open();
  await ingest(library);
  await writeDigest(write, 'after');
  const running = ingest(library);
  const seen = new Set<string>();
  let done = false;
  running.finally(() => {
    done = true;
  });
  while (!done) {
    const [before, after] = await Promise.all(
      ['before', 'after'].map(term => library.matching('terms', [term], { limit: ENTRIES })),
    );
    if (!done) seen.add(`${before?.length} ${after?.length} ${library.size()}`);
  }
  await running;
  expect([...seen]).toEqual([`${ENTRIES / 2} 0 ${ENTRIES}`]);
  expect(await library.matching('terms', ['after'], { limit: ENTRIES })).toHaveLength(ENTRIES / 2);
});
