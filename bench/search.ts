import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, insertMultiple, search as searchOrama } from '@orama/orama';
import MiniSearch from 'minisearch';
import { understand } from '../src/answer/question.ts';
import { search } from '../src/answer/search.ts';
import type { Entry } from '../src/digest/entry.ts';
import { ingest } from '../src/library/ingest.ts';
import { openLibrary } from '../src/library/library.ts';
import { offlineEmbedder } from '../src/model/offline/embedder.ts';
import { offlineAnalyzer } from '../src/model/offline/tokens.ts';
import { writeDigest } from './generate.ts';

// node --expose-gc bench/search.ts [entries=100000] [folder]: how long a question takes inside one process, beside
// MiniSearch and Orama over the same entries and the same questions, all in one run. Both are given our tokens, since
// neither cuts Chinese. With a folder that bench/ingest.ts was given, its digest and library serve. Bars on two cores at
// 100,000: p50 30 ms, p95 60 ms, 700 MB.

const entries = Number(process.argv[2] ?? 100_000);
const kept = process.argv[3];
const root = kept ?? (await mkdtemp(join(tmpdir(), 'noted-bench-')));
const QUESTIONS = 300;

try {
  const digestDir = join(root, 'digest');
  await writeDigest(digestDir, entries);
  const library = await openLibrary({
    uri: join(root, 'library'),
    dataDir: root,
    embedder: offlineEmbedder,
    analyzer: offlineAnalyzer,
    now: Date.now,
  });
  if (await library.stale(digestDir))
    console.log(JSON.stringify({ ingested: (await ingest({ library, digestDir })).seconds }));
  const all = await library.entries({});
  const asked = questionsOf(all);
  const plain = await measure('noted', asked, async ({ text, id }) => {
    const question = understand(text, { now: new Date('2024-01-01T00:00:00Z'), timeZone: 'UTC' });
    const hits = await search(question, { library, embedder: offlineEmbedder, limit: 5 });
    return hits.some(hit => hit.entry.id === id);
  });
  console.log(`RSS ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB (every entry in memory for the comparison)`);
  await library.close();

  const documents = all.map(({ id, text }) => ({ id, terms: offlineAnalyzer.analyze(text).terms.join(' ') }));
  const tokenize = (text: string) => text.split(' ');
  const tokens = (text: string) => offlineAnalyzer.analyze(text).terms.join(' ');

  const mini = new MiniSearch({ fields: ['terms'], tokenize, processTerm: term => term });
  let start = performance.now();
  mini.addAll(documents);
  console.log(`MiniSearch: indexed in ${Math.round(performance.now() - start)} ms`);
  const miniTimes = await measure('MiniSearch', asked, async ({ text, id }) =>
    mini
      .search(tokens(text))
      .slice(0, 5)
      .some(hit => hit.id === id),
  );

  const orama = create({
    schema: { id: 'string', terms: 'string' } as const,
    components: { tokenizer: { language: 'english', normalizationCache: new Map(), tokenize } },
  });
  start = performance.now();
  await insertMultiple(orama, documents, 1000);
  console.log(`Orama: indexed in ${Math.round(performance.now() - start)} ms`);
  const oramaTimes = await measure('Orama', asked, async ({ text, id }) => {
    const { hits } = await searchOrama(orama, { term: tokens(text), properties: ['terms'], limit: 5 });
    return hits.some(hit => hit.document.id === id);
  });
  const ratio = (times: { p50: number; p95: number }) =>
    `p50 ${(times.p50 / plain.p50).toFixed(2)}, p95 ${(times.p95 / plain.p95).toFixed(2)}`;
  console.log(
    `MiniSearch ÷ noted: ${ratio(miniTimes)}; Orama ÷ noted: ${ratio(oramaTimes)} (above 1: noted is faster)`,
  );
} finally {
  if (kept === undefined) await rm(root, { recursive: true });
}

type Asked = { text: string; id: string };

/** Three words of an entry's title, evenly over the digest. */
function questionsOf(all: readonly Entry[]): Asked[] {
  const step = Math.max(1, Math.floor(all.length / QUESTIONS));
  return all
    .filter((_, index) => index % step === 0)
    .map(({ title, id }) => {
      const words = [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(title)].filter(
        word => word.isWordLike,
      );
      return {
        id,
        text: words
          .slice(0, 12)
          .filter((_, index) => index % 4 < 2)
          .slice(0, 4)
          .map(word => word.segment)
          .join(' '),
      };
    })
    .filter(({ text }) => text !== '');
}

async function measure(name: string, asked: readonly Asked[], find: (question: Asked) => Promise<boolean>) {
  for (const question of asked.slice(0, 20)) await find(question);
  const times: number[] = [];
  let found = 0;
  for (const question of asked) {
    const start = performance.now();
    if (await find(question)) found++;
    times.push(performance.now() - start);
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? 0;
  const result = { p50: at(0.5), p95: at(0.95) };
  console.log(
    `${name}: p50 ${result.p50.toFixed(1)} ms, p95 ${result.p95.toFixed(1)} ms, ${found} of ${asked.length} found among the first 5`,
  );
  return result;
}
