/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32, Tommy Ettinger 2017). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of the items. @throws RangeError of none */
export function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('there is nothing to pick from');
  return item;
}

/** Up to `most` different whole numbers below `size`, ascending. */
export function someOf(size: number, most: number, random: () => number): number[] {
  if (size <= most) return Array.from({ length: size }, (_, index) => index);
  const chosen = new Set<number>();
  while (chosen.size < most) chosen.add(Math.floor(random() * size));
  return [...chosen].sort((one, other) => one - other);
}
