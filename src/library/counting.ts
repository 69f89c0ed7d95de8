import type { Analysis } from './analyzer.ts';
import { chunksOf, IDS } from './chunks.ts';
import type { Table } from './lance.ts';
import { analysisColumns, analysisOf } from './rows.ts';
import { countEntry, emptySketch, type Sketch } from './sketch.ts';
import { quoted, type Snapshot, type Space } from './tables.ts';

/** How many entries hold a token, for both token columns. */
export type Sketches = Record<Space, Sketch>;

export function countAnalysis(sketches: Sketches, { terms, glosses }: Analysis, by: 1 | -1): void {
  countEntry(sketches.terms, terms, by);
  countEntry(sketches.glosses, glosses, by);
}

/** A copy that may be counted on while readers use the original. */
export function copyOf({ terms, glosses }: Sketches): Sketches {
  return { terms: { ...terms, counts: terms.counts.slice() }, glosses: { ...glosses, counts: glosses.counts.slice() } };
}

/** Counted from the table itself. */
export async function countAll(entries: Table): Promise<Sketches> {
  const sketches = { terms: emptySketch(), glosses: emptySketch() };
  for await (const batch of entries.query().select(analysisColumns)) {
    for (const row of batch) countAnalysis(sketches, analysisOf(row), 1);
  }
  return sketches;
}

/** Counts the rows of these ids out, as the snapshot has them. */
export async function countOut(sketches: Sketches, snapshot: Snapshot, ids: readonly string[]): Promise<void> {
  for (const some of chunksOf(ids, IDS)) {
    const where = `id IN (${quoted(some)})`;
    const rows = await snapshot.entries.query().where(where).select(analysisColumns).toArray();
    for (const row of rows) countAnalysis(sketches, analysisOf(row), -1);
  }
}
