import { z } from 'zod';
import type { ModelError } from '../model-error.ts';
import type { Server } from './client.ts';
import { failure } from './failure.ts';

/** What is read of the answer of /embeddings. Some servers number no vectors: those are in order. */
const Embeddings = z.object({
  data: z.array(z.object({ index: z.int().nullish(), embedding: z.union([z.string(), z.array(z.number())]) })),
});

/**
 * The vectors of an answer in the order of the texts, each of unit length, whether they came as numbers or as base64.
 * @throws ModelError `garbled` where one is missing, comes twice, has another length than the others or no direction
 */
export function vectorsOf(answer: unknown, { count, server }: { count: number; server: Server }): Float32Array[] {
  const garbled = (detail: string): ModelError => failure('garbled', server, { detail });
  const { data } = Embeddings.safeParse(answer).data ?? {};
  if (data === undefined) throw garbled('no vectors');
  if (data.length !== count) throw garbled(`${data.length} vectors for ${count} texts`);
  const placed = new Map(data.map(({ index, embedding }, place) => [index ?? place, unit(floatsOf(embedding))]));
  return Array.from({ length: count }, (_, place) => {
    const vector = placed.get(place);
    if (!placed.has(place)) throw garbled('a vector is missing');
    if (vector === undefined) throw garbled('a vector without direction');
    if (vector.length !== placed.get(0)?.length) throw garbled('vectors of several lengths');
    return vector;
  });
}

/** base64 holds 4 bytes a number, the lowest first. */
function floatsOf(embedding: string | readonly number[]): Float32Array {
  if (typeof embedding !== 'string') return Float32Array.from(embedding);
  const bytes = Buffer.from(embedding, 'base64');
  return Float32Array.from({ length: bytes.length >> 2 }, (_, place) => bytes.readFloatLE(place * 4));
}

/** The same direction with length 1; undefined where there is none. */
function unit(vector: Float32Array): Float32Array | undefined {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const norm = Math.sqrt(sum);
  return norm > 0 && Number.isFinite(norm) ? vector.map(value => value / norm) : undefined;
}
