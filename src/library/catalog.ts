import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import type { Unplaced } from '../digest/entry.ts';

/** Something in the digest folder that could not be taken in, and why. */
export const Problem = z.object({ file: z.string(), line: z.number().optional(), reason: z.string() });
export type Problem = z.infer<typeof Problem>;

/** How a file looked when it was read; while it stays so, it is not read again. Times in milliseconds. */
export const Stamp = z.object({ size: z.number(), mtime: z.number(), ctime: z.number(), readAt: z.number() });
export type Stamp = z.infer<typeof Stamp>;

/**
 * What the library keeps in memory of every entry: enough to say what stands where, in which order, and whether it
 * changed. Kept apart from the entries' rows, so that a line inserted at the top of a file rewrites no row.
 */
export type Place = {
  id: string;
  /** of all that the entry's row is made from */ hash: string;
  date: string | undefined;
  file: string;
  line: number;
  tags: string[];
};

/** One digest file as it was last taken in, its places in digest order. */
export type FileRecord = {
  file: string;
  stamp: Stamp;
  /** of its bytes; empty when they could not be read */ hash: string;
  places: Place[];
  unplaced: Unplaced[];
  problems: Problem[];
};

/** Which entries are meant. Days are inclusive; an undated entry is meant only when no day is named. */
export type Filter = {
  from?: string | undefined;
  to?: string | undefined;
  /** at least one of them, in any case */ tags?: readonly string[] | undefined;
  ids?: readonly string[] | undefined;
};

export type Catalog = {
  readonly files: ReadonlyMap<string, FileRecord>;
  readonly byId: ReadonlyMap<string, Place>;
  /** by date (undated entries first), then as they stand in the digest */ readonly order: readonly Place[];
  /** how many entries each tag has, most first */ readonly tags: ReadonlyMap<string, number>;
};

export function catalogOf(files: readonly FileRecord[]): Catalog {
  const records = files.toSorted((one, other) => compareFiles(one.file, other.file));
  const order = records.flatMap(record => record.places);
  const tags = new Map<string, number>();
  for (const { tags: own } of order) for (const tag of own) tags.set(tag, (tags.get(tag) ?? 0) + 1);
  // A stable sort: within a day the digest's own order stays.
  order.sort((one, other) => compare(one.date ?? '', other.date ?? ''));
  return {
    files: new Map(records.map(record => [record.file, record])),
    byId: new Map(order.map(place => [place.id, place])),
    order,
    tags: new Map([...tags].sort((one, other) => other[1] - one[1] || compare(one[0], other[0]))),
  };
}

/** The places that a filter means, in digest order. */
export function select(catalog: Catalog, filter: Filter): readonly Place[] {
  const { from, to, ids } = filter;
  const { order } = catalog;
  const dated = from !== undefined || to !== undefined;
  // '0' comes after no date at all and before every day; '~' after every day.
  const days = dated ? order.slice(firstFrom(order, from ?? '0'), firstFrom(order, `${to ?? '~'}~`)) : order;
  const tags = filter.tags && new Set(spellings(catalog, filter.tags));
  const wanted = ids && new Set(ids);
  if (!tags && !wanted) return days;
  return days.filter(({ id, tags: own }) => (!wanted || wanted.has(id)) && (!tags || own.some(tag => tags.has(tag))));
}

/** The tags as the digest spells them: `nlp` stands for `NLP` too. */
export function spellings(catalog: Catalog, tags: readonly string[]): string[] {
  const wanted = new Set(tags.map(folded));
  return [...catalog.tags.keys()].filter(tag => wanted.has(folded(tag)));
}

const fingerprints = new WeakMap<Catalog, string>();

/** Names exactly these entries, wherever they stand: 20 ms for 100,000 the first time. */
export function fingerprintOf(catalog: Catalog): string {
  const known = fingerprints.get(catalog);
  if (known !== undefined) return known;
  const lines = catalog.order.map(({ id, hash }) => `${id} ${hash}`).sort();
  const made = createHash('sha256').update(lines.join('\n')).digest('base64url');
  fingerprints.set(catalog, made);
  return made;
}

/** A record as it is stored: places as tuples, since there are many. */
const StoredRecord = z
  .object({
    file: z.string(),
    stamp: Stamp,
    hash: z.string(),
    places: z.array(z.tuple([z.string(), z.string(), z.string(), z.number(), z.array(z.string())])),
    unplaced: z.array(z.object({ file: z.string(), line: z.number(), text: z.string(), reason: z.string() })),
    problems: z.array(Problem),
  })
  .transform(
    (stored): FileRecord => ({
      ...stored,
      places: stored.places.map(([id, hash, date, line, tags]) => {
        return { id, hash, date: date || undefined, file: stored.file, line, tags };
      }),
    }),
  );

export function packRecord(record: FileRecord): Uint8Array {
  const places = record.places.map(({ id, hash, date, line, tags }) => [id, hash, date ?? '', line, tags]);
  return zstdCompressSync(JSON.stringify({ ...record, places }));
}

/** @throws when the bytes are not a file's record */
export function unpackRecord(bytes: Uint8Array): FileRecord {
  return StoredRecord.parse(JSON.parse(zstdDecompressSync(bytes).toString()));
}

function folded(tag: string): string {
  return tag.normalize('NFKC').toLowerCase();
}

function firstFrom(order: readonly Place[], day: string): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((order[middle]?.date ?? '') < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

const natural = new Intl.Collator('en', { numeric: true });

/** The order of digest files: by path, part by part, `2.md` before `10.md`. */
export function compareFiles(one: string, other: string): number {
  const parts = other.split('/');
  for (const [index, part] of one.split('/').entries()) {
    const order = natural.compare(part, parts[index] ?? '');
    if (order !== 0) return order;
  }
  return compare(one, other);
}

/** By code unit, so that ISO days and ids sort the same on every machine. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
