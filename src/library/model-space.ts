import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Embedder } from '../model/embedder.ts';
import { ModelError } from '../model/model-error.ts';
import type { Clock } from '../timing/clock.ts';
import { type FillReport, fillSpace } from './fill.ts';
import { type Filled, keepFilled } from './keep-filled.ts';
import type { Library } from './library.ts';
import type { Progress } from './progress.ts';
import { createQuestionVector, type QuestionVector } from './question-vector.ts';
import { isMadeBy, type Maker, type SpaceHead } from './spaces.ts';
import { sweepSpaces } from './sweep.ts';

/** What makes the embedders of a model's server. */
type Embedders = {
  /** the one that is wanted; how long its vectors are may have to be asked of the server */
  wanted(signal?: AbortSignal): Promise<Embedder>;
  /** one whose vectors are there already; nothing is asked */ of(space: SpaceHead): Promise<Embedder>;
};

/**
 * A model's vectors beside the library's own. The library answers with its own until all entries have the model's; another
 * model's, made before, answer until all have the wanted one's.
 */
export type ModelSpace = {
  /** the space that questions are asked in; undefined: the library's own */ serving(): SpaceHead | undefined;
  questionVector: QuestionVector;
  /** Fills the wanted space, in the foreground. What goes wrong with its server is in the report. */
  fill(options: { onProgress?: (progress: Progress) => void; signal?: AbortSignal }): Promise<VectorsReport>;
  /** Keeps it filled beside everything else until the signal, or until it is closed. */
  keep(signal: AbortSignal): Promise<void>;
  /** the library holds something new */ wake(): void;
  close(): Promise<void>;
};

/** What a fill did, or why the model's server could not even be asked; and what answers. */
export type VectorsReport = { serving: string | undefined } & (
  | FillReport
  | { space: undefined; model: string; down: string }
);

type ModelSpaceParts = { library: Library; maker: Maker; embedders: Embedders; log: Log; clock: Clock };

/** How often the log says how far it is, in milliseconds. */
const TELL_EVERY = 30_000;

export function createModelSpace({ library, maker, embedders, log, clock }: ModelSpaceParts): ModelSpace {
  const serving = () => {
    const spaces = library.spaces();
    return spaces.find(head => isMadeBy(head, maker)) ?? spaces[0];
  };
  const about = () => ({ model: maker.model, serving: serving()?.space ?? 'offline' });
  const closed = new AbortController();
  let wake = () => {};
  let keeping = Promise.resolve();

  /** When every entry has its vector, it is noted which other spaces are not wanted any more. */
  async function swept(report: FillReport): Promise<FillReport> {
    if (!report.complete || report.missing > 0) return report;
    await sweepSpaces(library, ({ space }) => space === report.space).catch((error: unknown) => {
      log.warn({ err: error, ...about() }, 'old vectors cannot be removed');
    });
    return report;
  }

  async function fillBeside(signal: AbortSignal): Promise<Filled> {
    let told = clock.now();
    const onProgress = ({ phase, done, total }: Progress) => {
      if (phase !== 'embed' || clock.now() - told < TELL_EVERY) return;
      told = clock.now();
      log.info({ ...about(), done, total }, 'embedding the entries');
    };
    const embedder = await embedders.wanted(signal);
    const report = await fillSpace({ library, embedder, maker, onProgress, signal, wait: false });
    if (report === undefined) return { how: 'busy' };
    await swept(report);
    const { down, retryInMs, embedded, entries, seconds } = report;
    if (embedded > 0) log.info({ ...about(), embedded, missing: report.missing, entries, seconds }, 'embedded entries');
    if (report.complete && !report.wasComplete)
      log.info(about(), 'every entry is embedded: the model answers from now on');
    if (down !== undefined) return { how: 'down', why: down, retryInMs };
    return { how: report.missing > 0 ? 'busy' : 'done' };
  }

  return {
    serving,
    questionVector: createQuestionVector({
      serving,
      embedderOf: embedders.of,
      onDown: error =>
        log.warn({ error: messageOf(error), ...about() }, 'the embedding model gives no vectors: questions do without'),
      onUp: () => log.info(about(), 'the embedding model gives vectors again'),
      clock,
    }),
    async fill({ onProgress, signal }) {
      let embedder: Embedder;
      try {
        embedder = await embedders.wanted(signal);
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        return { serving: serving()?.space, space: undefined, model: maker.model, down: error.message };
      }
      const report = await swept(await fillSpace({ library, embedder, maker, onProgress, signal }));
      return { ...report, serving: serving()?.space };
    },
    async keep(signal) {
      const until = AbortSignal.any([signal, closed.signal]);
      const kept = keepFilled({
        fill: () => fillBeside(until),
        onDown: why => log.warn({ ...about(), why }, 'entries cannot be embedded for now: it is tried again by itself'),
        onUp: () => log.info(about(), 'entries can be embedded again'),
        after: clock.after,
        signal: until,
      });
      ({ wake, ended: keeping } = kept);
      await keeping;
    },
    wake: () => wake(),
    async close() {
      closed.abort(new Error('the program ends'));
      await keeping;
    },
  };
}
