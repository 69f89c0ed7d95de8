import { setImmediate as breathe } from 'node:timers/promises';
import type { Entry } from '../digest/entry.ts';
import type { Embedder } from '../model/embedder.ts';
import type { Place } from './catalog.ts';
import { chunksOf, IDS } from './chunks.ts';
import { type Embedding, patientEmbedding } from './embedding.ts';
import { tidyCatalog, tidyVectors } from './indexes.ts';
import type { Table } from './lance.ts';
import type { Library } from './library.ts';
import type { Progress } from './progress.ts';
import { meaningOf, searchable, type VectorRow, vectorOf, vectorsTable } from './rows.ts';
import {
  dropSpace,
  ensureHead,
  ensureVectors,
  isMadeBy,
  type Maker,
  readHead,
  type SpaceHead,
  saveHead,
  spaceName,
} from './spaces.ts';
import { dropTables, quoted, readThrough } from './tables.ts';
import type { SpacePlace } from './workshop.ts';
import { requireDamage } from './writer.ts';

/** How far a space came. */
export type FillReport = {
  space: string;
  entries: number;
  /** vectors that were asked of the embedder and kept, this time */ embedded: number;
  /** entries whose texts the embedder does not take: found by words and by the offline vectors */ refused: number;
  /** entries that have no row yet */ missing: number;
  /** whether it can serve */ complete: boolean;
  /** whether it could before */ wasComplete: boolean;
  /** why the embedder was given up, where it was */ down: string | undefined;
  /** how long it asked to be left alone */ retryInMs: number | undefined;
  seconds: number;
};

type FillOptions = {
  library: Library;
  embedder: Embedder;
  maker: Maker;
  onProgress?: ((progress: Progress) => void) | undefined;
  signal?: AbortSignal | undefined;
};

/** Rows written in one commit: what a killed fill has to pay for again, at most. */
const BATCH = 256;

/** Batches after which V8 is asked to collect (see write.ts). */
const COLLECT_EVERY = 8;

/** Texts that an embedder did not take are tried again after a day, in milliseconds: a model's limits seldom change. */
const REFUSED_AGAIN = 24 * 60 * 60 * 1000;

/**
 * Gives every entry of the library its vector in the embedder's space. Meanwhile entries are taken in and questions
 * answered as before; when all have theirs, the space is offered to whoever reads the library. Interrupted at any moment,
 * the next run goes on where it was.
 * 1. What the library holds is compared with what the space does.
 * 2. Texts that the space has a vector of keep it, under whatever id; the others are embedded, in batches.
 * 3. Rows of entries that are no more are removed, and all is compared again, as long as the library changes.
 * 4. The head is saved: from here on readers see the new state.
 *
 * With `wait` false, undefined at once when this or another process is at it already.
 * @throws LibraryUnreachableError when the tables cannot be opened
 */
export async function fillSpace(options: FillOptions & { wait?: true }): Promise<FillReport>;
export async function fillSpace(options: FillOptions & { wait: boolean }): Promise<FillReport | undefined>;
export async function fillSpace(options: FillOptions & { wait?: boolean }): Promise<FillReport | undefined> {
  const { library, embedder, onProgress, signal, wait = true } = options;
  const onWait = () => onProgress?.({ phase: 'wait', done: 0, total: 0 });
  return library.exclusivelyIn(spaceName(embedder), place => fill(options, place), { wait, signal, onWait });
}

