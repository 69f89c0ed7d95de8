/**
 * Up to so many of the questions, of each kind about as many as of any other, spread over all of the kind; in their order.
 * The same questions give the same sample.
 */
export function sampleOf<T extends { kind: string }>(questions: readonly T[], most: number): T[] {
  const kinds = [...Map.groupBy(questions, ({ kind }) => kind).values()];
  const shares = kinds.map(() => 0);
  let left = Math.min(most, questions.length);
  while (left > 0) {
    for (const [index, some] of kinds.entries()) {
      const share = shares[index] ?? 0;
      if (left === 0 || share === some.length) continue;
      shares[index] = share + 1;
      left -= 1;
    }
  }
  const chosen = kinds.flatMap((some, index) => {
    const share = shares[index] ?? 0;
    return Array.from({ length: share }, (_, place) => some[Math.floor((place * some.length) / share)]);
  });
  return questions.filter(question => chosen.includes(question));
}
