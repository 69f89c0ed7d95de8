import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { scrub } from '../../log.ts';
import { ModelError, type ModelTrouble } from '../model-error.ts';
import type { Tokens } from '../writer.ts';
import type { Server } from './client.ts';

/** What the trouble is, after the server's name. */
const SAYING: Readonly<Record<ModelTrouble, string>> = {
  unreachable: 'cannot be reached',
  timeout: 'did not answer in time',
  unauthorized: 'does not accept the key',
  limited: 'takes no more requests for now',
  rejected: 'does not take the request',
  failed: 'failed',
  cut: 'broke off before the end',
  garbled: 'sent something that is no answer',
  empty: 'sent an empty answer',
};

type Facts = {
  status?: number | undefined;
  retryInMs?: number | undefined;
  tokens?: Tokens | undefined;
  detail?: string;
};

/** Makes the error for a trouble. `detail` must hold nothing that anybody wrote. */
export function failure(trouble: ModelTrouble, { host }: Pick<Server, 'host'>, facts: Facts = {}): ModelError {
  const { status, retryInMs, tokens, detail } = facts;
  const particulars = [status, detail].filter(Boolean).join(' ');
  const message = `the model's server ${host} ${SAYING[trouble]}${particulars && ` (${particulars})`}`;
  return new ModelError(message, { trouble, status, retryInMs, tokens });
}

/**
 * What befell a request, from what the client threw. Neither the client's error nor its message goes along: they can hold the
 * key, and what was asked.
 */
export function failureOf(error: unknown, server: Server, tokens?: Tokens): ModelError {
  if (error instanceof ModelError) return error;
  if (error instanceof APIConnectionTimeoutError) return failure('timeout', server, { tokens });
  if (error instanceof APIConnectionError) return failure('unreachable', server, { detail: codeOf(error), tokens });
  if (error instanceof APIError) {
    const status: unknown = error.status;
    const detail = detailOf(error, server);
    if (typeof status !== 'number') return failure(isLimit(error) ? 'limited' : 'failed', server, { detail, tokens });
    const retryInMs = retryInMsOf(error.headers);
    return failure(troubleOf(status), server, { status, retryInMs, detail, tokens });
  }
  // A connection that ends within an answer; what else there is comes from reading what is no JSON, or no chunk.
  if (error instanceof TypeError && error.message === 'terminated') {
    return failure('cut', server, { detail: codeOf(error), tokens });
  }
  return failure('garbled', server, { tokens });
}

function troubleOf(status: number): ModelTrouble {
  if (status === 401 || status === 403) return 'unauthorized';
  // 402 is DeepSeek's and others' for an account without money.
  if (status === 402 || status === 429) return 'limited';
  if (status === 408) return 'timeout';
  // Conflicts are OpenAI's locks, which pass.
  return status >= 500 || status === 409 ? 'failed' : 'rejected';
}

/** 400, or FastAPI's 422: the request itself is at fault. */
export function isRejection(error: unknown): error is APIError {
  return error instanceof APIError && (error.status === 400 || error.status === 422);
}

/** Within a stream an error has no status. */
const isLimit = ({ code, type }: APIError) => /rate_?limit|quota|^429$/i.test(`${code ?? ''} ${type ?? ''}`);

/** An account without money does not get any by waiting. */
export const isSpent = (error: unknown): boolean =>
  error instanceof APIError && (error.status === 402 || error.code === 'insufficient_quota');

/** The error's code or kind, which are names; the server's words only where they may be seen. */
function detailOf(error: APIError, { quotable, secrets }: Server): string {
  const name = [error.code, error.type].find(value => typeof value === 'string' && /^[\w.-]{1,60}$/.test(value));
  if (!quotable) return name ?? '';
  const said = error.message.replace(/^\d{3} /, '').replace(/\s+/g, ' ');
  const whole = scrub(secrets)(said);
  return whole.length > EXCERPT ? `${whole.slice(0, EXCERPT)}…` : whole;
}

const EXCERPT = 200;

/** The system's code of the failed connection, such as ECONNREFUSED. */
function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const [first] = at instanceof AggregateError ? at.errors : [at];
    if (first instanceof Error && 'code' in first && typeof first.code === 'string') return first.code;
  }
  return '';
}

/** What `retry-after` says, as seconds or as a time by the server's own clock, or `retry-after-ms`, which is OpenAI's own. */
function retryInMsOf(headers: Headers | undefined): number | undefined {
  const ms = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (ms >= 0) return ms;
  const after = headers?.get('retry-after') ?? '';
  if (/^\s*\d+(?:\.\d+)?\s*s?\s*$/.test(after)) return Number.parseFloat(after) * 1000;
  const wait = Date.parse(after) - Date.parse(headers?.get('date') ?? '');
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
