import { estimateTokens } from '../estimate.ts';
import { ModelError } from '../model-error.ts';

/** What one request may hold. */
export type Limits = { /** texts */ most: number /** estimated tokens of one text */; longest: number };

/**
 * OpenAI takes 2,048 texts, Zhipu 64, TEI and SiliconFlow 32, DashScope 10: the fewest of these that make requests rare enough, and
 * that lead to the others by halving. OpenAI takes 8,191 tokens of one text.
 */
export const FIRST_LIMITS: Limits = { most: 64, longest: 8_191 };

/** OpenAI takes 300,000 tokens in one request, and our count of them is an estimate. */
const MOST_TOKENS = 250_000;

/** Models of BERT's kind take 512 tokens; a text of less than this is not what a server rejects. */
const SHORTEST = 128;

/** Two requests at a time keep a server busy while we look at what it sent, and are few for one that works by itself. */
const AT_A_TIME = 2;

/** @throws ModelError */
type Send = (texts: readonly string[]) => Promise<Float32Array[]>;
type Sending = { limits: Limits; send: Send };

/**
 * Has texts embedded in requests that the server takes: where it rejects many texts, or a long one, fewer or a shorter one is tried,
 * and what it takes is written into the limits. Of a text that is too long the beginning counts: it says what it is about.
 */
export async function inBatches(texts: readonly string[], sending: Sending): Promise<Float32Array[]> {
  const { limits } = sending;
  const vectors = new Array<Float32Array>(texts.length);
  const batches = batchesOf(texts, limits);
  const work = async () => {
    for (const { start, batch } of batches) {
      for (const [place, vector] of (await sendBatch(batch, sending)).vectors.entries())
        vectors[start + place] = vector;
    }
  };
  // Where one fails, the other ends with the batch that it is at.
  await Promise.all(Array.from({ length: AT_A_TIME }, () => work().finally(() => batches.return())));
  return vectors;
}

/** As many texts at a time as may go together; that may become less on the way. */
function* batchesOf(
  texts: readonly string[],
  limits: Readonly<Limits>,
): Generator<{ start: number; batch: string[] }, void, undefined> {
  let batch: string[] = [];
  let tokens = 0;
  for (const [place, text] of texts.entries()) {
    const short = cut(text, limits.longest);
    const size = estimateTokens(short);
    if (batch.length > 0 && (batch.length >= limits.most || tokens + size > MOST_TOKENS)) {
      yield { start: place - batch.length, batch };
      batch = [];
      tokens = 0;
    }
    batch.push(short);
    tokens += size;
  }
  if (batch.length > 0) yield { start: texts.length - batch.length, batch };
}

/** `whole`: the server took the batch as it was. */
async function sendBatch(texts: readonly string[], o: Sending): Promise<{ vectors: Float32Array[]; whole: boolean }> {
  const isTried = texts.length <= o.limits.most;
  if (isTried) {
    try {
      return { vectors: await o.send(texts), whole: true };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const [only = ''] = texts;
      if (texts.length === 1) return { vectors: await sendShorter(only, error, o), whole: false };
    }
  }
  const half = Math.ceil(texts.length / 2);
  const first = await sendBatch(texts.slice(0, half), o);
  const second = await sendBatch(texts.slice(half), o);
  // One text among many can be what is wrong with them; that both halves are taken as they are shows that it was their number.
  if (isTried && first.whole && second.whole) o.limits.most = Math.min(o.limits.most, half);
  return { vectors: [...first.vectors, ...second.vectors], whole: false };
}

async function sendShorter(text: string, refusal: ModelError, { limits, send }: Sending): Promise<Float32Array[]> {
  let longest = Math.min(limits.longest, estimateTokens(text)) >> 1;
  for (; longest >= SHORTEST; longest >>= 1) {
    try {
      const vectors = await send([cut(text, longest)]);
      limits.longest = Math.min(limits.longest, longest);
      return vectors;
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
  throw refusal;
}

/** The server does not take as much: 413, or 400 and FastAPI's 422, which can mean anything. */
function isRefusal(error: unknown): error is ModelError {
  return error instanceof ModelError && error.trouble === 'rejected' && [400, 413, 422].includes(error.status ?? 0);
}

/** The text's beginning, of at most so many estimated tokens, cut between two characters. */
function cut(text: string, longest: number): string {
  // Each character is at most one token.
  if (text.length <= longest || estimateTokens(text) <= longest) return text;
  let low = 0;
  let high = text.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (estimateTokens(text.slice(0, middle)) <= longest) low = middle;
    else high = middle;
  }
  return text.slice(0, low).replace(/[\ud800-\udbff]$/, '');
}
