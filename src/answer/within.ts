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

/** What is to be noted of an answer that is due may hold it up for so long, in milliseconds. */
const MOMENT_MS = 500;

/**
 * What some work comes to, where that is known a moment after the signal at the latest; else undefined. The work goes on all
 * the same.
 */
export async function soonAfter<T>(over: AbortSignal, work: Promise<T>, after: After = really): Promise<T | undefined> {
  const { promise: tooLong, resolve } = Promise.withResolvers<undefined>();
  let cancel = () => {};
  const begin = () => {
    cancel = after(MOMENT_MS, () => resolve(undefined));
  };
  if (over.aborted) begin();
  else over.addEventListener('abort', begin, { once: true });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    over.removeEventListener('abort', begin);
    cancel();
  }
}
