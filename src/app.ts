import { join } from 'node:path';
import { type Answer, answer } from './answer/answer.ts';
import type { Asking } from './answer/asking.ts';
import { addDays, todayIn } from './answer/calendar.ts';
import { type Question, understand } from './answer/question.ts';
import type { Page, Request } from './answer/request.ts';
import { respond } from './answer/respond.ts';
import { type SearchHit, search } from './answer/search.ts';
import type { Language } from './answer/wording.ts';
import { inYearOfEntries } from './answer/yearless.ts';
import { type Costs, readCosts } from './chat/costs.ts';
import type { Models } from './chat/privacy.ts';
import { prepareWriting } from './chat-model.ts';
import { type Config, chatSettings, embeddingSettings } from './config.ts';
import { prepareModelSpace } from './embedding-model.ts';
import { type IngestReport, ingest, type Progress } from './library/ingest.ts';
import { type Library, openLibrary } from './library/library.ts';
import type { ModelSpace, VectorsReport } from './library/model-space.ts';
import { sweepSpaces } from './library/sweep.ts';
import type { Log } from './log.ts';
import type { Embedder } from './model/embedder.ts';
import type { ModelCall } from './model/metered.ts';
import { offlineEmbedder } from './model/offline/embedder.ts';
import { offlineAnalyzer } from './model/offline/tokens.ts';
import type { Writer } from './model/writer.ts';
import { prepareDataFolder } from './store/data-folder.ts';
import { type Shared, shareStore } from './store/shared.ts';

/** The running program's parts, made once, for every command. */
export type App = {
  config: Config;
  library: Library;
  /** makes the library's own vectors */ embedder: Embedder;
  /** a model's vectors beside them; undefined where the settings name none */ modelSpace: ModelSpace | undefined;
  log: Log;
  /** what a person's message asks, in their time zone; in their language, where the message does not tell its own */
  understand(text: string, language?: Language): Question;
  answer(question: Question): Promise<Answer>;
  /** the same for all that the chat asks for, a page at a time */
  respond(request: Request, page?: Page): Promise<Answer>;
  /** the same in a model's words, where there is one and it can be had */
  write(request: Request, asking: Asking): Promise<Answer>;
  /** the model itself; undefined where none is set */ writer(): Promise<Writer | undefined>;
  search(question: Question, limit: number): Promise<SearchHit[]>;
  /** takes in what changed in the digest folder; undefined where nothing did or another process is at it */
  catchUp(options: TakingIn): Promise<IngestReport | undefined>;
  /** the same, whether or not the folder looks changed; a model's vectors are made too, which `catchUp` leaves for later */
  ingest(options: TakingIn): Promise<IngestReport & { vectors?: VectorsReport }>;
  /** makes a model's vectors beside everything else until the signal, and removes those that nobody wants any more */
  keepVectors(signal: AbortSignal): Promise<void>;
  /** the truth about people, opened when it is first asked for; closed with the rest */ store: Shared['store'];
  /** what questions cost and what the model wrote, in that store */ books: Shared['books'];
  /** which models are asked, by their hosts */ models: Models;
  /** what written answers cost so far; undefined where no model writes any */ costs(): Promise<Costs | undefined>;
  /** has what is asked of models told until the function that it returns is called */
  watch(watcher: ModelWatcher): () => void;
  /** the ISO day that it is by the host's clock, in the settings' zone: that of what is counted by days */
  today(): string;
  close(): Promise<void>;
};

type ModelWatcher = {
  onCall(call: ModelCall): void;
  /** an answer that a model was to word, with what became of it */ onWritten(outcome: string): void;
};

type TakingIn = { onProgress?: (progress: Progress) => void; signal?: AbortSignal };

/** Makes the parts. `now` gives the time that "yesterday" is meant from. */
export async function createApp({ config, log, now }: { config: Config; log: Log; now: () => Date }): Promise<App> {
  const embedder = offlineEmbedder;
  await prepareDataFolder(config.DATA_DIR);
  const library = await openLibrary({
    uri: config.LIBRARY_URI ?? join(config.DATA_DIR, 'library'),
    dataDir: config.DATA_DIR,
    embedder,
    analyzer: offlineAnalyzer,
    now: Date.now,
  });
  const watchers = new Set<ModelWatcher>();
  const onCall = (call: ModelCall) => {
    for (const watcher of watchers) watcher.onCall(call);
  };
  const modelSpace = prepareModelSpace({ config, library, onCall, log });
  const sweepAll = () =>
    sweepSpaces(library, () => false).catch((error: unknown) =>
      log.warn({ err: error }, 'old vectors cannot be removed'),
    );
  const parts = {
    library,
    embedder,
    questionVector: modelSpace?.questionVector,
    onEmbedderFailure: (error: unknown) => log.warn({ err: error }, 'the embedder failed: found by words only'),
  };
  const digest = { library, digestDir: config.DIGEST_DIR };
  const logged = <T extends IngestReport | undefined>(report: T): T => {
    if (report === undefined) return report;
    const { added, changed, removed, unchanged, seconds } = report;
    const level = added + changed + removed > 0 ? 'info' : 'debug';
    log[level]({ added, changed, removed, unchanged, seconds }, 'ingested');
    return report;
  };
  const models = { answers: chatSettings(config)?.host, search: embeddingSettings(config)?.host };
  const today = () => todayIn(new Date(), config.TIMEZONE);
  const shared = shareStore({ config, now: Date.now, today, log });
  const { books } = shared;
  const writing = await prepareWriting({
    ...parts,
    ...{ config, books, log },
    today: () => todayIn(now(), config.TIMEZONE),
    day: today,
    onCall,
    onWritten(outcome) {
      for (const watcher of watchers) watcher.onWritten(outcome);
    },
  });
  return {
    config,
    library,
    embedder,
    modelSpace,
    log,
    understand(text, language) {
      const when = { now: now(), timeZone: config.TIMEZONE, ...(language && { language }) };
      return inYearOfEntries(understand(text, when), library);
    },
    answer: question => answer(question, parts),
    respond: (request, page) => respond(request, parts, page),
    write: (request, asking) => writing?.write(request, asking) ?? respond(request, parts, asking.page),
    writer: async () => writing?.writer(),
    search: (question, limit) => search(question, { ...parts, limit }),
    async catchUp(options) {
      const moved = await library.refresh();
      // What another process is taking in can wait; what there is already answers.
      const wait = library.size() === 0;
      const stale = await library.stale(config.DIGEST_DIR);
      const report = stale ? logged(await ingest({ ...digest, ...options, wait })) : undefined;
      if (moved || report !== undefined) modelSpace?.wake();
      return report;
    },
    async ingest(options) {
      const report = logged(await ingest({ ...digest, ...options }));
      if (modelSpace !== undefined) return { ...report, vectors: await modelSpace.fill(options) };
      await sweepAll();
      return report;
    },
    async keepVectors(signal) {
      await (modelSpace?.keep(signal) ?? sweepAll());
    },
    store: shared.store,
    books: shared.books,
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    models,
    async costs() {
      const [model, day] = [models.answers, today()];
      if (model === undefined) return undefined;
      const limits = { questions: config.QUESTIONS_PER_DAY, tokens: config.LLM_TOKENS_PER_DAY };
      return readCosts(await shared.books(), { model, limits, today: day, weekAgo: addDays(day, -6) });
    },
    today,
    async close() {
      await modelSpace?.close();
      await Promise.all([shared.close(), library.close()]);
    },
  };
}
