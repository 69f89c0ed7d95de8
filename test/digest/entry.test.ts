import { expect, test } from 'vitest';
import { numbered } from '../../src/digest/entry.ts';
import { parse } from '../../src/digest/parse.ts';

test('the first holder of an id keeps it, later ones are numbered', () => {
  const seen = new Map<string, number>();
  const ids = ['2021-01-18#1', '2021-01-18#1', '2021-01-18#2', '2021-01-18#1'];
  expect(ids.map(id => numbered(id, seen))).toEqual([
    '2021-01-18#1',
    '2021-01-18#1~2',
    '2021-01-18#2',
    '2021-01-18#1~3',
  ]);
});

test.each([
  ['a/notes.md', 'notes#1'],
  ['notes.markdown', 'notes#1'],
  ['NOTES.Markdown', 'NOTES#1'],
  ['x~2.MD', 'x~2#1'],
  ['v1.2.md', 'v1.2#1'],
])('undated entries of %s are named after their file', (file, id) => {
  expect(parse('- 甲', { file }).entries.map(entry => entry.id)).toEqual([id]);
});
