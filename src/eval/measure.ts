/** How many of the relevant ids stand among the first `k` found, of as many as could. */
export function recallAt(k: number, found: readonly string[], relevant: ReadonlySet<string>): number {
  const hits = new Set(found.slice(0, k).filter(id => relevant.has(id)));
  return relevant.size === 0 ? 0 : hits.size / Math.min(k, relevant.size);
}

/** Whether any of the relevant ids stands among the first `k` found: 1 or 0. */
export function hitAt(k: number, found: readonly string[], relevant: ReadonlySet<string>): number {
  return found.slice(0, k).some(id => relevant.has(id)) ? 1 : 0;
}

/** 1 where the first found is relevant, 1/2 where the second is the first relevant one, …; 0 where none is. */
export function reciprocalRank(found: readonly string[], relevant: ReadonlySet<string>): number {
  const rank = found.findIndex(id => relevant.has(id));
  return rank === -1 ? 0 : 1 / (rank + 1);
}

export function isSame(found: readonly string[], expected: readonly string[]): boolean {
  return found.length === expected.length && found.every((id, index) => id === expected[index]);
}

export type Refusals = { precision: number; recall: number; f1: number };

/** How well refusing tells apart what the notes do not hold (`due`) from what they do. */
export function refusals(cases: readonly { due: boolean; refused: boolean }[]): Refusals {
  const right = cases.filter(({ due, refused }) => due && refused).length;
  const precision = right / (cases.filter(({ refused }) => refused).length || 1);
  const recall = right / (cases.filter(({ due }) => due).length || 1);
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** The mean; undefined of none. */
export function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The smallest value that at least this share of all are not above (nearest rank); undefined of none. */
export function percentile(share: number, values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
