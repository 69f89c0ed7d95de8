import type { Entry } from '../digest/entry.ts';
import type { Analysis } from './analyzer.ts';
import { type Catalog, type Filter, select, spellings } from './catalog.ts';
import { chunksOf, IDS } from './chunks.ts';
import { BooleanQuery, type FullTextQuery, MatchQuery, Occur, Operator, type Table } from './lance.ts';
import { createRecent, type Recent, readThroughRecent } from './recent.ts';
import { analysisColumns, analysisOf, entryColumns, entryOf, type Mention, mentionColumns, mentionOf } from './rows.ts';
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

/** What `findCandidates` looks for: words as written, words by meaning, and a vector. */
export type Sought = { terms: readonly string[]; glosses: readonly string[]; vector: Float32Array | undefined };

/** An entry that may be what is sought, with what ranking needs of it. */
export type Candidate = Analysis & {
  id: string;
  date: string | undefined;
  /** cosine of the angle to the vector asked for, where it is among the nearest */ similarity: number | undefined;
};

/**
 * The entries that any of three searches brings. The searches run at once and bring row numbers only: most entries come
 * from more than one, and few of them are read whole in the end.
 */
export async function findCandidates(
  snapshot: Snapshot,
  { terms, glosses, vector }: Sought,
  { matching, nearest, filter }: { matching: number; nearest: number; filter: Filter },
): Promise<Candidate[]> {
  const within = { limit: matching, filter, columns: ['_rowid'] };
  const [near, ...matched] = await Promise.all([
    vector === undefined ? [] : nearestRows(snapshot, vector, { ...within, limit: nearest }),
    matchingRows(snapshot, terms, { ...within, space: 'terms', every: false }),
    matchingRows(snapshot, glosses, { ...within, space: 'glosses', every: false }),
  ]);
  const similarities = new Map(near.map(row => [row._rowid, similarityOf(row)]));
  const found = [...new Set([...near, ...matched.flat()].map(row => row._rowid))].filter(row => row !== undefined);
  if (found.length === 0) return [];
  const read = async (missing: bigint[]): Promise<Analyzed[]> => {
    const columns = ['id', '_rowid', ...analysisColumns];
    const rows: FoundRow[] = await snapshot.entries.takeRowIds(missing).select(columns).toArray();
    return rows.map(row => ({ ...analysisOf(row), id: row.id, row: row._rowid }));
  };
  const { analyses } = recentOf(snapshot);
  const rows = await readThroughRecent(found, { recent: analyses, read, keyOf: ({ row }) => row });
  return [...rows.values()].map(({ row, ...analyzed }) => ({
    ...analyzed,
    date: snapshot.catalog.byId.get(analyzed.id)?.date,
    similarity: similarities.get(row),
  }));
}

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

type FoundRow = { id: string; _rowid?: bigint; _distance?: number };

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
  snapshot: Snapshot,
  vector: Float32Array,
  { limit, filter, columns }: { limit: number; filter: Filter; columns: string[] },
): Promise<FoundRow[]> {
  const where = whereOf(filter, snapshot.catalog);
  if (where === undefined) return [];
  const query = snapshot.entries
    .query()
    .nearestTo(vector)
    .distanceType('cosine')
    .select([...columns, '_distance'])
    .limit(limit);
  if (snapshot.indexedVectors) query.nprobes(PROBES).refineFactor(REFINE);
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
