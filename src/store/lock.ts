import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../errors.ts';

/** A lock that is held. Given back by `release`, or by the system when the process ends, however it ends. */
export type Lock = { release(): void };

/** How long to pause between two attempts, in milliseconds. */
const RETRY_MS = 50;

/**
 * Takes a lock that only one holder on this machine can have: an exclusive transaction on an SQLite file made for it.
 * The system drops it with its process, so there is no stale lock to clean up.
 *
 * With `wait` false, undefined when another holds it; otherwise waits, calling `onWait` once, without blocking the event loop.
 * @throws the signal's reason when aborted while waiting
 */
export async function acquireLock(path: string, options: LockOptions & { wait: false }): Promise<Lock | undefined>;
export async function acquireLock(path: string, options?: LockOptions): Promise<Lock>;
export async function acquireLock(path: string, options: LockOptions = {}): Promise<Lock | undefined> {
  const { wait = true, signal, onWait } = options;
  await mkdir(dirname(path), { recursive: true });
  for (let attempt = 0; ; attempt += 1) {
    signal?.throwIfAborted();
    const lock = tryLock(path);
    if (lock || !wait) return lock;
    if (attempt === 0) onWait?.();
    await pause(RETRY_MS);
  }
}

type LockOptions = { wait?: boolean | undefined; signal?: AbortSignal | undefined; onWait?: (() => void) | undefined };

function tryLock(path: string): Lock | undefined {
  // No busy handler: it would hold the event loop; the caller waits by itself.
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return {
      release() {
        if (database.isOpen) database.close();
      },
    };
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw new Error(
      `cannot lock ${path}: ${messageOf(error)}. If no other noted runs, delete that file and try again.`,
      {
        cause: error,
      },
    );
  }
}

/** SQLITE_BUSY and SQLITE_LOCKED, with their extended codes. */
function isBusy(error: unknown): boolean {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return false;
  const code = error.errcode & 0xff;
  return code === 5 || code === 6;
}
