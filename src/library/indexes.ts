import { Index, type Table } from './lance.ts';

/**
 * Lance neither splits, folds, stems nor drops our tokens: they come ready. Positions serve phrases, which are not asked.
 */
const TOKENS = {
  baseTokenizer: 'whitespace',
  withPosition: false,
  lowercase: false,
  stem: false,
  removeStopWords: false,
  asciiFolding: false,
  maxTokenLength: 1_000,
} as const;

/** An interrupted making of the table can have left some of its indexes out. */
export async function ensureIndexes(entries: Table): Promise<void> {
  const present = new Set((await entries.listIndices()).flatMap(index => index.columns));
  const wanted = {
    terms: () => Index.fts(TOKENS),
    glosses: () => Index.fts(TOKENS),
    id: () => Index.btree(),
    date: () => Index.btree(),
    meaning: () => Index.btree(),
    tags: () => Index.labelList(),
  };
  for (const [column, config] of Object.entries(wanted)) {
    if (!present.has(column)) await entries.createIndex(column, { config: config() });
  }
}

/** Below this many rows a scan of all vectors is as fast as an index. */
const VECTOR_INDEX_FROM = 20_000;

/** A model's vectors are longer: an index from as many numbers to scan on as the offline ones have then. */
const VECTOR_INDEX_FROM_NUMBERS = VECTOR_INDEX_FROM * 384;

/** Below this many rows of vectors alone a scan of ids, days and tags takes a millisecond or two. */
const SCALAR_INDEX_FROM = 2_000;

/** Rows outside the token indexes cost a query about 9 ms for 500 of them. */
const UNINDEXED_LIMIT = 250;

/** Every write leaves a fragment, which every scan opens. */
const FRAGMENT_LIMIT = 40;

/** Each round of indexing adds a segment to the vector index, which every query visits. */
const SEGMENT_LIMIT = 8;

/** Versions that another process may be reading at this moment are kept, in milliseconds. */
const KEEP_VERSIONS = 60 * 60 * 1000;
const KEEP_CATALOGS = 10 * 60 * 1000;

const TIDY_CATALOG_EVERY = 16;

export async function indexState(entries: Table): Promise<{ unindexed: boolean; indexedVectors: boolean }> {
  const [terms, glosses, vectors] = await Promise.all(
    ['terms_idx', 'glosses_idx', 'vector_idx'].map(index => entries.indexStats(index)),
  );
  const missing = (terms?.numUnindexedRows ?? 1) + (glosses?.numUnindexedRows ?? 1);
  return { unindexed: missing > 0, indexedVectors: vectors !== undefined };
}

/** Whether enough was written since the last round to make one worth its time. */
export async function needsTidying(entries: Table): Promise<boolean> {
  const [terms, stats] = await Promise.all([entries.indexStats('terms_idx'), entries.stats()]);
  return (terms?.numUnindexedRows ?? 0) > UNINDEXED_LIMIT || stats.fragmentStats.numFragments > FRAGMENT_LIMIT;
}

/** Merges fragments, brings the indexes up to date and removes versions that nobody reads any more. */
export async function tidy(entries: Table, now: number): Promise<void> {
  const rows = await entries.countRows();
  const vectors = await entries.indexStats('vector_idx');
  const build = vectors === undefined ? rows >= VECTOR_INDEX_FROM : (vectors.numIndices ?? 1) > SEGMENT_LIMIT;
  await entries.optimize({ cleanupOlderThan: new Date(now - KEEP_VERSIONS) });
  if (build) await entries.createIndex('vector', { config: Index.ivfRq({ distanceType: 'cosine' }) });
}

/**
 * The same for a model's vectors, all of whose indexes are made here. `onBegin` is told when there is something to do.
 */
export async function tidyVectors(
  vectors: Table,
  { dimensions, now, onBegin }: { dimensions: number; now: number; onBegin(): void },
): Promise<void> {
  const rows = await vectors.countRows();
  const present = new Set((await vectors.listIndices()).flatMap(index => index.columns));
  const scalar = { id: Index.btree, meaning: Index.btree, date: Index.btree, tags: Index.labelList };
  const missing = Object.entries(scalar).filter(([column]) => rows >= SCALAR_INDEX_FROM && !present.has(column));
  const { numFragments } = (await vectors.stats()).fragmentStats;
  const near = await vectors.indexStats('vector_idx');
  const many = rows * dimensions >= VECTOR_INDEX_FROM_NUMBERS;
  const build = near === undefined ? many : (near.numIndices ?? 1) > SEGMENT_LIMIT;
  if (!build && missing.length === 0 && numFragments <= FRAGMENT_LIMIT) return;
  onBegin();
  await vectors.optimize({ cleanupOlderThan: new Date(now - KEEP_VERSIONS) });
  for (const [column, config] of missing) await vectors.createIndex(column, { config: config() });
  if (build) await vectors.createIndex('vector', { config: Index.ivfRq({ distanceType: 'cosine' }) });
}

/** The catalog is read whole at once: nobody reads an old version for long, and each holds a megabyte or two. */
export async function tidyCatalog(catalog: Table, now: number): Promise<void> {
  if ((await catalog.version()) % TIDY_CATALOG_EVERY !== 0) return;
  await catalog.optimize({ cleanupOlderThan: new Date(now - KEEP_CATALOGS) });
}
