import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { stopServer } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where this run keeps its PostgreSQL server, once a test has asked for one. */
    postgresFolder: string;
  }
}

const folder = join(tmpdir(), `noted-postgres-${process.pid}`);

export function setup(project: TestProject): void {
  project.provide('postgresFolder', folder);
}

export async function teardown(): Promise<void> {
  await stopServer(folder);
}
