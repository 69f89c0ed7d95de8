import { estimateTokens } from '../estimate.ts';
import type { ModelError } from '../model-error.ts';
import type { Tokens } from '../writer.ts';
import type { Asked } from './chat-requests.ts';
import type { Server } from './client.ts';
import { failure, failureOf } from './failure.ts';
import { Chunk, Completion, type Said, thinks } from './shapes.ts';
import { createThoughtFilter } from './thoughts.ts';

/** An answer as it comes in. */
export type Reading = {
  /** The next words; undefined where there are no more. `onChunk` is called with whatever comes. */
  next(onChunk?: () => void): Promise<string | undefined>;
  /** What it cost, once there are no more words. Throws where they were not the whole answer. */
  end(): Tokens;
  /** the server has said that it is the end */ isOver(): boolean;
  /** the model was seen to think */ thought(): boolean;
  /** why the words ended too early */ cut(detail: string): ModelError;
};

const TOO_LONG = 'the answer was too long';

/** Of one token, as far as any text has them: English has 4, and a line of dashes more. */
const MOST_CHARACTERS = 20;

/** Reads the chunks of a streamed answer, which may be anything. Its errors say what was spent. */
export function createReading(
  chunks: AsyncIterable<unknown>,
  { server, asked }: { server: Server; asked: Asked },
): Reading {
  const iterator = chunks[Symbol.asyncIterator]();
  const filter = createThoughtFilter();
  let usage: Tokens | undefined;
  let finish: string | undefined;
  let seen = false;
  let said = '';
  let hasThought = false;

  const tokens = () => usage ?? { prompt: estimatePrompt(asked), completion: estimateTokens(said) };

  async function next(onChunk: () => void = () => {}): Promise<string | undefined> {
    for (;;) {
      const result = await iterator.next();
      if (result.done) return heard(filter.end());
      onChunk();
      const chunk = Chunk.parse(result.value);
      seen = true;
      usage = tokensOf(chunk.usage) ?? usage;
      const [choice] = chunk.choices;
      if (choice === undefined) continue;
      finish ??= choice.finish_reason ?? undefined;
      hasThought ||= thinks(choice.delta);
      const text = heard(filter.push(choice.delta.content));
      if (text !== undefined) return text;
    }
  }

  function heard(text: string): string | undefined {
    said += text;
    // Some servers set no limit, and some models come to no end.
    if (said.length > asked.maxTokens * MOST_CHARACTERS)
      throw failure('cut', server, { tokens: tokens(), detail: TOO_LONG });
    return text || undefined;
  }

  return {
    async next(onChunk) {
      try {
        return await next(onChunk);
      } catch (error) {
        throw failureOf(error, server, tokens());
      }
    },
    end() {
      const facts = { tokens: tokens() };
      if (!seen) throw failure('garbled', server, facts);
      if (finish === undefined) throw failure('cut', server, facts);
      if (finish === 'length') throw failure('cut', server, { ...facts, detail: TOO_LONG });
      if (finish === 'content_filter') throw failure('rejected', server, { ...facts, detail: finish });
      if (said.trim() === '') throw failure('empty', server, facts);
      return tokens();
    },
    isOver: () => finish !== undefined,
    thought: () => hasThought || filter.thought(),
    cut: detail => failure('cut', server, { detail, tokens: tokens() }),
  };
}

/** What a whole answer says, as one chunk; for servers that send it so although a stream was asked for. */
export async function* asChunks(answer: unknown): AsyncGenerator<unknown, void, undefined> {
  const { choices, usage } = Completion.parse(answer);
  yield { choices: choices.map(({ message, ...choice }) => ({ ...choice, delta: message })), usage };
}

/** The words of a whole answer, and what it cost. */
export function readWhole(answer: unknown, { server, asked }: { server: Server; asked: Asked }) {
  const parsed = Completion.safeParse(answer);
  const { choices = [], usage } = parsed.data ?? {};
  const [choice] = choices;
  const text = choice === undefined ? '' : answerIn(choice.message);
  const tokens = tokensOf(usage) ?? { prompt: estimatePrompt(asked), completion: estimateTokens(text) };
  // No body at all, of a server that says that all is well.
  if (answer === undefined || answer === null) throw failure('empty', server, { tokens });
  if (choice === undefined) throw failure('garbled', server, { tokens });
  const { message, finish_reason: finish } = choice;
  const refusal = message.refusal ? 'refusal' : finish === 'content_filter' ? finish : undefined;
  if (refusal !== undefined) throw failure('rejected', server, { tokens, detail: refusal });
  const thought = thinks(message) || text !== message.content.trim();
  return { text, tokens, thought, isCut: finish === 'length' };
}

function answerIn({ content }: Said): string {
  const filter = createThoughtFilter();
  return (filter.push(content) + filter.end()).trim();
}

export const estimatePrompt = ({ system, user }: Asked): number => estimateTokens(system) + estimateTokens(user);

function tokensOf(usage: { prompt_tokens: number; completion_tokens: number } | null | undefined): Tokens | undefined {
  return usage ? { prompt: usage.prompt_tokens, completion: usage.completion_tokens } : undefined;
}
