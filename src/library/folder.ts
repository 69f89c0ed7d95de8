import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareFiles, type FileRecord, type Problem, type Stamp } from './catalog.ts';
import { inOneLine } from './problem.ts';
import { digestOf } from './rows.ts';

/** A digest file as the folder shows it, not read yet. `file` is relative to the folder, with `/` between its parts. */
export type FoundFile = { file: string; path: string; stamp: Omit<Stamp, 'readAt'> };

export type Folder = {
  /** in digest order */ files: FoundFile[];
  problems: Problem[];
  /** sub-folders and files that could not be looked into: what was known of them still stands */ unlisted: string[];
};

/** The digest folder is not there, or is no folder. Nothing was changed. */
export class DigestFolderError extends Error {
  override readonly name = 'DigestFolderError';
  readonly folder: string;

  constructor(folder: string, reason: string, cause?: unknown) {
    super(
      `The digest folder ${folder} ${reason}. Create it with at least one .md file, or set DIGEST_DIR to the right one.`,
      {
        cause,
      },
    );
    this.folder = folder;
  }
}

/** Larger files are no log that a person keeps; reading one would take the memory that serving needs. */
const FILE_LIMIT = 64 * 1024 * 1024;

/** No line and no entry that a person writes is longer, in characters; the rest of such a one is left out. */
export const TEXT_LIMIT = 64 * 1024;

const MARKDOWN = /\.(?:md|markdown)$/i;

/**
 * Every Markdown file of the folder and its sub-folders. Hidden ones and `node_modules` are left out. Symbolic links
 * are followed; what can be reached in two ways is taken once. A link that leads nowhere is a problem only where it is
 * called like a Markdown file.
 * @throws DigestFolderError
 */
export async function listFolder(root: string): Promise<Folder> {
  const folder: Folder = { files: [], problems: [], unlisted: [] };
  const seen = new Set<string>();

  async function walk(path: string, below: string): Promise<void> {
    const names = await readdir(path);
    // One after another, so that of two ways to the same file the first in order is always the one taken.
    for (const name of names.sort(compareFiles)) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      await visit(join(path, name), below === '' ? name : `${below}/${name}`);
    }
  }

  async function visit(path: string, file: string): Promise<void> {
    try {
      const found = await stat(path);
      const markdown = found.isFile() && MARKDOWN.test(file);
      if (!markdown && !found.isDirectory()) return;
      const real = await realpath(path);
      if (seen.has(real)) return;
      seen.add(real);
      if (!markdown) return await walk(path, file);
      folder.files.push({ file, path, stamp: { size: found.size, mtime: found.mtimeMs, ctime: found.ctimeMs } });
    } catch (error) {
      if (isMissing(error) && !MARKDOWN.test(file)) return;
      folder.problems.push({ file, reason: `cannot be read: ${inOneLine(error)}` });
      folder.unlisted.push(file);
    }
  }

  await requireFolder(root);
  seen.add(await realpath(root));
  await walk(root, '').catch((error: unknown) => {
    throw new DigestFolderError(root, `cannot be listed (${inOneLine(error)})`, error);
  });
  folder.files.sort((one, other) => compareFiles(one.file, other.file));
  return folder;
}

/** So recent a change could be followed by another of the same size that the file system gives the same time, in milliseconds. */
const RACY = 2_000;

/**
 * Whether a file is still as it was when its record was made. Times are trusted, but not those of a file read right
 * after it was written: that one is read again, and its record notes when.
 */
export async function isUnchanged(found: FoundFile, record: FileRecord | undefined, now: number): Promise<boolean> {
  if (record === undefined || !sameStamp(found.stamp, record.stamp)) return false;
  if (record.stamp.mtime + RACY < record.stamp.readAt) return true;
  const { hash } = await readDigestFile(found);
  if (hash !== record.hash) return false;
  record.stamp = { ...record.stamp, readAt: now };
  return true;
}

function sameStamp(one: FoundFile['stamp'], other: Stamp): boolean {
  return one.size === other.size && one.mtime === other.mtime && one.ctime === other.ctime;
}

/** What is in a file: its text with over-long lines cut, or why there is none. */
export type Content = { hash: string; problems: Problem[] } & ({ text: string } | { text: undefined });

export async function readDigestFile({ file, path, stamp }: FoundFile): Promise<Content> {
  const failed = (reason: string, hash = '', line?: number): Content => {
    return { hash, text: undefined, problems: [{ file, ...(line === undefined ? {} : { line }), reason }] };
  };
  if (stamp.size > FILE_LIMIT) {
    return failed(
      `is ${megabytes(stamp.size)} large: files over ${megabytes(FILE_LIMIT)} are not read; split it`,
      'too large',
    );
  }
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return failed(`cannot be read: ${inOneLine(error)}`);
  }
  const hash = digestOf(bytes);
  try {
    // A byte order mark belongs to the text: rendering must give it back.
    const whole = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { hash, ...cutLines(whole, file) };
  } catch {
    return failed('is not UTF-8 from this line on: save it as UTF-8', hash, lineOfFirstBadByte(bytes));
  }
}

/** Cuts lines that no person wrote, so that one of 50 MB holds up nothing. */
function cutLines(text: string, file: string): { text: string; problems: Problem[] } {
  const problems: Problem[] = [];
  const parts: string[] = [];
  let kept = 0;
  let line = 1;
  for (let start = 0; start < text.length; line += 1) {
    const feed = text.indexOf('\n', start);
    const end = feed === -1 ? text.length : feed;
    if (end - start > TEXT_LIMIT) {
      parts.push(text.slice(kept, start), beginningOf(text.slice(start, end)));
      kept = end;
      problems.push({
        file,
        line,
        reason: `is ${end - start} characters long: only the first ${TEXT_LIMIT} are searchable`,
      });
    }
    start = end + 1;
  }
  return { text: problems.length === 0 ? text : [...parts, text.slice(kept)].join(''), problems };
}

/** As much of a text as is searchable; no character outside the basic plane is cut in two. */
export function beginningOf(text: string): string {
  const last = text.charCodeAt(TEXT_LIMIT - 1);
  const parted = text.length > TEXT_LIMIT && last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, parted ? TEXT_LIMIT - 1 : TEXT_LIMIT);
}

/** Whether a file is one of these, or in one of these folders. */
export function isUnder(file: string, paths: readonly string[]): boolean {
  return paths.some(path => file === path || file.startsWith(`${path}/`));
}

/** Counted by bisection: the longest beginning that is UTF-8 ends at the first bad byte. */
function lineOfFirstBadByte(bytes: Uint8Array): number {
  const decodes = (end: number): boolean => {
    try {
      // A character cut in two at the end of a beginning is not bad: `stream` waits for its rest.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (decodes(middle)) good = middle;
    else bad = middle;
  }
  let line = 1;
  for (let index = bytes.indexOf(0x0a); index !== -1 && index < good; index = bytes.indexOf(0x0a, index + 1)) line += 1;
  return line;
}

async function requireFolder(root: string): Promise<void> {
  const found = await stat(root).catch((error: unknown) => {
    throw new DigestFolderError(
      root,
      isMissing(error) ? 'does not exist' : `cannot be read (${inOneLine(error)})`,
      error,
    );
  });
  if (!found.isDirectory()) throw new DigestFolderError(root, 'is a file, not a folder');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
