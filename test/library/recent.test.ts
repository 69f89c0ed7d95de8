import { describe, expect, it } from 'vitest';
import { createRecent, readThroughRecent } from '../../src/library/recent.ts';

describe('what was read lately', () => {
  it('is kept, until so much else was read that it was asked for longest ago', () => {
    const recent = createRecent<string, number>(2);
    recent.set('a', 1);
    recent.set('b', 2);
    expect(recent.get('a')).toBe(1);
    recent.set('c', 3);
    expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([1, undefined, 3]);
  });

  it('is not read again, even where more is asked for than is kept', async () => {
    const asked: string[][] = [];
    const reading = {
      recent: createRecent<string, string>(2),
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
