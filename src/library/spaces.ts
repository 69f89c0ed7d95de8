import { z } from 'zod';
import type { Connection, Table } from './lance.ts';
import { catalogSchema, catalogTable, digestOf, vectorsSchema } from './rows.ts';
import { catalogVersion, dropTables, ensureTable, readThrough } from './tables.ts';

/** Changes when a space's tables of an earlier program could no longer be read by this one. */
const FORMAT = 1;

/** Which model makes a space's vectors, as the settings name it; `asked`: how long they were asked to be, where they were. */
export type Maker = { model: string; asked?: number | undefined };

/** Whether a space's vectors are this maker's. */
export function isMadeBy({ model, asked }: Maker, maker: Maker): boolean {
  return model === maker.model && asked === maker.asked;
}

/** What is known of a model's vector space. The library's own, in its entries table, is not among these. */
const SpaceHead = z.object({
  format: z.literal(FORMAT),
  space: z.string(),
  dimensions: z.number(),
  model: z.string(),
  asked: z.number().optional(),
  /** the version of the vectors table that this head describes */ version: z.number(),
  /** names the entries that all have their row here; empty while some do not */ of: z.string(),
  /** entries whose texts the embedder does not take */ refused: z.number(),
  /** when those were tried last */ triedAt: z.number(),
  /** when all entries had their row for the first time: from then on the space can serve */
  completedAt: z.number().optional(),
  /** since when nobody's settings ask for it, as far as was noticed */ leftAt: z.number().optional(),
  savedAt: z.number(),
});
export type SpaceHead = z.infer<typeof SpaceHead>;

/** A space at the moment when it was saved, for reading. */
export type SpaceSnapshot = {
  name: string;
  head: SpaceHead;
  /** opened at the head's version */ vectors: Table;
  /** whether there is a vector index */ indexed: boolean;
};

/** The name under which a space's tables live: `vectors-<name>`, and `space-<name>` for its head. */
export function spaceName({ space, dimensions }: { space: string; dimensions: number }): string {
  return digestOf(JSON.stringify([FORMAT, space, dimensions])).replace(/[^a-zA-Z0-9]/g, '0');
}

/** The names of all spaces, of a list of tables. */
export function spacesAmong(tables: readonly string[]): string[] {
  return tables.filter(table => table.startsWith('space-')).map(table => table.slice('space-'.length));
}

export async function ensureHead(connection: Connection, name: string): Promise<Table> {
  return ensureTable(connection, `space-${name}`, catalogSchema);
}

export async function ensureVectors(connection: Connection, name: string, dimensions: number): Promise<Table> {
  return ensureTable(connection, `vectors-${name}`, vectorsSchema(dimensions));
}

/** What a head table says; undefined where nothing was saved yet, or by a program of another format. */
export async function readHead(table: Table): Promise<SpaceHead | undefined> {
  const [row] = await table.query().where("name = 'head'").select(['text']).toArray();
  if (row === undefined) return undefined;
  return SpaceHead.safeParse(JSON.parse(String(row.text))).data;
}

export async function saveHead(table: Table, head: Omit<SpaceHead, 'format'>): Promise<SpaceHead> {
  const saved: SpaceHead = { format: FORMAT, ...head };
  const rows = catalogTable([{ name: 'head', text: JSON.stringify(saved), data: new Uint8Array() }]);
  await table.mergeInsert('name').whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows);
  return saved;
}

/** Removes a space's tables, the head last: what is left half done is found again by it. */
export async function dropSpace(connection: Connection, uri: string, name: string): Promise<void> {
  await dropTables(connection, uri, [`vectors-${name}`, `space-${name}`]);
}

/** The spaces that can serve, as other processes and this one bring them forward. */
export type Shelf = {
  /** Looks for what was saved since, among these tables; true where something was. */
  refresh(tables: readonly string[]): Promise<boolean>;
  /** the complete ones: first those in use, then what was left last */ complete(): readonly SpaceSnapshot[];
  find(space: string): SpaceSnapshot | undefined;
  /** takes out one that could not be read; the next refresh opens it anew */ dismiss(space: SpaceSnapshot): unknown;
};

export function createShelf(connection: Connection): Shelf {
  const heads = new Map<string, { table: Table; version: number }>();
  const complete = new Map<string, SpaceSnapshot>();

  async function look(name: string): Promise<boolean> {
    const table = heads.get(name)?.table ?? (await connection.openTable(`space-${name}`));
    const version = await catalogVersion(table);
    if (heads.get(name)?.version === version) return false;
    heads.set(name, { table, version });
    const head = await readHead(table);
    const before = complete.get(name);
    if (head?.completedAt === undefined) return complete.delete(name);
    if (before?.head.version === head.version && before.head.completedAt === head.completedAt) {
      complete.set(name, { ...before, head });
      return true;
    }
    const vectors = await connection.openTable(`vectors-${name}`, undefined, { version: head.version });
    // A file that is missing or cut off shows only when it is read.
    if (before === undefined) await readThrough(vectors);
    const indexed = (await vectors.indexStats('vector_idx')) !== undefined;
    complete.set(name, { name, head, vectors, indexed });
    return true;
  }

  function forget(name: string): boolean {
    heads.delete(name);
    return complete.delete(name);
  }

  return {
    async refresh(tables) {
      const names = spacesAmong(tables);
      let moved = false;
      for (const name of heads.keys()) if (!names.includes(name)) moved = forget(name) || moved;
      for (const name of names) {
        // One that is damaged, or just being removed, costs no answer: other vectors serve, and the next fill sees to it.
        const looked = await look(name).catch(() => forget(name));
        moved = looked || moved;
      }
      return moved;
    },
    complete: () => [...complete.values()].sort((one, other) => lastUse(other) - lastUse(one)),
    find: space => complete.values().find(({ head }) => head.space === space),
    dismiss: ({ name }) => forget(name),
  };
}

function lastUse({ head: { leftAt, savedAt } }: SpaceSnapshot): number {
  // A space in use comes before all that were left, however long ago it was saved.
  return leftAt ?? savedAt + Number.MAX_SAFE_INTEGER / 2;
}
