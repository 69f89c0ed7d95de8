import type { Embedder } from '../model/embedder.ts';
import type { Analyzer } from './analyzer.ts';
import type { Connection } from './lance.ts';
import type { Derivation, Snapshot } from './tables.ts';

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
