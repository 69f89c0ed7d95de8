import type { Library } from './library.ts';
import { dropSpace, readHead, type SpaceHead, saveHead } from './spaces.ts';

/** A model's vectors come in handy again when a person changes back; after a week that is not likely. Milliseconds. */
const KEEP_LEFT = 7 * 24 * 60 * 60 * 1000;

/**
 * Notes of each space that is not wanted (any more) since when that is so, and removes it after a week. One that a process
 * is filling at this moment is left alone.
 */
export async function sweepSpaces(library: Library, isWanted: (head: SpaceHead) => boolean): Promise<void> {
  for (const name of await library.spaceNames()) {
    await library.exclusivelyIn(
      name,
      async ({ connection, uri, now }) => {
        const table = await connection.openTable(`space-${name}`).catch(() => undefined);
        const head = table && (await readHead(table).catch(() => undefined));
        if (table === undefined || head === undefined || isWanted(head)) return;
        if (head.leftAt === undefined) await saveHead(table, { ...head, leftAt: now() });
        else if (now() - head.leftAt >= KEEP_LEFT) await dropSpace(connection, uri, name);
      },
      { wait: false },
    );
  }
}
