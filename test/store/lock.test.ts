import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { acquireLock } from '../../src/store/lock.ts';

async function lockFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'noted-lock-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'deep', 'a.lock');
}

test('one holder at a time; the next gets it when it is given back', async () => {
  const path = await lockFile();
  const first = await acquireLock(path);
  expect(await acquireLock(path, { wait: false })).toBeUndefined();
  let waited = 0;
  const second = acquireLock(path, {
    onWait: () => {
      waited += 1;
      first.release();
    },
  });
  (await second).release();
  expect(waited).toBe(1);
  const third = await acquireLock(path, { wait: false });
  expect(third).toBeDefined();
  third?.release();
  third?.release();
});

test('waiting ends when it is told to', async () => {
  const path = await lockFile();
  const held = await acquireLock(path);
  const stop = new AbortController();
  const waiting = acquireLock(path, { signal: stop.signal, onWait: () => stop.abort(new Error('enough')) });
  await expect(waiting).rejects.toThrow('enough');
  held.release();
});

test('a process that is killed leaves no lock behind', async () => {
  const path = await lockFile();
  const module = join(import.meta.dirname, '../../src/store/lock.ts');
  const program = `import { acquireLock } from ${JSON.stringify(module)};
    await acquireLock(${JSON.stringify(path)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(await acquireLock(path, { wait: false })).toBeUndefined();
  child.kill('SIGKILL');
  await once(child, 'close');
  const lock = await acquireLock(path, { wait: false });
  expect(lock).toBeDefined();
  lock?.release();
});

test('a file that is no lock is an error that names it', async () => {
  const path = join(await lockFile(), '..', '..', 'notes.txt');
  await writeFile(
    path,
    'these are notes, not a database, and they are long enough to be taken for one by nobody\n'.repeat(9),
  );
  await expect(acquireLock(path)).rejects.toThrow(`cannot lock ${path}`);
});
