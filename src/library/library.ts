import type { Entry } from '../digest/entry.ts';
import { acquireLock } from '../store/lock.ts';
import { type Catalog, catalogOf, type Filter, fingerprintOf, type Place, select } from './catalog.ts';
import { type Check, checkTables } from './check.ts';
import { isUnchanged, isUnder, listFolder } from './folder.ts';
import type { Connection, Table } from './lance.ts';
import { inOneLine } from './problem.ts';
import type { Mention } from './rows.ts';
import {
  type Candidate,
  findCandidates,
  findMatching,
  findMentions,
  type Hit,
  readEntries,
  type Sought,
} from './search.ts';
import { frequencyOf } from './sketch.ts';
import { createShelf, type Shelf, type SpaceHead, spacesAmong } from './spaces.ts';
import {
  catalogVersion,
  connectTo,
  type Derivation,
  latestSnapshot,
  nameOf,
  namesAmong,
  openCatalog,
  readSnapshot,
  type Snapshot,
  type Space,
} from './tables.ts';
import { type LibraryOptions, lockOf, type SpacePlace, type Workshop } from './workshop.ts';

export type { Check } from './check.ts';
export type { Mention } from './rows.ts';
export type { Candidate, Hit } from './search.ts';
export type { SpaceHead } from './spaces.ts';

/** The library's tables cannot be read. The next ingest makes them anew from the Markdown. */
export class LibraryDamagedError extends Error {
  override readonly name = 'LibraryDamagedError';
}

/** Opens the library. One that is empty, of another derivation or damaged opens too: the next ingest sees to it. */
export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const library = new Library(options, await connectTo(options.uri));
  await library.refresh();
  return library;
}

const EMPTY = catalogOf([]);

/** Entries without a vector are tried again after so long, in milliseconds: an embedder that is down stays so for minutes. */
const EMBED_AGAIN = 10 * 60 * 1000;

/**
 * The entries of the digest, findable. Everything read comes from one consistent snapshot, until `refresh` or an ingest
 * moves on to a newer one.
 */
export class Library {
  readonly #options: LibraryOptions;
  readonly #connection: Connection;
  readonly #derivation: Derivation;
  readonly #shelf: Shelf;
  #tables = new Map<string, Table>();
  #snapshot: Snapshot | undefined;
  #version: string | undefined;
  #damage: string | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #queued = 0;
  readonly #filling = new Set<Promise<void>>();

  constructor(options: LibraryOptions, connection: Connection) {
    const { embedder, analyzer } = options;
    this.#options = options;
    this.#connection = connection;
    this.#shelf = createShelf(connection);
    this.#derivation = { space: embedder.space, dimensions: embedder.dimensions, analyzer: analyzer.version };
  }

  size(): number {
    return this.#catalog.order.length;
  }

