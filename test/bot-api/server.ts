import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Arguments, readArguments } from './body.ts';
import type { Call } from './calls.ts';
import type { How } from './faults.ts';
import { type Answer, deletedAtOnce, judge, ordered, refused } from './judge.ts';
import { methodNamed } from './methods/all.ts';
import { type Parameters, parametersOf } from './parameters.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

type Options = {
  token: string;
  world: World;
  fault(method: string, parameters: Parameters): How | undefined;
  done(call: Call, asked: boolean): void;
};

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
    const connection = connections.get(request.socket) ?? 0;
    const gone = new AbortController();
    // A reason of its own saves the making of an error for each answer.
    response.on('close', () => gone.abort('gone'));
    const { token, name } = route(request.url ?? '');
    const read = await readArguments(request).catch(problem => problem as unknown);
    if (gone.signal.aborted) return;
    const { values, shown } = isRead(read) ? read : NOTHING;
    const parameters = parametersOf(values);
    const method = methodNamed(name)?.name ?? name;
    const how = o.fault(method, parameters);
    const note = (status: number, body?: Answer['body']) =>
      o.done({ method, payload: shown, at, status, response: body, connection }, isRefusal(how));

    if (how === 'hang') return note(0);
    if (how === 'reset-before') return broken(request, note);
    if (how === '502-html') {
      note(502);
      response.writeHead(502, { 'content-type': 'text/html' }).end(PROXY_PAGE);
      return;
    }
    const asked = { token, method: name, parameters, signal: gone.signal };
    const judged =
      read instanceof Refusal
        ? refused(read)
        : typeof how === 'object' && 'status' in how
          ? ordered(how)
          : await judge(asked, o.token, o.world);
    if (how === 'reset-after') return broken(request, note);
    const sent = how === '500-after' ? deletedAtOnce() : judged;
    if (typeof how === 'object' && 'delayMs' in how) await new Promise(resolve => setTimeout(resolve, how.delayMs));
    const text = how === 'empty-200' ? '' : JSON.stringify(sent.body);
    response.writeHead(sent.status, {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
      ...(sent.retryAfter !== undefined && { 'retry-after': String(sent.retryAfter) }),
    });
    if (how === 'half-body') {
      response.write(Buffer.from(text).subarray(0, Buffer.byteLength(text) >> 1));
      return note(0);
    }
    response.end(text);
    note(sent.status, how === 'empty-200' ? undefined : sent.body);
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

const NOTHING: Arguments = { values: new Map(), shown: {} };

const isRead = (read: unknown): read is Arguments => typeof read === 'object' && read !== null && 'values' in read;

function broken(request: IncomingMessage, note: (status: number) => void): void {
  request.socket.destroy();
  note(0);
}

/** A delay spoils no answer, so a refusal after it is the bot's own. */
const isRefusal = (how: How | undefined) => how !== undefined && !(typeof how === 'object' && 'delayMs' in how);

function route(url: string): { token: string; name: string } {
  const [, token = '', name = ''] = /^\/bot([^/]*)(?:\/test)?\/([^/?]*)/.exec(url) ?? [];
  return { token: decodeURIComponent(token), name };
}
