import type { Readable, Writable } from 'node:stream';
import type { App } from '../app.ts';
import type { Config } from '../config.ts';

/** Where a command reads and writes: standard input, output and error, or a test's own streams. */
export type Terminal = {
  input: Readable & { isTTY?: boolean };
  output: Writable & { isTTY?: boolean; columns?: number };
  error: Writable & { isTTY?: boolean; columns?: number };
};

/** What a command is given. */
export type Context = {
  /** the words behind the command's name */ args: string[];
  terminal: Terminal;
  config: Config;
  /** makes the program's parts, with some settings in the place of the person's own; the command closes them */
  open(options?: { now?: Date; settings?: Partial<Config> }): Promise<App>;
  timeZone: string;
  /** the program's clock; `--now` takes its place in questions */ now(): Date;
  signal: AbortSignal;
};

/** Runs to its end and says how it went: 0 well, 1 failed. */
export type Command = (context: Context) => Promise<number>;

/** The words on the command line make no sense; the message says what would. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
