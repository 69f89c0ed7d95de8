import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { App } from '../src/app.ts';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { capturedLog } from './captured-log.ts';
import { lines, run } from './commands/program.ts';
import { digestFolder, temporaryFolder } from './notes.ts';
import { type ModelServer, startModelServer } from './openai/server.ts';
import { until } from './until.ts';

const DAY = '## 2021.1.20\n(1)交叉验证详解 https://a.example/1\n(2)plum cake recipe https://a.example/2\n';

/** What makes the program use a server's embeddings. */
function embeddingsOf(server: ModelServer, model = 'm'): Record<string, string> {
  return { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'k', OPENAI_EMBEDDING_MODEL: model };
}

/** The program's parts over a digest, started as `start` starts them. */
async function started(digest: string, settings: Record<string, string>) {
  const config = readConfig({
    DIGEST_DIR: digest,
    DATA_DIR: join(digest, '..', 'state'),
    TIMEZONE: 'UTC',
    ...settings,
  });
  const log = capturedLog();
  const app = await createApp({ config, log, now: () => new Date() });
  await app.catchUp({});
  const kept = app.keepVectors(new AbortController().signal);
  const end = async () => {
    await app.close();
    await kept;
  };
  const said = (message: string) => until(() => log.lines.some(({ msg }) => String(msg).includes(message)));
  return { app, log, said, end };
}

const ask = async (app: App, text: string) => {
  const hits = await app.search(app.understand(text), 3);
  return hits.map(({ entry }) => entry.title);
};

const texts = ({ embeddings }: ModelServer) => embeddings.flatMap(({ input }) => input);

test('a first start answers at once, and by the model when all is embedded; later starts embed nothing again', async () => {
  const server = await startModelServer();
  const held = Promise.withResolvers<undefined>();
  server.embeds({ fault: () => held.promise });
  const digest = digestFolder({ '2021.md': DAY });
  const first = await started(digest, embeddingsOf(server));
  expect(await ask(first.app, 'plum cake')).toContain('plum cake recipe');
  expect(first.app.modelSpace?.serving()).toBeUndefined();
  held.resolve(undefined);
  await first.said('every entry is embedded');
  expect(first.app.modelSpace?.serving()?.space).toBe('openai-m-64');
  expect(await ask(first.app, 'plum cake')).toContain('plum cake recipe');
  expect(texts(server)).toEqual([
    'Noted',
    '交叉验证详解 https://a.example/1',
    'plum cake recipe https://a.example/2',
    'plum cake',
  ]);
  await first.end();
  const second = await started(digest, embeddingsOf(server));
  expect(await ask(second.app, 'plum cake')).toContain('plum cake recipe');
  await second.end();
  // Once as an entry, and once by each process that was asked for it.
  expect(texts(server).filter(text => text.startsWith('plum'))).toHaveLength(3);
  // Without the setting the library's own vectors answer, and nobody is asked.
  const before = server.embeddings.length;
  const plain = await started(digest, {});
  expect(await ask(plain.app, 'plum cake')).toContain('plum cake recipe');
  await plain.end();
  expect(server.embeddings).toHaveLength(before);
});

test('a question whose model does not answer is answered all the same, and the log says so once', async () => {
  const server = await startModelServer();
  const { app, log, said, end } = await started(digestFolder({ '2021.md': DAY }), embeddingsOf(server));
  await said('every entry is embedded');
  server.embeds({ fault: { status: 401 } });
  for (const question of ['plum cake', '交叉验证', 'cake plum']) expect(await ask(app, question)).not.toEqual([]);
  const warned = log.lines.filter(({ level }) => Number(level) >= 40);
  expect(warned).toHaveLength(1);
  expect(JSON.stringify(warned)).toContain('does not accept the key');
  expect(JSON.stringify(log.lines)).not.toContain('plum');
  await end();
});

test('an entry that comes while the bot runs is found at once, and embedded soon', async () => {
  const server = await startModelServer();
  const digest = digestFolder({ '2021.md': DAY });
  const { app, said, end } = await started(digest, embeddingsOf(server));
  await said('every entry is embedded');
  const held = Promise.withResolvers<undefined>();
  server.embeds({ fault: ({ input }) => (input.includes('quince jelly') ? held.promise : undefined) });
  await writeFile(join(digest, 'new.md'), '## 2021.1.21\n(1)quince jelly\n');
  await app.catchUp({});
  expect(await ask(app, 'quince')).toContain('quince jelly');
  held.resolve(undefined);
  await until(async () => (await app.library.check()).spaces[0]?.embedded === 3);
  await end();
});

test('commands use what is complete and embed no entry; ingest does, and doctor says how far it is', async () => {
  const server = await startModelServer();
  const digest = digestFolder({ '2021.md': DAY });
  const where = { digest, state: temporaryFolder(), settings: embeddingsOf(server) };
  expect(lines((await run(['search', 'plum', '--limit', '1', '--json'], where)).output)).toMatchObject([
    { title: 'plum cake recipe' },
  ]);
  expect(server.embeddings).toEqual([]);
  expect((await run(['doctor'], where)).output).toContain('! vectors: none of m yet, the library’s own answer.');
  server.embeds({ fault: { status: 401 } });
  const failed = await run(['ingest'], where);
  expect(failed.code).toBe(0);
  expect(failed.output).toContain('2 entries from 1 file');
  expect(failed.error).toContain("m gives no vectors: the model's server 127.0.0.1");
  expect(failed.error).toContain('does not accept the key');
  server.embeds({});
  const made = await run(['ingest'], where);
  expect(made.code).toBe(0);
  expect(made.error).not.toContain('vectors');
  expect(made.output).toContain('openai-m-64: 2 of 2 entries have their vector, 2 made now');
  expect(lines((await run(['ingest', '--json'], where)).output)).toMatchObject([
    { entries: 2, vectors: { space: 'openai-m-64', embedded: 0, missing: 0, complete: true, serving: 'openai-m-64' } },
  ]);
  const before = server.embeddings.length;
  expect(lines((await run(['search', 'plum', '--limit', '1', '--json'], where)).output)).toMatchObject([
    { title: 'plum cake recipe' },
  ]);
  expect(server.embeddings.slice(before)).toMatchObject([{ input: ['plum'] }]);
  expect((await run(['doctor'], where)).output).toContain(
    '✓ vectors: 2 of 2 entries in openai-m-64, those of openai-m-64 answer',
  );
  const next = { ...where, settings: embeddingsOf(server, 'next') };
  await run(['search', 'plum', '--limit', '1', '--json'], next);
  expect(server.embeddings.at(-1)).toMatchObject({ model: 'm', input: ['plum'] });
  expect((await run(['doctor'], next)).output).toContain('! vectors: none of next yet, those of openai-m-64 answer.');
});

test('the program answers and ends at its end, however long the model’s server takes', async () => {
  const server = await startModelServer();
  server.embeds({ fault: 'hang' });
  const where = { digest: digestFolder({ '2021.md': DAY }), settings: embeddingsOf(server), input: 'plum cake\n' };
  const { code, output } = await run(['start'], where);
  expect(code).toBe(0);
  expect(output).toContain('plum cake recipe');
});
