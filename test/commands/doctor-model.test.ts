import { expect, test } from 'vitest';
import { modelFindings } from '../../src/commands/doctor-model.ts';
import { readConfig } from '../../src/config.ts';
import type { Behaviour } from '../openai/chat.ts';
import type { Embedding } from '../openai/embeddings.ts';
import { type ModelServer, startModelServer } from '../openai/server.ts';

const KEY = 'sk-abcdefghijklmnop';
const READY: Parameters<ModelServer['answers']>[0] = ({ stream }) => (stream ? 'ready' : '{"ready":true}');

async function said(settings: Record<string, string>): Promise<string> {
  const findings = await modelFindings(readConfig(settings), new AbortController().signal);
  return findings.map(({ mark, text }) => `${mark} ${text}`).join('\n');
}

function settingsOf({ url }: ModelServer): Record<string, string> {
  return { OPENAI_BASE_URL: url, OPENAI_API_KEY: KEY };
}

test('without a model one line says so, and nothing is asked', async () => {
  const server = await startModelServer();
  expect(await said(settingsOf(server))).toBe(
    '✓ models: none set (OPENAI_CHAT_MODEL names one); answers are the entries themselves, and meanings are compared by dictionaries',
  );
  expect(server.requests).toEqual([]);
});

test('what both models can do is said', async () => {
  const server = await startModelServer({ key: KEY });
  server.answers(READY);
  const { host } = new URL(server.url);
  const settings = { ...settingsOf(server), OPENAI_CHAT_MODEL: 'm', OPENAI_EMBEDDING_MODEL: 'e' };
  expect((await said(settings)).replace(/\d+ ms/, 'some ms').split('\n')).toEqual([
    `✓ answers: m at ${host} streams, first words after some ms, JSON by its schema`,
    `✓ vectors: e at ${host}, 64 numbers each`,
  ]);
});

test('one of the two can be set alone', async () => {
  const server = await startModelServer();
  server.answers(READY);
  expect(await said({ ...settingsOf(server), OPENAI_CHAT_MODEL: 'm' })).toMatch(/✓ vectors: made without/);
  expect(await said({ ...settingsOf(server), OPENAI_EMBEDDING_MODEL: 'e' })).toMatch(
    /^✓ answers: the entries themselves, since/,
  );
});

test('what the server does without is said', async () => {
  const server = await startModelServer({ lacks: ['temperature', 'json_schema', 'stream_options'] });
  server.answers(READY);
  server.embeds({ dimensions: 8, lacks: ['base64', 'dimensions'] });
  const out = await said({
    ...settingsOf(server),
    OPENAI_CHAT_MODEL: 'm',
    OPENAI_EMBEDDING_MODEL: 'e',
    OPENAI_EMBEDDING_DIMENSIONS: '4',
  });
  expect(out).toMatch(/^✓ answers: .*though not by a schema; does without .*temperature/);
  expect(out).toMatch(/^✓ vectors: .*8 numbers each, sent as plain numbers$/m);
  expect(out).toMatch(/^! vectors: .*OPENAI_EMBEDDING_DIMENSIONS=4 /m);
});

test('a model that gives no JSON, or talks on, works all the same', async () => {
  const server = await startModelServer();
  server.answers({ text: 'I am ready, as', finish: 'length' });
  const out = await said({ ...settingsOf(server), OPENAI_CHAT_MODEL: 'm' });
  expect(out).toMatch(/^✓ answers: m at .* streams/);
  expect(out).toMatch(/^! answers: m gives no JSON\..*rules/m);
});

test.each<[string, Behaviour, RegExp]>([
  ['turns the key away', { status: 401 }, /does not accept the key \(401.*Copy OPENAI_API_KEY anew/],
  ['forbids the model', { status: 403 }, /\(403.*whether it may use m/],
  ['takes no more', { status: 429, headers: { 'retry-after': '90' } }, /\(429.*Try again in 90 seconds/],
  ['does not take the request', { status: 400 }, /does not take the request \(400 The server says 400.*another kind/],
  ['fails', { status: 500 }, /failed \(500.*Try again later/],
  ['sends a page', 'garbage', /no answer\. Check OPENAI_BASE_URL: .*\/v1/],
  ['says nothing', 'empty', /empty answer\. Choose another model in OPENAI_CHAT_MODEL/],
])('a server that %s is named with what to do', async (_, behaviour, expected) => {
  const server = await startModelServer();
  server.answers(behaviour);
  const out = await said({ ...settingsOf(server), OPENAI_CHAT_MODEL: 'm' });
  expect(out).toMatch(
    /^✗ answers: the model's server 127\.0\.0\.1:\d+ .* Until then answers are the entries themselves\.$/m,
  );
  expect(out).toMatch(expected);
});

test.each<[string, Embedding['fault'], RegExp]>([
  ['turns the key away', { status: 401 }, /Copy OPENAI_API_KEY anew/],
  ['sends nonsense', 'nan', /a vector without direction.*Check OPENAI_BASE_URL/],
])('a server of vectors that %s is named with what to do', async (_, fault, expected) => {
  const server = await startModelServer();
  server.embeds({ fault });
  const out = await said({ ...settingsOf(server), OPENAI_EMBEDDING_MODEL: 'e' });
  expect(out).toMatch(/^✗ vectors: .* Until then questions are looked up by words/m);
  expect(out).toMatch(expected);
});

test('a model that the server does not have is told with those that it has', async () => {
  const server = await startModelServer({ models: ['llama3', 'bge-m3'] });
  const out = await said({ ...settingsOf(server), OPENAI_CHAT_MODEL: 'llama4', OPENAI_EMBEDDING_MODEL: 'bge' });
  expect(out).toMatch(/^✗ answers: .*\(404 .*OPENAI_CHAT_MODEL=llama4.* The server has: llama3, bge-m3\./m);
  expect(out).toMatch(/^✗ vectors: .*OPENAI_EMBEDDING_MODEL=bge,.* The server has: llama3, bge-m3\./m);
});

test('a server that cannot be reached is named by its address and its setting', async () => {
  const server = await startModelServer();
  await server.close();
  const settings = { OPENAI_EMBEDDING_BASE_URL: server.url, OPENAI_EMBEDDING_MODEL: 'e' };
  expect(await said(settings)).toMatch(/cannot be reached \(ECONNREFUSED\).*OPENAI_EMBEDDING_BASE_URL/);
});

test('a server that wants a key where none is set gets the right one named, and no key is ever shown', async () => {
  const server = await startModelServer({ key: 'sk-another-one' });
  const chat = { OPENAI_BASE_URL: server.url, OPENAI_CHAT_MODEL: 'm' };
  expect(await said(chat)).toContain('Set OPENAI_API_KEY.');
  const apart = {
    ...{ OPENAI_API_KEY: KEY, OPENAI_EMBEDDING_MODEL: 'e', OPENAI_EMBEDDING_BASE_URL: server.url },
    ...chat,
  };
  const out = await said(apart);
  expect(out).toMatch(/^✗ vectors: .*Set OPENAI_EMBEDDING_API_KEY\./m);
  expect(out).toMatch(/Incorrect API key provided: Bearer \[secret\]/);
  expect(out).not.toContain(KEY);
});
