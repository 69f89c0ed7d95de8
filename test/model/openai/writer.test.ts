import { describe, expect, it } from 'vitest';
import { openWriter } from '../../../src/model/openai/writer.ts';
import { readPrompts } from '../../../src/model/prompts.ts';
import { sourcesIn, startModelServer } from '../../openai/server.ts';

const source = { n: 1, date: '2021-01-20', ordinal: 2, title: 'Knots', text: 'Knots and ropes', tags: [], urls: [] };
const task = { question: 'How?', language: 'en' as const, facts: '', sources: [source] };

async function open() {
  const server = await startModelServer();
  const settings = { baseUrl: server.url, apiKey: 'sk-of-nobody', model: 'test-chat', patienceMs: 10_000 };
  return { server, writer: openWriter({ ...settings, prompts: await readPrompts() }) };
}
const signal = new AbortController().signal;

describe('a writer over a chat model', () => {
  it('yields what the model says, and returns what it cost', async () => {
    const { server, writer } = await open();
    server.answers({ text: 'By a bowline [1].', pieces: 4, usage: { prompt_tokens: 9, completion_tokens: 5 } });
    const pieces: string[] = [];
    const answer = writer.answer(task, { signal });
    let next = await answer.next();
    for (; !next.done; next = await answer.next()) pieces.push(next.value);
    expect(pieces.join('')).toBe('By a bowline [1].');
    expect(next.value).toEqual({ prompt: 9, completion: 5 });
    const [request] = server.requests;
    expect(request === undefined ? [] : sourcesIn(request)).toMatchObject([
      { n: 1, number: 2, text: 'Knots and ropes' },
    ]);
  });

  it('gives a question in other words, its days as they are or none', async () => {
    const { server, writer } = await open();
    const asked = { question: 'How?', today: '2021-01-27', previous: undefined };
    const reply = { en: ' knots ', zh: '绳结', kind: 'explain' };
    for (const [days, read] of [
      [
        { from: '2021-01-20', to: '2021-01-21' },
        { from: '2021-01-20', to: '2021-01-21' },
      ],
      [{ from: null, to: null }, {}],
      [{ from: '', to: '2021-01-21' }, { to: '2021-01-21' }],
      [{}, {}],
    ]) {
      server.answers(JSON.stringify({ ...reply, ...days }));
      expect((await writer.reword(asked, { signal })).reworded).toEqual({
        en: 'knots',
        zh: '绳结',
        kind: 'explain',
        ...read,
      });
    }
    server.answers(JSON.stringify({ ...reply, from: 'last week' }));
    await expect(writer.reword(asked, { signal })).rejects.toMatchObject({ name: 'ModelError', trouble: 'garbled' });
  });

  it('is named by its model and its prompts', async () => {
    const { writer } = await open();
    expect(writer.version).toBe(`test-chat ${(await readPrompts()).version}`);
  });
});
