import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('leaves nothing behind that keeps the program from ending, whatever Telegram does', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'gateway-ends-apart.ts')]);
  const unknown = Array.from({ length: 9 }, () => 'unknown');
  expect(stdout.trim().split(' ')).toEqual(['ok', 'stopped', 'stopped', 'stopped', 'stopped', ...unknown]);
});
