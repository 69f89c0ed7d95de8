import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../src/model/openai/client.ts';
import { openAiEmbedderOf, openOpenAiEmbedder } from '../../../src/model/openai/embedder.ts';
import { createClock } from '../../chat/telegram/outgoing/clock.ts';
import type { Embedding } from '../../openai/embeddings.ts';
import type { Fault } from '../../openai/replies.ts';
import { type ModelServer, startModelServer } from '../../openai/server.ts';
import { until } from '../../until.ts';

const KEY = 'sk-abcdefghijklmnop';
const MANY = Array.from({ length: 200 }, (_, index) => `text ${index}`);

function partsOf({ url }: ModelServer) {
  return { server: connect({ baseUrl: url, apiKey: KEY }), model: 'bge-m3', wanted: undefined };
}

/** A server, and an embedder of vectors that have one number for each text's own. */
async function open(how: Embedding = {}, wanted?: number) {
  const server = await startModelServer({ key: KEY });
  server.embeds({ dimensions: 4, vectorOf: (text, dimensions) => pointOf(text, dimensions), ...how });
  const embedder = await openOpenAiEmbedder({ ...partsOf(server), wanted });
  return { server, embedder };
}

/** Tells texts by their first number, and their length: neither of unit length nor all alike. */
function pointOf(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0.5);
  vector[0] = 1 + Number(/\d+/.exec(text)?.[0] ?? 0);
  vector[1] = text.length;
  return vector;
}

function unit(vector: readonly number[]): number[] {
  return vector.map(value => value / Math.hypot(...vector));
}

const sizes = ({ embeddings }: ModelServer) => embeddings.slice(1).map(({ input }) => input.length);

describe('an embedder on a server', () => {
  it('learns the length of its vectors, and names their space by it', async () => {
    const { server, embedder } = await open();
    expect(embedder).toMatchObject({ space: 'openai-bge-m3-4', dimensions: 4 });
    expect(embedder.lacks()).toEqual([]);
    expect(server.embeddings).toEqual([
      { authorization: `Bearer ${KEY}`, model: 'bge-m3', input: ['Noted'], encoding_format: 'base64' },
    ]);
  });

  it('gives a vector of unit length for each text, in order, in requests of a fitting size', async () => {
    const { server, embedder } = await open();
    const vectors = await embedder.embed(MANY);
    expect(sizes(server).toSorted((a, b) => a - b)).toEqual([8, 64, 64, 64]);
    for (const [index, text] of MANY.entries()) {
      for (const [place, value] of unit(pointOf(text, 4)).entries())
        expect(vectors[index]?.[place]).toBeCloseTo(value, 6);
    }
  });

  it('makes no request for texts without content, nor for none at all', async () => {
    const { server, embedder } = await open();
    expect(await embedder.embed([])).toEqual([]);
    expect((await embedder.embed(['', ' \n'])).map(vector => [...vector])).toEqual([
      [1, 0, 0, 0],
      [1, 0, 0, 0],
    ]);
    expect(server.embeddings).toHaveLength(1);
    const [, second] = await embedder.embed(['', 'text 7']);
    expect(second?.[0]).toBeCloseTo(unit(pointOf('text 7', 4))[0] ?? 0);
    expect(server.embeddings[1]?.input).toEqual(['text 7']);
  });

  it('has two requests under way at most', async () => {
    let most = 0;
    let open = 0;
    const server = await startModelServer();
    const bothThere = Promise.withResolvers<void>();
    server.embeds({
      dimensions: 4,
      fault: async () => {
        open += 1;
        most = Math.max(most, open);
        if (open === 2) bothThere.resolve();
        await bothThere.promise;
        open -= 1;
        return undefined;
      },
    });
    await openAiEmbedderOf({ ...partsOf(server), dimensions: 4 }).embed(MANY);
    expect(most).toBe(2);
  });

  it('asks for vectors of a length where one is set', async () => {
    const { server, embedder } = await open({ dimensions: 8 }, 4);
    expect(embedder).toMatchObject({ space: 'openai-bge-m3-4', dimensions: 4 });
    expect(server.embeddings[0]).toMatchObject({ dimensions: 4 });
  });

  it('of a known space asks for nothing until it has to, and for what was set where that was had', async () => {
    const server = await startModelServer();
    server.embeds({ dimensions: 8 });
    const asIs = openAiEmbedderOf({ ...partsOf(server), dimensions: 8, wanted: 4 });
    expect(asIs.space).toBe('openai-bge-m3-8');
    expect(server.embeddings).toEqual([]);
    expect((await asIs.embed(['a text']))[0]).toHaveLength(8);
    const short = openAiEmbedderOf({ ...partsOf(server), dimensions: 4, wanted: 4 });
    expect((await short.embed(['a text']))[0]).toHaveLength(4);
    expect(server.embeddings.map(({ dimensions }) => dimensions)).toEqual([undefined, 4]);
  });
});

