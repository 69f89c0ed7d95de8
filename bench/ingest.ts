import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../src/library/ingest.ts';
import { type Library, openLibrary } from '../src/library/library.ts';
import { offlineEmbedder } from '../src/model/offline/embedder.ts';
import { offlineAnalyzer } from '../src/model/offline/tokens.ts';
import { writeDigest } from './generate.ts';

// node bench/ingest.ts [entries=100000] [folder]: how long a digest of that size takes to become searchable, and how
// much memory. Bars on two cores at 100,000: first ingest 180 s, unchanged 5 s, one more entry 1 s, 700 MB. With a
// folder, the generated digest and its library stay there, and a second run starts from them. glibc keeps some 300 MB
// of what Lance frees unless it is told to use few arenas: MALLOC_ARENA_MAX=2 node --max-semi-space-size=16 bench/…

const entries = Number(process.argv[2] ?? 100_000);
const kept = process.argv[3];
const root = kept ?? (await mkdtemp(join(tmpdir(), 'noted-bench-')));
const digestDir = join(root, 'digest');
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50);
let stall = 0;
let last = performance.now();
const beat = setInterval(() => {
  stall = Math.max(stall, performance.now() - last - 20);
  last = performance.now();
}, 20);

try {
  await writeDigest(digestDir, entries);
  let library = await open();
  const first = await timed('first ingest', () => run(library));
  console.log(JSON.stringify({ ...first, unplaced: first.unplaced.length }));
  memory();
  await timed('unchanged, same process', () => run(library));
  await timed('is anything stale', () => library.stale(digestDir));
  await oneMore('same process');
  await library.close();
  library = await timed('open', open);
  await timed('unchanged, library opened anew', () => run(library));
  await oneMore('opened anew');
  console.log(JSON.stringify(await library.check()));
  memory();
  await library.close();

  async function oneMore(where: string): Promise<void> {
    const word = `zyzzyva${Date.now()}`;
    await appendFile(join(digestDir, 'log-10.md'), `\n(99) ${word} 交叉验证 https://example.com/${word}\n`);
    await timed(`one more entry found, ${where}`, async () => {
      if (!(await library.stale(digestDir))) throw new Error('the change was not seen');
      await run(library);
      const { terms } = offlineAnalyzer.analyze(word);
      const [hit] = await library.matching('terms', terms, { limit: 1, every: true });
      if (!hit?.entry.text.includes(word)) throw new Error('the new entry was not found');
    });
  }
} finally {
  clearInterval(watch);
  clearInterval(beat);
  if (kept === undefined) await rm(root, { recursive: true });
}

function open(): Promise<Library> {
  return openLibrary({
    uri: join(root, 'library'),
    dataDir: root,
    embedder: offlineEmbedder,
    analyzer: offlineAnalyzer,
    now: Date.now,
  });
}

function run(library: Library) {
  return ingest({ library, digestDir });
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  stall = 0;
  const start = performance.now();
  const result = await work();
  console.log(`${what}: ${Math.round(performance.now() - start)} ms (longest stall ${Math.round(stall)} ms)`);
  return result;
}

function memory(): void {
  console.log(`RSS ${megabytes(process.memoryUsage.rss())} MB, peak ${megabytes(peak)} MB`);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
