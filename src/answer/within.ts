/**
 * Does some work with a signal that is given after so many milliseconds, or when one of the others is. Its reason is then
 * a TimeoutError, or that of the other one.
 */
export async function within<T>(
  milliseconds: number,
  others: readonly (AbortSignal | undefined)[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException('It took too long.', 'TimeoutError')), milliseconds);
  try {
    return await work(AbortSignal.any([late.signal, ...others.filter(other => other !== undefined)]));
  } finally {
    clearTimeout(timer);
  }
}
