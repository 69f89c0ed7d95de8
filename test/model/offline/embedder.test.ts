import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offlineEmbedder } from '../../../src/model/offline/embedder.ts';

async function cosine(one: string, other: string): Promise<number> {
  const [a = [], b = []] = await offlineEmbedder.embed([one, other]);
  return [...a].reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

describe('the offline embedder', () => {
  it('gives vectors of the length that its space names, of unit length, for any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async text => {
        const [vector] = await offlineEmbedder.embed([text]);
        expect(vector).toHaveLength(offlineEmbedder.dimensions);
        expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 4);
      }),
    );
    expect(offlineEmbedder.space).toContain(String(offlineEmbedder.dimensions));
  });

  it('puts a text closer to its translation than to another text', async () => {
    const translated = await cosine('目标检测的损失函数', 'the loss function of object detection');
    expect(translated).toBeGreaterThan(0.6);
    expect(translated).toBeGreaterThan((await cosine('目标检测的损失函数', 'baking bread at home')) + 0.4);
  });

  it('puts related words closer than unrelated ones', async () => {
    expect(await cosine('doctor', 'hospital nurse')).toBeGreaterThan(await cosine('doctor', 'volcano eruption'));
  });
});
