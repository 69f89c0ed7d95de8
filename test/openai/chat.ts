import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { type Fault, sendJson, sendStatus } from './replies.ts';

/** What a client asks of /chat/completions; further fields stay as they came. */
export type ChatBody = z.infer<typeof ChatBody>;
export const ChatBody = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(1),
  stream: z.boolean().optional(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).optional(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  temperature: z.number().optional(),
  response_format: z.looseObject({ type: z.enum(['text', 'json_object', 'json_schema']) }).optional(),
});
export type ChatRequest = ChatBody & { /** the header, as it came */ authorization: string | undefined };

type Saying = {
  text: string;
  /** how many pieces it comes in (one for each few characters), or the pieces themselves in place of the text */
  pieces?: number | readonly string[];
  /** what it thinks first, sent as `reasoning_content` */ reasoning?: string;
  /** false: the server counts no tokens */
  usage?: { prompt_tokens: number; completion_tokens: number } | false;
  /** awaited before the first byte */ before?: Promise<void>;
  /** awaited before each piece, so that a test can hold the stream */ between?: (
    index: number,
  ) => Promise<void> | void;
  /** `none`: the stream just ends */ finish?: 'stop' | 'length' | 'content_filter' | 'none';
};

/** What becomes of a request: a text is the answer's content. */
export type Behaviour = string | Saying | Fault;
export type Reply = Behaviour | ((request: ChatRequest, index: number) => Behaviour | Promise<Behaviour>);

const WITHOUT_NUMBER = 4;

/** Answers as the server of a model does: streamed where that is asked for. */
export async function sendChat(response: ServerResponse, request: ChatBody, behaviour: Behaviour): Promise<void> {
  const saying = sayingOf(behaviour);
  if (saying === undefined) {
    const fault = behaviour as Fault;
    if (request.stream !== true || fault === 'hang' || fault === 'reset') return sendJson(response, {}, fault);
    return sendBroken(response, request, fault);
  }
  await saying.before;
  if (request.stream === true) return await sendStream(response, request, saying);
  const { text, reasoning, finish = 'stop' } = saying;
  const message = {
    role: 'assistant',
    content: text,
    ...(reasoning !== undefined && { reasoning_content: reasoning }),
  };
  const choices = [{ index: 0, message, finish_reason: finish === 'none' ? null : finish }];
  sendJson(response, { ...envelope(request, 'chat.completion'), choices, ...usageOf(request, saying) });
}

function sayingOf(behaviour: Behaviour): Saying | undefined {
  if (typeof behaviour === 'object') return 'text' in behaviour ? behaviour : undefined;
  return FAULTS.has(behaviour) ? undefined : { text: behaviour };
}

const FAULTS: ReadonlySet<string> = new Set(['hang', 'reset', 'cut', 'garbage', 'empty']);

async function sendStream(response: ServerResponse, request: ChatBody, saying: Saying): Promise<void> {
  const write = openStream(response, request);
  write({ choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] });
  for (const piece of piecesOf(saying.reasoning ?? '')) {
    write({ choices: [{ index: 0, delta: { reasoning_content: piece }, finish_reason: null }] });
  }
  for (const [index, piece] of piecesOf(saying.text, saying.pieces).entries()) {
    await saying.between?.(index);
    // Each piece is a packet of its own, as it is where a model is still at it.
    await setImmediate();
    if (response.destroyed) return;
    write({ choices: [{ index: 0, delta: { content: piece }, finish_reason: null }] });
  }
  if (saying.finish === 'none') {
    response.end();
    return;
  }
  write({ choices: [{ index: 0, delta: {}, finish_reason: saying.finish ?? 'stop' }] });
  if (request.stream_options?.include_usage === true && saying.usage !== false) {
    write({ choices: [], ...usageOf(request, saying) });
  }
  response.end('data: [DONE]\n\n');
}

function sendBroken(response: ServerResponse, request: ChatBody, fault: Fault): void {
  if (typeof fault === 'object') {
    sendStatus(response, fault);
    return;
  }
  if (fault === 'garbage') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>It works!</html>');
    return;
  }
  const write = openStream(response, request);
  if (fault === 'cut') {
    write({ choices: [{ index: 0, delta: { content: 'This answer ends in the mid' }, finish_reason: null }] });
    setImmediate().then(() => response.destroy());
    return;
  }
  write({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  response.end('data: [DONE]\n\n');
}

function openStream(response: ServerResponse, request: ChatBody): (chunk: object) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  return chunk =>
    response.write(`data: ${JSON.stringify({ ...envelope(request, 'chat.completion.chunk'), ...chunk })}\n\n`);
}

function piecesOf(text: string, pieces?: number | readonly string[]): readonly string[] {
  if (typeof pieces === 'object') return pieces;
  const characters = [...text];
  const size = pieces === undefined ? WITHOUT_NUMBER : Math.max(1, Math.ceil(characters.length / pieces));
  const starts = Array.from({ length: Math.ceil(characters.length / size) }, (_, index) => index * size);
  return starts.map(start => characters.slice(start, start + size).join(''));
}

function envelope({ model }: ChatBody, object: string): object {
  return { id: 'chatcmpl-1', object, created: 1_700_000_000, model };
}

function usageOf({ messages }: ChatBody, { text, usage }: Saying): object {
  if (usage === false) return {};
  const prompt = messages.reduce((sum, { content }) => sum + Math.ceil(content.length / 4), 0);
  const { prompt_tokens, completion_tokens } = usage ?? {
    prompt_tokens: prompt,
    completion_tokens: Math.ceil(text.length / 4),
  };
  return { usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens } };
}