async function fill(options: FillOptions, place: SpacePlace): Promise<FillReport> {
  const { library, embedder, maker, onProgress = () => {}, signal } = options;
  const { space, dimensions } = embedder;
  const { now } = place;
  const started = now();
  const { vectors, heads, head } = await openSpace(place, embedder);
  const embedding = patientEmbedding(embedder, signal);
  await library.refresh();
  const again = head !== undefined && head.refused > 0 && started - head.triedAt >= REFUSED_AGAIN;
  const about = { space, dimensions, ...maker, completedAt: head?.completedAt };
  const report = (saved: SpaceHead, rest: Pick<FillReport, 'embedded' | 'missing'>): FillReport => ({
    space,
    entries: library.size(),
    ...rest,
    refused: saved.refused,
    complete: saved.completedAt !== undefined,
    wasComplete: about.completedAt !== undefined,
    down: embedding.down,
    retryInMs: embedding.retryInMs,
    seconds: (now() - started) / 1000,
  });
  if (head?.of === library.contents().fingerprint && !again && head.leftAt === undefined && isMadeBy(head, maker)) {
    return report(head, { embedded: 0, missing: 0 });
  }
  // Whoever looks sees that it began, and that it is wanted again.
  if (head === undefined) {
    await saveHead(heads, { ...about, version: 1, of: '', refused: 0, triedAt: started, savedAt: started });
  }
  const asOf = (version: number) => place.connection.openTable(vectors.name, undefined, { version });
  const brought = await bringUp({ library, vectors, asOf, embedding, dimensions, onProgress, signal, again });
  const { fingerprint, missing, embedded } = brought;
  if (fingerprint !== '') {
    const total = library.size();
    await tidyVectors(vectors, {
      dimensions,
      now: now(),
      onBegin: () => onProgress({ phase: 'index', done: 0, total }),
    });
  }
  const saved = await saveHead(heads, {
    ...about,
    version: await vectors.version(),
    of: fingerprint,
    refused: await vectors.countRows('vector IS NULL'),
    triedAt: again || head === undefined ? now() : head.triedAt,
    // An empty library is no reason to turn to a space that nothing is known of.
    completedAt: about.completedAt ?? (fingerprint !== '' && library.size() > 0 ? now() : undefined),
    savedAt: now(),
  });
  await tidyCatalog(heads, now());
  return report(saved, { embedded, missing });
}

type Job = {
  library: Library;
  vectors: Table;
  /** the same at an earlier version */ asOf(version: number): Promise<Table>;
  embedding: Embedding;
  dimensions: number;
  onProgress: (progress: Progress) => void;
  signal: AbortSignal | undefined;
};

/** Brings the rows to what the library holds. `fingerprint` names its entries where all have their row, and is empty where not. */
async function bringUp({ again, ...job }: Job & { again: boolean }) {
  const { library, vectors, embedding } = job;
  let embedded = 0;
  for (let round = 0; ; round += 1) {
    await library.refresh();
    const { places, fingerprint } = library.contents();
    const known = await rowsOf(vectors, again && round === 0);
    const wanted = places.filter(({ id, hash }) => known.get(id) !== hash);
    const ids = new Set(places.map(({ id }) => id));
    const gone = [...known.keys()].filter(id => !ids.has(id));
    if (wanted.length === 0 && gone.length === 0) return { fingerprint, missing: 0, embedded };
    const put = await putRows(wanted, { ...job, known, all: places.length });
    embedded += put.embedded;
    if (embedding.down !== undefined) return { fingerprint: '', missing: wanted.length - put.rows, embedded };
    for (const some of chunksOf(gone, IDS)) await vectors.delete(`id IN (${quoted(some)})`);
    // Entries that the library names and does not give would come up for ever.
    if (put.rows + gone.length === 0) return { fingerprint: '', missing: wanted.length, embedded };
  }
}

