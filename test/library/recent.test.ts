import { describe, expect, it } from 'vitest';
import { createRecent, readThroughRecent } from '../../src/library/recent.ts';

describe('what was read lately', () => {
  it('is kept, until so much else was read that it was asked for longest ago', () => {
    const recent = createRecent<string, number>({ most: 2, sizeOf: () => 1 });
    recent.set('a', 1);
    recent.set('b', 2);
    expect(recent.get('a')).toBe(1);
    recent.set('c', 3);
    expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([1, undefined, 3]);
  });

  it('is bounded by its size: what is large takes the place of much else, or is not kept at all', () => {
    const recent = createRecent<string, string>({ most: 10, sizeOf: ({ length }) => length });
    const kept = () => ['a', 'b', 'c', 'd'].filter(key => recent.get(key) !== undefined);
    for (const key of ['a', 'b', 'c']) recent.set(key, 'xxx');
    expect(kept()).toEqual(['a', 'b', 'c']);
    recent.set('d', 'x'.repeat(7));
    expect(kept()).toEqual(['c', 'd']);
    recent.set('d', 'x');
    recent.set('a', 'x'.repeat(6));
    expect(kept()).toEqual(['a', 'c', 'd']);
    recent.set('b', 'x'.repeat(11));
    expect(kept()).toEqual([]);
    recent.set('a', 'x');
    expect(kept()).toEqual(['a']);
  });

  it('is not read again, even where more is asked for than is kept', async () => {
    const asked: string[][] = [];
    const reading = {
      recent: createRecent<string, string>({ most: 2, sizeOf: ({ length }) => length }),
      async read(keys: string[]) {
        asked.push(keys);
        return keys.filter(key => key !== 'none');
      },
      keyOf: (value: string) => value,
    };
    const keys = ['a', 'b', 'c', 'none', 'a'];
    expect([...(await readThroughRecent(keys, reading)).keys()]).toEqual(['a', 'b', 'c']);
    expect([...(await readThroughRecent(['c', 'a', 'b'], reading)).keys()].sort()).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual([['a', 'b', 'c', 'none'], ['a']]);
  });
});
