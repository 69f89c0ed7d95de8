import { expect, test } from 'vitest';
import { uniqueIds } from '../../src/digest/entry.ts';
import { parse } from '../../src/digest/parse.ts';

const ids = (files: [string, string][]) =>
  uniqueIds(files.map(([file, text]) => parse(text, { file }))).map(entry => entry.id);

test('ids differ over files: the first holder keeps its id, later ones are numbered', () => {
  const files: [string, string][] = [
    ['a.md', '## 2021.1.18\n(1)甲\n(1)乙\n'],
    ['b.md', '## 2021.1.18\n(1)丙\n(2)丁\n'],
  ];
  expect(ids(files)).toEqual(['2021-01-18#1', '2021-01-18#1~2', '2021-01-18#1~3', '2021-01-18#2']);
  expect(ids(files)).toEqual(ids(files));
});

test('undated entries are named after their file', () => {
  expect(
    ids([
      ['a/notes.md', '- 甲'],
      ['b/notes.md', '- 乙'],
      ['x~2.md', '- 丙'],
    ]),
  ).toEqual(['notes#1', 'notes#1~2', 'x~2#1']);
});
