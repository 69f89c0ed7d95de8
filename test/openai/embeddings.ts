import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { errorOf, type Fault, sendJson, sendStatus } from './replies.ts';

/** What a client asks of /embeddings. */
export type EmbeddingBody = z.infer<typeof EmbeddingBody>;
export const EmbeddingBody = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1)]),
  dimensions: z.int().positive().optional(),
  encoding_format: z.enum(['float', 'base64']).optional(),
});
export type EmbeddingRequest = EmbeddingBody & { /** the header, as it came */ authorization: string | undefined };

/** What is wrong with the vectors of an answer that is otherwise one. */
type Flaw = 'shuffled' | 'no-index' | 'missing' | 'twice' | 'short' | 'nan' | 'zero';
type EmbeddingFault = Fault | Flaw | undefined;

export type Embedding = {
  /** how long its vectors are by themselves (64) */ dimensions?: number;
  /** what this server does not take; `ignores-…`: it goes on as though it had not been asked */
  lacks?: readonly ('base64' | 'dimensions' | 'ignores-base64' | 'ignores-dimensions')[];
  /** a larger batch gives 413 */ largestBatch?: number;
  vectorOf?: (text: string, dimensions: number) => readonly number[];
  fault?: EmbeddingFault | ((request: EmbeddingRequest, index: number) => EmbeddingFault | Promise<EmbeddingFault>);
};

export async function sendEmbeddings(
  response: ServerResponse,
  { request, how, index }: { request: EmbeddingRequest; how: Embedding; index: number },
): Promise<void> {
  const { lacks = [], largestBatch, vectorOf = hashed, dimensions: own = 64 } = how;
  const texts = typeof request.input === 'string' ? [request.input] : request.input;
  const fault = typeof how.fault === 'function' ? await how.fault(request, index) : how.fault;
  for (const [lack, param] of [
    ['base64', request.encoding_format === 'base64' && 'encoding_format'],
    ['dimensions', request.dimensions !== undefined && 'dimensions'],
  ] as const) {
    if (param === false || !lacks.includes(lack)) continue;
    return sendStatus(response, { status: 400, body: errorOf(`This model does not support ${param}.`, { param }) });
  }
  if (largestBatch !== undefined && texts.length > largestBatch) {
    return sendStatus(response, { status: 413, body: errorOf(`batch size ${texts.length} > ${largestBatch}`) });
  }
  const dimensions = lacks.includes('ignores-dimensions') ? own : (request.dimensions ?? own);
  const vectors = texts.map(text => flawed(vectorOf(text, dimensions), fault));
  const encoded = request.encoding_format === 'base64' && !lacks.includes('ignores-base64');
  const data = vectors.map((vector, place) => ({
    object: 'embedding',
    ...(fault !== 'no-index' && { index: place }),
    embedding: encoded ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector,
  }));
  if (fault === 'shuffled') data.reverse();
  if (fault === 'missing') data.pop();
  const doubled = fault === 'twice' ? data.map(row => ({ ...row, index: 0 })) : data;
  const tokens = texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  const body = { object: 'list', data: doubled, model: request.model, usage };
  sendJson(response, body, isFlaw(fault) ? undefined : fault);
}

const isFlaw = (fault: EmbeddingFault): fault is Flaw =>
  typeof fault === 'string' && !['hang', 'reset', 'cut', 'garbage', 'empty'].includes(fault);

function flawed(vector: readonly number[], fault: EmbeddingFault): readonly number[] {
  if (fault === 'short') return vector.slice(1);
  if (fault === 'zero') return vector.map(() => 0);
  return fault === 'nan' ? vector.map((value, index) => (index === 0 ? Number.NaN : value)) : vector;
}

/** A bag of words, hashed into buckets: texts that share words (or, in Chinese, characters) are close. */
function hashed(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? ['']) {
    let hash = 7;
    for (const character of word) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
    vector[hash % dimensions] = (vector[hash % dimensions] ?? 0) + 1;
  }
  const norm = Math.hypot(...vector);
  return vector.map(value => value / norm);
}
