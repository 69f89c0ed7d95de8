import { expect, test } from 'vitest';
import { vectorOf } from './parts.ts';
import { closest, createWorkbench, day } from './workbench.ts';

/** The texts of what a search finds. */
function textsOf(hits: readonly { entry: { text: string } }[]): string[] {
  return hits.map(hit => hit.entry.text);
}

async function createLibrary() {
  const { write, open, ingest } = await createWorkbench();
  await write(
    '2021.md',
    `${day('2021.1.18', 'red apple', '【fruit】 red pear red red')}\n${day('2021.3.1', 'green tea #drink')}`,
  );
  await write('2022.md', day('2022.5.5', '【Drink】 red wine', 'blue sky'));
  await write('loose.md', '- red thread without a day\n');
  const library = await open();
  await ingest(library);
  return library;
}

test('any of the tokens, or every one', async () => {
  const library = await createLibrary();
  const any = await library.matching('terms', ['red', 'apple', 'apple'], { limit: 10 });
  expect(any).toHaveLength(4);
  expect(any[0]?.entry.text).toBe('red apple');
  expect(textsOf(await library.matching('terms', ['red', 'apple'], { limit: 10, every: true }))).toEqual(['red apple']);
  expect(await library.matching('terms', ['red', 'sky'], { limit: 10, every: true })).toEqual([]);
  expect(await library.matching('glosses', ['red'], { limit: 10 })).toEqual([]);
  expect(await library.matching('glosses', ['g-red'], { limit: 2 })).toHaveLength(2);
  expect(await library.matching('terms', [], { limit: 10 })).toEqual([]);
});

test('all mentions of words stand in the digest’s order, with what it takes to cite them', async () => {
  const library = await createLibrary();
  const entries = await library.entries();
  const mentioned = await library.mentions(['red']);
  expect(mentioned.map(({ text }) => text)).toEqual(
    entries.map(({ text }) => text).filter(text => text.includes('red')),
  );
  expect(entries).toMatchObject(entries.map(({ id }) => mentioned.find(one => one.id === id) ?? {}));
  expect(await library.mentions(['red', 'apple'])).toHaveLength(1);
  expect((await library.mentions(['red'], { from: '2022-01-01' })).map(({ tags }) => tags)).toEqual([['Drink']]);
  expect(await library.mentions([])).toEqual([]);
});

test('within days, tags and ids, by words and by vectors', async () => {
  const library = await createLibrary();
  const found = async (filter: Parameters<typeof library.count>[0]) => {
    const byWords = textsOf(await library.matching('terms', ['red'], { limit: 10, filter }));
    const byVector = await closest(library, vectorOf('red'), { limit: 10, filter });
    return [byWords.length, byVector.length, library.count(filter), (await library.entries(filter)).length];
  };
  expect(await found({})).toEqual([4, 6, 6, 6]);
  expect(await found({ from: '2021-01-18', to: '2021-03-01' })).toEqual([2, 3, 3, 3]);
  expect(await found({ from: '2021-03-02' })).toEqual([1, 2, 2, 2]);
  expect(await found({ to: '2021-12-31' })).toEqual([2, 3, 3, 3]);
  expect(await found({ tags: ['drink'] })).toEqual([1, 2, 2, 2]);
  expect(await found({ tags: ['drink', 'fruit'] })).toEqual([2, 3, 3, 3]);
  expect(await found({ tags: ['none'] })).toEqual([0, 0, 0, 0]);
  expect(await found({ ids: ['2021-01-18#1', "it's"] })).toEqual([1, 1, 1, 1]);
  expect(await found({ ids: [] })).toEqual([0, 0, 0, 0]);
});

