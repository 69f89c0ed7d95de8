import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Emulator, type Person, startEmulator } from '../bot-api/emulator.ts';
import { digestFolder, temporaryFolder } from '../notes.ts';
import { createDatabase, isPostgresWanted } from '../store/postgres.ts';
import { type Bot, freePort, startBot } from './bot.ts';
import type { RunOptions } from './program.ts';

/** A start and an answer on a busy machine. */
const LONG = { ms: 30_000 };

/** The seed is taken in once for all bots. */
const LIBRARY_URI = mkdtempSync(join(tmpdir(), 'noted-library-'));
afterAll(() => rmSync(LIBRARY_URI, { recursive: true }));

const ASKED = '交叉验证';
const ANSWER = /Cross-Validation/;

describe('the bot as a program', () => {
  it('lets slow answers through when told to end, and leaves the rest for the next start', async () => {
    const { emulator, bot, again } = await setUp();
    const [quick, slow] = [emulator.person(), emulator.person()];
    emulator.fault({ method: 'sendMessage', chatId: slow.id, how: { delayMs: 1_500 } });
    for (const person of [slow, quick]) emulator.say(person, ASKED);
    emulator.say(slow, 'GAN');
    for (const person of [slow, quick]) await answered(emulator, person);
    expect(await bot.end()).toMatchObject({ code: 0, output: '' });
    expect(answersTo(emulator, slow)).toHaveLength(1);

    emulator.say(quick, 'HRnet');
    again();
    for (const person of [slow, quick]) await answered(emulator, person, 2);
    const [first, gan, hrnet] = [ANSWER, /GAN/, /HRnet/].map(expected => expect.stringMatching(expected));
    expect(answersTo(emulator, slow)).toEqual([first, gan]);
    expect(answersTo(emulator, quick)).toEqual([first, hrnet]);
    expect(emulator.rejected()).toEqual([]);
  });

  it.each([
    ['SQLite', async () => ({})],
    ...(isPostgresWanted
      ? [['PostgreSQL', async () => ({ DATABASE_URL: await createDatabase(inject('postgresFolder')) })] as const]
      : []),
  ] as const)('ends at once while answers wait for Telegram, which the next start gives (%s)', async (_, settings) => {
    const { emulator, bot, again } = await setUp({ settings: await settings() });
    const people = Array.from({ length: 3 }, () => emulator.person({ languageCode: 'en' }));
    for (const { id } of people)
      emulator.fault({ method: 'sendMessage', chatId: id, how: { status: 429, retryAfter: 120 } });
    for (const person of people) emulator.say(person, ASKED);
    await emulator.waitFor(() => emulator.calls.filter(({ status }) => status === 429).length === 3, LONG);
    const from = performance.now();
    expect(await bot.end()).toMatchObject({ code: 0 });
    expect(performance.now() - from).toBeLessThan(4_000);

    again();
    for (const person of people) {
      await answered(emulator, person);
      expect(answersTo(emulator, person)).toEqual([expect.stringMatching(ANSWER)]);
    }
  });

  it('ends within ten seconds, and says so, though its store is held by another program', async () => {
    const { emulator, bot, state, again } = await setUp();
    await bot.says('"ready"');
    const other = new DatabaseSync(join(state, 'noted.sqlite'), { timeout: 10_000 });
    onTestFinished(() => other.close());
    other.exec('begin immediate');
    const person = emulator.person();
    emulator.say(person, ASKED);
    await emulator.waitFor(() => emulator.calls.findLast(({ method }) => method === 'getUpdates')?.response, LONG);
    const from = performance.now();
    expect(await bot.end()).toMatchObject({ code: 1, error: expect.stringContaining('not everything ended in time') });
    expect(performance.now() - from).toBeLessThan(10_000);
    other.exec('rollback');
    again();
    await answered(emulator, person);
    expect(answersTo(emulator, person)).toHaveLength(1);
  });

  it.each(['throws', 'rejects'])('ends with one line, without secrets, where something unforeseen %s', async how => {
    const flaw = join(temporaryFolder(), 'flaw.mjs');
    const act = how === 'throws' ? 'throw flaw' : 'void Promise.reject(flaw)';
    writeFileSync(
      flaw,
      `process.on('SIGUSR2', () => { const flaw = new TypeError('no ' + process.env.TELEGRAM_BOT_TOKEN); ${act}; });`,
    );
    const { bot } = await setUp({ settings: { NODE_OPTIONS: `--import=${flaw}`, LOG_LEVEL: 'info' } });
    await bot.says('"ready"');
    const { code, error } = await bot.end('SIGUSR2');
    expect(code).toBe(1);
    expect(error.trimEnd().split('\n').at(-1)).toMatch(/^noted start failed .*TypeError: no \[secret\] at .*flaw\.mjs/);
    expect(error).not.toContain('Node.js v');
  });

  it('loses nothing when it is killed in the middle', async () => {
    const { emulator, bot, again } = await setUp();
    const people = Array.from({ length: 12 }, () => emulator.person());
    for (const person of people) emulator.say(person, ASKED);
    await emulator.waitFor(() => people.some(person => answersTo(emulator, person).length > 0), LONG);
    await bot.end('SIGKILL');
    const later = Array.from({ length: 3 }, () => emulator.person());
    for (const person of later) emulator.say(person, ASKED);
    again();
    for (const person of [...people, ...later]) await answered(emulator, person);
    expect(emulator.rejected()).toEqual([]);
  });

  it('ends with what to do about a token that Telegram does not know', async () => {
    const emulator = await startTelegram();
    const other = { root: emulator.root, token: '1234567:AAnobody-knows_this-token' };
    const bots = ['trace', 'silent'].map(LOG_LEVEL =>
      launch(other, { digest: digestFolder(), settings: { LOG_LEVEL } }),
    );
    for (const { over } of bots) {
      const { code, output, error } = await over;
      // The service manager is not to start it again and again.
      expect({ code, output }).toEqual({ code: 2, output: '' });
      expect(error).toMatch(/Telegram does not accept TELEGRAM_BOT_TOKEN.*@BotFather/);
      expect(error).not.toContain('    at ');
    }
  });

  it('waits for a Telegram that is out of reach, and then answers', async () => {
    const emulator = await startTelegram();
    const port = await freePort();
    const bot = launch({ root: `http://127.0.0.1:${port}`, token: emulator.token }, { digest: digestFolder() });
    await bot.says('ECONNREFUSED');
    await forward(port, emulator.root);
    const person = emulator.person();
    emulator.say(person, ASKED);
    await answered(emulator, person);
  });

  it('tells no token, whatever goes wrong on the way to Telegram', async () => {
    const { emulator, bot } = await setUp();
    const people = Array.from({ length: 6 }, () => emulator.person());
    for (const [index, how] of (
      ['reset-before', '500-after', '502-html', 'empty-200', 'reset-after'] as const
    ).entries())
      emulator.fault({ method: 'sendMessage', chatId: people[index]?.id ?? 0, how });
    for (const how of ['502-html', 'empty-200'] as const) emulator.fault({ method: 'getUpdates', how });
    for (const person of people) emulator.say(person, ASKED);
    await answered(emulator, people.at(-1));
    await bot.says('updates come again');
    // What the bot said is looked at when it has ended.
    expect(await bot.end()).toMatchObject({ code: 0 });
  });

  it('waits for a bot that works in the same folder, and takes over when that one is killed', async () => {
    const { emulator, bot, again } = await setUp();
    await bot.says('"ready"');
    const second = again();
    await second.says('another bot works in this data folder');
    const third = again();
    await third.says('another bot works in this data folder');
    expect(await third.end()).toMatchObject({ code: 0 });
    await bot.end('SIGKILL');
    const person = emulator.person();
    emulator.say(person, ASKED);
    await answered(emulator, person);
    expect(emulator.calls.filter(({ status }) => status === 409)).toEqual([]);
  });

  it('tells how it does over HTTP', async () => {
    const port = await freePort();
    const { emulator, bot } = await setUp({ settings: { HTTP_PORT: `${port}` } });
    const person = emulator.person();
    emulator.say(person, ASKED);
    await answered(emulator, person);
    const health = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({
      status: 'ok',
      receiving: { by: 'polling', ok: true },
      store: { ok: true },
      library: { entries: 25 },
    });
    const metrics = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    const text = await metrics.text();
    expect(text).toMatch(/^noted_updates_received_total\{kind="message"\} 1$/m);
    expect(text).toMatch(/^noted_library_entries 25$/m);
    expect(text).toMatch(/^noted_telegram_call_seconds_count\{method="sendMessage",outcome="ok"\} 1$/m);
    expect((await fetch(`http://127.0.0.1:${port}/elsewhere`)).status).toBe(404);

    const { code, error } = await launch(emulator, { digest: digestFolder(), settings: { HTTP_PORT: `${port}` } }).over;
    expect(code).toBe(1);
    expect(error).toContain(`Port ${port} cannot be listened on`);
    expect(await bot.end()).toMatchObject({ code: 0 });
  });

  it('takes updates by webhook from those who know the secret, and polls again where none is set', async () => {
    const port = await freePort();
    const address = `http://127.0.0.1:${port}/telegram`;
    const emulator = await startTelegram();
    emulator.webhookAt(address);
    const settings = { HTTP_PORT: `${port}`, WEBHOOK_URL: 'https://bot.example.com/telegram' };
    const { bot, again } = await setUp({ settings }, emulator);
    const person = emulator.person();
    emulator.say(person, ASKED);
    await answered(emulator, person);
    expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).json()).toMatchObject({
      status: 'ok',
      receiving: { by: 'webhook' },
    });

    const message = { message_id: 9_999, date: 1, text: ASKED, chat: person.chat, from: person.user };
    const forged = (secret: string) =>
      fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
        body: JSON.stringify({ update_id: 900_000_000, message }),
      });
    expect((await forged('a-guess')).status).toBe(403);
    expect(await bot.end()).toMatchObject({ code: 0 });
    emulator.say(person, 'GAN');
    again({});
    await answered(emulator, person, 2);
    expect(answersTo(emulator, person)[1]).toContain('GAN');
    expect(emulator.calls.filter(({ method }) => method === 'deleteWebhook').at(-1)?.status).toBe(200);
  });

  it.skipIf(!isPostgresWanted)(`does the same on PostgreSQL${isPostgresWanted ? '' : ' (not installed)'}`, async () => {
    const DATABASE_URL = await createDatabase(inject('postgresFolder'));
    const { emulator, bot, again } = await setUp({ settings: { DATABASE_URL } });
    const person = emulator.person();
    emulator.say(person, ASKED);
    await answered(emulator, person);
    expect(await bot.end()).toMatchObject({ code: 0 });
    emulator.say(person, 'GAN');
    const second = again();
    await answered(emulator, person, 2);
    expect(answersTo(emulator, person)[1]).toContain('GAN');
    const { error } = await second.end();
    expect(error).not.toContain(decodeURIComponent(new URL(DATABASE_URL).password));
    expect(emulator.rejected()).toEqual([]);
  });
});

