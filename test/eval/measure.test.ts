import { expect, test } from 'vitest';
import { hitAt, isSame, mean, percentile, recallAt, reciprocalRank, refusals } from '../../src/eval/measure.ts';

const found = ['a', 'b', 'c', 'd', 'e', 'f'];

test('recall is the part of the relevant entries found, of as many as could stand among the first', () => {
  expect(recallAt(5, found, new Set(['b', 'f', 'x']))).toBeCloseTo(1 / 3);
  expect(recallAt(1, found, new Set(['a', 'b', 'c']))).toBe(1);
  expect(recallAt(5, found, new Set([...found, 'g', 'h']))).toBe(1);
  expect(recallAt(5, [], new Set(['a']))).toBe(0);
});

test('an entry found twice counts once', () => {
  expect(recallAt(5, ['a', 'a'], new Set(['a', 'b']))).toBe(0.5);
});

test('a hit is any of the relevant entries among the first', () => {
  expect(hitAt(1, found, new Set(['b', 'x']))).toBe(0);
  expect(hitAt(5, found, new Set(['b', 'x']))).toBe(1);
});

test('the reciprocal rank is that of the first relevant entry', () => {
  expect(reciprocalRank(found, new Set(['c', 'e']))).toBeCloseTo(1 / 3);
  expect(reciprocalRank(found, new Set(['x']))).toBe(0);
});

test('the same entries in another order are not the same answer', () => {
  expect(isSame(['a', 'b'], ['a', 'b'])).toBe(true);
  expect(isSame(['b', 'a'], ['a', 'b'])).toBe(false);
  expect(isSame(['a'], ['a', 'b'])).toBe(false);
});

test('refusals are measured by precision, recall and their harmonic mean', () => {
  const cases = [
    { due: true, refused: true },
    { due: true, refused: true },
    { due: true, refused: false },
    { due: false, refused: true },
    { due: false, refused: true },
    { due: false, refused: false },
  ];
  const { precision, recall, f1 } = refusals(cases);
  expect(precision).toBeCloseTo(2 / 4);
  expect(recall).toBeCloseTo(2 / 3);
  expect(f1).toBeCloseTo((2 * (1 / 2) * (2 / 3)) / (1 / 2 + 2 / 3));
  expect(refusals([{ due: true, refused: false }])).toEqual({ precision: 0, recall: 0, f1: 0 });
});

test('percentiles are values that were measured', () => {
  expect(percentile(0.5, [4, 1, 3, 2])).toBe(2);
  expect(percentile(0.95, [1, 2, 3])).toBe(3);
  expect(percentile(0.95, [])).toBeUndefined();
  expect(mean([1, 2])).toBe(1.5);
  expect(mean([])).toBeUndefined();
});
