import { expect, test } from 'vitest';
import { createQuestionVector } from '../../src/library/question-vector.ts';
import type { SpaceHead } from '../../src/library/spaces.ts';
import { ModelError } from '../../src/model/model-error.ts';
import { clockByHand } from '../clock-by-hand.ts';
import { countingEmbedder, vectorOf } from './parts.ts';

/** What embeds questions, with a clock that stands until a test moves it. */
function createBench() {
  const clock = clockByHand();
  const embedder = countingEmbedder();
  const head: SpaceHead = {
    format: 1,
    space: embedder.space,
    dimensions: embedder.dimensions,
    model: 'm',
    version: 1,
    of: '',
    refused: 0,
    triedAt: 0,
    savedAt: 0,
  };
  const bench = {
    embedder,
    head,
    serving: head as SpaceHead | undefined,
    told: [] as string[],
    pass: clock.pass,
  };
  const questionVector = createQuestionVector({
    serving: () => bench.serving,
    embedderOf: async ({ space }) => ({ ...embedder, space }),
    onDown: error => bench.told.push(`down: ${(error as Error).message}`),
    onUp: () => bench.told.push('up'),
    clock,
  });
  return { bench, questionVector };
}

test('a question has its vector in the space that serves, and is embedded once', async () => {
  const { bench, questionVector } = createBench();
  expect(await questionVector('plums')).toEqual({ space: 'test-1-16', vector: vectorOf('plums') });
  expect(await questionVector('plums')).toEqual({ space: 'test-1-16', vector: vectorOf('plums') });
  expect(bench.embedder.texts).toEqual(['plums']);
  bench.serving = undefined;
  expect(await questionVector('plums')).toBeUndefined();
  expect(bench.told).toEqual([]);
});

test('an embedder that fails is told of once, and left alone for longer each time', async () => {
  const { bench, questionVector } = createBench();
  let asked = 0;
  bench.embedder.failOn = () => {
    asked += 1;
    return true;
  };
  expect(await questionVector('a')).toBeUndefined();
  expect(await questionVector('b')).toBeUndefined();
  expect(asked).toBe(1);
  bench.pass(15_000);
  expect(await questionVector('c')).toBeUndefined();
  expect(asked).toBe(2);
  bench.pass(15_000);
  expect(await questionVector('d')).toBeUndefined();
  expect(asked).toBe(2);
  bench.pass(15_000);
  bench.embedder.failOn = () => false;
  expect(await questionVector('e')).toMatchObject({ space: 'test-1-16' });
  expect(await questionVector('f')).toMatchObject({ space: 'test-1-16' });
  expect(bench.told).toEqual(['down: the embedder is out of order', 'up']);
});

test('a server that asks to be left alone is, for as long as it says', async () => {
  const { bench, questionVector } = createBench();
  const { embedder } = bench;
  const works = embedder.embed;
  embedder.embed = async () => {
    throw new ModelError('too many requests', { trouble: 'limited', retryInMs: 60_000 });
  };
  expect(await questionVector('a')).toBeUndefined();
  embedder.embed = works;
  bench.pass(59_999);
  expect(await questionVector('b')).toBeUndefined();
  bench.pass(1);
  expect(await questionVector('c')).toMatchObject({ space: 'test-1-16' });
});

test('nobody waits longer than three seconds, and while one tries again the others do not wait', async () => {
  const { bench, questionVector } = createBench();
  const begun = Promise.withResolvers<void>();
  const { embedder } = bench;
  let signal: AbortSignal | undefined;
  embedder.embed = (_texts, options) => {
    signal = options?.signal;
    begun.resolve();
    return new Promise(() => {});
  };
  const slow = questionVector('a');
  await begun.promise;
  bench.pass(2_999);
  expect(signal?.aborted).toBe(false);
  bench.pass(1);
  expect(await slow).toBeUndefined();
  expect(signal?.aborted).toBe(true);
  expect(bench.told).toEqual(['down: The embedding model took longer than 3000 ms.']);
  bench.pass(15_000);
  const trying = questionVector('b');
  expect(await questionVector('c')).toBeUndefined();
  bench.pass(3_000);
  expect(await trying).toBeUndefined();
});

test('another space is another model: what the last one did is not held against it', async () => {
  const { bench, questionVector } = createBench();
  bench.embedder.failOn = () => true;
  expect(await questionVector('a')).toBeUndefined();
  bench.embedder.failOn = () => false;
  bench.serving = { ...bench.head, space: 'next-1-16' };
  expect(await questionVector('a')).toMatchObject({ space: 'next-1-16' });
});

test('a vector that does not fit the space is none', async () => {
  const { bench, questionVector } = createBench();
  bench.serving = { ...bench.head, dimensions: 8 };
  expect(await questionVector('a')).toBeUndefined();
  expect(bench.told).toEqual(['down: test-1-16 gave no vector of its length']);
});
