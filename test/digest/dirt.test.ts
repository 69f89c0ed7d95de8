import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../src/digest/parse.ts';
import { render } from '../../src/digest/render.ts';
import { dirt, dirtyDigest } from './dirt.ts';

test('finds exactly what was written into a digest, whatever dirt lies around it', () => {
  fc.assert(
    fc.property(dirtyDigest, ({ text, written }) => {
      const digest = parse(text, { file: 'dirty.md' });
      expect(render(digest)).toBe(text);
      expect(digest.entries.map(({ date, ordinal, title, urls }) => ({ date, ordinal, title, urls }))).toEqual(written);
      const seen = new Map<string, number>();
      for (const [index, { date, ordinal }] of written.entries()) {
        const id = `${date}#${ordinal}`;
        const count = (seen.get(id) ?? 0) + 1;
        seen.set(id, count);
        expect(digest.entries[index]?.id).toBe(count === 1 ? id : `${id}~${count}`);
      }
      expect(digest.unplaced).toEqual([]);
    }),
    { numRuns: 600 },
  );
});

test('the dirt is of at least thirty kinds', () => {
  expect(new Set(dirt.map(kind => kind.name)).size).toBeGreaterThanOrEqual(30);
});
