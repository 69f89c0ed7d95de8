import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { ChatBody, type ChatRequest, type Reply, sendChat } from './chat.ts';
import { type Embedding, EmbeddingBody, type EmbeddingRequest, sendEmbeddings } from './embeddings.ts';
import { errorOf, sendJson, sendStatus } from './replies.ts';

type Options = {
  /** whoever comes with another one is turned away; without it everybody is served */ key?: string;
  /** the models that it has; another one is not found (any is served where none are named) */ models?: readonly string[];
  /** fields of a request that it does not know, and forms of an answer that it cannot make */
  lacks?: readonly Lack[];
};
type Lack =
  | 'stream_options'
  | 'max_tokens'
  | 'max_completion_tokens'
  | 'temperature'
  | 'json_schema'
  | 'json_object'
  | 'models';

/** A server that speaks OpenAI's API on the loopback, and says what a test has it say. */
export type ModelServer = {
  /** ends in /v1 */ url: string;
  /** what makes the program use it for answers */ settings(): Record<string, string>;
  /** what was asked of /chat/completions */ requests: ChatRequest[];
  /** what was asked of /embeddings */ embeddings: EmbeddingRequest[];
  /** how the requests that come from now on are answered */ answers(reply: Reply): void;
  embeds(how: Embedding): void;
  /** how many are open */ connections(): Promise<number>;
  close(): Promise<void>;
};

/** Starts one. It ends with the test that started it; outside of a test whoever started it closes it. */
export async function startModelServer({ key, models, lacks = [] }: Options = {}): Promise<ModelServer> {
  const requests: ChatRequest[] = [];
  const embeddings: EmbeddingRequest[] = [];
  let reply: Reply = 'Nothing to say.';
  let embedding: Embedding = {};
  const server = createServer((request, response) => {
    handle(request, response).catch(error => {
      console.error('The model server itself failed:', error);
      response.destroy();
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readAll(request);
    const path = new URL(request.url ?? '/', 'http://model').pathname;
    const { authorization } = request.headers;
    if (key !== undefined && authorization !== `Bearer ${key}`) {
      // OpenAI's own answer has a part of the key in it, and some servers have it whole.
      const body = errorOf(`Incorrect API key provided: ${authorization}.`, { code: 'invalid_api_key' });
      return sendStatus(response, { status: 401, body });
    }
    if (path === '/v1/models' && request.method === 'GET' && !lacks.includes('models')) {
      const data = (models ?? ['test-chat', 'test-embedding']).map(id => ({
        id,
        object: 'model',
        created: 1,
        owned_by: 'test',
      }));
      return sendJson(response, { object: 'list', data });
    }
    if (request.method !== 'POST' || !/^\/v1\/(?:chat\/completions|embeddings)$/.test(path)) {
      return sendStatus(response, { status: 404, body: errorOf(`Invalid URL (${request.method} ${path})`) });
    }
    const isChat = path === '/v1/chat/completions';
    const parsed = (isChat ? ChatBody : EmbeddingBody).safeParse(jsonOf(text));
    if (!parsed.success) return sendStatus(response, { status: 400, body: errorOf(parsed.error.message) });
    if (models !== undefined && !models.includes(parsed.data.model)) {
      const body = errorOf(`The model \`${parsed.data.model}\` does not exist.`, { code: 'model_not_found' });
      return sendStatus(response, { status: 404, body });
    }
    if (!isChat) {
      const asked = { ...EmbeddingBody.parse(parsed.data), authorization };
      const index = embeddings.push(asked) - 1;
      return await sendEmbeddings(response, { request: asked, how: embedding, index });
    }
    const asked = { ...ChatBody.parse(parsed.data), authorization };
    const index = requests.push(asked) - 1;
    const lack = lacks.find(name => name in asked || name === asked.response_format?.type);
    if (lack !== undefined) {
      const param = lack.startsWith('json_') ? 'response_format' : lack;
      return sendStatus(response, {
        status: 400,
        body: errorOf(`Unsupported parameter: '${param}' ${lack}.`, { param }),
      });
    }
    await sendChat(response, asked, typeof reply === 'function' ? await reply(asked, index) : reply);
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const close = async () => {
    const closed = new Promise(resolve => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  try {
    onTestFinished(close);
  } catch {
    // Started for several tests at once.
  }
  return {
    url,
    settings: () => ({ OPENAI_BASE_URL: url, OPENAI_API_KEY: key ?? 'sk-of-nobody', OPENAI_CHAT_MODEL: 'test-chat' }),
    requests,
    embeddings,
    answers(next) {
      reply = next;
    },
    embeds(how) {
      embedding = how;
    },
    connections: () => promisify(server.getConnections.bind(server))(),
    close,
  };
}

/** An entry as it stands in a prompt. */
export type PromptSource = {
  n: number;
  /** undefined where the entry has none */ date: string | undefined;
  number: number | undefined;
  title: string;
  urls: string[];
  text: string;
};

/** The numbered sources that the prompt's last message holds. */
export function sourcesIn({ messages }: Pick<ChatRequest, 'messages'>): PromptSource[] {
  const prompt = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const fenced = prompt.matchAll(/^<source ([^\n]*)mark="(\w+)">\n(.*?)\n<\/source mark="\2">$/gms);
  return [...fenced].map(([, attributes = '', , inner = '']) => {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] || undefined;
    const [, head = '', text = ''] = /^(.*?)^text:\s?(.*)$/ms.exec(inner) ?? [];
    const line = (name: string) => new RegExp(`^${name}: ([^\n]*)$`, 'm').exec(head)?.[1] ?? '';
    const number = attribute('number');
    return {
      n: Number(attribute('n')),
      date: attribute('date'),
      number: number === undefined ? undefined : Number(number),
      title: line('title'),
      urls: line('urls').split(/\s+/).filter(Boolean),
      text: text.trim(),
    };
  });
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