test('a hit brings its tokens, a candidate the cosine to the vector asked for', async () => {
  const library = await createLibrary();
  const [byWords] = await library.matching('terms', ['pear'], { limit: 1 });
  expect(byWords?.terms.filter(term => term === 'red')).toHaveLength(3);
  expect(byWords?.glosses).toContain('g-pear');
  const hits = await closest(library, vectorOf('blue sky'), { limit: 2 });
  expect(hits[0]?.similarity).toBeCloseTo(1, 5);
  expect(hits[1]?.similarity).toBeLessThan(0.9);
});

test('a vector of another length is refused', async () => {
  const library = await createLibrary();
  await expect(closest(library, new Float32Array(4), { limit: 1 })).rejects.toThrow('16 numbers, not 4');
});

test('entries are listed by day, or with the newest day first', async () => {
  const library = await createLibrary();
  const ids = async (...args: Parameters<typeof library.entries>) =>
    (await library.entries(...args)).map(entry => entry.id);
  const all = ['loose#1', '2021-01-18#1', '2021-01-18#2', '2021-03-01#1', '2022-05-05#1', '2022-05-05#2'];
  expect(await ids()).toEqual(all);
  expect(await ids({}, { newestFirst: true, limit: 3 })).toEqual(['2022-05-05#1', '2022-05-05#2', '2021-03-01#1']);
  expect(await ids({}, { newestFirst: true, offset: 5 })).toEqual(['loose#1']);
  expect(await ids({ from: '2021-01-01' }, { offset: 1, limit: 2 })).toEqual(['2021-01-18#2', '2021-03-01#1']);
  expect(library.span()).toEqual({ first: '2021-01-18', last: '2022-05-05' });
});

test('entries are found the same before and after the indexes are brought up to date', async () => {
  const { write, open, ingest } = await createWorkbench();
  const library = await open();
  const days = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const date = new Date(Date.UTC(2001, 0, 1 + index)).toISOString().slice(0, 10);
      return day(
        date,
        ...Array.from({ length: 20 }, (__, item) => `all n${index} i${item} ${item % 2 ? 'odd' : 'even'}`),
      );
    }).join('\n');
  for (const count of [5, 60, 62]) {
    await write('a.md', days(count));
    await ingest(library);
    expect(await library.matching('terms', ['all'], { limit: 2_000 })).toHaveLength(count * 20);
    expect(await library.matching('terms', ['odd', 'i3'], { limit: 2_000, every: true })).toHaveLength(count);
    const last = await library.matching('terms', [`n${count - 1}`, 'i7', 'odd'], { limit: 3, every: true });
    expect(textsOf(last)).toEqual([`all n${count - 1} i7 odd`]);
    expect((await closest(library, vectorOf('all n2 i9 odd'), { limit: 1 }))[0]?.similarity).toBeCloseTo(1, 5);
  }
  // The last 40 are few enough to be left to a scan.
  expect(await library.check()).toMatchObject({ rows: 1_240, unindexed: 40 });
});

test('what is found within a filter does not depend on the indexes, also of tokens that an entry repeats', async () => {
  const { write, open, ingest } = await createWorkbench();
  const library = await open();
  const words = ['red', 'blue', 'green', 'tea'];
  // Days of three entries, words repeated by a fixed pattern.
  const days = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const items = [1, 2, 3].map(item => {
        return Array.from(
          { length: 1 + ((index + item) % 5) },
          (__, place) => words[(index * item + (place >> 1)) % 4],
        ).join(' ');
      });
      return day(`2021-01-${String(index + 1).padStart(2, '0')}`, ...items);
    });
  for (const count of [1, 2, 5, 20]) {
    await write('a.md', days(count).join('\n'));
    await ingest(library);
    const all = await library.entries();
    for (const word of words) {
      for (const to of ['2021-01-01', '2021-01-03', '2021-01-31']) {
        const expected = all.filter(entry => (entry.date ?? '') <= to && entry.text.split(' ').includes(word));
        const hits = await library.matching('terms', [word], { limit: 100, filter: { to } });
        expect(hits.map(hit => hit.entry.id).sort()).toEqual(expected.map(entry => entry.id).sort());
      }
    }
  }
});
