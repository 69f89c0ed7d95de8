import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleOf } from '../../src/eval/sample.ts';

const question = fc.record({ kind: fc.constantFrom('keyword', 'date', 'count', 'refusal'), question: fc.string() });

test('a sample has as many questions as are wanted, in their order, and of each kind about as many', () => {
  fc.assert(
    fc.property(fc.array(question, { maxLength: 60 }), fc.nat({ max: 80 }), (questions, most) => {
      const sample = sampleOf(questions, most);
      expect(sample).toHaveLength(Math.min(most, questions.length));
      expect(sample).toEqual(questions.filter(one => sample.includes(one)));
      const left = questions.filter(one => !sample.includes(one));
      const taken = Map.groupBy(sample, ({ kind }) => kind);
      // A kind of which some were left out has no fewer than any other, but for the last one given out.
      const highest = Math.max(0, ...[...taken.values()].map(({ length }) => length));
      for (const { kind } of left) expect(taken.get(kind)?.length ?? 0).toBeGreaterThanOrEqual(highest - 1);
    }),
  );
});

test('of a kind the sample is spread over all of it', () => {
  const questions = Array.from({ length: 100 }, (_, place) => ({ kind: 'keyword', place }));
  expect(sampleOf(questions, 4).map(({ place }) => place)).toEqual([0, 25, 50, 75]);
  expect(sampleOf(questions, Number.POSITIVE_INFINITY)).toEqual(questions);
});
