import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { startModelServer } from '../test/openai/server.ts';
import { writeDigest } from './generate.ts';

// node bench/spaces.ts [entries=10000] [dimensions=1536]: how long it takes until a model's vectors answer in the place of
// the library's own, with a server on this machine that makes them at once, how much memory, and what questions take
// before, meanwhile and after. As bin/noted runs it: MALLOC_ARENA_MAX=2 node --expose-gc --max-semi-space-size=8 bench/…

const [entries = 10_000, dimensions = 1_536] = process.argv.slice(2).map(Number);
/** Questions for a measurement. */
const QUESTIONS = 200;

if (process.send === undefined) await measure();
else await serve();

/** The server, in a process of its own: its work is not ours. */
async function serve(): Promise<void> {
  const server = await startModelServer();
  server.embeds({ dimensions });
  process.send?.(server.url);
  process.once('disconnect', () => process.exit());
}

async function measure(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'noted-bench-'));
  const server = fork(import.meta.filename, process.argv.slice(2));
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  try {
    const [url] = await once(server, 'message');
    await writeDigest(join(root, 'digest'), entries);
    const settings = { DIGEST_DIR: join(root, 'digest'), DATA_DIR: join(root, 'state'), TIMEZONE: 'UTC' };
    const config = readConfig({ ...settings, OPENAI_BASE_URL: url, OPENAI_API_KEY: 'k', OPENAI_EMBEDDING_MODEL: 'm' });
    const app = await createApp({ config, log: createLog('silent'), now: () => new Date() });
    await app.catchUp({});
    const questions = await questionsOf(app);
    const ask = async (index: number) => app.search(app.understand(questions[index % questions.length] ?? ''), 5);
    for (let index = 0; index < 20; index += 1) await ask(index);
    await timed('questions before', index => index < QUESTIONS, ask);
    globalThis.gc?.();
    console.log(`${entries} entries, ${dimensions} dimensions; RSS before ${megabytes(process.memoryUsage.rss())} MB`);
    peak = 0;
    const stop = new AbortController();
    const started = performance.now();
    let ended = 0;
    const kept = app.keepVectors(stop.signal);
    await timed('questions meanwhile', () => app.modelSpace?.serving() === undefined, ask);
    ended = performance.now();
    const seconds = (ended - started) / 1000;
    console.log(
      `answers by the model after ${seconds.toFixed(1)} s (${Math.round(entries / seconds)} entries/s), peak RSS ${megabytes(peak)} MB`,
    );
    await timed('questions after', index => index < QUESTIONS, ask);
    stop.abort();
    await kept;
    console.log(JSON.stringify((await app.library.check()).spaces));
    await app.close();
  } finally {
    clearInterval(watch);
    server.disconnect();
    await rm(root, { recursive: true });
  }
}

/** Words of entries from all over the digest. */
async function questionsOf({ library }: App): Promise<string[]> {
  const step = Math.max(1, Math.floor(library.size() / QUESTIONS));
  const questions: string[] = [];
  for (let offset = 0; offset < library.size(); offset += step) {
    const [entry] = await library.entries({}, { offset, limit: 1 });
    questions.push((entry?.title ?? '').split(/\s+/).slice(0, 4).join(' ').slice(0, 40));
  }
  return questions;
}

async function timed(what: string, goesOn: (index: number) => boolean, ask: (index: number) => Promise<unknown>) {
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let index = 0; goesOn(index); index += 1) {
    const start = performance.now();
    await ask(index);
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  const cpu = ((user + system) / 1000 / times.length).toFixed(1);
  times.sort((one, other) => one - other);
  const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1);
  console.log(
    `${what}: ${times.length}, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms; CPU ${cpu} ms each`,
  );
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
