import type { Method, Reply } from './client.ts';
import { type Outcome, outcomeOf, stopped } from './outcome.ts';

/** A call as far as it has got. */
export type Tried = {
  method: Method;
  droppable: boolean;
  /** how long attempts are begun, in milliseconds */ deadlineMs: number;
  /** since the first attempt, or the last flood */ elapsedMs: number;
  /** the one that was just answered included */ attempts: number;
  /** an earlier attempt may have arrived */ perhaps: boolean;
  /** it is about a chat */ inChat: boolean;
  /** nothing may be begun any more */ ending: boolean;
};

/** What follows from a reply: the outcome; the same again after a while; the same again when Telegram's wish for quiet is met; or the same to another chat. */
export type Next =
  | { do: 'end'; outcome: Outcome<unknown> }
  | { do: 'repeat'; inMs: number }
  | { do: 'keep quiet'; forMs: number; then: Outcome<unknown> | undefined }
  | { do: 'follow'; to: number };

const MOST_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 500;
/** For a 429 that does not say how long. */
const QUIET_MS = 5000;

/**
 * Whether a call may be made again when it is not known if it arrived: it then comes to the same. A message that is sent twice
 * is there twice, since the Bot API has no key against it; whatever else is not named here is treated like one.
 */
function isRepeatable(method: Method): boolean {
  return /^(?:get|set|edit|delete|answer|pin|unpin)|^sendChatAction$|^send\w*Draft$/.test(method);
}

/** What to do after a reply. `random`, 0 to 1, spreads the repetitions of many calls. */
export function nextAfter(reply: Reply, tried: Tried, random: () => number): Next {
  const outcome = outcomeOf(reply, tried);
  if (reply.kind === 'result') return { do: 'end', outcome };
  if (reply.kind === 'silence') {
    const harmless = reply.arrived === 'no' || isRepeatable(tried.method);
    if (tried.ending && harmless) return { do: 'end', outcome: stopped };
    // Who polls goes on polling in any case; what may be dropped is worth nothing later.
    const again = harmless && !tried.droppable && tried.method !== 'getUpdates';
    if (!again || tried.attempts >= MOST_ATTEMPTS || tried.elapsedMs >= tried.deadlineMs) return { do: 'end', outcome };
    return { do: 'repeat', inMs: FIRST_PAUSE_MS * 2 ** (tried.attempts - 1) * (0.5 + random()) };
  }
  if (reply.code === 429) {
    const forMs = reply.retryAfter === undefined ? QUIET_MS : reply.retryAfter * 1000;
    // What concerns no chat is part of starting, or of an answer that is worth nothing when it comes late.
    const waits = tried.inChat || tried.method === 'getUpdates' || forMs <= tried.deadlineMs;
    const then = tried.ending ? stopped : tried.droppable || !waits ? outcome : undefined;
    return { do: 'keep quiet', forMs, then };
  }
  return reply.migrateTo === undefined ? { do: 'end', outcome } : { do: 'follow', to: reply.migrateTo };
}
