/** Does something so many milliseconds later; the function that it returns calls it off. */
export type After = (ms: number, act: () => void) => () => void;

/** The longest that setTimeout can wait; more, and it would not wait at all. */
const LONGEST_MS = 2 ** 31 - 1;

export const after: After = (ms, act) => {
  const timer = setTimeout(act, Math.min(ms, LONGEST_MS));
  return () => clearTimeout(timer);
};
