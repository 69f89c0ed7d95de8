import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Data, Table, TypeMap } from 'apache-arrow';
import { z } from 'zod';
import type { Entry } from '../digest/entry.ts';
import type { Analysis } from './analyzer.ts';
import type { Place } from './catalog.ts';

/**
 * LanceDB takes Arrow tables only from the copy of apache-arrow that it loads itself: the CommonJS one. An `import`
 * would load the ES module one, whose nested types it does not recognize.
 */
const arrow: typeof import('apache-arrow') = createRequire(import.meta.url)('apache-arrow');
const { Binary, Field, FixedSizeList, Float32, Int32, List, RecordBatch, Schema, Struct, Utf8, vectorFromArray } =
  arrow;

/** An entry with all that was derived from it. */
export type Row = Analysis & {
  entry: Entry;
  hash: string;
  /** names the text that tokens and vector were derived from */ meaning: string;
  /** undefined until an embedder could be reached */ vector: Float32Array | undefined;
};

/** What is analyzed and embedded of an entry: its text, and the tags that the text does not show. */
export function searchable({ text, tags }: Entry): string {
  const missing = tags.filter(tag => !text.includes(tag));
  return missing.length === 0 ? text : `${missing.join(' ')}\n${text}`;
}

export function meaningOf(entry: Entry): string {
  return digestOf(searchable(entry));
}

/** Changes with anything that a row holds of an entry; not with the file and line that it stands in. */
export function hashOf({ date, ordinal, title, text, tags, emphasis, urls }: Entry): string {
  return digestOf(JSON.stringify([date, ordinal, title, text, tags, emphasis, urls]));
}

/** 96 bits of SHA-256: enough that two of a million texts will not meet. */
export function digestOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/**
 * File and line are those at the time of writing; the catalog knows the present ones. `terms` and `glosses` are what full
 * text searches, each token once: of rows that are not indexed yet Lance finds none where a token stands more often in
 * them than there are rows. `tokens` keeps the repeats, terms and glosses in a line each.
 */
const columns = [
  ...['id', 'file'].map(name => new Field(name, new Utf8(), false)),
  new Field('line', new Int32(), false),
  new Field('date', new Utf8(), false),
  new Field('ordinal', new Int32(), false),
  ...['title', 'text'].map(name => new Field(name, new Utf8(), false)),
  ...['tags', 'emphasis', 'urls'].map(name => new Field(name, new List(new Field('item', new Utf8(), true)), false)),
  ...['hash', 'meaning', 'terms', 'glosses', 'tokens'].map(name => new Field(name, new Utf8(), false)),
];

export function entriesSchema(dimensions: number) {
  const vector = new FixedSizeList(dimensions, new Field('item', new Float32(), true));
  return new Schema([...columns, new Field('vector', vector, true)]);
}

/** A model's vector of an entry, with what filters ask for; `vector` is undefined for a text that the embedder does not take. */
export type VectorRow = Pick<Row, 'hash' | 'meaning' | 'vector'> & Pick<Entry, 'id' | 'date' | 'tags'>;

const vectorColumns = [
  ...['id', 'hash', 'meaning', 'date'].map(name => new Field(name, new Utf8(), false)),
  new Field('tags', new List(new Field('item', new Utf8(), true)), false),
];

export function vectorsSchema(dimensions: number) {
  const vector = new FixedSizeList(dimensions, new Field('item', new Float32(), true));
  return new Schema([...vectorColumns, new Field('vector', vector, true)]);
}

export function vectorsTable(rows: readonly VectorRow[], dimensions: number): Table {
  const plain: Record<string, unknown>[] = rows.map(({ date = '', ...row }) => ({ ...row, date }));
  return filledTable({ columns: vectorColumns, schema: vectorsSchema(dimensions), plain, rows, dimensions });
}

/** The columns that make an entry again. */
export const entryColumns = ['id', 'file', 'line', 'date', 'ordinal', 'title', 'text', 'tags', 'emphasis', 'urls'];

export function rowsTable(rows: readonly Row[], dimensions: number): Table {
  const plain = rows.map(plainOf);
  return filledTable({ columns, schema: entriesSchema(dimensions), plain, rows, dimensions });
}

function filledTable(options: {
  columns: readonly InstanceType<typeof Field>[];
  schema: InstanceType<typeof Schema<TypeMap>>;
  plain: readonly Record<string, unknown>[];
  rows: readonly Pick<Row, 'vector'>[];
  dimensions: number;
}): Table {
  const { schema, plain, rows, dimensions } = options;
  const children = options.columns.map(({ name, type }) => {
    return vectorFromArray(
      plain.map(row => row[name]),
      type,
    ).data[0];
  });
  const vectors = vectorData(
    rows.map(row => row.vector),
    dimensions,
  );
  return tableOf(schema, [...children, vectors], rows.length);
}

