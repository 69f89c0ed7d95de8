import type { App } from '../app.ts';
import type { Config } from '../config.ts';
import { folderOf, type SETS, withTemporaryFolder, ZONE } from '../eval/sets.ts';
import { catchUp } from './catch-up.ts';
import type { Context } from './command.ts';

/** The program with these settings in the place of the person's own, its digest taken in, for as long as the work takes. */
export async function withApp(
  context: Context,
  settings: Partial<Config>,
  work: (app: App) => Promise<void>,
): Promise<void> {
  const app = await context.open({ settings });
  try {
    await catchUp(app, context.terminal, context.signal);
    await work(app);
  } finally {
    await app.close();
  }
}

/** The same over the digest of a set that comes with the program, in a data folder of its own. */
export async function withSet(
  context: Context,
  set: (typeof SETS)[number],
  work: (app: App) => Promise<void>,
): Promise<void> {
  await withTemporaryFolder(async folder => {
    const settings = { DIGEST_DIR: folderOf(set), DATA_DIR: folder, LIBRARY_URI: undefined, TIMEZONE: ZONE };
    await withApp(context, settings, work);
  });
}
