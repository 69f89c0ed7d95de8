import { setImmediate } from 'node:timers/promises';

/** Resolves once it holds, looked at after each round of events; the test's own time limit ends it otherwise. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await setImmediate();
}
