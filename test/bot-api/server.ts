import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { readArguments, shown } from './body.ts';
import type { Call } from './calls.ts';
import type { How } from './faults.ts';
import { methodNamed } from './methods/all.ts';
import { type Parameters, parametersOf } from './parameters.ts';
import { badRequest, Refusal } from './refusal.ts';
import type { World } from './world.ts';

type Answer = { status: number; body: NonNullable<Call['response']>; retryAfter?: number | undefined };
type Options = {
  token: string;
  world: World;
  fault(method: string, parameters: Parameters): How | undefined;
  done(call: Call, asked: boolean): void;
};

const IMMEDIATELY_DELETED = "Internal Server Error: sent message was immediately deleted and can't be returned";
const PROXY_PAGE = '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n';

/** Answers `/bot<token>/<method>` on a free port of the loopback. */
export async function startServer(o: Options) {
  const connections = new Map<Socket, number>();
  let count = 0;
  const server = createServer((request, response) => {
    answer(request, response).catch(error => {
      console.error('The emulator itself failed:', error);
      response.destroy();
    });
  });
  server.on('connection', socket => {
    connections.set(socket, ++count);
    socket.on('close', () => connections.delete(socket));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = o.world.now();
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const { token, name } = route(request.url ?? '');
    let values = new Map<string, string>();
    let unread: unknown;
    try {
      values = await readArguments(request);
    } catch (error) {
      if (gone.signal.aborted) return;
      unread = error;
    }
    const parameters = parametersOf(values);
    const method = methodNamed(name)?.name ?? name;
    const how = o.fault(method, parameters);
    const connection = connections.get(request.socket) ?? 0;
    const note = (status: number, body?: Answer['body']) =>
      o.done(
        { method, payload: shown(values), at, status, response: body, connection },
        how !== undefined && !(typeof how === 'object' && 'delayMs' in how),
      );

    if (how === 'hang') return note(0);
    if (how === 'reset-before') {
      note(0);
      request.socket.destroy();
      return;
    }
    if (how === '502-html') {
      note(502);
      response.writeHead(502, { 'content-type': 'text/html' }).end(PROXY_PAGE);
      return;
    }
    const result = typeof how === 'object' && 'status' in how ? ordered(how) : await judged();

    async function judged(): Promise<Answer> {
      try {
        if (unread !== undefined) throw unread;
        checkToken(token, o.token);
        const found = methodNamed(name);
        if (found === undefined) throw new Refusal(404, 'Not Found: method not found');
        return { status: 200, body: { ok: true, result: await found.method(parameters, o.world, gone.signal) } };
      } catch (error) {
        if (error instanceof Refusal) return refused(error);
        throw error;
      }
    }

    const text = JSON.stringify(
      how === '500-after' ? refused(new Refusal(500, IMMEDIATELY_DELETED)).body : result.body,
    );
    if (how === 'reset-after') {
      note(0);
      request.socket.destroy();
      return;
    }
    const status = how === '500-after' ? 500 : result.status;
    const headers: OutgoingHttpHeaders = {
      'content-type': 'application/json',
      'content-length': how === 'empty-200' ? 0 : Buffer.byteLength(text),
    };
    if (result.retryAfter !== undefined) headers['retry-after'] = String(result.retryAfter);
    if (how === 'half-body') {
      note(0);
      response.writeHead(status, headers).write(Buffer.from(text).subarray(0, Buffer.byteLength(text) >> 1));
      return;
    }
    if (typeof how === 'object' && 'delayMs' in how) await new Promise(resolve => setTimeout(resolve, how.delayMs));
    note(status, how === '500-after' ? refused(new Refusal(500, IMMEDIATELY_DELETED)).body : result.body);
    response.writeHead(status, headers).end(how === 'empty-200' ? '' : text);
  }

  return {
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close(): Promise<void> {
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function route(url: string): { token: string; name: string } {
  const [, token = '', name = ''] = /^\/bot([^/]*)(?:\/test)?\/([^/?]*)/.exec(url) ?? [];
  return { token: decodeURIComponent(token), name };
}

function checkToken(given: string, token: string): void {
  if (!given.includes(':') || given.startsWith('0') || given.length > 80)
    throw new Refusal(401, 'Unauthorized: invalid token specified');
  if (given !== token) throw new Refusal(401, 'Unauthorized');
}

function ordered(how: { status: number; description?: string; retryAfter?: number; migrateTo?: number }): Answer {
  const parameters = {
    ...(how.retryAfter !== undefined && { retry_after: how.retryAfter }),
    ...(how.migrateTo !== undefined && { migrate_to_chat_id: how.migrateTo }),
  };
  const words =
    how.retryAfter === undefined
      ? badRequest('as ordered').message
      : `Too Many Requests: retry after ${how.retryAfter}`;
  return refused(new Refusal(how.status, how.description ?? words, parameters));
}

function refused(refusal: Refusal): Answer {
  const parameters = refusal.parameters;
  return {
    status: refusal.code,
    body: {
      ok: false,
      error_code: refusal.code,
      description: refusal.message,
      ...(parameters && Object.keys(parameters).length > 0 && { parameters }),
    },
    retryAfter: parameters?.retry_after,
  };
}
