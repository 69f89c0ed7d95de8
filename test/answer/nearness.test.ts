import { assert, double, integer, property, uniqueArray } from 'fast-check';
import { expect, test } from 'vitest';
import { nearnessOf } from '../../src/answer/nearness.ts';
import type { Candidate } from '../../src/library/library.ts';

function candidate(near: Candidate['near']): Candidate {
  return { id: '2021-01-18#1', date: undefined, terms: [], glosses: [], similarity: undefined, near };
}

const nearnessesOf = (cosines: readonly number[]) => {
  const candidates = cosines.map(cosine => candidate({ cosine }));
  return candidates.map(nearnessOf(candidates));
};

test('a model’s cosines rank the same on whatever scale they come', () => {
  const cosines = uniqueArray(integer({ min: -99, max: 99 }), { minLength: 2, maxLength: 24 });
  const scale = double({ min: 0.05, max: 0.5, noNaN: true });
  assert(
    property(cosines, scale, double({ min: -0.4, max: 0.4, noNaN: true }), (hundredths, by, shift) => {
      const all = hundredths.map(value => value / 100);
      const [plain, scaled] = [nearnessesOf(all), nearnessesOf(all.map(cosine => cosine * by + shift))];
      for (const [index, value] of plain.entries()) expect(scaled[index]).toBeCloseTo(value ?? 0, 3);
    }),
  );
});

test('the nearest and the farthest that was looked up are the ends of the scale', () => {
  const [near = 0, middle = 0, far = 0] = nearnessesOf([0.9, 0.85, 0.8]);
  expect(near).toBeGreaterThan(far);
  expect(middle).toBeCloseTo((near + far) / 2, 5);
  // Where all are as near, all are the nearest: what rounding leaves between them says nothing.
  expect(nearnessesOf([0.8, 0.8000001])).toEqual([near, near]);
  // One neighbour alone is the nearest, whatever its cosine.
  expect(nearnessesOf([0.2])).toEqual([near]);
  const candidates = [candidate({ cosine: 0.9 }), candidate({ cosine: 0.8 }), candidate({ cosine: undefined })];
  expect(candidates.map(nearnessOf(candidates))[2]).toBe(far);
});

test('an entry that the space does not have yet has no nearness there', () => {
  const candidates = [candidate({ cosine: 0.9 }), candidate(undefined)];
  expect(candidates.map(nearnessOf(candidates))[1]).toBeUndefined();
});
