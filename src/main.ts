#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { createApp } from './app.ts';
import { type Command, type Context, UsageError } from './commands/command.ts';
import { type Config, readConfig, SettingsError, secretsOf } from './config.ts';
import { messageOf } from './errors.ts';
import { createLog, scrub } from './log.ts';

/** Each command's code is read only when it is the one that was asked for. */
const commands = new Map<string, () => Promise<Command>>(
  Object.entries({
    start: async () => (await import('./commands/start.ts')).start,
    ingest: async () => (await import('./commands/ingest.ts')).ingest,
    ask: async () => (await import('./commands/ask.ts')).ask,
    search: async () => (await import('./commands/search.ts')).search,
    entries: async () => (await import('./commands/entries.ts')).entries,
    feedback: async () => (await import('./commands/feedback.ts')).feedback,
    eval: async () => (await import('./commands/eval.ts')).evaluate,
    doctor: async () => (await import('./commands/doctor.ts')).doctor,
  }),
);

const USAGE = `usage: noted <command>

  start                talk in Telegram, or without TELEGRAM_BOT_TOKEN in the terminal (the default)
  ingest [--json]      bring the library to what the digest folder says
  ask "…" [--now ISO] [--json]
                       an answer with its sources; ask - reads a question a line from standard input
  search "…" [--limit n] [--now ISO] [--json]
                       the entries for a question, best first, 10 or n of them; search - as above
  entries [--from D] [--to D] [--tag T] [--json]
                       entries in order; D is a day, month or year such as 2021-01-20, 2021-01 or 2021
  feedback [--since D] [--verdict good|bad] [--cases] [--json]
                       what people thought of answers in Telegram; --cases: as questions for eval
  eval [--llm [--limit n]] [--questions FILE] [--verbose] [--json]
                       how well questions are answered, measured on this digest and on samples; --llm: how well the
                       model that is set words the answers, on n questions of each sample
  doctor               what works, what does not, and what to do about it

A question that begins with - goes behind --. Settings: see .env.example. Exit codes: 0, 1 failed, 2 wrong usage or settings.`;

/** Errors that say by themselves what is wrong and what to do; named, for most commands need none of their modules. */
const PLAIN = new Set([
  'DigestFolderError',
  'DataFolderError',
  'LibraryUnreachableError',
  'StoreError',
  'PortError',
  'PromptError',
]);

/** What only another setting helps against: a service manager need not start the program again. */
const SETTINGS = new Set(['SettingsError', 'UnauthorizedError', 'RefusedError']);

process.exitCode = await main(process.argv.slice(2));

async function main([name = 'start', ...args]: string[]): Promise<number> {
  let clean = scrub([]);
  const tell = (message: string) => console.error(clean(message));
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that went away (`| head`) is no failure.
    if (error.code === 'EPIPE') process.exit(0);
    console.error(`standard output cannot be written: ${error.message}`);
    process.exit(1);
  });
  // Nobody knows what state the program is in by then; the next start goes on from what it kept.
  process.on('uncaughtException', error => {
    tell(`noted ${name} failed where nothing should: ${oneLineOf(error)}`);
    process.exit(1);
  });
  try {
    if (/^(-h|--help|help)$/.test(name) || args.includes('--help')) {
      console.log(USAGE);
      return 0;
    }
    if (/^(-v|--version)$/.test(name)) {
      console.log(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')).version);
      return 0;
    }
    const command = commands.get(name);
    if (command === undefined) throw new UsageError(`There is no command ${JSON.stringify(name)}.\n${USAGE}`);
    const run = await command();
    const config = readConfig(merged(readDotenv('.env'), process.env));
    clean = scrub(secretsOf(config));
    return await run(contextOf(args, config));
  } catch (error) {
    if (error instanceof UsageError || (error instanceof Error && SETTINGS.has(error.name))) {
      tell(error.message);
      return 2;
    }
    const plain = error instanceof Error && PLAIN.has(error.name);
    tell(plain ? messageOf(error) : `noted ${name} failed: ${messageOf(error)}`);
    return 1;
  }
}

/** An error with its class, and where it was thrown. */
function oneLineOf(error: Error): string {
  const at = /^ +(at .+)$/m.exec(error.stack ?? '')?.[1] ?? '';
  return `${error.name}: ${messageOf(error)} ${at}`.replace(/\s+/g, ' ').trim();
}

function contextOf(args: string[], config: Config): Context {
  const signals = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => signals.abort(new Error(`stopped by ${signal}`)));
  }
  const interactive = process.stdin.isTTY && process.stdout.isTTY;
  // Events in JSON would stand between the lines of a talk; trouble is still told.
  const columns = interactive && config.LOG_LEVEL === undefined ? process.stderr.columns : undefined;
  const log = createLog(config.LOG_LEVEL ?? (interactive ? 'warn' : 'info'), secretsOf(config), { columns });
  return {
    args,
    terminal: { input: process.stdin, output: process.stdout, error: process.stderr },
    config,
    open: ({ now, settings } = {}) =>
      createApp({ config: { ...config, ...settings }, log, now: () => now ?? new Date() }),
    timeZone: config.TIMEZONE,
    now: () => new Date(),
    signal: signals.signal,
  };
}

/** The environment comes before .env; an empty value counts as not set in either. */
function merged(file: Record<string, string>, environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return { ...file, ...Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')) };
}

/** The settings in .env, where there is one. */
function readDotenv(path: string): Record<string, string> {
  try {
    return parse(readFileSync(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new SettingsError([`${path} cannot be read: ${messageOf(error)}`]);
  }
}
