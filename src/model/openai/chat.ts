import type { z } from 'zod';
import { type Clock, realClock } from '../../timing/clock.ts';
import type { Tokens } from '../writer.ts';
import { type Asked, createRequests } from './chat-requests.ts';
import type { Server } from './client.ts';
import { createObjects, type Form } from './objects.ts';
import { persist } from './persist.ts';
import { asChunks, createReading, estimatePrompt } from './reading.ts';

/** A model that one can ask, by a system message and a user's; it answers with at most so many tokens. */
export type Chat = {
  /** as the server knows it */ readonly model: string;
  /**
   * Yields the answer as it comes, without what the model thinks before it, and returns what it cost. What was yielded stands even
   * where the end is an error: `cut` where the stream broke off, stalled, or the answer was too long.
   * @throws ModelError; the signal's reason
   */
  stream(asked: Asked, options: { signal: AbortSignal }): AsyncGenerator<string, Tokens, undefined>;
  /**
   * An answer of a given shape. `name` says what it is, in letters, digits and underscores.
   * @throws ModelError, `garbled` where no answer has the shape; the signal's reason
   */
  object<T>(
    asked: Asked & { schema: z.ZodType<T>; name: string },
    options: { signal: AbortSignal },
  ): Promise<{ value: T; tokens: Tokens }>;
  /** what the server was found not to take so far, by the API's names */ lacks(): readonly string[];
  /** how objects are asked for, once one was got */ form(): Form | undefined;
};

type ChatOptions = {
  server: Server;
  model: string;
  /** how long the first words, or an object, may take in all, attempts and pauses included */ patienceMs: number;
  /** how long the next words may take */ stallMs?: number;
  attempts?: number;
  clock?: Clock;
};

/** Some servers keep the connection after the answer's end, and the tokens' count is not worth a wait. */
const AFTERMATH_MS = 1_000;

export function createChat({
  server,
  model,
  patienceMs,
  stallMs = 10_000,
  attempts = 3,
  clock = realClock,
}: ChatOptions): Chat {
  const requests = createRequests(server, model);
  const objects = createObjects(server, requests);

  /** Asks, and waits for the first words. */
  async function open(asked: Asked, signal: AbortSignal) {
    const { data, response } = await requests.stream(asked, signal);
    const isWhole = /^application\/json\b/i.test(response.headers.get('content-type') ?? '');
    if (isWhole) requests.cameWhole();
    const chunks = isWhole ? asChunks(await response.json()) : data;
    const reading = createReading(chunks, { server, asked });
    const first = await reading.next();
    // A stream that is called off just ends.
    signal.throwIfAborted();
    if (reading.thought()) requests.thinks();
    if (first === undefined) reading.end();
    return { reading, first, stop: () => data.controller.abort() };
  }

  async function* stream(asked: Asked, { signal }: { signal: AbortSignal }): AsyncGenerator<string, Tokens, undefined> {
    const opened = await persist(late => open(asked, late), persisting(asked, signal));
    const { reading, first, stop } = opened;
    let isStalled = false;
    let cancel = () => {};
    const wait = () => {
      cancel();
      cancel = clock.after(reading.isOver() ? AFTERMATH_MS : stallMs, () => {
        isStalled = true;
        stop();
      });
    };
    try {
      for (let piece = first; piece !== undefined; ) {
        yield piece;
        signal.throwIfAborted();
        wait();
        piece = await reading.next(wait).finally(() => cancel());
      }
      signal.throwIfAborted();
      if (isStalled && !reading.isOver()) throw reading.cut('it stalled');
      return reading.end();
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      stop();
    }
  }

  const persisting = (asked: Asked, signal: AbortSignal) => ({
    server,
    clock,
    signal,
    patienceMs,
    attempts,
    spent: { prompt: estimatePrompt(asked), completion: 0 },
  });

  return {
    model,
    stream,
    object: (asked, { signal }) => persist(late => objects.get(asked, late), persisting(asked, signal)),
    lacks: requests.lacks,
    form: objects.form,
  };
}
