import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { createLog, type Log } from '../src/log.ts';

/** The seed digest as the graded questions know it. */
const SEED = join(import.meta.dirname, '..', 'data', 'eval', 'seed');

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'noted-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A digest folder with these files, or with the seed's. */
export function digestFolder(files?: Record<string, string>): string {
  const folder = join(temporaryFolder(), 'digest');
  mkdirSync(folder);
  if (files === undefined) cpSync(join(SEED, '2021.md'), join(folder, '2021.md'));
  for (const [name, text] of Object.entries(files ?? {})) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/**
 * The whole program over a digest of these files (the seed, where none are given), taken in, with its clock stopped. Over
 * the same `digest` folder it is the same program started again.
 */
export async function openNotes({
  files,
  digest = digestFolder(files),
  settings = {},
  now = '2021-01-27T12:00:00+08:00',
  log = createLog('silent'),
}: {
  files?: Record<string, string> | undefined;
  digest?: string;
  settings?: Record<string, string>;
  now?: string | undefined;
  log?: Log;
} = {}): Promise<App> {
  const config = readConfig({
    DIGEST_DIR: digest,
    DATA_DIR: join(digest, '..', 'state'),
    TIMEZONE: 'Asia/Shanghai',
    ...settings,
  });
  const app = await createApp({ config, log, now: () => new Date(now) });
  onTestFinished(() => app.close());
  await app.ingest({});
  return app;
}
