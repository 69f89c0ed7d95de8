import type { Entry } from '../digest/entry.ts';
import type { Analysis } from './analyzer.ts';
import { type Catalog, type Filter, fingerprintOf, select, spellings } from './catalog.ts';
import { chunksOf, IDS } from './chunks.ts';
import { BooleanQuery, type FullTextQuery, MatchQuery, Occur, Operator, type Table } from './lance.ts';
import { createRecent, type Recent, readThroughRecent } from './recent.ts';
import { analysisColumns, analysisOf, entryColumns, entryOf, type Mention, mentionColumns, mentionOf } from './rows.ts';
import type { SpaceSnapshot } from './spaces.ts';
import { quoted, type Snapshot, type Space } from './tables.ts';

/** An entry that a search found, with its tokens for ranking. */
export type Hit = Analysis & { entry: Entry };

/**
 * Partitions of the vector index to visit, and how many times the limit to compare by their exact vectors: with 100,000
 * entries 95 of the 100 nearest are found so; for 99 (30 and 20) it takes half as long again.
 */
const PROBES = 20;
const REFINE = 8;

/** The entries of these ids, in the same order; ids that are not there are left out. */
export async function fetchEntries(
  { entries, catalog }: { entries: Table; catalog: Catalog | undefined },
  ids: readonly string[],
): Promise<Entry[]> {
  const found = new Map<string, Entry>();
  for (const some of chunksOf(ids, IDS)) {
    const where = `id IN (${quoted(some)})`;
    for (const row of await entries.query().where(where).select(entryColumns).toArray()) {
      found.set(row.id, entryOf(row, catalog?.byId.get(row.id)));
    }
  }
  return ids.flatMap(id => found.get(id) ?? []);
}

/** The same from a snapshot, where an entry that many ask about is read once. */
export async function readEntries(snapshot: Snapshot, ids: readonly string[]): Promise<Entry[]> {
  // A whole digest would take the place of all that is asked about.
  if (ids.length > MANY) return fetchEntries(snapshot, ids);
  const { entries } = recentOf(snapshot);
  const read = (missing: string[]) => fetchEntries(snapshot, missing);
  const found = await readThroughRecent(ids, { recent: entries, read, keyOf: ({ id }) => id });
  return ids.flatMap(id => found.get(id) ?? []);
}

/** Full-text search in one of the token columns, best by BM25 first. */
export async function findMatching(
  snapshot: Snapshot,
  tokens: readonly string[],
  options: { space: Space; limit: number; filter: Filter; every: boolean },
): Promise<Hit[]> {
  const rows = await matchingRows(snapshot, tokens, { ...options, columns: [...entryColumns, ...analysisColumns] });
  return rows.map(row => ({ ...analysisOf(row), entry: entryOf(row, snapshot.catalog.byId.get(row.id)) }));
}

/** All entries that hold every one of the tokens as written, in the digest's order. */
export async function findMentions(snapshot: Snapshot, tokens: readonly string[], filter: Filter): Promise<Mention[]> {
  const { catalog } = snapshot;
  const limit = catalog.order.length;
  const columns = mentionColumns;
  const rows = await matchingRows(snapshot, tokens, { space: 'terms', limit, filter, every: true, columns });
  const byId = new Map(rows.map(row => [row.id, row]));
  return select(catalog, { ids: [...byId.keys()] }).map(place => mentionOf(byId.get(place.id), place));
}

/** A vector of a model's space, which is not the library's own. */
export type SpaceVector = { space: string; vector: Float32Array };

/** What `findCandidates` looks for: words as written, words by meaning, a vector, and one in a model's space. */
export type Sought = {
  terms: readonly string[];
  glosses: readonly string[];
  vector: Float32Array | undefined;
  near?: SpaceVector | undefined;
};

/** An entry that may be what is sought, with what ranking needs of it. */
export type Candidate = Analysis & {
  id: string;
  date: string | undefined;
  /** cosine of the angle to the vector asked for, where it is among the nearest */ similarity: number | undefined;
  /** the same in the model's space; undefined where none was asked for, or the entry has no vector there (yet) */
  near: { cosine: number | undefined } | undefined;
};

/** How many of each search, among which entries; `space`: where a model's neighbours are looked for, and who is told if it fails. */
type Within = {
  matching: number;
  nearest: number;
  filter: Filter;
  space?: { snapshot: SpaceSnapshot; onFailure(): void } | undefined;
};

