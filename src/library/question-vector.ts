import type { Embedder } from '../model/embedder.ts';
import { ModelError } from '../model/model-error.ts';
import { createBreaker } from '../timing/breaker.ts';
import type { Clock } from '../timing/clock.ts';
import { createRecent } from './recent.ts';
import type { SpaceVector } from './search.ts';
import type { SpaceHead } from './spaces.ts';

/** A question's vector in the space that serves; undefined where there is none, or it cannot be had now. Never throws. */
export type QuestionVector = (text: string) => Promise<SpaceVector | undefined>;

/** What a person may have to wait for it, in milliseconds. */
const DEADLINE = 3_000;
/** After a failure questions do without for so long, in milliseconds: none shall wait in vain. */
const REST = { failures: 1, first: 15_000, longest: 5 * 60_000 };
/** Vectors kept: one question looks for its topic more than once, and what one person asks another may. */
const KEPT = 200;

type QuestionParts = {
  /** the space that serves now */ serving(): SpaceHead | undefined;
  embedderOf(space: SpaceHead): Promise<Embedder>;
  /** told once for each outage why there was none, and when there is one again */
  onDown(error: unknown): void;
  onUp(): void;
  clock: Clock;
};

/** Makes what embeds questions. While the embedder fails it is left alone: one question at a time tries it again. */
export function createQuestionVector({ serving, embedderOf, onDown, onUp, clock }: QuestionParts): QuestionVector {
  const recent = createRecent<string, Float32Array>({ most: KEPT, sizeOf: () => 1 });
  let outage = { space: '', breaker: createBreaker(REST), isDown: false };

  async function embed(text: string, head: SpaceHead): Promise<Float32Array> {
    const late = new AbortController();
    const { promise, reject } = Promise.withResolvers<never>();
    const cancel = clock.after(DEADLINE, () => {
      const reason = new DOMException(`The embedding model took longer than ${DEADLINE} ms.`, 'TimeoutError');
      late.abort(reason);
      reject(reason);
    });
    try {
      const work = embedderOf(head).then(embedder => {
        if (embedder.space !== head.space) throw new Error(`vectors of ${embedder.space} are none of ${head.space}`);
        return embedder.embed([text], { signal: late.signal });
      });
      const [vector] = await Promise.race([work, promise]);
      if (vector?.length !== head.dimensions) throw new Error(`${head.space} gave no vector of its length`);
      return vector;
    } finally {
      cancel();
    }
  }

  return async text => {
    const head = serving();
    if (head === undefined) return undefined;
    const { space } = head;
    const key = `${space}\n${text}`;
    const known = recent.get(key);
    if (known !== undefined) return { space, vector: known };
    // Another space is another model, which may well answer.
    if (outage.space !== space) outage = { space, breaker: createBreaker(REST), isDown: false };
    const own = outage;
    if (!own.breaker.admits(clock.now())) return undefined;
    try {
      const vector = await embed(text, head);
      recent.set(key, vector);
      own.breaker.worked();
      if (own.isDown) onUp();
      own.isDown = false;
      return { space, vector };
    } catch (error) {
      own.breaker.failed(clock.now(), error instanceof ModelError ? error.retryInMs : undefined);
      if (!own.isDown) onDown(error);
      own.isDown = true;
      return undefined;
    }
  };
}
