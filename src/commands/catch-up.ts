import type { App } from '../app.ts';
import type { Terminal } from './command.ts';
import { print } from './print.ts';
import { describeTroubles, showProgress } from './progress.ts';

/** Takes in what changed in the digest folder before a command reads from the library, and says what could not be. */
export async function catchUp(app: App, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const progress = showProgress(terminal);
  const report = await app.catchUp({ onProgress: progress.update, signal }).finally(progress.end);
  if (report === undefined) return;
  for (const line of describeTroubles(report, app.config.DIGEST_DIR)) await print(terminal.error, line);
}
