import { OpenAI } from 'openai';

/** A server that speaks OpenAI's API, as the requests to it see it. */
export type Server = {
  openai: OpenAI;
  /** names it in messages: its host */ host: string;
  /** what must not be seen of it */ secrets: readonly string[];
  /** whether its own words may stand in errors: they can repeat what it was asked */ quotable: boolean;
};

/** Longer than anybody waits: the limits are ours. */
const NEVER_MS = 3_600_000;

/** Where requests are sent to. `quotable` is for requests that hold nobody's words. */
export function connect({
  baseUrl,
  apiKey,
  quotable = false,
}: {
  baseUrl: string;
  apiKey: string | undefined;
  quotable?: boolean;
}): Server {
  // What is not given here, the client would take from the environment: another account's organization, or a place to log to.
  const openai = new PlainOpenAI({
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: baseUrl,
    logLevel: 'off',
    // It would wait for as long as a server says, however little time is left, and not at all for what is over a minute.
    maxRetries: 0,
    timeout: NEVER_MS,
    defaultHeaders: apiKey === undefined ? { authorization: null } : {},
  });
  openai.authorization = apiKey === undefined ? undefined : `Bearer ${apiKey}`;
  return { openai, host: new URL(baseUrl).host, secrets: apiKey === undefined ? [] : [apiKey], quotable };
}

/** An answer of 30,000 streamed tokens, or 64 vectors of 8,192 numbers, in bytes: what goes on beyond it has no end. */
const LONGEST_ANSWER = 16 * 1024 * 1024;

/** Reads no more of an answer than any server has to say: what has no end, or no line's end, would fill the memory. */
function bounded(response: Response): Response {
  if (response.body === null) return response;
  let size = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      size += bytes.length;
      if (size > LONGEST_ANSWER) throw new Error(`The answer is longer than ${LONGEST_ANSWER} bytes.`);
      controller.enqueue(bytes);
    },
  });
  return new Response(response.body.pipeThrough(counting), response);
}

/**
 * Sends the headers that a request needs. OpenAI's own client adds what OPENAI_CUSTOM_HEADERS of the environment holds,
 * which may even be another key, and tells of this machine's system.
 */
class PlainOpenAI extends OpenAI {
  authorization: string | undefined;

  protected override async prepareRequest(request: RequestInit): Promise<void> {
    const given = new Headers(request.headers);
    const headers = new Headers({ 'user-agent': 'noted' });
    for (const name of ['accept', 'content-type']) headers.set(name, given.get(name) ?? 'application/json');
    if (this.authorization !== undefined) headers.set('authorization', this.authorization);
    request.headers = headers;
  }

  override async fetchWithTimeout(...request: Parameters<OpenAI['fetchWithTimeout']>): Promise<Response> {
    return bounded(await super.fetchWithTimeout(...request));
  }
}
