import { expect, test } from 'vitest';
import {
  catalogOf,
  compareFiles,
  type FileRecord,
  packRecord,
  select,
  unpackRecord,
} from '../../src/library/catalog.ts';

const stamp = { size: 1, mtime: 2.5, ctime: 3.25, readAt: 4 };

function recordOf(file: string, ...places: [id: string, date: string | undefined, ...tags: string[]][]): FileRecord {
  return {
    file,
    stamp,
    hash: 'h',
    places: places.map(([id, date, ...tags], index) => ({ id, hash: id, date, file, line: index + 1, tags })),
    unplaced: [{ file, line: 9, text: 'what', reason: 'why' }],
    problems: [
      { file, line: 3, reason: 'because' },
      { file, reason: 'no line' },
    ],
  };
}

const catalog = catalogOf([
  recordOf('10.md', ['d', '2021-01-20', 'NLP'], ['a', '2021-01-18']),
  recordOf('2.md', ['b', '2021-01-18', 'nlp', '面试'], ['e', '2021-02-01', '面试'], ['u', undefined, '面试']),
]);

function idsOf(...args: Parameters<typeof select>): string {
  return select(...args)
    .map(place => place.id)
    .join('');
}

test('entries stand in the order of days, then of files by their natural names, then of lines', () => {
  expect(idsOf(catalog, {})).toBe('ubade');
  expect(['a/10.md', 'b.md', 'a/2.md', 'c/1.md', 'a.md'].sort(compareFiles)).toEqual([
    'a/2.md',
    'a/10.md',
    'a.md',
    'b.md',
    'c/1.md',
  ]);
});

test('days are inclusive, and undated entries are meant only when no day is named', () => {
  expect(idsOf(catalog, { from: '2021-01-18', to: '2021-01-20' })).toBe('bad');
  expect(idsOf(catalog, { from: '2021-01-19' })).toBe('de');
  expect(idsOf(catalog, { to: '2021-01-18' })).toBe('ba');
  expect(idsOf(catalog, { from: '2022-01-01' })).toBe('');
  expect(idsOf(catalog, { from: '2021-02-01', to: '2021-01-01' })).toBe('');
});

test('a tag is meant in any spelling, several tags mean any of them', () => {
  expect(idsOf(catalog, { tags: ['Nlp'] })).toBe('bd');
  expect(idsOf(catalog, { tags: ['nlp', '面试'] })).toBe('ubde');
  expect(idsOf(catalog, { tags: ['none'] })).toBe('');
  expect(idsOf(catalog, { tags: [] })).toBe('');
  expect(idsOf(catalog, { ids: ['e', 'x', 'a'], from: '2021-01-01' })).toBe('ae');
});

test('tags are counted, most first', () => {
  expect([...catalog.tags]).toEqual([
    ['面试', 3],
    ['NLP', 1],
    ['nlp', 1],
  ]);
});

test('a file record comes back from its bytes as it was', () => {
  const record = recordOf('a/b.md', ['1', '2021-01-18', 'x', 'y'], ['2', undefined]);
  expect(unpackRecord(packRecord(record))).toEqual(record);
  expect(() => unpackRecord(new Uint8Array([1, 2, 3]))).toThrow();
});
