import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { judge, type Verdict } from '../../src/eval/judge.ts';
import { mean } from '../../src/eval/measure.ts';
import { refusalsOf } from '../../src/eval/report.ts';
import { questionsOf, ZONE } from '../../src/eval/sets.ts';
import { fillSpace } from '../../src/library/fill.ts';
import { createQuestionVector } from '../../src/library/question-vector.ts';
import type { Embedder } from '../../src/model/embedder.ts';
import { offlineEmbedder } from '../../src/model/offline/embedder.ts';
import { realClock } from '../../src/timing/clock.ts';
import { openNotes } from '../notes.ts';

/** The offline embedder's vectors, changed, as those of a model. */
function modelOf(
  space: string,
  dimensions: number,
  change: (own: Float32Array, text: string) => Float32Array,
): Embedder {
  const embed = async (texts: readonly string[]) => {
    const own = await offlineEmbedder.embed(texts);
    return own.map((vector, index) => {
      const changed = change(vector, texts[index] ?? '');
      const length = Math.hypot(...changed);
      return changed.map(value => value / length);
    });
  };
  return { space, dimensions, embed };
}

/** A model that means the same, but finds all texts much alike: cosines of 0.8 to 1. */
const alike = modelOf('alike', offlineEmbedder.dimensions + 1, own => Float32Array.of(...own, 2));
/** A model that means nothing. */
const chance = modelOf('chance', 32, (_, text) =>
  Float32Array.from(createHash('sha256').update(text).digest(), byte => byte - 127.5),
);

/** What comes of the seed's questions by the library's own vectors, and beside them by each model's. */
async function judgeBy(models: readonly Embedder[]) {
  const { library, embedder } = await openNotes();
  const questions = await questionsOf('seed');
  const results: { recall(kind: Verdict['kind']): number; refusal: number }[] = [];
  for (const model of [undefined, ...models]) {
    if (model !== undefined) await fillSpace({ library, embedder: model, maker: { model: model.space } });
    const questionVector = createQuestionVector({
      serving: () => library.spaces().find(({ space }) => space === model?.space),
      embedderOf: async () => model ?? embedder,
      onDown(error) {
        throw error;
      },
      onUp: () => {},
      clock: realClock,
    });
    const asked = { library, embedder, questionVector, timeZone: ZONE, now: new Date(), clock: realClock.now };
    const verdicts: Verdict[] = [];
    for (const graded of questions) verdicts.push(await judge(graded, asked));
    results.push({
      recall: kind => mean(verdicts.flatMap(one => (one.kind === kind ? (one.recall5 ?? []) : []))) ?? 0,
      refusal: refusalsOf(verdicts, ['keyword', 'cross-lingual', 'several'])?.f1 ?? 0,
    });
  }
  return results;
}

it('a model finds as much on whatever scale its cosines are, and one that means nothing hides nothing', async () => {
  const [own, same, random] = await judgeBy([alike, chance]);
  for (const kind of ['keyword', 'cross-lingual', 'paraphrase', 'several'] as const) {
    expect(same?.recall(kind), kind).toBeGreaterThanOrEqual((own?.recall(kind) ?? 0) - 0.01);
  }
  expect(same?.refusal).toBeCloseTo(own?.refusal ?? 0, 2);
  expect(random?.recall('keyword')).toBeGreaterThanOrEqual(0.98);
  // Refusing is left to the library's own vectors.
  expect(random?.refusal).toBeGreaterThanOrEqual((own?.refusal ?? 0) - 0.01);
});
