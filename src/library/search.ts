import type { Entry } from '../digest/entry.ts';
import type { Analysis } from './analyzer.ts';
import { type Catalog, type Filter, spellings } from './catalog.ts';
import { BooleanQuery, type FullTextQuery, MatchQuery, Occur, Operator, type Table } from './lance.ts';
import { analysisColumns, analysisOf, entryColumns, entryOf } from './rows.ts';
import { quoted, type Snapshot, type Space } from './tables.ts';

/** An entry that a search found, with its tokens for ranking. */
export type Hit = Analysis & {
  entry: Entry;
  /** cosine of the angle to the vector asked for, where a vector was */ similarity: number | undefined;
};

/** Ids in one query; with more the planner takes longer than a second query does. */
export const CHUNK = 500;

/**
 * Partitions of the vector index to visit, and how many times the limit to compare by their exact vectors: with 100,000
 * entries 99 of the 100 nearest are found so, in a tenth of the time of a scan.
 */
const PROBES = 30;
const REFINE = 20;

const hitColumns = [...entryColumns, ...analysisColumns];

/** The entries of these ids, in the same order; ids that are not there are left out. */
export async function fetchEntries(
  { entries, catalog }: { entries: Table; catalog: Catalog | undefined },
  ids: readonly string[],
): Promise<Entry[]> {
  const found = new Map<string, Entry>();
  for (let start = 0; start < ids.length; start += CHUNK) {
    const where = `id IN (${quoted(ids.slice(start, start + CHUNK))})`;
    for (const row of await entries.query().where(where).select(entryColumns).toArray()) {
      found.set(row.id, entryOf(row, catalog?.byId.get(row.id)));
    }
  }
  return ids.flatMap(id => found.get(id) ?? []);
}

/** Full-text search in one of the token columns, best by BM25 first. */
export async function findMatching(
  snapshot: Snapshot,
  tokens: readonly string[],
  options: { space: Space; limit: number; filter: Filter; every: boolean },
): Promise<Hit[]> {
  const where = whereOf(options.filter, snapshot.catalog);
  const wanted = [...new Set(tokens)].filter(Boolean);
  if (where === undefined || wanted.length === 0) return [];
  const query = snapshot.entries
    .query()
    .fullTextSearch(fullTextQuery(snapshot, wanted, options))
    .select([...hitColumns, '_score'])
    .limit(options.limit);
  return hitsOf(snapshot, await (where === '' ? query : query.where(where)).toArray());
}

/** The entries whose vectors are closest, closest first. */
export async function findNearest(
  snapshot: Snapshot,
  vector: Float32Array,
  options: { limit: number; filter: Filter },
): Promise<Hit[]> {
  const where = whereOf(options.filter, snapshot.catalog);
  if (where === undefined) return [];
  const query = snapshot.entries
    .query()
    .nearestTo(vector)
    .distanceType('cosine')
    .select([...hitColumns, '_distance'])
    .limit(options.limit);
  if (snapshot.indexedVectors) query.nprobes(PROBES).refineFactor(REFINE);
  return hitsOf(snapshot, await (where === '' ? query : query.where(where)).toArray());
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

function hitsOf(snapshot: Snapshot, rows: readonly { id: string; _distance?: number }[]): Hit[] {
  return rows.map(row => ({
    ...analysisOf(row),
    entry: entryOf(row, snapshot.catalog.byId.get(row.id)),
    similarity: row._distance === undefined ? undefined : 1 - row._distance,
  }));
}
