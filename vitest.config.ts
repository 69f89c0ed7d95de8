import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/store/postgres-folder.ts'],
    // Many tests wait for a process or for Telegram's pace: with as many as there are cores, those stood idle.
    maxWorkers: 3,
    // The dictionaries take half a second to read: once a worker, not once a file.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
