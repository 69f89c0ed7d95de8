import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Context } from '../../src/commands/command.ts';
import { doctor } from '../../src/commands/doctor.ts';
import { ingest } from '../../src/commands/ingest.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startEmulator } from '../bot-api/emulator.ts';
import { startModelServer } from '../openai/server.ts';

const DAY = '## 2021.1.20\n(1)交叉验证详解 https://a.example/1\n(2)数据增强 https://a.example/2\n';

/** A digest folder and a data folder of a test's own, and the commands run on them. */
async function createHouse(settings: Record<string, string> = {}) {
  const root = await mkdtemp(join(tmpdir(), 'noted-doctor-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const digestDir = join(root, 'digest');
  await mkdir(digestDir);
  await writeFile(join(digestDir, '2021.md'), DAY);
  const config = readConfig({ DIGEST_DIR: digestDir, DATA_DIR: join(root, 'state'), TIMEZONE: 'UTC', ...settings });

  async function run(command: typeof doctor): Promise<{ code: number; out: string }> {
    const output = new PassThrough();
    const context: Context = {
      args: [],
      terminal: { input: new PassThrough(), output, error: new PassThrough() },
      config,
      open: () => createApp({ config, log: createLog('silent'), now: () => new Date() }),
      now: () => new Date(),
      timeZone: config.TIMEZONE,
      signal: new AbortController().signal,
    };
    const code = await command(context);
    output.end();
    return { code, out: await text(output) };
  }

  return { root, digestDir, config, run };
}

test('everything in order is said line by line, and the command succeeds', async () => {
  const { run } = await createHouse();
  await run(ingest);
  const { code, out } = await run(doctor);
  expect(code).toBe(0);
  expect(out).toMatch(/✓ noted \d+\.\d+\.\d+ on Node \d+/);
  expect(out).toContain('2 entries in 1 file');
  expect(out).toContain('✓ terminal: none;');
  expect(out).toContain('✓ library: 2 rows');
  expect(out).not.toMatch(/^[!✗]/m);
});

test('a library that was never made is named as not up to date, not as broken', async () => {
  const { run } = await createHouse();
  const { code, out } = await run(doctor);
  expect(code).toBe(0);
  expect(out).toMatch(/^! the digest folder changed since it was taken in/m);
});

test('a secret is said to be set and never shown, with what this version does not use yet', async () => {
  const emulator = await startEmulator({ token: '123456:very-secret' });
  onTestFinished(() => emulator.close());
  const telegram = { TELEGRAM_BOT_TOKEN: emulator.token, TELEGRAM_API_ROOT: emulator.root };
  const { run } = await createHouse({ ...telegram, OPENAI_API_KEY: 'sk-hidden', PUSH_AT: '08:00' });
  const { code, out } = await run(doctor);
  expect(code).toBe(0);
  expect(out).toMatch(/TELEGRAM_BOT_TOKEN is set.*OPENAI_API_KEY is set/);
  expect(out).toMatch(/^✓ models: none set/m);
  expect(out).not.toContain('terminal:');
  expect(out).toMatch(/^! checked but not used yet: PUSH_AT /m);
  expect(out).not.toMatch(/very-secret|sk-hidden/);
});

test('a digest folder that does not exist fails the command, with what to do', async () => {
  const { run, digestDir } = await createHouse();
  await rm(digestDir, { recursive: true });
  const { code, out } = await run(doctor);
  expect(code).toBe(1);
  expect(out).toMatch(/^✗ The digest folder .* does not exist\. Create it/m);
});

test('what the digest holds that cannot be taken in is shown with file and line, the first twenty of it', async () => {
  const { run, digestDir } = await createHouse();
  await writeFile(join(digestDir, 'bad.md'), Buffer.from([0x23, 0x0a, 0xff, 0xfe]));
  for (let index = 0; index < 25; index += 1) {
    await writeFile(join(digestDir, `bad-${index}.md`), Buffer.from([0x23, 0x0a, 0xff]));
  }
  const { code, out } = await run(doctor);
  expect(code).toBe(0);
  const lines = out.split('\n').filter(line => /^! .*bad.*\.md:2: is not UTF-8/.test(line));
  expect(lines).toHaveLength(20);
  expect(out).toMatch(/^! … and 6 more/m);
});

test('a data folder that cannot be written fails the command, and the library is left alone', async () => {
  const { run, config } = await createHouse();
  // A file where the folder should be: permissions would not stop an administrator.
  await writeFile(config.DATA_DIR, 'not a folder');
  const { code, out } = await run(doctor);
  expect(code).toBe(1);
  expect(out).toMatch(/^✗ data folder .* cannot be written/m);
  expect(out).not.toContain('library:');
});

test('a damaged library fails the command and is mended by the ingest that it names', async () => {
  const { run, config } = await createHouse();
  await run(ingest);
  const library = join(config.DATA_DIR, 'library');
  for (const table of (await readdir(library)).filter(name => name.endsWith('.lance'))) {
    await rm(join(library, table, 'data'), { recursive: true, force: true });
  }
  const broken = await run(doctor);
  expect(broken.code).toBe(1);
  expect(broken.out).toMatch(/^✗ .*librar.*noted ingest/m);
  await run(ingest);
  const mended = await run(doctor);
  expect(mended.code).toBe(0);
  expect(mended.out).toContain('✓ library: 2 rows');
});

test('a library folder that is a file fails the command', async () => {
  const { run, config } = await createHouse();
  await mkdir(config.DATA_DIR);
  await writeFile(join(config.DATA_DIR, 'library'), 'not a folder');
  const { code, out } = await run(doctor);
  expect(code).toBe(1);
  expect(out).toMatch(/^✗ .*library/m);
});

test('a model that cannot be used fails the command, and one that can is said how', async () => {
  const server = await startModelServer();
  const { run } = await createHouse(server.settings());
  server.answers(({ stream }) => (stream ? 'ready' : '{"ready":true}'));
  const { code, out } = await run(doctor);
  expect(code).toBe(0);
  expect(out).toMatch(/^✓ answers: test-chat at .* streams/m);
  server.answers({ status: 401 });
  expect(await run(doctor)).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^✗ answers: .*Copy OPENAI_API_KEY/m),
  });
});
