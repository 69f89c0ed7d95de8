import { type Entry, numbered, type Unplaced } from '../digest/entry.ts';
import { parse } from '../digest/parse.ts';
import { compareFiles, type FileRecord, type Place, type Problem } from './catalog.ts';
import { type FoundFile, isUnchanged, listFolder, readDigestFile, TEXT_LIMIT } from './folder.ts';
import type { Table } from './lance.ts';
import { entryColumns, entryOf, hashOf } from './rows.ts';
import { quoted, type Snapshot } from './tables.ts';

/** A row that is to be there, made from the n-th entry of a file that was read, or known from an earlier row. */
export type Wanted = { id: string; hash: string; file: string; index: number; formerly: string };

/** The digest folder as it is, against what the library knew of it. */
export type Survey = {
  /** of all files, in digest order */ records: FileRecord[];
  /** those of them that are not stored like this yet */ changed: FileRecord[];
  /** files that the library knew and that are no more */ gone: string[];
  /** every entry */ wanted: Wanted[];
  /**
   * What was read of a file. The text, not its entries: those of 100,000 take 200 MB, and parsing them once more a second.
   */
  texts: ReadonlyMap<string, string>;
  unplaced: Unplaced[];
  problems: Problem[];
};

/** A file's record, with its text where that is new, and whether it differs from the one that is stored. */
type Surveyed = { record: FileRecord; text: string | undefined; fresh: boolean };

/**
 * Reads what changed in the folder since the snapshot.
 * 1. Files whose size and times are the same are not read, those whose bytes are the same not parsed.
 * 2. A file that can no longer be read keeps the entries that it had.
 * 3. Ids are made unique over all files; that can rename entries of files that were not read.
 * @throws DigestFolderError
 */
export async function surveyFolder(options: {
  root: string;
  previous: Snapshot | undefined;
  /** rows from which an unreadable file's entries are known, should the catalog be lost */ entries: Table;
  now: () => number;
  onFile: (phase: 'read' | 'parse', progress: { done: number; total: number; file: string }) => void;
  signal: AbortSignal | undefined;
}): Promise<Survey> {
  const { root, previous, entries, now, onFile, signal } = options;
  const folder = await listFolder(root);
  const known = previous?.catalog.files ?? new Map<string, FileRecord>();
  const surveyed: Surveyed[] = [];
  for (const [index, found] of folder.files.entries()) {
    signal?.throwIfAborted();
    const progress = { done: index + 1, total: folder.files.length, file: found.file };
    onFile('read', progress);
    surveyed.push(
      await surveyFile({
        found,
        record: known.get(found.file),
        entries,
        now,
        onParse: () => onFile('parse', progress),
      }),
    );
  }
  const listed = new Set(folder.files.map(({ file }) => file));
  const hidden = [...known.values()].filter(({ file }) => !listed.has(file) && isUnder(file, folder.unlisted));
  surveyed.push(...hidden.map(record => ({ record, text: undefined, fresh: false })));
  surveyed.sort((one, other) => compareFiles(one.record.file, other.record.file));
  const { records, wanted, changed } = withUniqueIds(surveyed);
  const kept = new Set(records.map(({ file }) => file));
  return {
    records,
    changed,
    gone: [...known.keys()].filter(file => !kept.has(file)),
    wanted,
    texts: new Map(surveyed.flatMap(({ record, text }) => (text === undefined ? [] : [[record.file, text]]))),
    unplaced: records.flatMap(record => record.unplaced),
    problems: [...folder.problems, ...records.flatMap(record => record.problems)],
  };
}

async function surveyFile(options: {
  found: FoundFile;
  record: FileRecord | undefined;
  entries: Table;
  now: () => number;
  onParse: () => void;
}): Promise<Surveyed> {
  const { found, record, entries, now, onParse } = options;
  const { file } = found;
  if (record && record.hash !== '' && (await isUnchanged(found, record, now()))) {
    return { record, text: undefined, fresh: false };
  }
  const stamp = { ...found.stamp, readAt: now() };
  const { hash, text, problems } = await readDigestFile(found);
  if (text === undefined) {
    const places = record?.places ?? (await placesFromRows(entries, file));
    const unplaced = record?.unplaced ?? [];
    return { record: { file, stamp, hash, places, unplaced, problems }, text: undefined, fresh: true };
  }
  if (record?.hash === hash) return { record: { ...record, stamp }, text: undefined, fresh: true };
  onParse();
  const { entries: parsed, unplaced, problems: long } = entriesIn(file, text);
  const places = parsed.map(placeOf);
  return { record: { file, stamp, hash, places, unplaced, problems: [...problems, ...long] }, text, fresh: true };
}

/** The entries of a file's text, none longer than is searched. */
export function entriesIn(file: string, text: string): { entries: Entry[]; unplaced: Unplaced[]; problems: Problem[] } {
  const { entries, unplaced } = parse(text, { file });
  const problems: Problem[] = [];
  return { entries: entries.map(entry => shortened(entry, problems)), unplaced, problems };
}

/** Gives every entry its id over all files, in digest order. */
function withUniqueIds(surveyed: readonly Surveyed[]): Pick<Survey, 'records' | 'wanted' | 'changed'> {
  const seen = new Map<string, number>();
  const wanted: Wanted[] = [];
  const records: FileRecord[] = [];
  const changed: FileRecord[] = [];
  for (const { record, fresh } of surveyed) {
    let renamed = false;
    const places = record.places.map((place, index): Place => {
      const id = numbered(place.id.replace(/~\d+$/, ''), seen);
      wanted.push({ id, hash: place.hash, file: place.file, index, formerly: place.id });
      if (id === place.id) return place;
      renamed = true;
      return { ...place, id };
    });
    const final = renamed ? { ...record, places } : record;
    records.push(final);
    if (fresh || renamed) changed.push(final);
  }
  return { records, wanted, changed };
}

function placeOf(entry: Entry): Place {
  const { id, date, tags, source } = entry;
  return { id, hash: hashOf(entry), date, tags, ...source };
}

async function placesFromRows(entries: Table, file: string): Promise<Place[]> {
  const rows = await entries
    .query()
    .where(`file = ${quoted([file])}`)
    .select(entryColumns)
    .toArray();
  const places = rows.map(row => placeOf(entryOf(row, undefined)));
  return places.sort((one, other) => one.line - other.line);
}

/** An entry that goes on for ever is most often a paste gone wrong; what is searchable of it must not hold up the rest. */
function shortened(entry: Entry, problems: Problem[]): Entry {
  if (entry.text.length <= TEXT_LIMIT) return entry;
  const reason = `the entry is ${entry.text.length} characters long: only the first ${TEXT_LIMIT} are searchable`;
  problems.push({ ...entry.source, reason });
  const [title, text] = [entry.title, entry.text].map(part => part.slice(0, TEXT_LIMIT));
  return { ...entry, title: title ?? '', text: text ?? '' };
}

function isUnder(file: string, folders: readonly string[]): boolean {
  return folders.some(folder => file === folder || file.startsWith(`${folder}/`));
}
