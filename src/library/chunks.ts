/** Ids in one query; with more the planner takes longer than a second query does. */
export const IDS = 500;

/** All of them in order, so many at a time. */
export function chunksOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
