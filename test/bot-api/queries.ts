import { badRequest } from './refusal.ts';

/** Longer than this a question of a person is not kept open: bots see the error after about 15 s. */
const OPEN_MS = 15_000;

export type Queries = ReturnType<typeof createQueries>;

/** Presses of buttons and inline queries, which can be answered for a while, more than once too. */
export function createQueries(now: () => number) {
  const open = new Map<string, number>();
  let next = 7_000_000_000_001;
  return {
    ask(): string {
      const id = String(next++);
      open.set(id, now());
      return id;
    },
    answer(id: string): void {
      const asked = open.get(id);
      if (asked === undefined || now() - asked > OPEN_MS)
        throw badRequest('query is too old and response timeout expired or query ID is invalid');
    },
  };
}
