const opening = /^\s*(`{3,}|~{3,})[^`]*$/;

/**
 * Finds code fences in the `count` lines that `lineAt` gives. The function returned says which line closes the fence that the
 * line `index` opens; `'never'` where none does, once for each mark (what closes no shorter mark closes no longer one); and
 * undefined where the line opens none.
 */
export function fences(
  count: number,
  lineAt: (index: number) => string,
): (index: number) => number | 'never' | undefined {
  /** By the character of a mark, the length of the shortest that nothing further down closes: so lines are searched but once. */
  const unclosed = new Map<string, number>();
  return index => {
    const mark = opening.exec(lineAt(index))?.[1];
    if (!mark) return undefined;
    const char = mark.charAt(0);
    if (mark.length >= (unclosed.get(char) ?? Number.POSITIVE_INFINITY)) return undefined;
    for (let next = index + 1; next < count; next++) {
      const line = lineAt(next).trim();
      if (line.startsWith(mark) && line.replaceAll(char, '') === '') return next;
    }
    unclosed.set(char, mark.length);
    return 'never';
  };
}
