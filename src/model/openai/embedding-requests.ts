import { APIError } from 'openai';
import type { Server } from './client.ts';
import { isRejection } from './failure.ts';
import { vectorsOf } from './vectors.ts';

/** What a server was found not to do: vectors as base64, vectors of a length that is asked for. */
export type EmbeddingLack = 'base64' | 'dimensions';

/** Makes requests for vectors that the server takes. */
export type EmbeddingRequests = {
  /** @throws ModelError for vectors that are none, and what the client throws */
  vectors(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
  lacks(): readonly EmbeddingLack[];
};

/** A text that nothing can be wrong with. */
const PROBE = 'Noted';

/** `wanted`: the length that vectors are asked for in, where they are not to come as they are. */
export function createEmbeddingRequests(
  server: Server,
  { model, wanted }: { model: string; wanted: number | undefined },
): EmbeddingRequests {
  const lacking = new Set<EmbeddingLack>();
  let isProven = false;

  async function send(texts: readonly string[], without: ReadonlySet<EmbeddingLack>, signal: AbortSignal) {
    const answer: unknown = await server.openai.embeddings.create(
      {
        model,
        input: [...texts],
        // A third of the size of numbers, and not to be read digit by digit; left out, the client would ask for it again.
        encoding_format: without.has('base64') ? 'float' : 'base64',
        ...(wanted !== undefined && !without.has('dimensions') && { dimensions: wanted }),
      },
      { signal },
    );
    const vectors = vectorsOf(answer, { count: texts.length, server });
    if (wanted !== undefined && vectors[0]?.length !== wanted) lacking.add('dimensions');
    return vectors;
  }

  /** Finds out what a server takes that rejects a request and does not say why, with a text that nothing can be wrong with. */
  async function find(signal: AbortSignal): Promise<void> {
    const sets: EmbeddingLack[][] = [[], ['base64'], ['dimensions'], ['base64', 'dimensions']];
    for (const lacks of sets.filter(set => wanted !== undefined || !set.includes('dimensions'))) {
      try {
        await send([PROBE], new Set([...lacking, ...lacks]), signal);
        for (const lack of lacks) lacking.add(lack);
        return;
      } catch (error) {
        if (!isRefusal(error)) throw error;
      }
    }
  }

  return {
    async vectors(texts, signal) {
      for (;;) {
        try {
          const vectors = await send(texts, lacking, signal);
          isProven = true;
          return vectors;
        } catch (error) {
          if (isProven || !isRefusal(error)) throw error;
          const named = lackIn(error);
          const isNews = named !== undefined && !lacking.has(named) && (named === 'base64' || wanted !== undefined);
          if (isNews) {
            lacking.add(named);
            continue;
          }
          isProven = true;
          await find(signal);
        }
      }
    },
    lacks: () => [...lacking],
  };
}

/** The server does not take the request as it is, or so much of it. */
function isRefusal(error: unknown): error is APIError {
  return isRejection(error) || (error instanceof APIError && error.status === 413);
}

function lackIn({ param, message }: APIError): EmbeddingLack | undefined {
  if (/encoding_format|base64/i.test(`${param ?? ''} ${message}`)) return 'base64';
  return /\bdimensions\b|matryoshka/i.test(`${param ?? ''} ${message}`) ? 'dimensions' : undefined;
}
