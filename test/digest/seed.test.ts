import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from '../../src/digest/parse.ts';
import { render } from '../../src/digest/render.ts';
import truth from './fixtures/seed.entries.json' with { type: 'json' };

const text = readFileSync(new URL('../../data/eval/seed/2021.md', import.meta.url), 'utf8');
const digest = parse(text, { file: '2021.md' });

test('reads every entry of the seed as a person reads it, field by field', () => {
  expect(digest.entries).toEqual(truth);
});

test('finds 25 entries and 27 different links in the seed, and nothing that fits nowhere', () => {
  expect(digest.entries).toHaveLength(25);
  expect(new Set(digest.entries.flatMap(entry => entry.urls)).size).toBe(27);
  expect(digest.unplaced).toEqual([]);
});

test('writes the seed back byte for byte', () => {
  expect(render(digest)).toBe(text);
});

test('names each day of the seed in its blocks', () => {
  const days = digest.blocks.flatMap(block => (block.kind === 'day' ? [block.date] : []));
  expect(days).toEqual(['2021-01-18', '2021-01-20', '2021-01-21', '2021-01-24', '2021-01-25']);
});
