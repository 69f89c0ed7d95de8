import { join } from 'node:path';
import { type Answer, answer } from './answer/answer.ts';
import { type Question, understand } from './answer/question.ts';
import type { Config } from './config.ts';
import { type IngestReport, ingest, type Progress } from './library/ingest.ts';
import { type Library, openLibrary } from './library/library.ts';
import type { Log } from './log.ts';
import type { Embedder } from './model/embedder.ts';
import { offlineEmbedder } from './model/offline/embedder.ts';
import { offlineAnalyzer } from './model/offline/tokens.ts';

/** The running program's parts, made once, for every command. */
export type App = {
  config: Config;
  library: Library;
  embedder: Embedder;
  log: Log;
  /** what a person's message asks, in their time zone */ understand(text: string): Question;
  answer(question: Question): Promise<Answer>;
  /** takes in what changed in the digest folder; undefined where nothing did */
  catchUp(onProgress?: (progress: Progress) => void): Promise<IngestReport | undefined>;
  /** the same, read whether or not the folder looks changed */
  ingest(onProgress?: (progress: Progress) => void): Promise<IngestReport>;
  close(): Promise<void>;
};

/** Makes the parts. `now` gives the time that "yesterday" is meant from. */
export async function createApp({ config, log, now }: { config: Config; log: Log; now: () => Date }): Promise<App> {
  const embedder = offlineEmbedder;
  const library = await openLibrary({
    uri: config.LIBRARY_URI ?? join(config.DATA_DIR, 'library'),
    dataDir: config.DATA_DIR,
    embedder,
    analyzer: offlineAnalyzer,
    now: Date.now,
  });
  const takeIn = async (onProgress?: (progress: Progress) => void) => {
    const report = await ingest({ library, digestDir: config.DIGEST_DIR, ...(onProgress && { onProgress }) });
    const { added, changed, removed, unchanged, seconds } = report;
    log.debug({ added, changed, removed, unchanged, seconds }, 'ingested');
    return report;
  };
  return {
    config,
    library,
    embedder,
    log,
    understand: text => understand(text, { now: now(), timeZone: config.TIMEZONE }),
    answer: question => answer(question, { library, embedder }),
    async catchUp(onProgress) {
      await library.refresh();
      return (await library.stale(config.DIGEST_DIR)) ? takeIn(onProgress) : undefined;
    },
    ingest: takeIn,
    close: () => library.close(),
  };
}
