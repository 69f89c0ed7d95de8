import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { HANGING, LOST } from './wire.ts';

it('leaves nothing behind that keeps the program from ending, whatever Telegram does', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'gateway-ends-apart.ts')]);
  const unknown = [...LOST, ...HANGING].map(() => 'unknown');
  expect(stdout.trim().split(' ')).toEqual(['ok', 'stopped', 'stopped', 'stopped', 'stopped', ...unknown]);
});
