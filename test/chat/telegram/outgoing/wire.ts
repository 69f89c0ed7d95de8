import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createClient } from '../../../../src/chat/telegram/outgoing/client.ts';
import { createGateway, type Gateway } from '../../../../src/chat/telegram/outgoing/gateway.ts';
import { createLog } from '../../../../src/log.ts';

/** How a request is answered; what breaks, breaks as networks and proxies break it. */
export type Behaviour =
  | 'ok'
  | 'reset-unread'
  | 'reset'
  | 'hang'
  | 'half-and-hang'
  | 'half-and-close'
  | 'half-chunk'
  | 'bad-gateway'
  | 'empty'
  | 'null'
  | 'no-result'
  | { code: number; description: string; parameters?: { retry_after?: number; migrate_to_chat_id?: number } }
  | { result: unknown; when?: Promise<unknown> };

/** Faults after which nobody knows whether a message is there: those that end by themselves, and those that do not. */
export const LOST: readonly Behaviour[] = [
  'reset-unread',
  'reset',
  'half-and-close',
  'half-chunk',
  'bad-gateway',
  'empty',
  'null',
  'no-result',
];
export const HANGING: readonly Behaviour[] = ['hang', 'half-and-hang'];

type Seen = { method: string; payload: Record<string, unknown>; how: Behaviour; socket: Socket };

/** A server on the loopback that answers each request as the test says, and 'ok' where it says nothing. */
export type Wire = {
  root: string;
  token: string;
  seen: readonly Seen[];
  /** What is done with the next requests, one after another. */
  will(...behaviours: Behaviour[]): void;
  /** Resolves when so many requests have been seen. */
  saw(count: number): Promise<void>;
  /** Refuses connections from now on, until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
};

export const TOKEN = '123456789:AAf-token_that_nobody_may_see_0123456';
const HALF = '{"ok":true,"result":{"message';

export async function startWire(): Promise<Wire> {
  const seen: Seen[] = [];
  const plan: Behaviour[] = [];
  const sockets = new Set<Socket>();
  const watchers = new Set<() => void>();
  const server = createServer(async (request, response) => {
    if (plan[0] === 'reset-unread') {
      plan.shift();
      request.socket.resetAndDestroy();
      return;
    }
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return;
    }
    const payload = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const behaviour = plan.shift() ?? 'ok';
    seen.push({ method: request.url?.split('/').at(-1) ?? '', payload, how: behaviour, socket: request.socket });
    for (const look of [...watchers]) look();
    await answer(behaviour, request, response);
  });
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  let port = 0;
  const up = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  const down = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await up();
  return {
    root: `http://127.0.0.1:${port}`,
    token: TOKEN,
    seen,
    will: (...behaviours) => void plan.push(...behaviours),
    saw: count =>
      new Promise(resolve => {
        const look = () => {
          if (seen.length < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    down,
    up,
  };
}

/** A gateway to a server, which says nothing and lives in real time unless it is told otherwise. */
export function gatewayTo(
  { root, token }: { root: string; token: string },
  options: Partial<Omit<Parameters<typeof createGateway>[0], 'client'>> = {},
): Gateway {
  return createGateway({
    client: createClient({ token, apiRoot: root }),
    onMigrated: async () => {},
    log: createLog('silent'),
    now: () => performance.now(),
    random: () => 0.5,
    ...options,
  });
}

async function answer(behaviour: Behaviour, { socket }: IncomingMessage, response: ServerResponse): Promise<void> {
  const json = { 'content-type': 'application/json' };
  if (typeof behaviour === 'object') {
    if ('result' in behaviour) {
      await behaviour.when;
      response.writeHead(200, json).end(JSON.stringify({ ok: true, result: behaviour.result }));
      return;
    }
    const { code, ...rest } = behaviour;
    response.writeHead(code, json).end(JSON.stringify({ ok: false, error_code: code, ...rest }));
    return;
  }
  switch (behaviour) {
    case 'hang':
      break;
    case 'reset':
    case 'reset-unread':
      socket.resetAndDestroy();
      break;
    case 'half-and-hang':
      response.writeHead(200, { ...json, 'content-length': 100 }).write(HALF);
      break;
    case 'half-and-close':
      response.writeHead(200, { ...json, 'content-length': 100 }).write(HALF, () => socket.destroy());
      break;
    case 'half-chunk':
      response.writeHead(200, json).write(HALF, () => socket.destroy());
      break;
    case 'bad-gateway':
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');
      break;
    case 'empty':
      response.writeHead(200).end();
      break;
    case 'null':
      response.writeHead(200, json).end('null');
      break;
    case 'no-result':
      response.writeHead(200, json).end('{"ok":true}');
      break;
    case 'ok':
      response.writeHead(200, json).end('{"ok":true,"result":{"message_id":1}}');
  }
}
