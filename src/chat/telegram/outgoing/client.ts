import type { APIMethodParams, APIMethodReturn, APIMethods } from '@gramio/types';
import { Telegram, TelegramError } from 'telegraf';
import { scrub } from '../../../log.ts';
import { openConnections } from './connections.ts';

/** The methods of the Bot API, newer ones than telegraf knows among them. */
export type Method = keyof APIMethods;
/** What a method is called with; `{}` for one that takes nothing. */
export type Params<M extends Method> = [APIMethodParams<M>] extends [undefined]
  ? Record<string, never>
  : NonNullable<APIMethodParams<M>>;
/** What a method gives. */
export type Result<M extends Method> = APIMethodReturn<M>;

/**
 * How one request was answered: with its result; with a refusal (4xx) in Telegram's words; or not at all, or in a way that
 * says nothing about what was done (5xx, a proxy's page, half an answer). `arrived` tells whether it can have reached Telegram.
 */
export type Reply =
  | { kind: 'result'; result: unknown }
  | {
      kind: 'refused';
      code: number;
      description: string;
      /** seconds */ retryAfter: number | undefined;
      migrateTo: number | undefined;
    }
  | { kind: 'silence'; arrived: 'no' | 'perhaps'; description: string; code?: number | undefined };

/** Makes single requests, neither paced nor repeated. What Telegram or the network does comes as a value, without the token. */
export type Client = {
  /** @param signal when aborted, the request is cut short and its reply is silence */
  call(method: string, payload: object, signal: AbortSignal): Promise<Reply>;
  /** Drops all connections. */
  close(): void;
};

type ClientOptions = {
  token: string;
  /** such as https://api.telegram.org */ apiRoot: string;
  /** how long a connection may take to open, in milliseconds; shorter than any deadline, since what failed before it is safe to repeat */
  connectMs?: number;
  /**
   * how long an unused connection is kept; shorter than servers do (Node and Apache 5 s), since a message that meets the end of
   * its connection may or may not have arrived
   */
  idleMs?: number;
};

/** The door to telegraf, of which only the transport is used. Payloads are JSON: files cannot be sent. */
export function createClient({ token, apiRoot, connectMs = 10_000, idleMs = 4000 }: ClientOptions): Client {
  // Without the last slash, the last part of the root's path would be replaced.
  const telegram = new Telegram(token, { apiRoot: apiRoot.replace(/\/*$/, '/'), webhookReply: false });
  const connections = openConnections({ secure: apiRoot.startsWith('https:'), connectMs, idleMs });
  telegram.options.agent = connections.agent;
  const withoutToken = scrub([token]);

  return {
    async call(method, payload, signal) {
      const body = veiled(payload);
      const { settled, connected } = await connections.follow(signal, cut =>
        // telegraf's own types end at Bot API 7.1.
        Reflect.apply(telegram.callApi, telegram, [method, body, { signal: cut }]),
      );
      if (settled.status === 'fulfilled' && settled.value !== undefined)
        return { kind: 'result', result: settled.value };
      const error: unknown = settled.status === 'rejected' ? settled.reason : undefined;
      if (error instanceof TelegramError && typeof error.code === 'number') {
        const { code, parameters } = error;
        if (code >= 500) return { kind: 'silence', arrived: 'perhaps', description: `answered with ${code}`, code };
        return {
          kind: 'refused',
          code,
          description: withoutToken(String(error.description)),
          retryAfter: wholeOf(parameters?.retry_after),
          migrateTo: wholeOf(parameters?.migrate_to_chat_id),
        };
      }
      return { kind: 'silence', arrived: connected ? 'perhaps' : 'no', description: whyOf(error, connected) };
    },
    close: connections.close,
  };
}

/**
 * Nested values behind a veil that only JSON lifts: where telegraf finds an object with a `url` in a payload, it fetches that
 * address itself to upload what is there.
 */
function veiled(payload: object): object {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'object' && value !== null ? { toJSON: () => value } : value,
    ]),
  );
}

/** What stands there may have been put by a proxy. */
function wholeOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? Number(value) : undefined;
}

/** Why there is no answer, from the error's code alone: its message holds the address, and so the token. */
function whyOf(error: unknown, connected: boolean): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = /^\w+$/.test(code) ? code : undefined;
  if (!connected) return `no connection: ${known ?? 'not in time'}`;
  if (error instanceof Error && error.name === 'AbortError') return 'no answer in time';
  return known === undefined ? 'an answer that cannot be read' : `the connection broke: ${known}`;
}
