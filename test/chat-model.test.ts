import { describe, expect, it } from 'vitest';
import { capturedLog } from './captured-log.ts';
import { openNotes } from './notes.ts';
import { startModelServer } from './openai/server.ts';

describe('the whole program with a model', () => {
  it('words answers, and logs what they took without a word of them', async () => {
    const server = await startModelServer({ key: 'sk-very-secret' });
    server.answers('笔记里有 OpenCV 和 PIL[2]。还有 99 种别的办法[1]。');
    const log = capturedLog();
    const app = await openNotes({ settings: server.settings(), log });
    const outcomes: string[] = [];
    const kinds: string[] = [];
    const stop = app.watch({ onWritten: outcome => outcomes.push(outcome), onCall: ({ kind }) => kinds.push(kind) });
    const answer = await app.write({ mode: 'answer', question: app.understand('数据增强') }, {});
    stop();
    expect(answer.text).toMatch(/^笔记里有 OpenCV 和 PIL\s?\[1\]。\n\n> \*\*来源\*\*\n/);
    const line = log.lines.find(({ msg }) => msg === 'an answer was worded');
    expect(line).toMatchObject({ outcome: 'written', sentences: 1, dropped: { number: 1 }, reworded: false });
    expect(line?.firstMs).toBeGreaterThanOrEqual(0);
    expect([outcomes, kinds]).toEqual([['written'], ['answer']]);
    expect(JSON.stringify(log.lines)).not.toMatch(/OpenCV|数据增强|very-secret/);
    const today = app.today();
    expect(await (await app.books()).usage.of({ from: today, to: today })).toMatchObject({ asked: 1, answered: 1 });
  });

  it('logs what failed, without what the server said of it', async () => {
    const server = await startModelServer({ key: 'sk-very-secret' });
    const log = capturedLog();
    const settings = { ...server.settings(), OPENAI_API_KEY: 'sk-wrong-secret' };
    const app = await openNotes({ settings, log });
    const answer = await app.write({ mode: 'answer', question: app.understand('数据增强') }, {});
    expect(answer.text).toMatch(/暂时无法生成总结，以上是原始条目。$/);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ msg: 'the model failed', trouble: 'unauthorized', status: 401 }),
    );
    expect(JSON.stringify(log.lines) + answer.text).not.toContain('secret');
  });

  it('is the same as without where none is set', async () => {
    const app = await openNotes({ settings: { OPENAI_API_KEY: 'sk-of-another-program' } });
    expect(await app.writer()).toBeUndefined();
    const request = { mode: 'answer' as const, question: app.understand('数据增强') };
    expect(await app.write(request, {})).toEqual(await app.respond(request));
  });
});
