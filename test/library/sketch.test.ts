import { expect, test } from 'vitest';
import { countEntry, emptySketch, frequencyOf, packSketch, unpackSketch } from '../../src/library/sketch.ts';

test('a token counts once for an entry, however often it stands there', () => {
  const sketch = emptySketch();
  countEntry(sketch, ['red', 'red', 'blue'], 1);
  countEntry(sketch, ['red'], 1);
  expect(['red', 'blue', 'green'].map(token => frequencyOf(sketch, token))).toEqual([2, 1, 0]);
  expect(sketch.tokens).toBe(4);
});

test('what is counted out leaves no trace', () => {
  const sketch = emptySketch();
  const tokens = Array.from({ length: 5_000 }, (_, index) => `token${index}`);
  countEntry(sketch, tokens, 1);
  countEntry(sketch, tokens, -1);
  expect(sketch.counts.every(count => count === 0)).toBe(true);
  expect(sketch.tokens).toBe(0);
});

test('10,000 distinct tokens are counted all but exactly, and never too low', () => {
  const sketch = emptySketch();
  const expected = new Map(Array.from({ length: 10_000 }, (_, index) => [`词${index}`, (index % 7) + 1]));
  for (let entry = 1; entry <= 7; entry += 1) {
    countEntry(
      sketch,
      [...expected].filter(([, count]) => count >= entry).map(([token]) => token),
      1,
    );
  }
  const wrong = [...expected].filter(([token, count]) => frequencyOf(sketch, token) !== count);
  expect(wrong.length).toBeLessThan(40);
  expect(wrong.every(([token, count]) => frequencyOf(sketch, token) > count)).toBe(true);
});

test('a sketch comes back from its bytes as it was', () => {
  const sketch = emptySketch();
  countEntry(sketch, ['one', 'two', 'two'], 1);
  expect(unpackSketch(packSketch(sketch), 3)).toEqual(sketch);
  expect(() => unpackSketch(new Uint8Array([1, 2, 3]), 3)).toThrow();
});
