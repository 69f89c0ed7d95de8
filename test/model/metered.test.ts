import { expect, test } from 'vitest';
import { type ModelCall, meteredEmbedder, meteredWriter } from '../../src/model/metered.ts';
import { ModelError } from '../../src/model/model-error.ts';
import { offlineEmbedder } from '../../src/model/offline/embedder.ts';
import type { AnswerTask, RewordTask, Tokens, Writer } from '../../src/model/writer.ts';

const task: AnswerTask = { question: 'why anchors', language: 'en', facts: '', sources: [] };
const rewording: RewordTask = { question: 'why', today: '2021-01-27', previous: undefined };
const tokens = { prompt: 100, completion: 20 };

/** A writer that takes a second for each piece, and what was told of its requests. */
function metered(pieces: readonly (string | Error)[]) {
  const calls: ModelCall[] = [];
  const closed: string[] = [];
  const clock = { now: 0 };
  const writer: Writer = {
    version: 'test-1',
    async *answer() {
      try {
        for (const piece of pieces) {
          clock.now += 1000;
          if (piece instanceof Error) throw piece;
          yield piece;
        }
        return tokens;
      } finally {
        closed.push('answer');
      }
    },
    async reword() {
      clock.now += 1000;
      for (const piece of pieces) if (piece instanceof Error) throw piece;
      return { reworded: { en: 'anchors', zh: '锚', kind: 'explain', from: undefined, to: undefined }, tokens };
    },
  };
  const metering = { onCall: (call: ModelCall) => calls.push(call), elapsed: () => clock.now };
  return { calls, closed, clock, metering, writer: meteredWriter(writer, metering) };
}

const { signal } = new AbortController();

async function whole(answer: AsyncGenerator<string, Tokens>): Promise<{ text: string; tokens: Tokens }> {
  for (let text = ''; ; ) {
    const next = await answer.next();
    if (next.done) return { text, tokens: next.value };
    text += next.value;
  }
}

test('an answer is told with its time, the time of its first words and its cost, and is not changed', async () => {
  const { writer, calls } = metered(['Anchors ', 'help.']);
  expect(writer.version).toBe('test-1');
  expect(await whole(writer.answer(task, { signal }))).toEqual({ text: 'Anchors help.', tokens });
  expect(calls).toEqual([{ kind: 'answer', outcome: 'ok', seconds: 2, firstSeconds: 1, tokens }]);
});

test('a failure is told by its trouble, with what it cost all the same', async () => {
  const cut = new ModelError('it ended early', { trouble: 'cut', tokens });
  const { writer, calls } = metered(['Anchors ', cut]);
  await expect(whole(writer.answer(task, { signal }))).rejects.toBe(cut);
  expect(calls).toEqual([{ kind: 'answer', outcome: 'cut', seconds: 2, firstSeconds: 1, tokens }]);
});

test('an answer that nobody reads on is told as stopped, and its writer is let go', async () => {
  const { writer, calls, closed } = metered(['Anchors ', 'help.']);
  for await (const piece of writer.answer(task, { signal })) if (piece !== '') break;
  expect(closed).toEqual(['answer']);
  expect(calls).toEqual([{ kind: 'answer', outcome: 'stopped', seconds: 1, firstSeconds: 1, tokens: undefined }]);
});

test.each([
  ['stopped', new Error('the person has read enough')],
  ['timeout', new DOMException('too late', 'TimeoutError')],
] as const)('a request that was given up is told as %s', async (outcome, reason) => {
  const { writer, calls } = metered([reason]);
  await expect(writer.reword(rewording, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(calls).toMatchObject([{ kind: 'reword', outcome }]);
});

test('rewording and embedding are told too, and an error of ours by no trouble of a server', async () => {
  const { writer, calls, metering } = metered([]);
  await writer.reword(rewording, { signal });
  const embedder = meteredEmbedder(offlineEmbedder, metering);
  expect(embedder).toMatchObject({ space: offlineEmbedder.space, dimensions: offlineEmbedder.dimensions });
  expect(await embedder.embed(['anchor'])).toEqual(await offlineEmbedder.embed(['anchor']));
  const broken = meteredEmbedder({ ...offlineEmbedder, embed: () => Promise.reject(new TypeError('ours')) }, metering);
  await expect(broken.embed(['anchor'])).rejects.toThrow('ours');
  expect(calls).toEqual([
    { kind: 'reword', outcome: 'ok', seconds: 1, firstSeconds: undefined, tokens },
    { kind: 'embed', outcome: 'ok', seconds: 0, firstSeconds: undefined, tokens: undefined },
    { kind: 'embed', outcome: 'error', seconds: 0, firstSeconds: undefined, tokens: undefined },
  ]);
});
