import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { temporaryFolder } from '../notes.ts';

/** The program as it is installed. */
export const NOTED = join(import.meta.dirname, '..', '..', 'bin', 'noted');

export type Run = { code: number | null; output: string; error: string };

/**
 * Runs the program as a person would, in a working directory of its own, with none of this process's settings. `state`
 * is its data directory, `input` what standard input says.
 */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = start(args, options);
  child.stdin.end(options.input ?? '');
  return ended(child);
}

export type RunOptions = {
  digest?: string;
  state?: string;
  cwd?: string;
  input?: string;
  settings?: Record<string, string>;
};

/** The same, with standard input left open. */
export function start(args: readonly string[], options: RunOptions = {}) {
  const { digest, state = temporaryFolder(), cwd = temporaryFolder(), settings = {} } = options;
  const child = spawn(NOTED, args, {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: state,
      TIMEZONE: 'Asia/Shanghai',
      LOG_LEVEL: 'warn',
      ...(digest && { DIGEST_DIR: digest }),
      ...settings,
    },
  });
  child.stdin.on('error', () => {});
  return child;
}

/** What a started program said, when it has ended. */
export function ended(child: ReturnType<typeof start>): Promise<Run> {
  const { promise, resolve, reject } = Promise.withResolvers<Run>();
  let output = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    error += text;
  });
  child.on('error', reject);
  child.on('close', code => resolve({ code, output, error }));
  return promise;
}

/** The JSON values of an output that has one on each line. */
export function lines(output: string) {
  return output
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
}
