import type { Embedder } from '../model/embedder.ts';
import { ModelError, type ModelTrouble } from '../model/model-error.ts';
import { inOneLine } from './problem.ts';

/** Embeds what can be embedded: undefined for the rest, and why. */
export type Embedding = {
  embed(texts: readonly string[]): Promise<(Float32Array | undefined)[]>;
  /** why the embedder is given up for the rest of this ingest */ readonly down: string | undefined;
  /** how long it asked to be left alone, in milliseconds */ readonly retryInMs: number | undefined;
};

/** Troubles that say nothing of the texts: asking on would only take longer. */
const DOWN: readonly ModelTrouble[] = ['unreachable', 'unauthorized', 'limited'];

/** A text that every embedder takes: when this one fails too, it is not the texts that are at fault. */
const PROBE = 'digest';

/**
 * An embedder that an ingest can rely on. After a failure it learns with a harmless text whether the embedder is down
 * (then it is left alone: entries are kept without vectors and embedded by a later ingest), or whether one of the texts
 * is more than it takes (then that one is found by halving, and the others are embedded).
 */
export function patientEmbedding(embedder: Embedder, signal: AbortSignal | undefined): Embedding {
  let down: string | undefined;
  let retryInMs: number | undefined;

  async function embed(texts: readonly string[]): Promise<(Float32Array | undefined)[]> {
    if (down !== undefined || texts.length === 0) return texts.map(() => undefined);
    try {
      return await ask(texts);
    } catch (error) {
      signal?.throwIfAborted();
      const isDown = error instanceof ModelError && DOWN.includes(error.trouble);
      const answers =
        !isDown &&
        (await ask([PROBE]).then(
          () => true,
          () => false,
        ));
      signal?.throwIfAborted();
      if (!answers) down = inOneLine(error);
      if (!answers && error instanceof ModelError) retryInMs = error.retryInMs;
      if (down !== undefined || texts.length === 1) return texts.map(() => undefined);
      const half = Math.ceil(texts.length / 2);
      return [...(await embed(texts.slice(0, half))), ...(await embed(texts.slice(half)))];
    }
  }

  async function ask(texts: readonly string[]): Promise<Float32Array[]> {
    const vectors = await embedder.embed(texts, signal ? { signal } : {});
    // LanceDB would pad, cut or store whatever comes.
    if (vectors.length !== texts.length)
      throw new Error(`${embedder.space} gave ${vectors.length} vectors for ${texts.length} texts`);
    for (const vector of vectors) {
      if (vector.length !== embedder.dimensions || !vector.every(Number.isFinite)) {
        throw new Error(`${embedder.space} gave a vector that is not ${embedder.dimensions} finite numbers`);
      }
    }
    return vectors;
  }

  return {
    embed,
    get down() {
      return down;
    },
    get retryInMs() {
      return retryInMs;
    },
  };
}