export const catalogSchema = new Schema([
  new Field('name', new Utf8(), false),
  new Field('text', new Utf8(), false),
  new Field('data', new Binary(), false),
]);

/** A row of the catalog table: the head, a sketch, or a file's record. */
export const CatalogRow = z.object({ name: z.string(), text: z.string(), data: z.instanceof(Uint8Array) });
export type CatalogRow = { name: string; text: string; data: Uint8Array };

export function catalogTable(rows: readonly CatalogRow[]): Table {
  const children = [
    vectorFromArray(
      rows.map(row => row.name),
      new Utf8(),
    ).data[0],
    vectorFromArray(
      rows.map(row => row.text),
      new Utf8(),
    ).data[0],
    vectorFromArray(
      rows.map(row => row.data),
      new Binary(),
    ).data[0],
  ];
  return tableOf(catalogSchema, children, rows.length);
}

const strings = z.preprocess(value => (isIterable(value) ? [...value] : value), z.array(z.string()));

const StoredEntry = z
  .object({
    id: z.string(),
    file: z.string(),
    line: z.number(),
    date: z.string(),
    ordinal: z.number(),
    title: z.string(),
    text: z.string(),
    tags: strings,
    emphasis: strings,
    urls: strings,
  })
  .transform(({ file, line, date, ...rest }): Entry => ({ ...rest, date: date || undefined, source: { file, line } }));

/** The columns of an entry that its place in the catalog does not know, without what only marks it up. */
export const mentionColumns = ['id', 'ordinal', 'title', 'text', 'urls'];

const StoredMention = z.object({
  id: z.string(),
  ordinal: z.number(),
  title: z.string(),
  text: z.string(),
  urls: strings,
});

/** An entry as far as it takes to count and cite it: reading the rest of thousands takes several times as long. */
export type Mention = Omit<Entry, 'emphasis'>;

export function mentionOf(stored: unknown, { date, tags, file, line }: Place): Mention {
  return { ...StoredMention.parse(stored), date, tags, source: { file, line } };
}

const StoredAnalysis = z.object({ tokens: z.string() }).transform(({ tokens }): Analysis => {
  const [terms = [], glosses = []] = tokens.split('\n').map(line => (line === '' ? [] : line.split(' ')));
  return { terms, glosses };
});

/** The columns that make an analysis again. */
export const analysisColumns = ['tokens'];

/** The entry of a stored row, with its present place where that is known. */
export function entryOf(stored: unknown, place: Place | undefined): Entry {
  const entry = StoredEntry.parse(stored);
  return place ? { ...entry, source: { file: place.file, line: place.line } } : entry;
}

export function analysisOf(stored: unknown): Analysis {
  return StoredAnalysis.parse(stored);
}

/** A stored row, all columns of it. */
export function rowOf(stored: { hash: string; meaning: string; vector?: unknown }): Row {
  const { hash, meaning } = stored;
  return { ...analysisOf(stored), entry: entryOf(stored, undefined), hash, meaning, vector: vectorOf(stored) };
}

/** The vector of a stored row; undefined where it has none. */
export function vectorOf(stored: { vector?: unknown }): Float32Array | undefined {
  const { vector } = stored;
  return isIterable(vector) ? Float32Array.from(vector, Number) : undefined;
}

function plainOf({ entry, hash, meaning, terms, glosses }: Row): Record<string, unknown> {
  const { source, date = '', ...rest } = entry;
  const [written, meant] = [terms, glosses].map(all => [...new Set(all)].join(' '));
  const tokens = `${terms.join(' ')}\n${glosses.join(' ')}`;
  return { ...rest, ...source, date, hash, meaning, terms: written, glosses: meant, tokens };
}

function vectorData(vectors: readonly (Float32Array | undefined)[], dimensions: number): Data {
  const values = new Float32Array(vectors.length * dimensions);
  const present = new Uint8Array(Math.ceil(vectors.length / 64) * 8);
  let missing = 0;
  for (const [index, vector] of vectors.entries()) {
    if (vector === undefined) {
      missing += 1;
      continue;
    }
    values.set(vector, index * dimensions);
    present[index >> 3] = (present[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return arrow.makeData({
    type: new FixedSizeList(dimensions, new Field('item', new Float32(), true)),
    length: vectors.length,
    nullCount: missing,
    nullBitmap: present,
    child: arrow.makeData({ type: new Float32(), length: values.length, nullCount: 0, data: values }),
  });
}

function tableOf(schema: InstanceType<typeof Schema<TypeMap>>, children: (Data | undefined)[], length: number): Table {
  const type = new Struct(schema.fields);
  // vectorFromArray of no rows has no data; nobody writes none.
  const data = arrow.makeData({ type, length, nullCount: 0, children: children.filter(child => child !== undefined) });
  return new arrow.Table(schema, new RecordBatch(schema, data));
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
