#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { createApp } from './app.ts';
import { type Command, type Context, UsageError } from './commands/command.ts';
import { readConfig, SettingsError } from './config.ts';
import { DigestFolderError } from './library/folder.ts';
import { createLog } from './log.ts';

/** Each command's code is read only when it is the one that was asked for. */
const commands = new Map<string, () => Promise<Command>>(
  Object.entries({
    start: async () => (await import('./commands/start.ts')).start,
    ingest: async () => (await import('./commands/ingest.ts')).ingest,
    ask: async () => (await import('./commands/ask.ts')).ask,
    search: async () => (await import('./commands/search.ts')).search,
    entries: async () => (await import('./commands/entries.ts')).entries,
    eval: async () => (await import('./commands/eval.ts')).evaluate,
    doctor: async () => (await import('./commands/doctor.ts')).doctor,
  }),
);

const USAGE = `usage: noted <command>

  start                                        talk in the terminal (the default)
  ingest [--json]                              bring the library to what the digest folder says
  ask "…" [--now ISO] [--json]                 an answer with its sources; - reads questions from standard input
  search "…" [--limit n] [--now ISO] [--json]  the entries for a question, best first; - as above
  entries [--from D] [--to D] [--tag T] [--json]
  eval [--json] [--verbose] [--questions FILE] how well questions are answered, measured on this digest
  doctor                                       what works, what does not, and what to do about it`;

process.exitCode = await main(process.argv.slice(2));

async function main([name = 'start', ...args]: string[]): Promise<number> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that went away (`| head`) is no failure.
    if (error.code === 'EPIPE') process.exit(0);
    console.error(`standard output cannot be written: ${error.message}`);
    process.exit(1);
  });
  try {
    if (/^(-h|--help|help)$/.test(name) || args.includes('--help')) {
      console.log(USAGE);
      return 0;
    }
    const command = commands.get(name);
    if (command === undefined) throw new UsageError(`There is no command ${JSON.stringify(name)}.\n${USAGE}`);
    const run = await command();
    return await run(contextOf(args));
  } catch (error) {
    if (error instanceof UsageError || error instanceof SettingsError) {
      console.error(error.message);
      return 2;
    }
    console.error(error instanceof DigestFolderError ? error.message : `noted ${name} failed: ${messageOf(error)}`);
    return 1;
  }
}

function contextOf(args: string[]): Context {
  const config = readConfig(merged(readDotenv('.env'), process.env));
  const signals = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => signals.abort(new Error(`stopped by ${signal}`)));
  }
  const interactive = process.stdin.isTTY && process.stdout.isTTY;
  // Events in JSON would stand between the lines of a talk; trouble is still logged.
  const log = createLog(config.LOG_LEVEL ?? (interactive ? 'warn' : 'info'));
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
