import { type Entry, numbered, type Unplaced } from '../digest/entry.ts';
import { parse } from '../digest/parse.ts';
import { compareFiles, type FileRecord, type Place, type Problem } from './catalog.ts';
import { beginningOf, type FoundFile, isUnchanged, isUnder, listFolder, readDigestFile, TEXT_LIMIT } from './folder.ts';
import type { Table } from './lance.ts';
import { entryColumns, entryOf, hashOf } from './rows.ts';
import { quoted, type Snapshot } from './tables.ts';

/** The digest folder as it is, against what the library knew of it. */
export type Survey = {
  /** in digest order */ files: SurveyedFile[];
  /** files that the library knew and that are no more */ gone: string[];
  problems: Problem[];
  /** what could not be looked into: files there are as they were */ unlisted: string[];
};

export type SurveyedFile = {
  record: FileRecord;
  /** not stored like this yet */ changed: boolean;
  /** the ids of its places in the rows written so far, where no text was read */ formerly: string[];
  content: FileContent | undefined;
};

/** What was read of a file. The text, not its entries: those of 100,000 take 200 MB, and parsing them again a second. */
type FileContent = { text: string; entries: Entry[] | undefined };

/** Entries of so many characters' files are kept all the same, so that a small change is parsed once only. */
const KEEP_PARSED = 4 * 1024 * 1024;

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
  const surveyed: Omit<SurveyedFile, 'formerly'>[] = [];
  let parsed = 0;
  for (const [index, found] of folder.files.entries()) {
    signal?.throwIfAborted();
    const progress = { done: index + 1, total: folder.files.length, file: found.file };
    onFile('read', progress);
    const record = known.get(found.file);
    const file = await surveyFile({ found, record, entries, now, onParse: () => onFile('parse', progress) });
    parsed += file.content?.text.length ?? 0;
    if (file.content && parsed > KEEP_PARSED) file.content.entries = undefined;
    surveyed.push(file);
  }
  const listed = new Set(folder.files.map(({ file }) => file));
  const hidden = [...known.values()].filter(({ file }) => !listed.has(file) && isUnder(file, folder.unlisted));
  surveyed.push(...hidden.map(record => ({ record, changed: false, content: undefined })));
  surveyed.sort((one, other) => compareFiles(one.record.file, other.record.file));
  const files = withUniqueIds(surveyed);
  const kept = new Set(files.map(({ record }) => record.file));
  return {
    files,
    gone: [...known.keys()].filter(file => !kept.has(file)),
    problems: [...folder.problems, ...files.flatMap(({ record }) => record.problems)],
    unlisted: folder.unlisted,
  };
}

async function surveyFile(options: {
  found: FoundFile;
  record: FileRecord | undefined;
  entries: Table;
  now: () => number;
  onParse: () => void;
}): Promise<Omit<SurveyedFile, 'formerly'>> {
  const { found, record, entries, now, onParse } = options;
  const { file } = found;
  if (record && record.hash !== '' && (await isUnchanged(found, record, now()))) {
    return { record, changed: false, content: undefined };
  }
  const stamp = { ...found.stamp, readAt: now() };
  const { hash, text, problems } = await readDigestFile(found);
  if (text === undefined) {
    const places = record?.places ?? (await placesFromRows(entries, file));
    const unplaced = record?.unplaced ?? [];
    return { record: { file, stamp, hash, places, unplaced, problems }, changed: true, content: undefined };
  }
  if (record?.hash === hash) return { record: { ...record, stamp }, changed: true, content: undefined };
  onParse();
  const { entries: parsed, unplaced, problems: long } = entriesIn(file, text);
  const places = parsed.map(placeOf);
  return {
    record: { file, stamp, hash, places, unplaced, problems: [...problems, ...long] },
    changed: true,
    content: { text, entries: parsed },
  };
}

/** The entries of a file's text, none longer than is searched. */
export function entriesIn(file: string, text: string): { entries: Entry[]; unplaced: Unplaced[]; problems: Problem[] } {
  const { entries, unplaced } = parse(text, { file });
  const problems: Problem[] = [];
  return { entries: entries.map(entry => shortened(entry, problems)), unplaced, problems };
}

/** Gives every entry its id over all files, in digest order. */
function withUniqueIds(surveyed: readonly Omit<SurveyedFile, 'formerly'>[]): SurveyedFile[] {
  const seen = new Map<string, number>();
  return surveyed.map(file => {
    let renamed = false;
    const places = file.record.places.map((place): Place => {
      const id = numbered(place.id.includes('~') ? place.id.replace(/~\d+$/, '') : place.id, seen);
      if (id === place.id) return place;
      renamed = true;
      return { ...place, id };
    });
    const formerly = file.record.places.map(place => place.id);
    if (!renamed) return { ...file, formerly };
    return { ...file, formerly, changed: true, record: { ...file.record, places } };
  });
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
  return { ...entry, title: beginningOf(entry.title), text: beginningOf(entry.text) };
}