  count(filter: Filter = {}): number {
    return select(this.#catalog, filter).length;
  }

  /** How many entries each tag has, most first. */
  tags(): ReadonlyMap<string, number> {
    return this.#catalog.tags;
  }

  /** The first and the last day that an entry is dated, as ISO days. */
  span(): { first: string; last: string } | undefined {
    const dated = select(this.#catalog, { from: '0' });
    const first = dated[0]?.date;
    const last = dated.at(-1)?.date;
    return first === undefined || last === undefined ? undefined : { first, last };
  }

  /** Entries by day, each day's in digest order, undated ones first; or with the newest day first, undated ones last. */
  async entries(
    filter: Filter = {},
    options: { limit?: number; offset?: number; newestFirst?: boolean } = {},
  ): Promise<Entry[]> {
    const { limit = Number.POSITIVE_INFINITY, offset = 0, newestFirst = false } = options;
    const chosen = select(this.#catalog, filter);
    const ordered = newestFirst
      ? chosen.toSorted((one, other) => ((one.date ?? '') < (other.date ?? '') ? 1 : one.date === other.date ? 0 : -1))
      : chosen;
    const ids = ordered.slice(offset, offset + limit).map(place => place.id);
    return this.#read(snapshot => readEntries(snapshot, ids));
  }

  /** The entries of these ids, in the same order; ids that there are none of are left out. */
  async byIds(ids: readonly string[]): Promise<Entry[]> {
    return this.#read(snapshot => readEntries(snapshot, ids));
  }

  /** Entries that hold any of the tokens, or every one; the best by BM25 first. */
  async matching(
    space: Space,
    tokens: readonly string[],
    options: { limit: number; filter?: Filter | undefined; every?: boolean },
  ): Promise<Hit[]> {
    const { limit, filter = {}, every = false } = options;
    return this.#read(snapshot => findMatching(snapshot, tokens, { space, limit, filter, every }));
  }

  /** All entries that hold every one of the tokens as written, in the digest's order: to be counted. */
  async mentions(tokens: readonly string[], filter: Filter = {}): Promise<Mention[]> {
    return this.#read(snapshot => findMentions(snapshot, tokens, filter));
  }

  /**
   * What ranking needs of the entries that `matching` finds by any of the tokens, at most so many in either space, or
   * `nearest` by the vector, at most so many, or as many by a model's; in no order that means anything. A model's space
   * that is not to be had (any more) finds nothing.
   */
  async candidates(
    sought: Sought,
    options: { matching: number; nearest: number; filter?: Filter | undefined },
  ): Promise<Candidate[]> {
    const { vector, near } = sought;
    if (vector !== undefined) checkLength(vector, this.#derivation);
    const space = near && this.#shelf.find(near.space);
    if (space !== undefined) checkLength(near?.vector, space.head);
    return this.#read(async snapshot => {
      const usable = this.#hasVectors(snapshot) ? vector : undefined;
      const within = {
        ...options,
        filter: options.filter ?? {},
        space: space && { snapshot: space, onFailure: () => this.#shelf.dismiss(space) },
      };
      return findCandidates(snapshot, { ...sought, vector: usable }, within);
    });
  }

  /** In how many entries the token stands; at times a little more (see sketch.ts). */
  frequency(space: Space, token: string): number {
    return this.#snapshot ? frequencyOf(this.#snapshot.sketches[space], token) : 0;
  }

  /** Tokens an entry, repeats counted. */
  averageLength(space: Space): number {
    const { head, sketches } = this.#snapshot ?? {};
    return head && sketches && head.rows > 0 ? sketches[space].tokens / head.rows : 0;
  }

  /** Moves on to what another process has written since. Costs about a millisecond; true where something was new. */
  async refresh(): Promise<boolean> {
    try {
      const tables = await this.#connection.tableNames();
      const moved = await this.#refreshEntries(namesAmong(tables));
      return (await this.#shelf.refresh(tables)) || moved;
    } catch (error) {
      this.#damage = inOneLine(error);
      return false;
    }
  }

  async #refreshEntries(names: readonly string[]): Promise<boolean> {
    const own = nameOf(this.#derivation);
    if (names.includes(own)) {
      const moved = await this.#moveTo(own);
      if (moved !== undefined) return moved;
    }
    // Until the tables of this derivation are complete, those of another serve: their texts are the same.
    const others = names.filter(name => name !== own);
    if (this.#snapshot !== undefined) return false;
    this.#snapshot = await latestSnapshot(this.#connection, others);
    return this.#snapshot !== undefined;
  }

  /** The models' spaces that can serve, those in use before those that were left. */
  spaces(): SpaceHead[] {
    return this.#shelf.complete().map(({ head }) => head);
  }

  /** The names of the spaces that there are, complete or not. */
  async spaceNames(): Promise<string[]> {
    return spacesAmong(await this.#connection.tableNames());
  }

  /** What every entry is known by, in digest order, and a name for just these entries. */
  contents(): { places: readonly Place[]; fingerprint: string } {
    return { places: this.#catalog.order, fingerprint: fingerprintOf(this.#catalog) };
  }

  /**
   * Whether the folder is not as the library knows it, or the library itself wants making, or entries have waited for
   * their vectors long enough for another try. Costs a `stat` a file.
   * @throws DigestFolderError
   */
  async stale(digestDir: string): Promise<boolean> {
    const snapshot = this.#snapshot;
    if (this.#damage !== undefined || snapshot?.name !== nameOf(this.#derivation)) return true;
    const { head, catalog } = snapshot;
    const now = this.#options.now();
    const { files, unlisted } = await listFolder(digestDir);
    if (head.unembedded > 0 && now - head.savedAt >= EMBED_AGAIN) return true;
    if (unlisted.join('\n') !== head.unlisted.join('\n')) return true;
    const kept = [...catalog.files.keys()].filter(file => isUnder(file, unlisted));
    if (files.length + kept.length !== catalog.files.size) return true;
    for (const found of files) {
      if (!(await isUnchanged(found, catalog.files.get(found.file), now))) return true;
    }
    return false;
  }

  /** For `noted doctor`: counted from the tables themselves, not from what the catalog says. */
  async check(): Promise<Check> {
    const { uri } = this.#options;
    const connection = this.#connection;
    return checkTables({
      uri,
      connection,
      derivation: this.#derivation,
      snapshot: this.#snapshot,
      damage: this.#damage,
    });
  }

  /**
   * For `ingest`: runs the work alone, after whatever this process queued before and while no other process of this
   * machine holds the writer's lock. With `wait` false, undefined at once when anybody is at it already.
   */
  async exclusively<T>(
    work: (workshop: Workshop) => Promise<T>,
    options: { wait?: boolean; signal?: AbortSignal | undefined; onWait?: (() => void) | undefined } = {},
  ): Promise<T | undefined> {
    const { wait = true, ...waiting } = options;
    if (!wait && this.#queued > 0) return undefined;
    const turn = this.#queue.then(async () => {
      const path = lockOf(this.#options);
      const lock = wait ? await acquireLock(path, waiting) : await acquireLock(path, { ...waiting, wait });
      if (lock === undefined) return undefined;
      try {
        await this.refresh();
        const done = await work({
          ...this.#options,
          connection: this.#connection,
          derivation: this.#derivation,
          snapshot: this.#snapshot,
          damage: this.#damage,
        });
        this.#damage = undefined;
        await this.#reload();
        return done;
      } finally {
        lock.release();
      }
    });
    this.#queued += 1;
    this.#queue = turn
      .catch(() => {})
      .finally(() => {
        this.#queued -= 1;
      });
    return turn;
  }

  /**
   * For `fillSpace` and `sweepSpaces`: runs the work alone among all that write the vectors of this space on this machine;
   * entries can be taken in meanwhile. With `wait` false, undefined at once when anybody is at it already.
   */
  async exclusivelyIn<T>(
    name: string,
    work: (place: SpacePlace) => Promise<T>,
    options: { wait?: boolean; signal?: AbortSignal | undefined; onWait?: (() => void) | undefined } = {},
  ): Promise<T | undefined> {
    const { wait = true, ...waiting } = options;
    const path = lockOf(this.#options, `space-${name}`);
    const lock = wait ? await acquireLock(path, waiting) : await acquireLock(path, { ...waiting, wait });
    if (lock === undefined) return undefined;
    const { uri, now } = this.#options;
    const done = work({ connection: this.#connection, uri, now }).finally(async () => {
      lock.release();
      await this.refresh();
    });
    const over = done.then(
      () => {},
      () => {},
    );
    this.#filling.add(over);
    return done.finally(() => this.#filling.delete(over));
  }

  /** Waits for a running ingest, or fill of a space. The library cannot be used afterwards. */
  async close(): Promise<void> {
    await Promise.all([this.#queue, ...this.#filling]);
    this.#connection.close();
  }

  #hasVectors(snapshot: Snapshot): boolean {
    return snapshot.head.space === this.#derivation.space;
  }

  get #catalog(): Catalog {
    return this.#snapshot?.catalog ?? EMPTY;
  }

  /** True when moved, false when already there, undefined when there is nothing complete yet. */
  async #moveTo(name: string): Promise<boolean | undefined> {
    const table = this.#tables.get(name) ?? (await openCatalog(this.#connection, name));
    this.#tables.set(name, table);
    const version = `${name} ${await catalogVersion(table)}`;
    if (version === this.#version) return false;
    const snapshot = await readSnapshot(this.#connection, { name, catalog: table, previous: this.#snapshot });
    if (snapshot === undefined) return undefined;
    this.#snapshot = snapshot;
    this.#version = version;
    return true;
  }

  /** Like `refresh`, but takes nothing for known: new tables may have come in the place of damaged ones. */
  async #reload(): Promise<void> {
    this.#tables.clear();
    this.#version = undefined;
    await this.refresh();
  }

  /** Reads from the snapshot; a second time from a newer one, where the first was cleaned away meanwhile. */
  async #read<T>(work: (snapshot: Snapshot) => Promise<T[]>): Promise<T[]> {
    const snapshot = this.#snapshot;
    if (snapshot === undefined) return [];
    try {
      return await work(snapshot);
    } catch (error) {
      await this.#reload();
      if (this.#snapshot !== undefined && this.#snapshot !== snapshot) {
        const again = await work(this.#snapshot).catch(() => undefined);
        if (again !== undefined) return again;
      }
      this.#damage = inOneLine(error);
      throw new LibraryDamagedError(
        `The library cannot be read (${this.#damage}). Run "noted ingest" to make it anew.`,
        {
          cause: error,
        },
      );
    }
  }
}

function checkLength(
  vector: Float32Array | undefined,
  { dimensions, space }: { dimensions: number; space: string },
): void {
  // LanceDB would pad or cut it without a word.
  if (vector === undefined || vector.length === dimensions) return;
  throw new RangeError(`a vector of ${space} has ${dimensions} numbers, not ${vector.length}`);
}