describe('a server that', () => {
  it.each<[string, Embedding['lacks'], readonly string[], number]>([
    ['rejects base64', ['base64'], ['base64'], 4],
    ['sends numbers all the same', ['ignores-base64'], [], 4],
    ['rejects a length', ['dimensions'], ['dimensions'], 8],
    ['passes over the length', ['ignores-dimensions'], ['dimensions'], 8],
    ['rejects both', ['base64', 'dimensions'], ['base64', 'dimensions'], 8],
  ])('%s is taken as it is', async (_, lacks, found, dimensions) => {
    const { server, embedder } = await open({ dimensions: 8, ...(lacks && { lacks }) }, 4);
    expect(embedder.dimensions).toBe(dimensions);
    expect(embedder.lacks()).toEqual(found);
    const before = server.embeddings.length;
    expect((await embedder.embed(['text 1']))[0]).toHaveLength(dimensions);
    expect(server.embeddings).toHaveLength(before + 1);
  });

  it('does not say what it rejects is found out', async () => {
    const fault: Embedding['fault'] = ({ dimensions }) =>
      dimensions ? { status: 400, body: 'Bad Request' } : undefined;
    const { embedder } = await open({ dimensions: 8, fault }, 4);
    expect(embedder.lacks()).toEqual(['dimensions']);
    expect(embedder.dimensions).toBe(8);
  });

  it('takes fewer texts at a time is given fewer from then on', async () => {
    const { server, embedder } = await open({ largestBatch: 10 });
    const vectors = await embedder.embed(MANY);
    expect(vectors).toHaveLength(MANY.length);
    expect(vectors[150]?.[0]).toBeCloseTo(unit(pointOf('text 150', 4))[0] ?? 0);
    const before = server.embeddings.length;
    await embedder.embed(MANY.slice(0, 16));
    expect(server.embeddings.slice(before).map(({ input }) => input.length)).toEqual([8, 8]);
  });

  it('takes no long texts is given their beginnings, and one of them makes the batches no smaller', async () => {
    const fault: Embedding['fault'] = ({ input }) =>
      [input].flat().some(text => text.length > 512) ? { status: 413 } : undefined;
    const { server, embedder } = await open({ fault });
    const texts = [...MANY.slice(0, 20), `text 20 ${'长'.repeat(3_000)}`, ...MANY.slice(21, 40)];
    expect(await embedder.embed(texts)).toHaveLength(40);
    const before = server.embeddings.length;
    await embedder.embed(texts);
    expect(server.embeddings.slice(before).map(({ input }) => input.length)).toEqual([40]);
    expect(server.embeddings.at(-1)?.input[20]).toMatch(/^text 20 长{300,502}$/);
  });

  it('rejects a text however short is not asked for ever', async () => {
    const { server, embedder } = await open({
      fault: ({ input }) => (input.includes('bad') ? { status: 400 } : undefined),
    });
    await expect(embedder.embed(['good', 'bad'])).rejects.toMatchObject({ trouble: 'rejected', status: 400 });
    expect(server.embeddings.length).toBeLessThan(8);
    await embedder.embed(['good', 'as good']);
    expect(server.embeddings.at(-1)?.input).toHaveLength(2);
  });

  it('numbers its vectors is read by the numbers, and one that does not by their order', async () => {
    for (const fault of ['shuffled', 'no-index'] as const) {
      const { embedder } = await open({ fault });
      const [first, second] = await embedder.embed(['text 1', 'text 900']);
      expect(first?.[0]).toBeLessThan(0.5);
      expect(second?.[0]).toBeGreaterThan(0.5);
    }
  });

  it.each<[string, Embedding['fault'], string]>([
    ['misses a vector', 'missing', '1 vectors for 2 texts'],
    ['sends one twice', 'twice', 'a vector is missing'],
    ['sends other lengths than before', 'short', 'vectors of 3 numbers instead of 4'],
    ['sends what is no number', 'nan', 'a vector without direction'],
    ['sends zeros', 'zero', 'a vector without direction'],
    ['sends garbage', 'garbage', 'something that is no answer'],
    ['sends nothing', 'empty', 'no vectors'],
  ])('%s gives no vectors', async (_, fault, message) => {
    const { server, embedder } = await open();
    server.embeds({ dimensions: 4, fault });
    await expect(embedder.embed(['text 1', 'text 2'])).rejects.toMatchObject({
      name: 'ModelError',
      trouble: 'garbled',
      message: expect.stringContaining(message),
    });
  });

  it('sends zeros or no numbers as floats gives no vectors either', async () => {
    for (const fault of ['nan', 'zero'] as const) {
      const { server, embedder } = await open({ lacks: ['base64'] });
      server.embeds({ dimensions: 4, lacks: ['base64'], fault });
      await expect(embedder.embed(['text 1'])).rejects.toMatchObject({ trouble: 'garbled' });
    }
  });

  it.each<[string, Fault]>([
    ['fails', { status: 500 }],
    ['is busy', { status: 429 }],
    ['resets the connection', 'reset'],
    ['breaks off', 'cut'],
  ])('%s for a moment is asked again', async (_, fault) => {
    const server = await startModelServer();
    server.embeds({ dimensions: 4, fault: (_, index) => (index === 0 ? fault : undefined) });
    const clock = createClock();
    const vectors = openAiEmbedderOf({ ...partsOf(server), dimensions: 4, clock }).embed(['text 1']);
    await clock.due(500);
    await clock.pass(500);
    expect(await vectors).toHaveLength(1);
    expect(clock.count()).toBe(0);
  });

  it('wants to be left alone is, as long as there is time', async () => {
    const server = await startModelServer();
    server.embeds({
      dimensions: 4,
      fault: (_, index) => (index === 0 ? { status: 429, headers: { 'retry-after': '20' } } : undefined),
    });
    const clock = createClock();
    const embedder = openAiEmbedderOf({ ...partsOf(server), dimensions: 4, clock });
    const vectors = embedder.embed(['text 1', 'text 2']);
    await clock.due(20_000);
    await clock.pass(20_000);
    expect(await vectors).toHaveLength(2);
    server.embeds({ fault: { status: 429, headers: { 'retry-after': '20' } } });
    await expect(embedder.embed(['a question'])).rejects.toMatchObject({ trouble: 'limited', retryInMs: 20_000 });
  });

  it('does not answer is given up', async () => {
    const server = await startModelServer();
    server.embeds({ fault: 'hang' });
    const clock = createClock();
    const opened = openOpenAiEmbedder({ ...partsOf(server), clock });
    await clock.due(8_000);
    await until(() => server.embeddings.length === 1);
    await Promise.all([expect(opened).rejects.toMatchObject({ trouble: 'timeout' }), clock.pass(8_000)]);
  });

  it('turns the key away is told apart, without the key', async () => {
    const server = await startModelServer({ key: 'sk-another' });
    const opened = openOpenAiEmbedder(partsOf(server));
    await expect(opened).rejects.toMatchObject({ trouble: 'unauthorized' });
    await expect(opened).rejects.not.toMatchObject({ message: expect.stringContaining(KEY) });
  });
});

it('Whoever asks can go away', async () => {
  const server = await startModelServer();
  const embedder = openAiEmbedderOf({ ...partsOf(server), dimensions: 4 });
  server.embeds({ fault: 'hang' });
  const leaving = new AbortController();
  const vectors = embedder.embed(MANY, { signal: leaving.signal });
  await until(() => server.embeddings.length === 2);
  leaving.abort(new Error('left'));
  await expect(vectors).rejects.toThrow('left');
  await until(async () => (await server.connections()) === 0);
});

it('Texts of any kind and number get as many vectors, whatever the server takes at a time', async () => {
  const { server, embedder } = await open();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary' }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 80 }),
      async (texts, largestBatch) => {
        server.embeds({ dimensions: 4, largestBatch, vectorOf: pointOf });
        const vectors = await embedder.embed(texts);
        expect(vectors).toHaveLength(texts.length);
        for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      },
    ),
    { numRuns: 20 },
  );
});
