import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ModelError } from '../../../src/model/model-error.ts';
import { connect } from '../../../src/model/openai/client.ts';
import { asChunks, createReading, readWhole } from '../../../src/model/openai/reading.ts';

const about = {
  server: connect({ baseUrl: 'http://127.0.0.1:9/v1', apiKey: undefined }),
  asked: { system: 's', user: 'u', maxTokens: 9 },
};

/** What of the shapes is there can be anything, and so can the rest. */
const said = fc.record(
  { content: fc.anything(), refusal: fc.anything(), reasoning_content: fc.anything() },
  { requiredKeys: [] },
);
const choice = fc.record(
  { delta: fc.oneof(said, fc.anything()), message: said, finish_reason: fc.anything() },
  { requiredKeys: [] },
);
const answer = fc.oneof(
  fc.anything(),
  fc.record({ choices: fc.oneof(fc.array(choice), fc.anything()), usage: fc.anything() }, { requiredKeys: [] }),
);

async function* each(chunks: readonly unknown[]) {
  yield* chunks;
}

it('Whatever a stream brings, it is words or a ModelError', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { maxLength: 6 }), async chunks => {
      const reading = createReading(each(chunks), about);
      try {
        for (;;) {
          const piece = await reading.next();
          if (piece === undefined) break;
          expect(piece).not.toBe('');
        }
        expect(reading.end()).toEqual({ prompt: expect.any(Number), completion: expect.any(Number) });
      } catch (error) {
        expect(error).toBeInstanceOf(ModelError);
      }
    }),
  );
});

it('Whatever comes as a whole answer, it is words or a ModelError', async () => {
  const isModelError = (error: unknown) => expect(error).toBeInstanceOf(ModelError);
  await fc.assert(
    fc.asyncProperty(answer, async whole => {
      try {
        expect(readWhole(whole, about).text).toEqual(expect.any(String));
      } catch (error) {
        isModelError(error);
      }
      const reading = createReading(asChunks(whole), about);
      await reading.next().then(reading.end).catch(isModelError);
    }),
  );
});
