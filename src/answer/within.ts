import { type After, after as really } from '../timing/after.ts';

/**
 * Does some work with a signal that is given after so many milliseconds, or when one of the others is. Its reason is then
 * a TimeoutError, or that of the other one.
 */
export async function within<T>(
  {
    ms,
    others,
    after = really,
  }: { ms: number; others: readonly (AbortSignal | undefined)[]; after?: After | undefined },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const cancel = after(ms, () => late.abort(new DOMException('It took too long.', 'TimeoutError')));
  try {
    return await work(AbortSignal.any([late.signal, ...others.filter(other => other !== undefined)]));
  } finally {
    cancel();
  }
}
