import { createHash } from 'node:crypto';
import type { Analyzer } from '../../src/library/analyzer.ts';
import type { Embedder } from '../../src/model/embedder.ts';

/** Lower-cased words and single Han characters as written; the same with a mark in the gloss space. */
export const testAnalyzer: Analyzer = {
  version: 'test-1',
  analyze(text) {
    const terms = text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
    return { terms, glosses: terms.map(term => `g-${term}`) };
  },
};

/** An embedder that remembers what it was asked, and can be told to fail. */
export type TestEmbedder = Embedder & { texts: string[]; failOn: (text: string) => boolean };

/** Words hashed into buckets: texts that share words are close. */
export function countingEmbedder(options: { space?: string; dimensions?: number } = {}): TestEmbedder {
  const { space = 'test-1-16', dimensions = 16 } = options;
  const embedder: TestEmbedder = {
    space,
    dimensions,
    texts: [],
    failOn: () => false,
    async embed(texts) {
      if (texts.some(text => embedder.failOn(text))) throw new Error('the embedder is out of order');
      embedder.texts.push(...texts);
      return texts.map(text => vectorOf(text, dimensions));
    },
  };
  return embedder;
}

export function vectorOf(text: string, dimensions = 16): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const term of testAnalyzer.analyze(text).terms) {
    const [bucket = 0] = createHash('sha256').update(term).digest();
    vector[bucket % dimensions] = (vector[bucket % dimensions] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map(value => value / length);
}
