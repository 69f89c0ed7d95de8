import { createHash, timingSafeEqual } from 'node:crypto';
import type { Response, Route } from '../../../http/server.ts';
import type { Log } from '../../../log.ts';
import { told } from '../told.ts';
import { laneOf } from './lane.ts';
import type { Receive } from './receive.ts';

export type WebhookOptions = {
  /** what was given to setWebhook as `secret_token`: without it anybody could speak for Telegram */ secret: string;
  /** keeps updates; Telegram is told that an update arrived only once this resolved */ receive: Receive;
  log: Log;
};

/**
 * Takes updates from Telegram, one a request. Whatever is not answered with 200 Telegram sends again, for a day, so
 * nothing is lost while the store is out of reach.
 */
export function webhookRoute({ secret, receive, log }: WebhookOptions): Route {
  const expected = digest(secret);
  return async ({ method, headers, body }): Promise<Response> => {
    if (method !== 'POST') return { status: 405, allow: 'POST' };
    const given = headers['x-telegram-bot-api-secret-token'];
    if (typeof given !== 'string' || !timingSafeEqual(digest(given), expected)) return { status: 403 };
    if (!/^application\/json\b/i.test(headers['content-type'] ?? 'application/json')) return { status: 415 };
    const bytes = await body();
    if (bytes === undefined) return { status: 413 };
    const update = parsed(bytes);
    if (laneOf(update) === undefined) {
      log.warn({ bytes: bytes.byteLength }, 'the webhook was sent something that is no update');
      return { status: 400 };
    }
    try {
      await receive([update]);
      return { status: 200 };
    } catch (error) {
      log.error(told(error, update), 'an update could not be kept; Telegram sends it again');
      return { status: 503 };
    }
  };
}

/** Of equal length whatever goes in, as the comparison wants it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
