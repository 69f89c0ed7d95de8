import type { Call } from './calls.ts';
import { methodNamed } from './methods/all.ts';
import type { Parameters } from './parameters.ts';
import { badRequest, Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** What goes back over the wire. */
export type Answer = { status: number; body: NonNullable<Call['response']>; retryAfter?: number | undefined };

type Asked = { token: string; method: string; parameters: Parameters; signal: AbortSignal };

/** Does what a call asks for, if Telegram would. */
export async function judge(asked: Asked, token: string, world: World): Promise<Answer> {
  try {
    checkToken(asked.token, token);
    const found = methodNamed(asked.method);
    if (found === undefined || (found.name === 'sendMessageDraft' && !world.drafts))
      throw new Refusal(404, 'Not Found: method not found');
    return { status: 200, body: { ok: true, result: await found.method(asked.parameters, world, asked.signal) } };
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    throw error;
  }
}

function checkToken(given: string, token: string): void {
  if (!given.includes(':') || given.startsWith('0') || given.length > 80)
    throw new Refusal(401, 'Unauthorized: invalid token specified');
  if (given !== token) throw new Refusal(401, 'Unauthorized');
}

export function refused({ code, message, parameters }: Refusal): Answer {
  return {
    status: code,
    body: {
      ok: false,
      error_code: code,
      description: message,
      ...(parameters && Object.keys(parameters).length > 0 && { parameters }),
    },
    retryAfter: parameters?.retry_after,
  };
}

/** The refusal that a test asked for. */
export function ordered(how: {
  status: number;
  description?: string;
  retryAfter?: number;
  migrateTo?: number;
}): Answer {
  const parameters = {
    ...(how.retryAfter !== undefined && { retry_after: how.retryAfter }),
    ...(how.migrateTo !== undefined && { migrate_to_chat_id: how.migrateTo }),
  };
  const words =
    how.retryAfter !== undefined
      ? `Too Many Requests: retry after ${how.retryAfter}`
      : how.migrateTo !== undefined
        ? badRequest('group chat was upgraded to a supergroup chat').message
        : how.status >= 500
          ? 'Internal Server Error'
          : badRequest('as ordered').message;
  return refused(new Refusal(how.status, how.description ?? words, parameters));
}

/** The one 5xx of Telegram after which the message is there all the same. */
export const deletedAtOnce = (): Answer =>
  refused(new Refusal(500, "Internal Server Error: sent message was immediately deleted and can't be returned"));
