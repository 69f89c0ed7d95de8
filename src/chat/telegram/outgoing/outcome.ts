import type { Method, Reply } from './client.ts';

/**
 * How a call to Telegram ended. `description` is for logs: it holds neither the token nor what the message said. `code` is
 * the one that Telegram answered with, where it answered.
 */
export type Outcome<T> = { ok: true; result: T } | { ok: false; reason: Reason; description: string; code?: number };

/**
 * Why it came to nothing: `blocked` the bot may not write there (403) · `gone` no such chat, message or query (any more) ·
 * `rejected` Telegram will not have it as it is (other 400s) · `unauthorized` the token is wrong (401, and 404 to what
 * every server has) · `unsupported` this server has no such method · `conflict` another reads the updates (409) · `flood` too many calls, and this one was not
 * to wait, or would have waited too long · `unreachable` surely not arrived, attempts used up · `unknown` may have arrived ·
 * `stopped` not made, since the bot stops or the caller gave up.
 */
type Reason =
  | 'blocked'
  | 'gone'
  | 'rejected'
  | 'unauthorized'
  | 'unsupported'
  | 'conflict'
  | 'flood'
  | 'unreachable'
  | 'unknown'
  | 'stopped';

/** What has nothing to do with the call: it can be made once Telegram is within reach, or the bot was started anew. */
const PASSING: ReadonlySet<Reason> = new Set<Reason>(['stopped', 'unreachable', 'unauthorized', 'flood']);

/** Whether what came to nothing for this reason is to be left for later. */
export function isPassing(reason: Reason): boolean {
  return PASSING.has(reason);
}

export const stopped: Outcome<never> = { ok: false, reason: 'stopped', description: 'stopped before it was made' };
export const lost: Outcome<never> = { ok: false, reason: 'unreachable', description: 'its new number was not kept' };
export const dropped: Outcome<never> = { ok: false, reason: 'flood', description: 'it would have had to wait' };

/** What Telegram says of a thing that is not there; all of it with code 400. */
const GONE = /not found|query is too old|(?:PEER|MESSAGE|QUERY)_ID_INVALID/i;

/** What a reply means for a call of a method; `perhaps` when an earlier attempt at it may have arrived. */
export function outcomeOf(
  reply: Reply,
  { method, perhaps = false }: { method: Method; perhaps?: boolean },
): Outcome<unknown> {
  switch (reply.kind) {
    case 'result':
      return { ok: true, result: reply.result };
    case 'silence': {
      const { arrived, code, description } = reply;
      const reason = perhaps || arrived === 'perhaps' ? 'unknown' : 'unreachable';
      return { ok: false, reason, description, ...(code !== undefined && { code }) };
    }
    case 'refused': {
      const { code, description } = reply;
      // An edit that changes nothing: the message says already what was wanted. Edits give the message or true.
      if (code === 400 && /message is not modified/i.test(description)) return { ok: true, result: true };
      return {
        ok: false,
        reason: reasonOf({ method, code, description }),
        description: withoutQuotes(description),
        code,
      };
    }
  }
}

/** What every server has that speaks the Bot API: where this is not found, the token is not. */
const EVERYWHERE: ReadonlySet<Method> = new Set<Method>(['getMe', 'getUpdates']);

/** The reason in a refusal: a code of 4xx and its description, worded as in the Bot API server. */
function reasonOf({ method, code, description }: { method: Method; code: number; description: string }): Reason {
  switch (code) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'blocked';
    case 404:
      // A path that holds no known token is answered with a bare "Not Found"; so are unknown methods by some servers.
      return EVERYWHERE.has(method) && !/method not found/i.test(description) ? 'unauthorized' : 'unsupported';
    case 409:
      return 'conflict';
    case 429:
      return 'flood';
    default:
      return GONE.test(description) ? 'gone' : 'rejected';
  }
}

/** A description fit for logs: what Telegram quotes of the message (links, tags) is left out, and the rest kept short. */
function withoutQuotes(description: string): string {
  return description
    .replace(/(?<!\p{L})'.*'/su, "'…'")
    .replace(/".*"/su, '"…"')
    .slice(0, 200);
}
