import type { App } from '../app.ts';
import { messageOf } from '../errors.ts';
import type { Terminal } from './command.ts';
import { print } from './print.ts';
import { describeTroubles, showProgress } from './progress.ts';

/**
 * Takes in what changed in the digest folder before a command reads from the library, and says what could not be. Where
 * nothing can be taken in, what was taken in before still serves; `told` keeps the same trouble from being told twice.
 */
export async function catchUp(
  app: App,
  terminal: Terminal,
  signal: AbortSignal,
  told: Set<string> = new Set(),
): Promise<void> {
  const progress = showProgress(terminal);
  const troubles = await app
    .catchUp({ onProgress: progress.update, signal })
    .then(report => (report === undefined ? [] : describeTroubles(report, app.config.DIGEST_DIR)))
    .catch((error: unknown) => {
      if (app.library.size() === 0 || signal.aborted) throw error;
      return [`${messageOf(error)} Until then I answer from what I took in before.`];
    })
    .finally(progress.end);
  for (const line of troubles) {
    if (told.has(line)) continue;
    told.add(line);
    await print(terminal.error, line);
  }
}
