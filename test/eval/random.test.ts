import { expect, test } from 'vitest';
import { pick, randomFrom, someOf } from '../../src/eval/random.ts';

function take(seed: number, count: number): number[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, random);
}

test('the same seed gives the same numbers, another one others', () => {
  expect(take(7, 20)).toEqual(take(7, 20));
  expect(take(7, 20)).not.toEqual(take(8, 20));
});

test('numbers lie evenly from 0 up to 1', () => {
  const numbers = take(1, 10_000);
  const tenths = Map.groupBy(numbers, number => Math.floor(number * 10));
  expect([...tenths.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const some of tenths.values()) expect(Math.abs(some.length - 1000)).toBeLessThan(150);
});

test('some of many are different and ascending, all of few', () => {
  const some = someOf(1000, 50, randomFrom(3));
  expect(new Set(some).size).toBe(50);
  expect(some).toEqual(some.toSorted((one, other) => one - other));
  expect(someOf(3, 50, randomFrom(3))).toEqual([0, 1, 2]);
  expect(someOf(0, 50, randomFrom(3))).toEqual([]);
});

test('there is nothing to pick from nothing', () => {
  expect(() => pick([], randomFrom(1))).toThrow(RangeError);
});