/**
 * The entries that any of the searches brings. They run at once and bring row numbers only: most entries come from more
 * than one, and few of them are read whole in the end. A model's neighbours are known by their ids, since its vectors are
 * kept apart.
 */
export async function findCandidates(snapshot: Snapshot, sought: Sought, options: Within): Promise<Candidate[]> {
  const { terms, glosses, vector, near } = sought;
  const { matching, nearest, filter, space } = options;
  const { catalog } = snapshot;
  const within = { limit: matching, filter, columns: ['_rowid'] };
  const [close, neighbours, ...matched] = await Promise.all([
    vector === undefined ? [] : nearestRows(snapshot, vector, { ...within, catalog, limit: nearest }),
    near && space && findNeighbours(space, near.vector, { catalog, filter, limit: nearest }),
    matchingRows(snapshot, terms, { ...within, space: 'terms', every: false }),
    matchingRows(snapshot, glosses, { ...within, space: 'glosses', every: false }),
  ]);
  const similarities = new Map(close.map(row => [row._rowid, similarityOf(row)]));
  const found = [...new Set([...close, ...matched.flat()].map(row => row._rowid))].filter(row => row !== undefined);
  const { analyses } = recentOf(snapshot);
  const read = (missing: bigint[]) => analyzed(snapshot.entries.takeRowIds(missing));
  const rows =
    found.length === 0 ? new Map() : await readThroughRecent(found, { recent: analyses, read, keyOf: rowOf });
  const all: Analyzed[] = [...rows.values()];
  const ids = new Set(all.map(({ id }) => id));
  const others = [...(neighbours?.keys() ?? [])].filter(id => !ids.has(id));
  if (others.length > 0) all.push(...(await analyzed(snapshot.entries.query().where(`id IN (${quoted(others)})`))));
  const placed = await placedIn(space, neighbours, { catalog, ids: [...ids] });
  return all.map(({ row, ...one }) => ({
    ...one,
    date: catalog.byId.get(one.id)?.date,
    similarity: similarities.get(row),
    near: placed(one.id) ? { cosine: neighbours?.get(one.id) } : undefined,
  }));
}

/** The nearest entries in a model's space, with their cosines; what changed since it was saved is left out. */
async function findNeighbours(
  { snapshot: { vectors, indexed }, onFailure }: NonNullable<Within['space']>,
  vector: Float32Array,
  { catalog, filter, limit }: { catalog: Catalog; filter: Filter; limit: number },
): Promise<Map<string, number | undefined> | undefined> {
  try {
    const table = { entries: vectors, indexedVectors: indexed };
    const rows = await nearestRows(table, vector, { limit, filter, catalog, columns: ['id', 'hash'] });
    const known = rows.filter(({ id, hash }) => catalog.byId.get(id)?.hash === hash);
    return new Map(known.map(row => [row.id, similarityOf(row)]));
  } catch {
    onFailure();
    return undefined;
  }
}

/** Says which entries have their vector in the space: all, where it was saved with the very entries of the catalog. */
async function placedIn(
  space: Within['space'],
  neighbours: ReadonlyMap<string, unknown> | undefined,
  { catalog, ids }: { catalog: Catalog; ids: readonly string[] },
): Promise<(id: string) => boolean> {
  if (space === undefined || neighbours === undefined) return () => false;
  const { head, vectors } = space.snapshot;
  if (head.refused === 0 && head.of === fingerprintOf(catalog)) return () => true;
  const asked = ids.filter(id => !neighbours.has(id));
  if (asked.length === 0) return () => true;
  try {
    const where = `id IN (${quoted(asked)}) AND vector IS NOT NULL`;
    const rows: FoundRow[] = await vectors.query().where(where).select(['id', 'hash']).toArray();
    const placed = new Set(rows.flatMap(({ id, hash }) => (catalog.byId.get(id)?.hash === hash ? [id] : [])));
    return id => neighbours.has(id) || placed.has(id);
  } catch {
    space.onFailure();
    return id => neighbours.has(id);
  }
}

async function analyzed(query: ReturnType<Table['takeRowIds']> | ReturnType<Table['query']>): Promise<Analyzed[]> {
  const rows: FoundRow[] = await query.select(['id', '_rowid', ...analysisColumns]).toArray();
  return rows.map(row => ({ ...analysisOf(row), id: row.id, row: row._rowid }));
}

const rowOf = ({ row }: Analyzed) => row;

