import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { talk } from '../../src/chat/console/console.ts';
import { type Message, type Previous, type Reply, reply } from '../../src/chat/handlers.ts';
import { createLog } from '../../src/log.ts';
import { openNotes } from '../notes.ts';
import { type ModelServer, sourcesIn, startModelServer } from '../openai/server.ts';

/** The notes with a model that says of each source that it is noted, the last of them first. */
async function openWritten(): Promise<{ app: App; server: ModelServer }> {
  const server = await startModelServer();
  server.answers(request => {
    const sources = sourcesIn(request).reverse();
    if (sources.length > 0) return sources.map(({ n, title }) => `There is ${title} [${n}].`).join(' ');
    return JSON.stringify({ en: 'cross-validation', zh: '交叉验证', from: null, to: null, kind: 'explain' });
  });
  const app = await openNotes({ now: '2021-01-25T12:00:00+08:00', settings: server.settings() });
  return { app, server };
}

/** What the console says to these lines. */
async function saying(app: App, ...lines: string[]): Promise<string> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const heard = text(output);
  input.end(`${lines.join('\n')}\n`);
  await talk({
    ...{ input, output, error: new PassThrough(), language: 'en', log: createLog('silent') },
    parts: { ...app, pageSize: 8 },
    catchUp: async () => {},
    signal: new AbortController().signal,
  });
  output.end();
  return heard;
}

/** The last reply of a talk in private. */
async function lastOf(app: App, ...messages: string[]): Promise<Reply> {
  let previous: Previous | undefined;
  let last: Reply = { text: '' };
  for (const text of messages) {
    const message: Message = { text, language: 'en', place: 'private', previous };
    const self = { setLanguage: async () => {}, forget: async () => ({ exchanges: 0, feedback: 0 }) };
    for await (const one of reply(message, { ...app, self, pageSize: 8 })) {
      last = one;
      const { request, page, answer } = one.answered ?? {};
      if (request && page && answer) previous = { request, page, sources: answer.sources.map(({ id }) => id) };
    }
  }
  return last;
}

const ids = ({ answered }: Reply) => answered?.answer.sources.map(({ id }) => id);

describe('a written answer', () => {
  it('is told at the console with its sources, whose numbers are those of what is asked next', async () => {
    const { app } = await openWritten();
    const heard = await saying(app, 'what did we note about mxnet', 'the second one', 'its link', '第一条呢');
    expect(heard).toContain('There is 了解mxnet的fine tune [1]. There is 动手学习深度学习 mxnet [2].\n\nSources\n[1] ');
    expect(heard).toMatch(/› the second one\nIn full:\n\n\[2\] 2021-01-25 \(1\)/);
    expect(heard).toMatch(/› its link\nThe link:\n\n\[2\] 动手学习深度学习 mxnet\n {4}https:\/\/zh\.d2l\.ai\//);
    expect(heard).toMatch(/› 第一条呢\n全文：\n\n\[1\] 2021-01-25 \(2\)/);
  });

  it.each([
    ['the first one', '2021-01-20#3'],
    ['[2]', '2021-01-20#1'],
    ['第二条呢', '2021-01-20#1'],
    ['its link', '2021-01-20#1'],
  ])('is gone on from in a chat by the numbers of its sources: %s', async (next, id) => {
    const { app } = await openWritten();
    const asked = 'what did we note about cross-validation';
    expect(ids(await lastOf(app, asked))).toEqual(['2021-01-20#3', '2021-01-20#1']);
    expect(ids(await lastOf(app, asked, next))?.[0]).toBe(id);
  });

  it('keeps the numbers of a list, and its further pages are the list itself', async () => {
    const { app, server } = await openWritten();
    const first = await lastOf(app, 'January 2021');
    expect(first.text).toMatch(/^25 entries .*, the first 8:\n\n[^\n]+ \[8\]\. [^\n]+ \[1\]\.\n\n> \*\*Sources/);
    expect(first.answered?.answer.sources.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(first.answered?.page).toBe(1);
    const asked = server.requests.length;
    const second = await lastOf(app, 'January 2021', 'more');
    expect(second.text).toMatch(/^25 entries.*, 9 to 16:\n\n\[9\] /);
    expect(ids(await lastOf(app, 'January 2021', 'the third one'))).toEqual([ids(first)?.[2]]);
    expect(ids(await lastOf(app, 'January 2021', 'more', '[3]'))).toEqual([ids(first)?.[2]]);
    // The same question over the same notes has been answered.
    expect(server.requests.length).toBe(asked);
  });

  it('to a question in other words is gone on from as well', async () => {
    const { app } = await openWritten();
    const vague = 'how to tell luck from skill';
    const found = await lastOf(app, vague);
    expect(ids(found)).toEqual(['2021-01-20#3', '2021-01-20#1']);
    expect(ids(await lastOf(app, vague, 'the second one'))).toEqual(['2021-01-20#1']);
  });

  it('is told in the language that a person has chosen', async () => {
    const { app, server } = await openWritten();
    const heard = await saying(app, '/language zh', 'what did we note about mxnet');
    expect(heard).toContain('来源\n[1] ');
    expect(server.requests.at(-1)?.messages.at(-1)?.content).toContain('Chinese');
  });
});