/** Writes the rows of these entries, as far as the embedder goes along. */
async function putRows(
  wanted: readonly Place[],
  { known, all, ...job }: Job & { known: ReadonlyMap<string, string>; all: number },
): Promise<{ rows: number; embedded: number }> {
  const { library, vectors, embedding, dimensions, onProgress, signal } = job;
  let rows = 0;
  let embedded = 0;
  const done = () => all - wanted.length + rows;
  onProgress({ phase: 'embed', done: done(), total: all });
  const changed = wanted.filter(({ id }) => known.has(id));
  const added = wanted.filter(({ id }) => !known.has(id));
  // Where ids moved on to other texts, a batch may write over what a later one would take its vectors from.
  const sources = changed.length === 0 ? [vectors] : [await job.asOf(await vectors.version()), vectors];
  const batches = [
    ...chunksOf(changed, BATCH).map(places => ({ places, fresh: false })),
    ...chunksOf(added, BATCH).map(places => ({ places, fresh: true })),
  ];
  for (const [index, { places, fresh }] of batches.entries()) {
    signal?.throwIfAborted();
    if (index % COLLECT_EVERY === COLLECT_EVERY - 1) globalThis.gc?.();
    const hashes = new Map(places.map(({ id, hash }) => [id, hash]));
    const entries = await library.byIds([...hashes.keys()]);
    const kept = await keptVectors(entries.map(meaningOf), sources);
    const made = await embed(entries, kept, embedding);
    embedded += made.embedded;
    const some = made.rows.map(row => ({ ...row, hash: hashes.get(row.id) ?? '' }));
    if (some.length > 0) {
      const table = vectorsTable(some, dimensions);
      // Adding is much the faster of the two, but would put a row with a known id there twice.
      if (fresh) await vectors.add(table);
      else await vectors.mergeInsert('id').whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(table);
    }
    rows += some.length;
    onProgress({ phase: 'embed', done: done(), total: all });
    if (embedding.down !== undefined) break;
    await breathe();
  }
  return { rows, embedded };
}

/** Rows for entries, without those whose vector the embedder might still give another time. */
async function embed(
  entries: readonly Entry[],
  kept: ReadonlyMap<string, Float32Array>,
  embedding: Embedding,
): Promise<{ rows: Omit<VectorRow, 'hash'>[]; embedded: number }> {
  const texts = new Map(entries.map(entry => [meaningOf(entry), searchable(entry)]));
  const missing = [...texts.keys()].filter(meaning => !kept.has(meaning));
  const given = await embedding.embed(missing.map(meaning => texts.get(meaning) ?? ''));
  const made = new Map(missing.map((meaning, index) => [meaning, given[index]]));
  const rows = entries.map(entry => {
    const { id, date, tags } = entry;
    const meaning = meaningOf(entry);
    return { id, date, tags, meaning, vector: kept.get(meaning) ?? made.get(meaning) };
  });
  const isDown = embedding.down !== undefined;
  return {
    rows: isDown ? rows.filter(({ vector }) => vector !== undefined) : rows,
    embedded: given.filter(vector => vector !== undefined).length,
  };
}

/** The vectors that the space has of these texts, now or at an earlier version. */
async function keptVectors(meanings: readonly string[], tables: readonly Table[]): Promise<Map<string, Float32Array>> {
  const kept = new Map<string, Float32Array>();
  const where = `meaning IN (${quoted(meanings)}) AND vector IS NOT NULL`;
  for (const table of tables) {
    for (const row of await table.query().where(where).select(['meaning', 'vector']).toArray()) {
      const vector = vectorOf(row);
      if (vector !== undefined) kept.set(row.meaning, vector);
    }
  }
  return kept;
}

async function rowsOf(vectors: Table, again: boolean): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for await (const batch of vectors.query().select(['id', 'hash'])) {
    for (const { id, hash } of batch) known.set(id, hash);
    await breathe();
  }
  if (!again) return known;
  for (const { id } of await vectors.query().where('vector IS NULL').select(['id']).toArray()) known.set(id, '');
  return known;
}

/** Opens a space's tables for writing; what is damaged is made anew. */
async function openSpace({ connection, uri }: SpacePlace, embedder: Embedder) {
  const name = spaceName(embedder);
  const { dimensions } = embedder;
  try {
    await readThrough(await ensureVectors(connection, name, dimensions));
  } catch (error) {
    requireDamage(error, uri);
    await dropSpace(connection, uri, name);
  }
  let head: SpaceHead | undefined;
  try {
    head = await readHead(await ensureHead(connection, name));
  } catch (error) {
    requireDamage(error, uri);
    await dropTables(connection, uri, [`space-${name}`]);
  }
  const heads = await ensureHead(connection, name);
  return { vectors: await ensureVectors(connection, name, dimensions), heads, head };
}