/** An emulator, a bot on it over the seed, and more bots like that one, with settings of their own where given. */
async function setUp(options: Pick<RunOptions, 'settings'> = {}, given?: Emulator) {
  const emulator = given ?? (await startTelegram());
  const where = { digest: digestFolder(), state: temporaryFolder() };
  const again = (settings = options.settings) => launch(emulator, { ...where, ...(settings && { settings }) });
  return { emulator, bot: again(), again, state: where.state };
}

async function startTelegram(): Promise<Emulator> {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  return emulator;
}

/** Starts a bot that ends with the test, and that has told nobody its token by then. */
function launch(emulator: Pick<Emulator, 'root' | 'token'>, options: RunOptions): Bot {
  const bot = startBot(emulator, { ...options, settings: { LIBRARY_URI, ...options.settings } });
  onTestFinished(async () => {
    const { output, error } = await bot.end('SIGKILL');
    const [, secret = ''] = emulator.token.split(':');
    expect(output + error).not.toContain(secret);
  });
  return bot;
}

/** Resolves when a person has had so many answers. */
function answered(emulator: Emulator, person: Person | undefined, count = 1) {
  const what = `answer ${count} to ${person?.id}`;
  return emulator.waitFor(() => answersTo(emulator, person).length >= count, { ...LONG, what });
}

function answersTo(emulator: Emulator, person: Person | undefined): string[] {
  return emulator
    .messages(person?.chat.id ?? 0)
    .filter(({ fromBot }) => fromBot)
    .map(({ text }) => text);
}

/** Makes a server reachable at a port, too. */
async function forward(port: number, root: string): Promise<void> {
  const server = createServer(socket => {
    const onward = createConnection({ host: '127.0.0.1', port: Number(new URL(root).port) });
    socket.pipe(onward).pipe(socket);
    for (const end of [socket, onward]) end.on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
}
