import { expect, test } from 'vitest';
import { patientEmbedding } from '../../src/library/embedding.ts';
import { countingEmbedder, vectorOf } from './parts.ts';

test('a text that the embedder does not take costs no other its vector', async () => {
  const embedder = countingEmbedder();
  embedder.failOn = text => text === 'bad';
  const embedding = patientEmbedding(embedder, undefined);
  const texts = ['a', 'b', 'bad', 'c', 'd', 'e', 'bad', 'f'];
  const vectors = await embedding.embed(texts);
  expect(vectors).toEqual(texts.map(text => (text === 'bad' ? undefined : vectorOf(text))));
  expect(embedding.down).toBeUndefined();
});

test('an embedder that is down is asked no more', async () => {
  const embedder = countingEmbedder();
  let asked = 0;
  embedder.failOn = () => {
    asked += 1;
    return true;
  };
  const embedding = patientEmbedding(embedder, undefined);
  expect(await embedding.embed(['a', 'b'])).toEqual([undefined, undefined]);
  expect(await embedding.embed(['c'])).toEqual([undefined]);
  expect(embedding.down).toBe('the embedder is out of order');
  // Once for the texts, once to see whether they are at fault.
  expect(asked).toBe(2);
});

test('an abort is passed on, not taken for a failure', async () => {
  const stop = new AbortController();
  const embedder = countingEmbedder();
  embedder.failOn = () => {
    stop.abort(new Error('enough'));
    return true;
  };
  await expect(patientEmbedding(embedder, stop.signal).embed(['a'])).rejects.toThrow('enough');
});

test('a vector with a number that is none is not taken', async () => {
  const embedder = { ...countingEmbedder(), embed: async () => [new Float32Array(16).fill(Number.NaN)] };
  const embedding = patientEmbedding(embedder, undefined);
  expect(await embedding.embed(['a'])).toEqual([undefined]);
  expect(embedding.down).toContain('finite');
});
