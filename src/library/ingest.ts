import type { Unplaced } from '../digest/entry.ts';
import type { Problem } from './catalog.ts';
import { type Changes, changesOf } from './changes.ts';
import { copyOf, countAll, type Sketches } from './counting.ts';
import { type Embedding, patientEmbedding } from './embedding.ts';
import { needsTidying, tidy, tidyCatalog } from './indexes.ts';
import type { Library } from './library.ts';
import type { Progress } from './progress.ts';
import { emptySketch } from './sketch.ts';
import { type Survey, surveyFolder } from './survey.ts';
import { FORMAT, type Head, saveCatalog } from './tables.ts';
import type { Workshop } from './workshop.ts';
import { embedLeft, type Tools, writeChanges } from './write.ts';
import { dropOthers, openWriter, type Writer } from './writer.ts';

export type { Progress } from './progress.ts';

export type IngestReport = {
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  /** in the library now */ entries: number;
  files: number;
  /** entries that wait for the embedder: full text finds them meanwhile */ unembedded: number;
  /** what the parser could not place */ unplaced: Unplaced[];
  problems: Problem[];
  /** why all was derived anew, where it was */ rebuilt?: string;
  seconds: number;
};

/**
 * Brings the library to what the digest folder says. Only what changed is derived and written; readers see all of it or
 * nothing. Interrupted at any moment, the next run completes it.
 * 1. Under the writer's lock, the tables are opened; damaged ones are made anew.
 * 2. The folder is surveyed against what the library knew (survey.ts).
 * 3. New and changed entries are analyzed, embedded and written, in batches; those that are no more are removed.
 * 4. The catalog is saved: from here on readers see the new state.
 * 5. Indexes and fragments are tidied where they need it.
 *
 * With `wait` false, undefined at once when this or another process is ingesting already; otherwise waits for its turn.
 * @throws DigestFolderError when there is no folder, LibraryUnreachableError when the library cannot be opened; nothing is
 * changed then
 */
export async function ingest(options: IngestOptions & { wait?: true }): Promise<IngestReport>;
export async function ingest(options: IngestOptions & { wait: boolean }): Promise<IngestReport | undefined>;
export async function ingest(options: IngestOptions & { wait?: boolean }): Promise<IngestReport | undefined> {
  const { library, digestDir, onProgress = () => {}, signal, wait = true } = options;
  const onWait = () => onProgress({ phase: 'wait', done: 0, total: 0 });
  return library.exclusively(workshop => takeIn({ workshop, digestDir, onProgress, signal }), { wait, signal, onWait });
}

type IngestOptions = {
  library: Library;
  digestDir: string;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
};

type Job = {
  workshop: Workshop;
  digestDir: string;
  onProgress: (progress: Progress) => void;
  signal: AbortSignal | undefined;
};

async function takeIn({ workshop, digestDir, onProgress, signal }: Job): Promise<IngestReport> {
  const started = workshop.now();
  const writer = await openWriter(workshop);
  const survey = await surveyFolder({
    root: digestDir,
    previous: writer.previous,
    entries: writer.entries,
    now: workshop.now,
    onFile: (phase, progress) => onProgress({ phase, ...progress }),
    signal,
  });
  const { embedder, analyzer } = workshop;
  const embedding = patientEmbedding(embedder, signal);
  const tools: Tools = { writer, analyzer, embedding, dimensions: embedder.dimensions, onProgress, signal };
  const changes = changesOf(survey, writer);
  const unembedded = await bringUpToDate({ workshop, writer, survey, changes, tools });
  await dropOthers(workshop);
  const { added, changed, removed, entries } = changes;
  return {
    added: added.length,
    changed: changed.length,
    removed: removed.length,
    unchanged: entries - added.length - changed.length,
    entries,
    files: survey.files.length,
    unembedded,
    unplaced: survey.files.flatMap(({ record }) => record.unplaced),
    problems: [...survey.problems, ...embeddingProblems(unembedded, embedding)],
    ...(writer.rebuilt === undefined ? {} : { rebuilt: writer.rebuilt }),
    seconds: (workshop.now() - started) / 1000,
  };
}

/** Writes what there is to write, saves the catalog and tidies. Returns how many entries have no vector. */
async function bringUpToDate(options: {
  workshop: Workshop;
  writer: Writer;
  survey: Survey;
  changes: Changes;
  tools: Tools;
}): Promise<number> {
  const { workshop, writer, survey, changes, tools } = options;
  const { entries, catalog, previous, trusted } = writer;
  const { added, changed, removed } = changes;
  const touched = [...changed.map(({ id }) => id), ...removed];
  const writes = added.length + touched.length;
  const records = survey.files.filter(file => file.changed).map(({ record }) => record);
  if (trusted && previous?.head.unembedded === 0) {
    const asBefore = survey.unlisted.join('\n') === previous.head.unlisted.join('\n');
    if (asBefore && writes + records.length + survey.gone.length === 0) return 0;
  } else {
    // A try that embeds none is saved too: the next is due some minutes after it.
    await embedLeft(tools, new Set(touched));
  }

  // After an interruption nobody knows which rows were counted: then all are counted at the end.
  const running =
    trusted && previous ? copyOf(previous.sketches) : writer.rows?.length === 0 ? noSketches() : undefined;
  await writeChanges(changes, tools, running);
  const sketches = running ?? (await countAll(entries));
  const head: Head = {
    format: FORMAT,
    ...workshop.derivation,
    version: await entries.version(),
    rows: await entries.countRows(),
    unembedded: await entries.countRows('vector IS NULL'),
    tokens: { terms: sketches.terms.tokens, glosses: sketches.glosses.tokens },
    unlisted: survey.unlisted,
    savedAt: workshop.now(),
  };
  const recounted = trusted && writes === 0 ? undefined : sketches;
  await saveCatalog(catalog, { head, sketches: recounted, records, gone: survey.gone });
  await tidyUp({ workshop, writer, head, onProgress: tools.onProgress });
  return head.unembedded;
}

/** After saving, so that readers need not wait for it; it changes no row, only the version that the catalog speaks of. */
async function tidyUp(options: {
  workshop: Workshop;
  writer: Writer;
  head: Head;
  onProgress: (progress: Progress) => void;
}) {
  const { workshop, writer, head, onProgress } = options;
  const { entries, catalog } = writer;
  if (await needsTidying(entries)) {
    onProgress({ phase: 'index', done: 0, total: head.rows });
    await tidy(entries, workshop.now());
    const version = await entries.version();
    await saveCatalog(catalog, { head: { ...head, version }, sketches: undefined, records: [], gone: [] });
    onProgress({ phase: 'index', done: head.rows, total: head.rows });
  }
  await tidyCatalog(catalog, workshop.now());
}

function noSketches(): Sketches {
  return { terms: emptySketch(), glosses: emptySketch() };
}

function embeddingProblems(unembedded: number, { down }: Embedding): Problem[] {
  if (unembedded === 0) return [];
  const why = down === undefined ? 'the embedder does not take their texts' : `the embedder fails: ${down}`;
  return [{ file: '', reason: `${unembedded} entries are found by their words only: ${why}` }];
}
