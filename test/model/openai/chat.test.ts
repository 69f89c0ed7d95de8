import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Chat, createChat } from '../../../src/model/openai/chat.ts';
import { connect } from '../../../src/model/openai/client.ts';
import { createClock } from '../../chat/telegram/outgoing/clock.ts';
import type { Behaviour } from '../../openai/chat.ts';
import { type ModelServer, startModelServer } from '../../openai/server.ts';
import { until } from '../../until.ts';

const KEY = 'sk-abcdefghijklmnop';
const ASKED = { system: 'Be brief.', user: 'What is it?', maxTokens: 100 };
const FOREVER = new Promise<void>(() => {});
const signal = new AbortController().signal;

function chatOf({ url }: Pick<ModelServer, 'url'>, more: Partial<Parameters<typeof createChat>[0]> = {}): Chat {
  const server = connect({ baseUrl: url, apiKey: KEY });
  return createChat({ server, model: 'test-chat', patienceMs: 25_000, ...more });
}

/** A server that begins to stream, and sends what nobody would script. */
async function streaming(go: (response: ServerResponse) => void): Promise<{ url: string }> {
  const server = createServer((request, response) => {
    request.resume();
    go(response.writeHead(200, { 'content-type': 'text/event-stream' }));
  });
  onTestFinished(() => {
    server.close();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
}

/** What came of a stream: its pieces, and then its cost or its error. */
async function heard(chat: Chat, asked = ASKED, heeding = signal) {
  const pieces: string[] = [];
  const stream = chat.stream(asked, { signal: heeding });
  try {
    for (;;) {
      const { value, done } = await stream.next();
      if (done) return { text: pieces.join(''), pieces, tokens: value };
      pieces.push(value);
    }
  } catch (error) {
    return { text: pieces.join(''), pieces, error };
  }
}

describe('a streamed answer', () => {
  it('comes as it is written, with what it cost', async () => {
    const server = await startModelServer({ key: KEY });
    server.answers({
      text: '它是 a bot [1].',
      pieces: ['它', '是 a ', 'bot [1].'],
      usage: { prompt_tokens: 9, completion_tokens: 7 },
    });
    const { pieces, tokens } = await heard(chatOf(server));
    expect(pieces).toEqual(['它', '是 a ', 'bot [1].']);
    expect(tokens).toEqual({ prompt: 9, completion: 7 });
    expect(server.requests).toEqual([
      {
        authorization: `Bearer ${KEY}`,
        model: 'test-chat',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'What is it?' },
        ],
        temperature: 0,
        max_tokens: 100,
        stream: true,
        stream_options: { include_usage: true },
      },
    ]);
  });

  it.each([
    [0, 0],
    [-5, 3],
    [12.5, 3],
    [9, -1],
  ])(
    'costs as much as we estimate where the server counts %d and %d tokens, which cannot be',
    async (prompt, completion) => {
      const server = await startModelServer();
      server.answers({ text: 'It is a bot.', usage: { prompt_tokens: prompt, completion_tokens: completion } });
      const { text, tokens } = await heard(chatOf(server));
      expect(text).toBe('It is a bot.');
      expect(tokens?.prompt).toBeGreaterThan(1);
      expect(tokens?.completion).toBe(3);
    },
  );

  it('is there word by word before the end is written', async () => {
    const server = await startModelServer();
    const held = Promise.withResolvers<void>();
    server.answers({ text: '', pieces: ['one', 'two'], between: index => (index === 1 ? held.promise : undefined) });
    const stream = chatOf(server).stream(ASKED, { signal });
    expect(await stream.next()).toEqual({ done: false, value: 'one' });
    held.resolve();
    expect(await stream.next()).toEqual({ done: false, value: 'two' });
  });

  it('has its cost estimated where the server does not say', async () => {
    const server = await startModelServer();
    server.answers({ text: '机器学习 is fun', usage: false });
    expect((await heard(chatOf(server))).tokens).toEqual({ prompt: 3 + 3, completion: 4 + 2 });
  });

  it('has its cost estimated where the server counts what no model can take', async () => {
    const server = await startModelServer();
    const usage = { prompt_tokens: Number.MAX_SAFE_INTEGER, completion_tokens: Number.MAX_SAFE_INTEGER };
    server.answers({ text: '机器学习 is fun', usage });
    expect((await heard(chatOf(server))).tokens).toEqual({ prompt: 3 + 3, completion: 4 + 2 });
  });

  it.each([
    ['reasoning_content', { text: 'Yes.', reasoning: 'Let me think.' }],
    ['fences', { text: '\n<think>Let me\n think.</think>\n\nYes.' }],
  ])('leaves out what the model thinks, in %s', async (_, behaviour) => {
    const server = await startModelServer();
    server.answers(behaviour);
    const chat = chatOf(server);
    expect((await heard(chat)).text).toBe('Yes.');
    await heard(chat);
    // The next one has room to think.
    expect(server.requests.map(({ max_tokens }) => max_tokens)).toEqual([100, 8_100]);
  });

  it('is asked for again with more room where thinking took it all', async () => {
    const server = await startModelServer();
    server.answers(({ max_tokens = 0 }) => ({
      text: '',
      reasoning: 'Hm.',
      finish: 'length',
      ...(max_tokens > 100 && { text: 'Yes.', finish: 'stop' }),
    }));
    const clock = createClock();
    const answer = heard(chatOf(server, { clock }));
    await clock.due(500);
    await clock.pass(500);
    expect((await answer).text).toBe('Yes.');
  });

  it('is taken whole from a server that does not stream', async () => {
    const server = await startModelServer();
    const body = {
      choices: [{ index: 0, message: { role: 'assistant', content: 'All at once.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    };
    server.answers({ status: 200, body });
    const chat = chatOf(server);
    expect(await heard(chat)).toMatchObject({ text: 'All at once.', tokens: { prompt: 1, completion: 2 } });
    expect(chat.lacks()).toEqual(['stream']);
  });
});

describe('a parameter that a server does not know', () => {
  it.each([
    ['stream_options', {}],
    ['max_tokens', { max_completion_tokens: 8_100 }],
    ['temperature', {}],
  ] as const)('such as %s is left out from then on', async (lack, instead) => {
    const server = await startModelServer({ lacks: [lack] });
    server.answers('Fine.');
    const chat = chatOf(server);
    expect((await heard(chat)).text).toBe('Fine.');
    expect((await heard(chat)).text).toBe('Fine.');
    expect(server.requests).toHaveLength(3);
    expect(server.requests[2]).not.toHaveProperty(lack);
    expect(server.requests[2]).toMatchObject(instead);
    expect(chat.lacks()).toEqual([lack]);
  });

  it('is found out where the server lacks everything', async () => {
    const server = await startModelServer({
      lacks: ['stream_options', 'max_tokens', 'max_completion_tokens', 'temperature'],
    });
    server.answers('Fine.');
    expect((await heard(chatOf(server))).text).toBe('Fine.');
  });

  it('is found out where the server does not say which it is', async () => {
    const server = await startModelServer();
    server.answers(request => ('temperature' in request ? { status: 400, body: 'Bad Request' } : 'Fine.'));
    const chat = chatOf(server);
    expect((await heard(chat)).text).toBe('Fine.');
    expect(chat.lacks()).toEqual(['stream_options', 'temperature']);
    expect(server.requests[1]).toMatchObject({ max_tokens: 100 });
  });

  it('is not to blame for an error that is about something else', async () => {
    const server = await startModelServer();
    const message = "This model's maximum context length is 4096 tokens. Reduce your prompt or max_tokens.";
    server.answers({ status: 400, body: { error: { message, code: 'context_length_exceeded' } } });
    const chat = chatOf(server);
    expect(await heard(chat)).toMatchObject({ error: { trouble: 'rejected', status: 400 } });
    expect(server.requests).toHaveLength(1);
    expect(chat.lacks()).toEqual([]);
  });
});

describe('when the server', () => {
  it.each<[string, Behaviour, object]>([
    ['does not know the key', { status: 401 }, { trouble: 'unauthorized', status: 401 }],
    ['does not know the model', { status: 404 }, { trouble: 'rejected', status: 404 }],
    ['wants money', { status: 402 }, { trouble: 'limited', status: 402 }],
    [
      'has no money left',
      { status: 429, body: { error: { message: 'quota', code: 'insufficient_quota' } } },
      { trouble: 'limited', status: 429 },
    ],
    [
      'wants to be left alone for longer than anybody waits',
      { status: 429, headers: { 'retry-after': '20' } },
      { trouble: 'limited', retryInMs: 20_000 },
    ],
    [
      'wants to be left alone until a time',
      {
        status: 429,
        headers: { 'retry-after': 'Tue, 24 Nov 2026 00:10:00 GMT', date: 'Tue, 24 Nov 2026 00:00:00 GMT' },
      },
      { trouble: 'limited', retryInMs: 600_000 },
    ],
    ['sends garbage', 'garbage', { trouble: 'garbled' }],
    ['sends nothing', 'empty', { trouble: 'empty' }],
    ['filters what it says', { text: 'I must', finish: 'content_filter' }, { trouble: 'rejected' }],
  ])('%s, that is said at once', async (_, behaviour, error) => {
    const server = await startModelServer();
    server.answers(behaviour);
    // Time stands still: nothing is waited for.
    expect((await heard(chatOf(server, { clock: createClock() }))).error).toMatchObject({
      name: 'ModelError',
      ...error,
    });
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, Behaviour]>([
    ['is busy', { status: 429 }],
    ['is busy for half a second', { status: 429, headers: { 'retry-after': '0.5' } }],
    ['fails', { status: 500 }],
    ['resets the connection', 'reset'],
    ['ends before the first word', { text: '', finish: 'none' }],
  ])('%s for a moment, it is asked again', async (_, behaviour) => {
    const server = await startModelServer();
    server.answers((_, index) => (index === 0 ? behaviour : 'Fine.'));
    const clock = createClock();
    const answer = heard(chatOf(server, { clock }));
    await clock.due(500);
    await clock.pass(500);
    expect((await answer).text).toBe('Fine.');
  });

  it('goes on failing, it is asked three times', async () => {
    const server = await startModelServer();
    server.answers({ status: 503, body: '<html>nginx</html>' });
    const clock = createClock();
    const answer = heard(chatOf(server, { clock }));
    for (const ms of [500, 1_000]) {
      await clock.due(ms);
      await clock.pass(ms);
    }
    expect((await answer).error).toMatchObject({ trouble: 'failed', status: 503 });
    expect(server.requests).toHaveLength(3);
    expect(clock.count()).toBe(0);
  });

  it('says when to come back, that is when', async () => {
    const server = await startModelServer();
    server.answers((_, index) => (index === 0 ? { status: 429, headers: { 'retry-after': '7' } } : 'Fine.'));
    const clock = createClock();
    const answer = heard(chatOf(server, { clock }));
    await clock.due(7_000);
    await clock.pass(7_000);
    expect((await answer).text).toBe('Fine.');
  });

  it('cannot be reached, the address is named', async () => {
    const server = await startModelServer();
    await server.close();
    const clock = createClock();
    const answer = heard(chatOf(server, { clock, attempts: 1 }));
    const { host } = new URL(server.url);
    expect((await answer).error).toMatchObject({
      trouble: 'unreachable',
      message: `the model's server ${host} cannot be reached (ECONNREFUSED)`,
    });
  });

  it('says nothing at all, patience has an end', async () => {
    const server = await startModelServer();
    server.answers('hang');
    const clock = createClock();
    const answer = heard(chatOf(server, { clock, patienceMs: 9_000 }));
    await clock.due(9_000);
    await until(() => server.requests.length === 1);
    await clock.pass(9_000);
    expect((await answer).error).toMatchObject({ trouble: 'timeout', tokens: { prompt: 6, completion: 0 } });
    expect(clock.count()).toBe(0);
  });

  it.each<[string, Behaviour, string]>([
    ['dies', 'cut', 'This answer ends in the mid'],
    ['stops', { text: 'This answer', finish: 'none' }, 'This answer'],
    ['reaches the limit', { text: 'This answer', finish: 'length' }, 'This answer'],
  ])('%s within the answer, what came stands', async (_, behaviour, text) => {
    const server = await startModelServer();
    server.answers(behaviour);
    const answer = await heard(chatOf(server));
    expect(answer.text).toBe(text);
    expect(answer.error).toMatchObject({ trouble: 'cut', tokens: { prompt: expect.any(Number) } });
    expect(server.requests).toHaveLength(1);
  });

  it('comes to no end, it is left', async () => {
    const server = await startModelServer();
    server.answers({ text: '', pieces: Array.from({ length: 3_000 }, () => 'and on ') });
    const { text, error } = await heard(chatOf(server));
    expect(text.length).toBeGreaterThan(1_900);
    expect(text.length).toBeLessThanOrEqual(2_000);
    expect(error).toMatchObject({ trouble: 'cut', message: expect.stringContaining('too long') });
    await until(async () => (await server.connections()) === 0);
  });

  it('sends more than anybody reads, the rest is not taken', async () => {
    let taken = 0;
    const server = await streaming(response => {
      const more = () => {
        taken += 1;
        response.write('x'.repeat(2 ** 20), error => error ?? setImmediate(more));
      };
      more();
    });
    expect((await heard(chatOf(server))).error).toMatchObject({ trouble: 'garbled' });
    expect(taken).toBeLessThan(40);
  });

  it('sends what is no answer, nothing more of it is waited for', async () => {
    const gone = Promise.withResolvers<void>();
    const server = await streaming(response => {
      response.write('data: {"choices": "none"}\n\n');
      response.on('close', gone.resolve);
    });
    expect((await heard(chatOf(server))).error).toMatchObject({ trouble: 'garbled' });
    await gone.promise;
  });

  it('stalls within the answer, that is its end', async () => {
    const server = await startModelServer();
    server.answers({ text: '', pieces: ['One', 'Two'], between: index => (index === 1 ? FOREVER : undefined) });
    const clock = createClock();
    const answer = heard(chatOf(server, { clock, stallMs: 3_000 }));
    await clock.due(3_000);
    await clock.pass(3_000);
    expect(await answer).toMatchObject({ text: 'One', error: { trouble: 'cut', tokens: { completion: 1 } } });
    expect(clock.count()).toBe(0);
  });
});

describe('whoever asks', () => {
  it('can go away before and within the answer, and the server is told', async () => {
    const server = await startModelServer();
    server.answers({ text: '', pieces: ['One', 'Two'], between: index => (index === 1 ? FOREVER : undefined) });
    const chat = chatOf(server);
    const leaving = new AbortController();
    const answer = heard(chat, ASKED, leaving.signal);
    await until(() => server.requests.length === 1);
    leaving.abort(new Error('left'));
    expect((await answer).error).toEqual(new Error('left'));

    const later = new AbortController();
    const stream = chat.stream(ASKED, { signal: later.signal });
    await stream.next();
    const second = stream.next();
    later.abort(new Error('left later'));
    await expect(second).rejects.toThrow('left later');
    expect((await heard(chat, ASKED, later.signal)).error).toEqual(new Error('left later'));
    await until(async () => (await server.connections()) === 0);
  });

  it('does not wait out a pause between two attempts', async () => {
    const server = await startModelServer();
    server.answers({ status: 429, headers: { 'retry-after': '8' } });
    const clock = createClock();
    const leaving = new AbortController();
    const answer = heard(chatOf(server, { clock }), ASKED, leaving.signal);
    await clock.due(8_000);
    leaving.abort(new Error('left'));
    expect((await answer).error).toEqual(new Error('left'));
    expect(clock.count()).toBe(0);
  });

  it('can stop listening after some words', async () => {
    const server = await startModelServer();
    server.answers({ text: 'a long answer', pieces: 13, between: index => (index === 3 ? FOREVER : undefined) });
    for await (const piece of chatOf(server).stream(ASKED, { signal })) {
      expect(piece).toBe('a');
      break;
    }
    await until(async () => (await server.connections()) === 0);
  });
});

describe('secrets', () => {
  it('are in no error, whatever the server repeats', async () => {
    const server = await startModelServer({ key: 'sk-another' });
    const { error } = await heard(chatOf(server));
    expect(error).toMatchObject({ trouble: 'unauthorized', message: expect.stringContaining('invalid_api_key') });
    expect(`${error instanceof Error ? error.stack : ''}${JSON.stringify(error)}`).not.toContain(KEY);
    expect(error).not.toHaveProperty('cause.headers');
  });

  it('and what was asked are in no error either', async () => {
    const server = await startModelServer();
    server.answers(({ messages }) => ({ status: 422, body: { detail: [{ input: messages }] } }));
    const { error } = await heard(chatOf(server));
    expect(error).toMatchObject({ trouble: 'rejected' });
    expect(`${error instanceof Error ? error.stack : ''}${JSON.stringify(error)}`).not.toContain('What is it');
  });
});

describe('an object', () => {
  const schema = z.object({ en: z.string(), kind: z.enum(['list', 'count']) });
  const asked = { ...ASKED, schema, name: 'reworded' };
  const value = { en: 'papers', kind: 'list' };

  it('is asked for by its schema', async () => {
    const server = await startModelServer();
    server.answers(JSON.stringify(value));
    const chat = chatOf(server);
    expect(await chat.object(asked, { signal })).toMatchObject({ value, tokens: { completion: expect.any(Number) } });
    expect(server.requests[0]).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'reworded', schema: { required: ['en', 'kind'] } } },
    });
    expect(chat.form()).toBe('json_schema');
  });

  it.each([
    [['json_schema'], 'json_object', 3],
    [['json_schema', 'json_object'], 'text', 4],
    [['temperature', 'json_schema', 'max_tokens'], 'json_object', 5],
  ] as const)('is got from a server without %j as well', async (lacks, form, requests) => {
    const server = await startModelServer({ lacks });
    server.answers(`Sure! Here it is:\n\`\`\`json\n${JSON.stringify(value)}\n\`\`\`\nAnything else?`);
    const chat = chatOf(server);
    expect((await chat.object(asked, { signal })).value).toEqual(value);
    expect((await chat.object(asked, { signal })).value).toEqual(value);
    expect(chat.form()).toBe(form);
    expect(server.requests).toHaveLength(requests);
  });

  it.each([
    ['a server that fails at schemas', { status: 500 }],
    ['a server that passes over schemas', 'I would say that this is a list of papers.'],
  ])('is got from %s', async (_, behaviour) => {
    const server = await startModelServer();
    server.answers(({ response_format: form }) =>
      form?.type === 'json_schema' ? behaviour : `<think>{"a":1}</think>${JSON.stringify(value)}`,
    );
    expect((await chatOf(server).object(asked, { signal })).value).toEqual(value);
  });

  it.each<[string, Behaviour, object]>([
    ['has another shape', '{"en":"papers","kind":"poem"}', { trouble: 'garbled', tokens: { completion: 24 } }],
    ['is prose', 'I cannot.', { trouble: 'garbled' }],
    ['is not there', '', { trouble: 'empty' }],
    ['is no answer of the API', 'garbage', { trouble: 'garbled' }],
    ['has no body', 'empty', { trouble: 'empty' }],
    ['is filtered', { text: '{', finish: 'content_filter' }, { trouble: 'rejected' }],
    ['is refused', { status: 401 }, { trouble: 'unauthorized' }],
  ])('that %s is an error', async (_, behaviour, error) => {
    const server = await startModelServer();
    server.answers(behaviour);
    await expect(chatOf(server, { clock: createClock() }).object(asked, { signal })).rejects.toMatchObject(error);
  });

  it('that breaks off is asked for again', async () => {
    const server = await startModelServer();
    server.answers((_, index) => (index === 0 ? 'cut' : JSON.stringify(value)));
    const clock = createClock();
    const answer = chatOf(server, { clock }).object(asked, { signal });
    await clock.due(500);
    await clock.pass(500);
    expect((await answer).value).toEqual(value);
  });

  it('that does not come in time is an error', async () => {
    const server = await startModelServer();
    server.answers('hang');
    const clock = createClock();
    const answer = expect(chatOf(server, { clock }).object(asked, { signal })).rejects.toMatchObject({
      trouble: 'timeout',
    });
    await clock.due(25_000);
    await until(() => server.requests.length === 1);
    await clock.pass(25_000);
    await answer;
  });
});
