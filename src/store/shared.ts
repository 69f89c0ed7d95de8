import type { Config } from '../config.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Store } from './database.ts';
import type { Usage } from './usage.ts';
import type { Written } from './written.ts';

/** What questions cost, and what the model wrote. */
type Books = { usage: Usage; written: Written };

/** The one store of a process: of two, each would have to wait for what the other writes. */
export type Shared = {
  /**
   * Opens the store when it is first asked for.
   * @throws StoreError when it cannot be used; the next one who asks tries again
   */
  store(): Promise<Store>;
  /** The books in that store, in which what is no longer kept is deleted when they are first opened. */
  books(): Promise<Books>;
  /** Closes what was opened. */
  close(): Promise<void>;
};

type Sharing = {
  config: Pick<Config, 'DATABASE_URL' | 'DATA_DIR'>;
  /** epoch milliseconds */ now: () => number;
  /** the ISO day by which usage is counted */ today: () => string;
  log: Log;
};

export function shareStore({ config, now, today, log }: Sharing): Shared {
  const store = once(async () => {
    // The databases take a tenth of a second to load, for which most commands need not wait.
    const { openStore, storePlace } = await import('./database.ts');
    return openStore(storePlace(config));
  });
  const books = once(async () => {
    const opened = await store();
    const [{ openUsage }, { openWritten }, { tidyBooks }] = await Promise.all([
      import('./usage.ts'),
      import('./written.ts'),
      import('./tidy.ts'),
    ]);
    const made = { usage: openUsage(opened), written: openWritten(opened, { now }) };
    const tidied = tidyBooks(made, { now: now(), today: today() }).then(
      () => undefined,
      error => log.warn({ error: messageOf(error) }, 'what is no longer kept could not be deleted'),
    );
    return { made, tidied };
  });
  return {
    store,
    books: async () => (await books()).made,
    async close() {
      const kept = await books.made()?.catch(() => undefined);
      await kept?.tidied;
      const opened = await store.made()?.catch(() => undefined);
      await opened?.close();
    },
  };
}

/** Makes something when it is first asked for, and again where that failed. */
function once<T>(make: () => Promise<T>) {
  let made: Promise<T> | undefined;
  const get = () => {
    made ??= make().catch(error => {
      made = undefined;
      throw error;
    });
    return made;
  };
  return Object.assign(get, { made: () => made });
}
