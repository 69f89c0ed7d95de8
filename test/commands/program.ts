import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { temporaryFolder } from '../notes.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');

export type Run = { code: number | null; output: string; error: string };

/**
 * Runs the program as a person would, in a working directory of its own, with none of this process's settings. `state`
 * is its data directory, `input` what standard input says.
 */
export function run(
  args: readonly string[],
  options: { digest?: string; state?: string; cwd?: string; input?: string; settings?: Record<string, string> } = {},
): Promise<Run> {
  const { digest, state = temporaryFolder(), cwd = temporaryFolder(), input = '', settings = {} } = options;
  const { promise, resolve, reject } = Promise.withResolvers<Run>();
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: state,
      TIMEZONE: 'Asia/Shanghai',
      ...(digest && { DIGEST_DIR: digest }),
      ...settings,
    },
  });
  let output = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', text => (output += text));
  child.stderr.setEncoding('utf8').on('data', text => (error += text));
  child.on('error', reject);
  child.on('close', code => resolve({ code, output, error }));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return promise;
}

/** The JSON values of an output that has one on each line. */
export function lines(output: string) {
  return output
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
}
