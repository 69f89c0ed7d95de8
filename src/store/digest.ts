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

/** What remains of an update once it is handled: with one key, the same for the same update alone. */
export function digestOf(payload: string, key: string): string {
  return key.slice(0, NAME) + createHmac('sha256', key).update(inOrder(payload)).digest('hex').slice(0, LENGTH);
}

/** A server may give an update's number before or behind what it is about. What is no JSON stays as it is. */
function inOrder(payload: string): string {
  try {
    const update: unknown = JSON.parse(payload);
    return typeof update === 'object' && update !== null
      ? JSON.stringify(Object.entries(update).sort(([one], [other]) => (one < other ? -1 : 1)))
      : payload;
  } catch {
    return payload;
  }
}

/** The pattern, as SQL's `like` takes it, of digests that can be compared with those of this key. */
export function digestsWith(key: string): string {
  return `${key.slice(0, NAME)}%`;
}
