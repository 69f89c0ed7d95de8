import { expect, test } from 'vitest';
import { createModelSpace } from '../../src/library/model-space.ts';
import { connect } from '../../src/model/openai/client.ts';
import { openAiEmbedderOf, openOpenAiEmbedder } from '../../src/model/openai/embedder.ts';
import type { Clock } from '../../src/timing/clock.ts';
import { capturedLog } from '../captured-log.ts';
import { clockByHand } from '../clock-by-hand.ts';
import { type ModelServer, startModelServer } from '../openai/server.ts';
import { until } from '../until.ts';
import { createWorkbench, day } from './workbench.ts';

/** A library of some entries and a model's server, with a clock that a test moves on. */
async function createBench(...items: string[]) {
  const bench = await createWorkbench();
  await bench.write('a.md', day('2021.1.18', ...items));
  const library = await bench.open();
  await bench.ingest(library);
  const server = await startModelServer();
  return { ...bench, library, server };
}

type Bench = Awaited<ReturnType<typeof createBench>>;

/** The model's space as a process has it. */
function createSpace({ library, server }: Pick<Bench, 'library' | 'server'>, model = 'm', asked?: number) {
  const log = capturedLog();
  const clock = clockByHand();
  const connection = connect({ baseUrl: server.url, apiKey: 'k' });
  // The embedder's own pauses are over at once, its deadlines never: what is looked at here is what comes after them.
  const impatient: Clock = {
    now: clock.now,
    after(ms, act) {
      if (ms < 8_000) queueMicrotask(act);
      return () => {};
    },
  };
  const made = { server: connection, clock: impatient };
  const space = createModelSpace({
    library,
    maker: { model, asked },
    embedders: {
      wanted: signal => openOpenAiEmbedder({ ...made, model, wanted: asked, ...(signal && { signal }) }),
      of: async head => openAiEmbedderOf({ ...made, ...head, wanted: head.asked }),
    },
    log,
    clock,
  });
  return {
    ...space,
    log,
    pass: clock.pass,
    /** when the log says it */
    said: (message: string, times = 1) =>
      until(() => log.lines.filter(({ msg }) => String(msg).includes(message)).length >= times),
  };
}

const textsAsked = (server: ModelServer) =>
  server.embeddings.flatMap(({ input }) => input).filter(text => text !== 'Noted');

test('the library’s own vectors answer until every entry has the model’s', async () => {
  const bench = await createBench('one apple', 'two pears');
  const space = createSpace(bench);
  expect(await space.questionVector('pears')).toBeUndefined();
  expect(bench.server.embeddings).toEqual([]);
  const held = Promise.withResolvers<undefined>();
  bench.server.embeds({ fault: ({ input }) => (input[0] === 'Noted' ? undefined : held.promise) });
  const stop = new AbortController();
  const kept = space.keep(stop.signal);
  expect(space.serving()).toBeUndefined();
  held.resolve(undefined);
  await space.said('every entry is embedded');
  expect(space.serving()).toMatchObject({ space: 'openai-m-64', model: 'm' });
  const asked = await space.questionVector('pears');
  expect(asked).toMatchObject({ space: 'openai-m-64' });
  const sought = { terms: [], glosses: [], vector: undefined, near: asked };
  const candidates = await bench.library.candidates(sought, { matching: 0, nearest: 2 });
  const [best] = candidates.toSorted((one, other) => (other.near?.cosine ?? 0) - (one.near?.cosine ?? 0));
  expect(best?.id).toBe('2021-01-18#2');
  // An entry that comes later is made known, and embedded alone.
  await bench.write('a.md', day('2021.1.18', 'one apple', 'two pears', 'three plums'));
  await bench.ingest(bench.library);
  space.wake();
  await space.said('embedded entries', 2);
  expect(textsAsked(bench.server)).toEqual(['one apple', 'two pears', 'pears', 'three plums']);
  stop.abort(new Error('enough'));
  await kept;
});

test('a server that is down at the start is tried again, and what it says then is heard', async () => {
  const bench = await createBench('one', 'two');
  const { server } = bench;
  server.embeds({ fault: { status: 503 } });
  const space = createSpace(bench);
  const stop = new AbortController();
  const kept = space.keep(stop.signal);
  await space.said('entries cannot be embedded for now');
  expect(space.serving()).toBeUndefined();
  space.pass(15_000);
  server.embeds({});
  space.pass(30_000);
  await space.said('every entry is embedded');
  expect(space.log.lines.filter(({ level }) => level === 40)).toHaveLength(1);
  expect(space.serving()?.space).toBe('openai-m-64');
  stop.abort(new Error('enough'));
  await kept;
});

