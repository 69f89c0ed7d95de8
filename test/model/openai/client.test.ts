import { execFile } from 'node:child_process';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);

/** What the program's own environment could make the client do. */
const FOREIGN = {
  OPENAI_API_KEY: 'sk-foreign-key',
  OPENAI_ADMIN_KEY: 'sk-foreign-admin',
  OPENAI_BASE_URL: 'http://127.0.0.1:9/foreign',
  OPENAI_ORG_ID: 'org-foreign',
  OPENAI_PROJECT_ID: 'proj-foreign',
  OPENAI_WEBHOOK_SECRET: 'foreign',
  OPENAI_CUSTOM_HEADERS: 'Authorization: Bearer sk-foreign\nX-Foreign: yes',
  OPENAI_LOG: 'debug',
};

async function ask(body: string, apiKey: string[]) {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body);
  });
  onTestFinished(() => {
    server.close();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const file = join(import.meta.dirname, 'client-apart.ts');
  const { stdout, stderr } = await run(process.execPath, [file, url, ...apiKey], {
    env: { PATH: process.env.PATH, ...FOREIGN },
  }).catch(failed => failed);
  return { seen, stdout, stderr };
}

const ANSWER = 'data: {"choices":[{"delta":{"content":"Yes."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

it('Nothing of the environment goes along with a request, nor anything of this machine', async () => {
  const { seen, stdout, stderr } = await ask(ANSWER, ['sk-ours']);
  expect({ stdout, stderr }).toEqual({ stdout: 'Yes.', stderr: '' });
  expect(seen).toHaveLength(1);
  const { host, connection, 'content-length': length, ...headers } = seen[0] ?? {};
  expect(headers).toEqual({
    accept: 'application/json',
    'accept-encoding': expect.any(String),
    'accept-language': '*',
    authorization: 'Bearer sk-ours',
    'content-type': 'application/json',
    'sec-fetch-mode': 'cors',
    'user-agent': 'noted',
  });
});

it('Without a key none is sent', async () => {
  const { seen, stdout } = await ask(ANSWER, []);
  expect(stdout).toBe('Yes.');
  expect(seen[0]).not.toHaveProperty('authorization');
});

it('What a server sends is not written to any log', async () => {
  const { stderr } = await ask('data: {"choices": secret-words\n\n', ['sk-ours-and-only-ours']);
  expect(stderr).toContain('sent something that is no answer');
  expect(stderr).not.toMatch(/secret-words|sk-ours/);
});
