import type { Entry } from '../digest/entry.ts';
import type { Analyzer } from './analyzer.ts';
import type { Changes, Wanted } from './changes.ts';
import { chunksOf, IDS } from './chunks.ts';
import { countAnalysis, countOut, type Sketches } from './counting.ts';
import { deriveRows, embedMissing } from './derive.ts';
import type { Embedding } from './embedding.ts';
import type { Table } from './lance.ts';
import type { Progress } from './progress.ts';
import { type Row, rowOf, rowsTable } from './rows.ts';
import { fetchEntries } from './search.ts';
import { entriesIn } from './survey.ts';
import { quoted } from './tables.ts';
import type { Writer } from './writer.ts';

export type Tools = {
  writer: Writer;
  analyzer: Analyzer;
  embedding: Embedding;
  dimensions: number;
  onProgress: (progress: Progress) => void;
  signal: AbortSignal | undefined;
};

/** Rows written in one commit: what a killed ingest has to do again, at most. */
const BATCH = 512;

/** Batches after which V8 is asked to collect, where it can be asked (bin/noted): it does not count what Arrow holds. */
const COLLECT_EVERY = 8;

/**
 * Writes new and changed entries and removes those that are no more. New ones come first: a changed row may be all that
 * is left of a text that moved to another id.
 */
export async function writeChanges(changes: Changes, tools: Tools, sketches: Sketches | undefined): Promise<void> {
  const { added, changed, removed } = changes;
  const { writer, onProgress, signal } = tools;
  const resolve = resolver(writer);
  const total = added.length + changed.length;
  let done = 0;
  const batches = [
    ...chunksOf(added, BATCH).map(wanted => ({ wanted, fresh: true })),
    ...chunksOf(changed, BATCH).map(wanted => ({ wanted, fresh: false })),
  ];
  for (const [index, { wanted, fresh }] of batches.entries()) {
    signal?.throwIfAborted();
    if (index % COLLECT_EVERY === COLLECT_EVERY - 1) globalThis.gc?.();
    const resolved = await resolve(wanted);
    onProgress({ phase: 'analyze', done: done + resolved.length, total });
    const rows = await deriveRows(resolved, { donors: writer.donors, ...tools });
    await put(writer.entries, rows, { dimensions: tools.dimensions, fresh });
    if (sketches) for (const row of rows) countAnalysis(sketches, row, 1);
    done += wanted.length;
    onProgress({ phase: 'write', done, total });
  }
  for (const some of chunksOf(removed, IDS)) await writer.entries.delete(`id IN (${quoted(some)})`);
  if (sketches && writer.previous) {
    await countOut(sketches, writer.previous, [...changed.map(({ id }) => id), ...removed]);
  }
}

/** Embeds rows that an earlier ingest had to leave without a vector, except those that this one rewrites or removes. */
export async function embedLeft(tools: Tools, except: ReadonlySet<string>): Promise<void> {
  const { writer, embedding, dimensions, signal } = tools;
  const left = await writer.entries.query().where('vector IS NULL').select(['id']).toArray();
  const ids = left.map((row): string => row.id).filter(id => !except.has(id));
  for (const some of chunksOf(ids, BATCH)) {
    signal?.throwIfAborted();
    if (embedding.down !== undefined) break;
    const stored = await writer.entries
      .query()
      .where(`id IN (${quoted(some)})`)
      .toArray();
    const rows = await embedMissing(stored.map(rowOf), embedding);
    const filled = rows.filter(row => row.vector !== undefined);
    if (filled.length > 0) await put(writer.entries, filled, { dimensions, fresh: false });
  }
}

/** Gives the entries that are to be rows: from their file's text where it was read, else from the row that they had. */
function resolver({
  previous,
  entries: table,
}: Writer): (wanted: readonly Wanted[]) => Promise<{ entry: Entry; hash: string }[]> {
  // Batches go through the files one after another, so the entries of one file at a time are enough.
  let current: { file: string; entries: Entry[] } | undefined;

  function fromText({ file: { record, content }, index }: Wanted): Entry | undefined {
    if (content?.entries) return content.entries[index];
    if (content === undefined) return undefined;
    if (current?.file !== record.file)
      current = { file: record.file, entries: entriesIn(record.file, content.text).entries };
    return current.entries[index];
  }

  return async wanted => {
    const formerly = wanted.flatMap(({ file, index }) => (file.content ? [] : (file.formerly[index] ?? [])));
    const kept = await fetchEntries({ entries: previous?.entries ?? table, catalog: previous?.catalog }, formerly);
    const byId = new Map(kept.map(entry => [entry.id, entry]));
    return wanted.flatMap(one => {
      const entry = fromText(one) ?? byId.get(one.file.formerly[one.index] ?? '');
      return entry ? { hash: one.hash, entry: { ...entry, id: one.id } } : [];
    });
  };
}

async function put(
  entries: Table,
  rows: readonly Row[],
  options: { dimensions: number; fresh: boolean },
): Promise<void> {
  if (rows.length === 0) return;
  const table = rowsTable(rows, options.dimensions);
  // Adding is much the faster of the two, but would put a row with a known id there twice.
  if (options.fresh) await entries.add(table);
  else await entries.mergeInsert('id').whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(table);
}
