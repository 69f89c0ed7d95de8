import { setImmediate as breathe } from 'node:timers/promises';
import type { Entry } from '../digest/entry.ts';
import type { Analysis, Analyzer } from './analyzer.ts';
import { chunksOf } from './chunks.ts';
import type { Embedding } from './embedding.ts';
import type { Table } from './lance.ts';
import { analysisColumns, analysisOf, meaningOf, type Row, searchable, vectorOf } from './rows.ts';
import { quoted } from './tables.ts';

/** Where rows may be found whose tokens (with `analyzed`) or vectors are still good for the same text. */
export type Donor = { table: Table; analyzed: boolean; embedded: boolean };

type Derived = { analysis: Analysis | undefined; vector: Float32Array | undefined };

/** Texts analyzed before other work gets its turn. */
const BREATH = 16;

/** The rows of entries: what was derived from the same text before is taken over, the rest is analyzed and embedded. */
export async function deriveRows(
  entries: readonly { entry: Entry; hash: string }[],
  options: { donors: readonly Donor[]; analyzer: Analyzer; embedding: Embedding },
): Promise<Row[]> {
  const { donors, analyzer, embedding } = options;
  const meanings = entries.map(({ entry }) => meaningOf(entry));
  const known = await knownDerivations(meanings, donors);
  const rows: Row[] = [];
  for (const [index, { entry, hash }] of entries.entries()) {
    if (index % BREATH === BREATH - 1) await breathe();
    const meaning = meanings[index] ?? '';
    const { analysis, vector } = known.get(meaning) ?? {};
    rows.push({ entry, hash, meaning, vector, ...(analysis ?? analyzer.analyze(searchable(entry))) });
  }
  return embedMissing(rows, embedding);
}

/** Fills in the vectors that rows lack, as far as the embedder gives any. */
export async function embedMissing(rows: readonly Row[], embedding: Embedding): Promise<Row[]> {
  const missing = rows.filter(row => row.vector === undefined);
  const vectors = new Map<Row, Float32Array | undefined>();
  for (const some of chunksOf(missing, TEXTS)) {
    const embedded = await embedding.embed(some.map(row => searchable(row.entry)));
    for (const [index, row] of some.entries()) vectors.set(row, embedded[index]);
    await breathe();
  }
  return rows.map(row => (vectors.has(row) ? { ...row, vector: vectors.get(row) } : row));
}

/** Texts for one call of the embedder: few enough to hold an offline one's event loop only briefly. */
const TEXTS = 64;

async function knownDerivations(meanings: readonly string[], donors: readonly Donor[]): Promise<Map<string, Derived>> {
  const known = new Map<string, Derived>();
  for (const { table, analyzed, embedded } of donors) {
    const where = `meaning IN (${quoted(meanings)})`;
    for (const row of await table
      .query()
      .where(where)
      .select(['meaning', 'vector', ...analysisColumns])
      .toArray()) {
      const { analysis, vector } = known.get(row.meaning) ?? {};
      known.set(row.meaning, {
        analysis: analysis ?? (analyzed ? analysisOf(row) : undefined),
        vector: vector ?? (embedded ? vectorOf(row) : undefined),
      });
    }
  }
  return known;
}
