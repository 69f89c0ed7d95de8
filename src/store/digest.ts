import { createHmac, randomBytes } from 'node:crypto';

/** Of a key, in characters: those that name it, and stand at the beginning of each digest made with it. */
const NAME = 8;

/** A digest is there to tell two updates of one number apart, not to withstand an attack: 64 bits, as hexadecimal. */
const LENGTH = 16;

/**
 * A key for digests. The text of a short update can be guessed by who has both its digest and the key: whoever is
 * forgotten takes the key along, and with it what all older digests could tell.
 */
export function newDigestKey(): string {
  return randomBytes(24).toString('hex');
}

/** What remains of an update once it is handled: with one key, the same for the same JSON alone, in whatever order it stands. */
export function digestOf(payload: string, key: string): string {
  return key.slice(0, NAME) + createHmac('sha256', key).update(inOrder(payload)).digest('hex').slice(0, LENGTH);
}

function inOrder(json: string): string {
  return JSON.stringify(JSON.parse(json), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** The pattern, as SQL's `like` takes it, of digests that can be compared with those of this key. */
export function digestsWith(key: string): string {
  return `${key.slice(0, NAME)}%`;
}
