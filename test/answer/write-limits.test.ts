import { describe, expect, it } from 'vitest';
import { openWriting, wordsOf } from './writing.ts';

const SAID = '笔记里有 OpenCV 和 PIL[2]。';

describe('what written answers cost', () => {
  it('is counted by person, with the tokens that the server tells', async () => {
    const { ask, model, today, reports } = await openWriting();
    model.answers({ text: SAID, usage: { prompt_tokens: 900, completion_tokens: 40 } });
    await ask('数据增强', { personId: 7 });
    expect(await today()).toEqual({
      ...{ asked: 1, answered: 1, kept: 0, reserved: 0, people: 1 },
      tokens: { prompt: 900, completion: 40 },
    });
    expect(reports).toMatchObject([{ outcome: 'written', sentences: 1, dropped: {}, reworded: false }]);
    expect(reports[0]?.tokens).toEqual({ prompt: 900, completion: 40 });
  });

  it('ends a person’s answers for the day, and nobody else’s', async () => {
    const { ask, offline, model } = await openWriting({ limits: { questions: 2 } });
    model.answers(SAID);
    for (const text of ['数据增强', '数据增强 库']) await ask(text, { personId: 7 });
    const exact = await offline('mxnet');
    expect((await ask('mxnet', { personId: 7 })).text).toBe(
      `${exact.text}\n\nYour 2 summaries of today are used up, and tomorrow there are new ones: above are the entries themselves.`,
    );
    expect(model.requests).toHaveLength(2);
    await ask('mxnet', { personId: 8 });
    expect(model.requests).toHaveLength(3);
  });

  it('ends everybody’s answers where all tokens of the day are used', async () => {
    const { ask, model } = await openWriting({ limits: { tokens: 5_000 } });
    model.answers({ text: SAID, usage: { prompt_tokens: 4_900, completion_tokens: 40 } });
    await ask('数据增强', { personId: 7 });
    expect((await ask('数据增强 库', { personId: 8 })).text).toContain('今天所有人的总结额度已用完，明天恢复。');
    expect(model.requests).toHaveLength(1);
  });

  it.each([{ questions: 0 }, { tokens: 0 }])('is nothing where the limit is: %j', async limits => {
    const { ask, offline, model } = await openWriting({ limits });
    expect(await ask('数据增强')).toEqual(await offline('数据增强'));
    expect(await ask('红烧肉')).toEqual(await offline('红烧肉'));
    expect(model.requests).toEqual([]);
  });

  it('is no more than what came where the model breaks off', async () => {
    const { ask, model, today } = await openWriting();
    model.answers({ text: '', pieces: ['笔记里有 OpenCV 和 PIL[2]。', '还有'], finish: 'none' });
    await ask('数据增强');
    const { tokens, reserved } = await today();
    expect(reserved).toBe(0);
    expect(tokens.prompt).toBeGreaterThan(100);
    expect(tokens.completion).toBeGreaterThan(5);
    expect(tokens.completion).toBeLessThan(40);
  });
});

describe('an answer that was written before', () => {
  it('costs nothing, whoever asks, and is the same', async () => {
    const { ask, model, today, reports } = await openWriting({ limits: { questions: 1 } });
    model.answers(SAID);
    const first = await ask('数据增强', { personId: 7 });
    expect(await ask(' 数据增强 ', { personId: 7 })).toEqual(first);
    expect(await ask('数据增强', { personId: 8 })).toEqual(first);
    expect(model.requests).toHaveLength(1);
    expect(await today()).toMatchObject({ asked: 1, answered: 1, kept: 2 });
    expect(reports.map(({ outcome }) => outcome)).toEqual(['written', 'kept', 'kept']);
  });

  it('is held against the entries anew', async () => {
    const kept = new Map<string, string>();
    const written = {
      get: async (key: string) => kept.get(key),
      put: async (key: string, text: string) => void kept.set(key, text),
    };
    const { ask, model } = await openWriting({ written });
    model.answers(SAID);
    await ask('数据增强');
    for (const key of kept.keys()) kept.set(key, `${SAID}另见 https://evil.example [2]。`);
    expect((await ask('数据增强')).text).not.toContain('evil');
    for (const key of kept.keys()) kept.set(key, '有 99 种库[2]。');
    expect(wordsOf(await ask('数据增强'))).toMatch(/PIL/);
    expect(model.requests).toHaveLength(2);
  });

  it('is written anew where an entry has changed, the language is another, or other entries are found', async () => {
    const { ask, app, model } = await openWriting();
    model.answers('“mxnet” [1].');
    await ask('what about mxnet');
    await ask('关于mxnet');
    expect(model.requests).toHaveLength(2);
    const digest = app.config.DIGEST_DIR;
    const { readFile, writeFile } = await import('node:fs/promises');
    const path = `${digest}/2021.md`;
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('动手学习深度学习 **mxnet**', '动手学习深度学习 **mxnet** 第二版'));
    await app.ingest({});
    await ask('what about mxnet');
    await ask('what about mxnet');
    expect(model.requests).toHaveLength(3);
  });

  it('is said again where it says that the notes have nothing', async () => {
    const { ask, model } = await openWriting();
    model.answers('NOT_IN_NOTES');
    const [first, second] = [await ask('数据增强'), await ask('数据增强')];
    expect(first.refused).toBe(true);
    expect(second).toEqual(first);
    expect(model.requests).toHaveLength(1);
  });
});