test('while another model’s vectors are made the old one’s answer, also when the server fails in the middle', async () => {
  const items = Array.from({ length: 300 }, (_, index) => `item ${index}`);
  const bench = await createBench(...items);
  const { server, library } = bench;
  expect(await createSpace(bench, 'old').fill({})).toMatchObject({ complete: true, serving: 'openai-old-64' });
  const asked = textsAsked(server).length;
  server.embeds({
    dimensions: 32,
    fault: ({ input }) => (input.includes('item 290') ? { status: 429 } : undefined),
  });
  const space = createSpace(bench, 'next');
  const stop = new AbortController();
  const kept = space.keep(stop.signal);
  await space.said('entries cannot be embedded for now');
  expect(space.serving()?.space).toBe('openai-old-64');
  server.embeds({ dimensions: 64 });
  expect(await space.questionVector('item 7')).toMatchObject({ space: 'openai-old-64' });
  server.embeds({ dimensions: 32 });
  space.pass(15_000);
  await space.said('every entry is embedded');
  expect(space.serving()?.space).toBe('openai-next-32');
  expect(await space.questionVector('item 7')).toMatchObject({ space: 'openai-next-32' });
  expect(library.spaces().map(({ space: name }) => name)).toEqual(['openai-next-32', 'openai-old-64']);
  // What the first try kept was not asked for again.
  const again = textsAsked(server)
    .slice(asked)
    .filter(text => text === 'item 3');
  expect(again).toHaveLength(1);
  stop.abort(new Error('enough'));
  await kept;
  // Changing back finds the old vectors.
  const before = server.embeddings.length;
  server.embeds({});
  expect(createSpace(bench, 'old').serving()?.space).toBe('openai-old-64');
  expect(await createSpace(bench, 'old').fill({})).toMatchObject({ embedded: 0, complete: true });
  expect(server.embeddings).toHaveLength(before + 1);
});

test('vectors of another length are another space', async () => {
  const bench = await createBench('one', 'two');
  await createSpace(bench).fill({});
  const short = createSpace(bench, 'm', 16);
  expect(short.serving()?.space).toBe('openai-m-64');
  expect(await short.fill({})).toMatchObject({ space: 'openai-m-16', embedded: 2, serving: 'openai-m-16' });
  expect(await short.questionVector('one')).toMatchObject({ space: 'openai-m-16' });
  expect(bench.server.embeddings.at(-1)).toMatchObject({ dimensions: 16 });
  expect(createSpace(bench).serving()?.space).toBe('openai-m-64');
});

test('a model whose vectors become longer behind its name is embedded anew, and the old ones answer no longer', async () => {
  const bench = await createBench('one', 'two');
  await createSpace(bench).fill({});
  bench.server.embeds({ dimensions: 96 });
  const space = createSpace(bench);
  expect(await space.questionVector('one')).toBeUndefined();
  expect(await space.fill({})).toMatchObject({ space: 'openai-m-96', embedded: 2, serving: 'openai-m-96' });
  expect(await space.questionVector('two')).toMatchObject({ space: 'openai-m-96' });
});

test('a fill by hand says what became of it when the server is down', async () => {
  const bench = await createBench('one', 'two');
  bench.server.embeds({ fault: { status: 401 } });
  expect(await createSpace(bench).fill({})).toMatchObject({
    space: undefined,
    model: 'm',
    serving: undefined,
    down: expect.stringContaining('does not accept the key'),
  });
});

test('it ends with the program in the middle of its work', async () => {
  const bench = await createBench('one', 'two');
  const begun = Promise.withResolvers<void>();
  bench.server.embeds({
    fault({ input }) {
      if (input[0] === 'Noted') return undefined;
      begun.resolve();
      return 'hang';
    },
  });
  const space = createSpace(bench);
  const kept = space.keep(new AbortController().signal);
  await begun.promise;
  await space.close();
  await kept;
  expect(space.log.lines.filter(({ level }) => Number(level) >= 40)).toEqual([]);
});
