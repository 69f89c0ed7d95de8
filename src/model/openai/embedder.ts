import { type Clock, realClock } from '../../timing/clock.ts';
import type { Embedder } from '../embedder.ts';
import { FIRST_LIMITS, inBatches } from './batches.ts';
import type { Server } from './client.ts';
import { createEmbeddingRequests, type EmbeddingLack, type EmbeddingRequests } from './embedding-requests.ts';
import { failure } from './failure.ts';
import { persist } from './persist.ts';

/** An embedder whose model is on a server. Its errors are ModelErrors, or the signal's reason. */
export type ServerEmbedder = Embedder & {
  /** what the server was found not to do so far */ lacks(): readonly EmbeddingLack[];
};

type Embedding = {
  server: Server;
  model: string;
  /** what OPENAI_EMBEDDING_DIMENSIONS says: vectors are asked for in that length */ wanted: number | undefined;
  clock?: Clock;
};

/** Somebody waits for the vector of a question, and an answer by words alone is better than a late one. */
const FOR_ONE = { patienceMs: 8_000, attempts: 2 };
/** Nobody waits for those of entries. */
const FOR_MANY = { patienceMs: 60_000, attempts: 5 };

/** Names the space of a model's vectors of a length, wherever the model is. */
function spaceOf(model: string, dimensions: number): string {
  return `openai-${model}-${dimensions}`;
}

/**
 * Asks the server for a vector to learn how long it makes them.
 * @throws ModelError; the signal's reason
 */
export async function openOpenAiEmbedder(o: Embedding & { signal?: AbortSignal }): Promise<ServerEmbedder> {
  const { server, clock = realClock, signal } = o;
  const requests = createEmbeddingRequests(server, o);
  const probe = (late: AbortSignal) => requests.vectors(['Noted'], late);
  const [vector] = await persist(probe, { server, clock, signal, ...FOR_ONE });
  return embedderOf({ ...o, requests, dimensions: vector?.length ?? 0 });
}

/**
 * The embedder of a space that is known, such as one that entries were embedded in before; asks for nothing until it has to.
 * Vectors of another length than it should have are an error.
 */
export function openAiEmbedderOf(o: Embedding & { dimensions: number }): ServerEmbedder {
  // Where they have another length than the wanted one, the server turned out to make them in no other.
  const wanted = o.wanted === o.dimensions ? o.wanted : undefined;
  return embedderOf({ ...o, requests: createEmbeddingRequests(o.server, { model: o.model, wanted }) });
}

function embedderOf({
  server,
  model,
  dimensions,
  requests,
  clock = realClock,
}: Omit<Embedding, 'wanted'> & { dimensions: number; requests: EmbeddingRequests }): ServerEmbedder {
  const limits = { ...FIRST_LIMITS };
  async function embedAll(texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const patience = texts.length === 1 ? FOR_ONE : FOR_MANY;
    const send = async (batch: readonly string[]) => {
      const vectors = await persist(late => requests.vectors(batch, late), { server, clock, signal, ...patience });
      const length = vectors[0]?.length;
      if (length === dimensions) return vectors;
      throw failure('garbled', server, { detail: `vectors of ${length} numbers instead of ${dimensions}` });
    };
    return await inBatches(texts, { limits, send });
  }

  return {
    space: spaceOf(model, dimensions),
    dimensions,
    async embed(texts, { signal } = {}) {
      // Halves of characters are no text, and servers reject empty ones.
      const sound = texts.map(text => text.toWellFormed().trim());
      const asked = sound.filter(text => text !== '');
      const vectors = await embedAll(asked, signal);
      let next = 0;
      return sound.map(text => (text === '' ? undefined : vectors[next++]) ?? nowhere(dimensions));
    },
    lacks: requests.lacks,
  };
}

/** Where a text without content stands: in a direction that has nothing to do with any other. */
function nowhere(dimensions: number): Float32Array {
  return new Float32Array(dimensions).fill(1, 0, 1);
}