type Analyzed = Analysis & { id: string; row: bigint | undefined };

/**
 * So much text of entries and so many tokens, counted as below, are kept as they were read last, for as long as their
 * snapshot serves: with them a question costs half the time. It is 2 MB of entries and 4 MB of tokens at the most, the
 * thousand entries that are asked about where they are short.
 */
const KEPT_TEXT = 1_000_000;
const KEPT_TOKENS = 2_000_000;
/** What a token takes beside its letters, in UTF-16 units: its place in the list and the head of its string. */
const PER_TOKEN = 12;
/** More entries than these are read without being kept. */
const MANY = 250;

function textOf({ text, title, urls }: Entry): number {
  return text.length + title.length + sum(urls);
}

function tokensOf({ terms, glosses }: Analyzed): number {
  return sum(terms) + sum(glosses) + PER_TOKEN * (terms.length + glosses.length);
}

function sum(texts: readonly string[]): number {
  return texts.reduce((length, text) => length + text.length, 0);
}

const kept = new WeakMap<
  Snapshot,
  { entries: Recent<string, Entry>; analyses: Recent<bigint | undefined, Analyzed> }
>();

function recentOf(snapshot: Snapshot) {
  const known = kept.get(snapshot);
  if (known !== undefined) return known;
  const made = {
    entries: createRecent<string, Entry>({ most: KEPT_TEXT, sizeOf: textOf }),
    analyses: createRecent<bigint | undefined, Analyzed>({ most: KEPT_TOKENS, sizeOf: tokensOf }),
  };
  kept.set(snapshot, made);
  return made;
}

type FoundRow = { id: string; hash?: string; _rowid?: bigint; _distance?: number };

async function matchingRows(
  snapshot: Snapshot,
  tokens: readonly string[],
  options: { space: Space; limit: number; filter: Filter; every: boolean; columns: string[] },
): Promise<FoundRow[]> {
  const where = whereOf(options.filter, snapshot.catalog);
  const wanted = [...new Set(tokens)].filter(Boolean);
  if (where === undefined || wanted.length === 0) return [];
  const query = snapshot.entries
    .query()
    .fullTextSearch(fullTextQuery(snapshot, wanted, options))
    .select([...options.columns, '_score'])
    .limit(options.limit);
  return (where === '' ? query : query.where(where)).toArray();
}

async function nearestRows(
  { entries, indexedVectors }: Pick<Snapshot, 'entries' | 'indexedVectors'>,
  vector: Float32Array,
  options: { limit: number; filter: Filter; catalog: Catalog; columns: string[] },
): Promise<FoundRow[]> {
  const { limit, filter, catalog, columns } = options;
  const where = whereOf(filter, catalog);
  if (where === undefined) return [];
  const query = entries
    .query()
    .nearestTo(vector)
    .distanceType('cosine')
    .select([...columns, '_distance'])
    .limit(limit);
  if (indexedVectors) query.nprobes(PROBES).refineFactor(REFINE);
  return (where === '' ? query : query.where(where)).toArray();
}

function fullTextQuery(
  snapshot: Snapshot,
  tokens: readonly string[],
  { space, every }: { space: Space; every: boolean },
): FullTextQuery {
  if (!every) return new MatchQuery(tokens.join(' '), space);
  // AND is the faster of the two, but rows that are not indexed yet it takes for OR.
  if (!snapshot.unindexed) return new MatchQuery(tokens.join(' '), space, { operator: Operator.And });
  return new BooleanQuery(tokens.map(token => [Occur.Must, new MatchQuery(token, space)]));
}

/** A filter as SQL: empty where it lets everything through, undefined where nothing. */
function whereOf({ from, to, tags, ids }: Filter, catalog: Catalog): string | undefined {
  const conditions: string[] = [];
  if (from !== undefined) conditions.push(`date >= ${quoted([from])}`);
  if (to !== undefined) conditions.push(`date <= ${quoted([to])}`, `date != ''`);
  if (tags !== undefined) {
    const spelled = spellings(catalog, tags);
    if (spelled.length === 0) return undefined;
    conditions.push(`array_has_any(tags, [${quoted(spelled)}])`);
  }
  if (ids !== undefined) {
    if (ids.length === 0) return undefined;
    conditions.push(`id IN (${quoted(ids)})`);
  }
  return conditions.join(' AND ');
}

function similarityOf({ _distance }: FoundRow): number | undefined {
  return _distance === undefined ? undefined : 1 - _distance;
}
