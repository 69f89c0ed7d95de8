import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { type Patience, sqliteDialect } from '../../src/store/sqlite-dialect.ts';

type Tables = { notes: { id: number; text: string | null } };

async function notes(patience?: Patience) {
  const folder = await mkdtemp(join(tmpdir(), 'noted-dialect-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'notes.sqlite');
  const db = new Kysely<Tables>({ dialect: sqliteDialect(file, patience) });
  onTestFinished(() => db.destroy());
  await db.schema.createTable('notes').addColumn('id', 'integer').addColumn('text', 'text').execute();
  const texts = async () => (await db.selectFrom('notes').select('text').orderBy('id').execute()).map(row => row.text);
  return { file, db, texts };
}

/** Another program that has the right to write until it is told to give it back. */
function otherWriter(file: string) {
  const other = new DatabaseSync(file);
  onTestFinished(() => {
    if (other.isOpen) other.close();
  });
  other.exec('begin immediate');
  return { giveBack: () => other.exec('commit') };
}

test.each([
  ['a Date', new Date(0), 'Date'],
  ['a flag', true, 'boolean'],
  ['nothing', undefined, 'undefined'],
  ['a list', ['a'], 'Array'],
  ['no number', Number.NaN, 'no finite number'],
])('%s is refused instead of kept as something else', async (_, value, named) => {
  const { db, texts } = await notes();
  await expect(sql`insert into notes (id, text) values (${1}, ${value})`.execute(db)).rejects.toThrow(
    new RegExp(`Parameter 2 .*${named}`),
  );
  expect(await texts()).toEqual([]);
});

test('text, numbers, bytes and null come back as they went', async () => {
  const { db } = await notes();
  const values = ['数\0字', Number.MAX_SAFE_INTEGER, -1.5, new Uint8Array([0, 255]), null];
  const { rows } =
    await sql`select ${values[0]} a, ${values[1]} b, ${values[2]} c, ${values[3]} d, ${values[4]} e`.execute(db);
  expect(rows).toEqual([{ a: values[0], b: values[1], c: values[2], d: values[3], e: values[4] }]);
});

test('a whole number too large to be exact is an error, not another number', async () => {
  const { db } = await notes();
  await expect(sql`select 9007199254740993 as large`.execute(db)).rejects.toThrow();
});

test('each commit is on the disk, and what is erased leaves the file', async () => {
  const { db } = await notes();
  const read = async (pragma: string) =>
    Object.values((await sql`pragma ${sql.raw(pragma)}`.execute(db)).rows[0] ?? {})[0];
  expect([await read('journal_mode'), await read('synchronous'), await read('secure_delete')]).toEqual(['wal', 2, 1]);
});

test('a transaction that fails leaves nothing behind, and the next one works', async () => {
  const { db, texts } = await notes();
  const failing = db.transaction().execute(async trx => {
    await trx.insertInto('notes').values({ id: 1, text: 'one' }).execute();
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  await db.transaction().execute(async trx => {
    await trx.insertInto('notes').values({ id: 2, text: 'two' }).execute();
  });
  expect(await texts()).toEqual(['two']);
});

test('transactions take turns, and nothing of one is seen in another', async () => {
  const { db, texts } = await notes();
  const append = (id: number) =>
    db.transaction().execute(async trx => {
      const { rows } = await sql<{ n: number }>`select count(*) n from notes`.execute(trx);
      await new Promise(setImmediate);
      await trx
        .insertInto('notes')
        .values({ id, text: `after ${rows[0]?.n}` })
        .execute();
    });
  await Promise.all([1, 2, 3].map(append));
  expect(await texts()).toEqual(['after 0', 'after 1', 'after 2']);
});

test('a transaction that asks the database itself ends with an error instead of waiting for itself', async () => {
  const { db, texts } = await notes({ forConnection: 30 });
  const stuck = db.transaction().execute(async trx => {
    await trx.insertInto('notes').values({ id: 1, text: 'in' }).execute();
    await db.insertInto('notes').values({ id: 2, text: 'outside' }).execute();
  });
  await expect(stuck).rejects.toThrow(/Waited 30 ms for the one connection/);
  expect(await texts()).toEqual([]);
});

test('writes of one round of events are on the disk together, each with an outcome of its own', async () => {
  const { file, db, texts } = await notes();
  await sql`create unique index once on notes (id)`.execute(db);
  const other = new DatabaseSync(file);
  onTestFinished(() => other.close());
  const insert = (id: number) =>
    db
      .insertInto('notes')
      .values({ id, text: `${id}` })
      .returning('id')
      .executeTakeFirst();
  const writes = [insert(1), insert(2), insert(1), insert(3)];
  const changed = db.updateTable('notes').set({ text: 'changed' }).where('id', '=', 2).executeTakeFirst();
  expect(await writes[0]).toEqual({ id: 1 });
  expect(other.prepare('select text from notes order by id').all()).toEqual(
    ['1', 'changed', '3'].map(text => ({ text })),
  );
  expect((await changed).numUpdatedRows).toBe(1n);
  expect(await Promise.allSettled(writes)).toMatchObject([
    { value: { id: 1 } },
    { value: { id: 2 } },
    { reason: { message: expect.stringContaining('UNIQUE') } },
    { value: { id: 3 } },
  ]);
  expect(await texts()).toEqual(['1', 'changed', '3']);
});

test('where the disk is full, what is told to be kept is kept, and nothing else', async () => {
  const { db, texts } = await notes();
  await sql`pragma max_page_count = 12`.execute(db);
  const sizes = [10, 20, 100_000, 30];
  const outcomes = await Promise.allSettled(
    sizes.map((size, id) =>
      db
        .insertInto('notes')
        .values({ id, text: 'x'.repeat(size) })
        .execute(),
    ),
  );
  const kept = sizes.filter((_, index) => outcomes[index]?.status === 'fulfilled');
  expect((await texts()).map(text => text?.length)).toEqual(kept);
  expect(outcomes[2]).toMatchObject({ reason: { name: 'StoreError', message: expect.stringContaining('full') } });
  await db.insertInto('notes').values({ id: 9, text: 'small' }).execute();
  expect(await texts()).toContain('small');
});

test('a transaction sees the writes that were asked for before it, and none that are asked for meanwhile', async () => {
  const { db, texts } = await notes();
  const insert = (id: number) =>
    db
      .insertInto('notes')
      .values({ id, text: `${id}` })
      .execute();
  const before = insert(1);
  const { meanwhile, seen } = await db.transaction().execute(async trx => {
    const meanwhile = insert(2);
    await new Promise(setImmediate);
    const rows = await trx.selectFrom('notes').select('id').execute();
    return { meanwhile: [meanwhile], seen: rows.map(({ id }) => id) };
  });
  expect(seen).toEqual([1]);
  await Promise.all([before, ...meanwhile]);
  expect(await texts()).toEqual(['1', '2']);
});

test('a write that was just asked for is on the disk when the store is closed', async () => {
  const { file, db } = await notes();
  const writes = [1, 2].map(id => db.insertInto('notes').values({ id, text: 'last' }).execute());
  await Promise.resolve();
  await Promise.all([db.destroy(), ...writes]);
  const again = new DatabaseSync(file);
  expect(again.prepare('select count(*) n from notes').get()).toEqual({ n: 2 });
  again.close();
});

test('what another program holds is waited for, and meanwhile this one goes on', async () => {
  const { file, db, texts } = await notes();
  const other = otherWriter(file);
  const written = db.insertInto('notes').values({ id: 1, text: 'mine' }).execute();
  const begun = db.transaction().execute(trx => trx.insertInto('notes').values({ id: 2, text: 'too' }).execute());
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  other.giveBack();
  await Promise.all([written, begun]);
  expect(await texts()).toEqual(['mine', 'too']);
});

test('a write that fails takes none with it that was asked for meanwhile', async () => {
  const { file, db, texts } = await notes();
  await sql`create unique index once on notes (id)`.execute(db);
  const insert = (id: number, text: string) => db.insertInto('notes').values({ id, text }).execute();
  await insert(1, 'first');
  const other = otherWriter(file);
  const failing = insert(1, 'again');
  // Taken, and not yet carried out, since another program has the right to write.
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  const innocent = insert(2, 'meanwhile');
  other.giveBack();
  expect(await Promise.allSettled([failing, innocent])).toMatchObject([
    { status: 'rejected', reason: { message: expect.stringContaining('UNIQUE') } },
    { status: 'fulfilled' },
  ]);
  expect(await texts()).toEqual(['first', 'meanwhile']);
});

test('what another program holds too long is an error that says so', async () => {
  const { file, db, texts } = await notes({ forFile: 0 });
  const other = otherWriter(file);
  const begun = db.transaction().execute(trx => trx.insertInto('notes').values({ id: 1, text: 'mine' }).execute());
  await expect(begun).rejects.toThrow(/Another process has held .*notes\.sqlite/);
  other.giveBack();
  expect(await texts()).toEqual([]);
});

test('what is under way is ended before the file is closed', async () => {
  const { file, db } = await notes();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const written = db.transaction().execute(async trx => {
    await asked;
    await trx.insertInto('notes').values({ id: 1, text: 'last' }).execute();
  });
  await new Promise(setImmediate);
  const closed = db.destroy();
  ask();
  await Promise.all([written, closed]);
  const again = new DatabaseSync(file);
  expect(again.prepare('select text from notes').all()).toEqual([{ text: 'last' }]);
  again.close();
  await expect(db.selectFrom('notes').selectAll().execute()).rejects.toThrow(/destroyed/);
});
