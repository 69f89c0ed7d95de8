import { z } from 'zod';
import { Request } from '../../answer/request.ts';

/** What is kept with an exchange so that its pages can be turned later, by a newer program too. */
const Kept = z.object({ request: Request, pages: z.int().positive() });

export type KeptRequest = z.infer<typeof Kept>;

/** Reads it back; undefined where another version wrote something else. */
export function readKept(value: unknown): KeptRequest | undefined {
  return Kept.safeParse(value).data;
}
