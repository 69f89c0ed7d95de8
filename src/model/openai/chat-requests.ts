import type { OpenAI } from 'openai';
import type { Server } from './client.ts';
import { isRejection } from './failure.ts';

/** What a server was found not to take, and `stream` where it sends whole answers. */
type ChatLack = 'stream' | 'stream_options' | 'max_tokens' | 'max_completion_tokens' | 'temperature';

/** What is asked of a chat model. */
export type Asked = { system: string; user: string; maxTokens: number };

/** What OpenAI's own reasoning models may think in besides: it counts towards max_completion_tokens. */
const THINKING_TOKENS = 8_000;

type Create = OpenAI['chat']['completions']['create'];
type Body = Parameters<Create>[0];
type Form = Pick<Body, 'response_format'>;

/** Makes requests that the server takes: what it rejects by name is left out from then on. */
export type Requests = {
  /** a stream, with the response that it comes in: some servers send a whole answer all the same */
  stream(asked: Asked, signal: AbortSignal): ReturnType<typeof streamed>;
  /** a whole answer, not looked at */ whole(asked: Asked, form: Form, signal: AbortSignal): Promise<unknown>;
  /** the model was seen to think, and needs room for it */ thinks(): void;
  /** an answer came whole although a stream was asked for */ cameWhole(): void;
  lacks(): readonly ChatLack[];
};

type Streaming = Body & { stream: true };
const streamed = (openai: OpenAI, body: Streaming, signal: AbortSignal) =>
  openai.chat.completions.create(body, { signal }).withResponse();

export function createRequests({ openai }: Server, model: string): Requests {
  const lacking = new Set<ChatLack>();
  let room = 0;

  function bodyOf({ system, user, maxTokens }: Asked, without: ReadonlySet<ChatLack>) {
    const old = !without.has('max_tokens');
    return {
      model,
      messages: [
        { role: 'system' as const, content: system },
        { role: 'user' as const, content: user },
      ],
      // The likeliest word each time: what is asked for is what the sources say.
      ...(!without.has('temperature') && { temperature: 0 }),
      // The older name first: servers that do not know the newer one pass over it, and would set no limit.
      ...(old && { max_tokens: maxTokens + room }),
      ...(!old && !without.has('max_completion_tokens') && { max_completion_tokens: maxTokens + THINKING_TOKENS }),
    };
  }

  const streamBodyOf = (asked: Asked, without: ReadonlySet<ChatLack>): Streaming => ({
    ...bodyOf(asked, without),
    stream: true,
    ...(!without.has('stream_options') && { stream_options: { include_usage: true } }),
  });

  /** Sends it with ever less, as far as the server says what is too much, or once with the least, where it does not say. */
  async function adapt<T>(send: (without: ReadonlySet<ChatLack>) => Promise<T>, isFormAsked: boolean): Promise<T> {
    for (;;) {
      try {
        return await send(lacking);
      } catch (error) {
        const named = lackIn(error, lacking);
        if (named !== undefined) {
          lacking.add(named);
          continue;
        }
        const bare = new Set<ChatLack>([...lacking, 'stream_options', 'temperature']);
        if (bare.size === lacking.size || !isUnexplained(error, isFormAsked)) throw error;
        const sent = await send(bare).catch(() => {
          throw error;
        });
        for (const lack of bare) lacking.add(lack);
        return sent;
      }
    }
  }

  return {
    stream: (asked, signal) => adapt(without => streamed(openai, streamBodyOf(asked, without), signal), false),
    whole: (asked, form, signal) =>
      adapt<unknown>(
        without => openai.chat.completions.create({ ...bodyOf(asked, without), ...form }, { signal }),
        form.response_format !== undefined,
      ),
    thinks() {
      room = THINKING_TOKENS;
    },
    cameWhole() {
      lacking.add('stream');
    },
    lacks: () => [...lacking],
  };
}

const LACKS: readonly ChatLack[] = ['stream_options', 'max_completion_tokens', 'max_tokens', 'temperature'];

/** The parameter that a 400 is about, of those that were sent. */
function lackIn(error: unknown, lacking: ReadonlySet<ChatLack>): ChatLack | undefined {
  if (!isRejection(error) || /context|too (?:large|long|many)|exceed|at most/i.test(error.message)) return undefined;
  const sent = LACKS.filter(
    name => !lacking.has(name) && (name !== 'max_completion_tokens' || lacking.has('max_tokens')),
  );
  const words = new Set(`${error.param ?? ''} ${error.message}`.match(/\w+/g));
  return sent.find(name => error.param === name) ?? sent.find(name => words.has(name));
}

/** A refusal that may be about a parameter, but does not say so. */
function isUnexplained(error: unknown, isFormAsked: boolean): boolean {
  if (!isRejection(error) || isFormAsked) return false;
  return !/context|length|model|content|policy/i.test(`${error.code ?? ''} ${error.message}`);
}
