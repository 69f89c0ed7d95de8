import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { PortError, type Route, type ServerOptions, startServer } from '../../src/http/server.ts';
import { capturedLog } from '../captured-log.ts';
import { openConnection } from './connection.ts';

const echo: Route = async ({ method, body }) => {
  const bytes = await body();
  if (bytes === undefined) return { status: 413 };
  return { status: 200, body: `${method} ${Buffer.from(bytes).toString()}`, type: 'text/x-echo' };
};

async function serve(routes: Record<string, Route> = {}, limits: NonNullable<ServerOptions['limits']> = {}) {
  const log = capturedLog();
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    routes: new Map(Object.entries({ '/echo': echo, ...routes })),
    log,
    limits: { body: 1_000, ...limits },
  });
  onTestFinished(() => server.close(0));
  return { ...server, log, url: (path: string) => `http://127.0.0.1:${server.port}${path}` };
}

test('a route answers at its path, whatever is asked behind it', async () => {
  const { url } = await serve();
  const answer = await fetch(url('/echo?a=1&b'), { method: 'POST', body: 'héllo' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/x-echo');
  expect(await answer.text()).toBe('POST héllo');
  expect(await (await fetch(url('/echo'))).text()).toBe('GET ');
});

test('HEAD is answered as GET without the body', async () => {
  const { url } = await serve();
  const answer = await fetch(url('/echo'), { method: 'HEAD' });
  expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '4', '']);
});

test('other paths are not found, other methods not allowed, and no header tells what runs here', async () => {
  const { url } = await serve();
  for (const path of ['/', '/echo/', '/ECHO', '/__proto__', '//echo'])
    expect((await fetch(url(path))).status, path).toBe(404);
  const answer = await fetch(url('/echo'), { method: 'DELETE' });
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
  expect([...answer.headers.keys()].filter(name => /server|powered|via/.test(name))).toEqual([]);
});

test('a route that throws is answered with 500, told in the log alone, and the next is served', async () => {
  const { url, log } = await serve({
    '/broken': async () => {
      throw new Error('what happened inside');
    },
  });
  const answer = await fetch(url('/broken'));
  expect([answer.status, await answer.text()]).toEqual([500, '']);
  expect(log.lines).toMatchObject([{ level: 50, path: '/broken', err: { message: 'what happened inside' } }]);
  expect((await fetch(url('/echo'))).status).toBe(200);
});

test('a body that is too long is not read, announced or not, and its connection closed', async () => {
  const { port } = await serve();
  const announced = await openConnection(port);
  announced.write('POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 1001\r\n\r\n');
  expect(await announced.answer()).toMatch(/^HTTP\/1.1 413 .*connection: close/is);
  const chunked = await openConnection(port);
  chunked.write('POST /echo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
  for (let chunk = 0; chunk < 3; chunk += 1) chunked.write(`190\r\n${'x'.repeat(0x190)}\r\n`);
  expect(await chunked.answer()).toMatch(/^HTTP\/1.1 413 .*connection: close/is);
  const fits = await openConnection(port);
  fits.write(`POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 1000\r\n\r\n${'x'.repeat(1_000)}`);
  expect(await fits.answer()).toMatch(/^HTTP\/1.1 200 /);
});

test('a route that has seen enough in the head answers without the body, and the connection closes', async () => {
  const { port } = await serve({ '/closed': async () => ({ status: 403 }) });
  const stranger = await openConnection(port);
  stranger.write('POST /closed HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n');
  expect(await stranger.answer()).toMatch(/^HTTP\/1.1 403 .*connection: close/is);
});

test('who sends half a head or half a body is cut off', async () => {
  const { port, url } = await serve({}, { headersMs: 50, requestMs: 100 });
  const [head, body] = [await openConnection(port), await openConnection(port)];
  head.write('GET /echo HTTP/1.1\r\nho');
  body.write('POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf');
  expect(await head.answer()).toMatch(/^HTTP\/1.1 408 /);
  expect(await body.answer()).toMatch(/^(HTTP\/1.1 4\d\d |$)/);
  expect((await fetch(url('/echo'))).status).toBe(200);
});

test('whatever bytes come, the next request is served', async () => {
  const { port, url, log } = await serve({}, { headersMs: 50, requestMs: 50 });
  const line = fc.constantFrom(
    'GET /echo HTTP/1.1',
    'POST /echo HTTP/1.1',
    'host: x',
    'content-length: 3',
    'content-length: -1',
    'transfer-encoding: chunked',
    'upgrade: websocket',
    'connection: upgrade',
    'expect: 100-continue',
    'expect: wonders',
    'CONNECT x:1 HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'GET http://x/echo HTTP/1.1',
    '',
    'zz',
  );
  const text = fc.oneof(
    fc.array(line, { maxLength: 6 }).map(lines => `${lines.join('\r\n')}\r\n\r\n`),
    fc.string({ unit: 'binary' }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 3 }), async texts => {
      const connection = await openConnection(port);
      for (const part of texts) connection.write(part);
      await setImmediate();
      connection.end();
      expect((await fetch(url('/echo'))).status).toBe(200);
    }),
    { numRuns: 60 },
  );
  expect(log.lines).toEqual([]);
});

test('at the end what runs is answered, on a connection that then closes, and nothing new is taken', async () => {
  const begun = Promise.withResolvers<void>();
  const slow = Promise.withResolvers<void>();
  const { port, url, close } = await serve({
    '/slow': async () => {
      begun.resolve();
      await slow.promise;
      return { status: 200, body: 'in time' };
    },
  });
  const idle = await openConnection(port);
  idle.write('GET /echo HTTP/1.1\r\nhost: x\r\n\r\n');
  await idle.came();
  const busy = await openConnection(port);
  busy.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
  await begun.promise;
  const closed = close(60_000);
  expect(await idle.answer()).toMatch(/GET $/);
  await expect(fetch(url('/echo'))).rejects.toThrow();
  slow.resolve();
  expect(await busy.answer()).toMatch(/connection: close.*in time$/is);
  await closed;
});

test('what does not end in time is cut off', async () => {
  const begun = Promise.withResolvers<void>();
  const { url, close } = await serve({
    '/stuck': () => {
      begun.resolve();
      return new Promise(() => {});
    },
  });
  const stuck = fetch(url('/stuck'));
  await begun.promise;
  await Promise.all([close(1), expect(stuck).rejects.toThrow()]);
});

test('a port that is taken is an error that names it', async () => {
  const { port, log } = await serve();
  const second = startServer({ port, host: '127.0.0.1', routes: new Map(), log });
  await expect(second).rejects.toThrow(PortError);
  await expect(second).rejects.toThrow(`Port ${port} cannot be listened on`);
});
