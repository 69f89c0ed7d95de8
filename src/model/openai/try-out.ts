import { z } from 'zod';
import { type Clock, realClock } from '../../timing/clock.ts';
import { ModelError } from '../model-error.ts';
import { type Chat, createChat } from './chat.ts';
import { connect, type Server } from './client.ts';
import { openOpenAiEmbedder } from './embedder.ts';

/** Where a model is, as the settings have it. */
type Place = { baseUrl: string; apiKey: string | undefined; model: string };

/** What a server can do, or what is wrong with it. */
export type TriedOut<T> =
  | { ok: true; can: T }
  | { ok: false; error: ModelError /** that it has, where asked for one that it has not */; models: string[] };

type ChatSkill = {
  /** until the first words, in milliseconds */ firstMs: number;
  /** how objects are had from it; undefined: not at all */ form: ReturnType<Chat['form']>;
  /** what it was found not to take */ lacks: readonly string[];
};

/** A model may have to be read from a disk first, but nobody looks at a doctor who is silent for longer. */
const PATIENCE_MS = 8_000;
const SHOWN_MODELS = 5;

/** Asks a chat model for a word, and for an object. The requests hold nobody's words, so errors may repeat the server's. */
export async function tryChat(
  place: Place,
  { clock = realClock, signal }: { clock?: Clock; signal: AbortSignal },
): Promise<TriedOut<ChatSkill>> {
  const server = connect({ ...place, quotable: true });
  const chat = createChat({ server, model: place.model, patienceMs: PATIENCE_MS, attempts: 1, clock });
  const asked = { system: 'Answer with the one word that you are asked for.', user: 'Say: ready', maxTokens: 50 };
  try {
    const begin = clock.now();
    let firstMs = 0;
    try {
      for await (const _ of chat.stream(asked, { signal })) firstMs ||= clock.now() - begin;
    } catch (error) {
      // Whoever says too much can say something.
      if (!(error instanceof ModelError && error.trouble === 'cut' && firstMs > 0)) throw error;
    }
    const schema = z.object({ ready: z.boolean() });
    const wanted = { ...asked, user: 'Are you ready? Put true into "ready".', schema, name: 'state', maxTokens: 200 };
    await chat.object(wanted, { signal }).catch(error => {
      if (!(error instanceof ModelError && (error.trouble === 'garbled' || error.trouble === 'empty'))) throw error;
    });
    return { ok: true, can: { firstMs, form: chat.form(), lacks: chat.lacks() } };
  } catch (error) {
    return await notWorking(error, server, signal);
  }
}

/** Asks an embedding model for a vector. */
export async function tryEmbedder(
  place: Place & { dimensions: number | undefined },
  { clock = realClock, signal }: { clock?: Clock; signal: AbortSignal },
): Promise<TriedOut<{ dimensions: number; lacks: readonly string[] }>> {
  const server = connect({ ...place, quotable: true });
  try {
    const embedder = await openOpenAiEmbedder({ server, model: place.model, wanted: place.dimensions, clock, signal });
    return { ok: true, can: { dimensions: embedder.dimensions, lacks: embedder.lacks() } };
  } catch (error) {
    return await notWorking(error, server, signal);
  }
}

async function notWorking(error: unknown, server: Server, signal: AbortSignal) {
  if (!(error instanceof ModelError)) throw error;
  const isUnknown = error.status === 404 || (error.status === 400 && /\(400 .*model/i.test(error.message));
  return { ok: false as const, error, models: isUnknown ? await modelsOf(server, signal) : [] };
}

/** Names of some models of a server; none where it does not tell. */
async function modelsOf({ openai }: Server, signal: AbortSignal): Promise<string[]> {
  try {
    const late = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const { data } = z
      .object({ data: z.array(z.object({ id: z.string() })) })
      .parse(await openai.models.list({ signal: late }));
    return data.slice(0, SHOWN_MODELS).map(({ id }) => id);
  } catch {
    return [];
  }
}
