import { join, resolve } from 'node:path';
import type { Embedder } from '../model/embedder.ts';
import type { Analyzer } from './analyzer.ts';
import type { Connection } from './lance.ts';
import { type Derivation, isRemote, type Snapshot } from './tables.ts';

export type LibraryOptions = {
  /** a folder, or s3://, gs://, az:// */ uri: string;
  /** where the one writer's lock lies when the library itself is not on this machine */ dataDir: string;
  embedder: Embedder;
  analyzer: Analyzer;
  /** milliseconds since 1970 */ now: () => number;
};

/** What the one writer needs; see `Library.exclusively`. */
export type Workshop = LibraryOptions & {
  connection: Connection;
  derivation: Derivation;
  snapshot: Snapshot | undefined;
  /** why the tables are thought to be damaged, where they are */ damage: string | undefined;
};

/** Where a space's vectors are written; see `Library.exclusivelyIn`. */
export type SpacePlace = Pick<LibraryOptions, 'uri' | 'now'> & { connection: Connection };

/**
 * The one writer's lock lies in the library itself, where every process finds it that writes there, by whatever path it
 * came and whatever its data folder; what is written apart from the entries has its own, by that name. Object storage has
 * no such lock: there only processes of one data folder take turns.
 */
export function lockOf({ uri, dataDir }: LibraryOptions, apart?: string): string {
  return isRemote(uri) ? join(dataDir, `${apart ?? 'library'}.lock`) : join(resolve(uri), `${apart ?? 'writer'}.lock`);
}
