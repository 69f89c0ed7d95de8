import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Log } from '../log.ts';

/** What answers at one path. HEAD arrives as GET. What it throws becomes a 500 and a line in the log. */
export type Route = (request: Request) => Promise<Response>;

type Request = {
  method: string;
  headers: IncomingHttpHeaders;
  /** reads the body, so that nobody's is read who is not let in; undefined for one that is too long or breaks off */
  body(): Promise<Uint8Array | undefined>;
};
export type Response = {
  status: number;
  body?: string | undefined;
  /** text/plain where unset */ type?: string;
  /** the methods that the path takes, beside a status of 405 */ allow?: string;
};

export type Server = {
  /** the port that it really has, where 0 was asked for */ port: number;
  /**
   * Takes no more requests, lets those that are under way end and closes their connections; what is not through after
   * `graceMs` (5 s) is cut off.
   */
  close(graceMs?: number): Promise<void>;
};

export type ServerOptions = {
  port: number;
  /** the address to listen on, 0.0.0.0 for every one that the machine has */ host: string;
  /** by path, as in `/healthz` */ routes: ReadonlyMap<string, Route>;
  log: Log;
  limits?: Partial<Limits>;
};

type Limits = {
  /** of a body in bytes; updates of Telegram are far smaller */ body: number;
  /** for the head of a request, in milliseconds */ headersMs: number;
  /** for all of a request, in milliseconds */ requestMs: number;
  /** that a connection may stay open without a request, in milliseconds */ idleMs: number;
};

const LIMITS: Limits = { body: 1 << 20, headersMs: 10_000, requestMs: 30_000, idleMs: 60_000 };

const METHODS = ['GET', 'HEAD', 'POST'];

/** The port cannot be listened on; the message says which one and what to do. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/**
 * Serves routes over HTTP. Whatever a client sends, it gets an answer or is cut off, and the program goes on.
 * @throws PortError where the port is taken or not allowed
 */
export async function startServer({ port, host, routes, log, limits }: ServerOptions): Promise<Server> {
  const { body, headersMs, requestMs, idleMs } = { ...LIMITS, ...limits };
  let closing = false;

  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: idleMs,
      connectionsCheckingInterval: Math.min(5_000, headersMs),
    },
    async (request, response) => {
      // A client that goes away in the middle is nobody's fault.
      request.on('error', () => undefined);
      response.on('error', () => undefined);
      send(response, await answerTo(request));
    },
  );

  async function answerTo(request: IncomingMessage): Promise<Response> {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const route = routes.get(path);
    if (route === undefined) return { status: 404 };
    const { method = '', headers } = request;
    if (!METHODS.includes(method)) return { status: 405, allow: METHODS.join(', ') };
    const asked = { method: method === 'HEAD' ? 'GET' : method, headers, body: () => readBody(request, body) };
    try {
      return await route(asked);
    } catch (error) {
      log.error({ path, err: error }, 'a request failed');
      return { status: 500 };
    }
  }

  function send(
    response: ServerResponse,
    { status, body: text = '', type = 'text/plain; charset=utf-8', allow }: Response,
  ) {
    // What is left of a body that nobody read would be taken for the next request.
    if (closing || !response.req.complete) response.shouldKeepAlive = false;
    if (allow !== undefined) response.setHeader('allow', allow);
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(text);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', error => {
      const what = `Port ${port} cannot be listened on (${error.message}).`;
      reject(new PortError(`${what} Free it or choose another HTTP_PORT or HTTP_HOST.`, { cause: error }));
    });
    server.listen({ port, host }, resolve);
  });
  server.on('error', error => log.error({ err: error }, 'the HTTP server failed'));

  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close(graceMs = 5_000) {
      closing = true;
      return new Promise(resolve => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
      });
    },
  };
}

/** The whole body, or undefined for one that is too long or breaks off. */
async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Destroyed, the request would take the connection with it, and the answer too.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > limit) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}
