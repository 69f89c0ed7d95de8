import { describe, expect, it } from 'vitest';
import type { Previous } from '../../src/answer/request.ts';
import { clockByHand } from '../clock-by-hand.ts';
import type { ChatRequest } from '../openai/chat.ts';
import { openWriting, titles, wordsOf } from './writing.ts';

/** A question that the notes answer, in words that no rule knows. */
const ASKED = '小黄车该摆哪儿';
const GOOD = { en: 'bike sharing station planning', zh: '共享单车站点规划', from: null, to: null, kind: 'explain' };
const ENTRY = '2021-01-21#3';

/** A model that puts questions so, and answers with the titles of what it is given. */
const rewording = (reworded: unknown) => (request: ChatRequest) =>
  request.stream === true ? titles(request) : typeof reworded === 'string' ? reworded : JSON.stringify(reworded);

const previous = (question: Previous['request']['question'], sources: string[]): Previous => ({
  request: { mode: 'answer', question },
  page: 1,
  sources,
});

describe('a question that was refused', () => {
  it('is put in other words, and answered where the notes have something on them', async () => {
    const { ask, offline, model, reports } = await openWriting();
    model.answers(rewording(GOOD));
    expect((await offline(ASKED)).refused).toBe(true);
    const answer = await ask(ASKED);
    expect(answer.refused).toBe(false);
    expect(answer.sources[0]?.id).toBe(ENTRY);
    expect(answer.text).toMatch(/^我把问题理解为：“共享单车站点规划”\n\n/);
    expect(wordsOf(answer)).toContain('共享单车站点规划');
    expect(answer.asked).toMatchObject({ mode: 'answer', question: { text: ASKED, language: 'zh', topic: GOOD.zh } });
    expect(reports).toMatchObject([{ outcome: 'written', reworded: true }]);
  });

  it('is asked in the language whose words are met better', async () => {
    const { ask, model } = await openWriting();
    model.answers(rewording({ ...GOOD, zh: '单车怎么投放才合理', en: 'GAN inversion survey' }));
    expect((await ask('how do the pictures go back into the generator')).asked?.question.topic).toBe(
      'GAN inversion survey',
    );
  });

  it('keeps its days and tags, whatever the model makes of them', async () => {
    const { ask, model } = await openWriting();
    model.answers(rewording({ ...GOOD, from: '2021-01-01', to: '2021-01-10' }));
    const answer = await ask(`2021.1.21 ${ASKED}`);
    expect(answer.asked?.question.dates).toEqual({ from: '2021-01-21', to: '2021-01-21' });
    expect(answer.sources.map(({ id }) => id)).toEqual([ENTRY]);
    expect((await ask(`2021.1.18 ${ASKED}`)).refused).toBe(true);
  });

  it.each([
    [
      { from: '2021-01-20', to: '2021-01-22' },
      { from: '2021-01-20', to: '2021-01-22' },
    ],
    [{ from: '2021-01-20' }, { from: '2021-01-20', to: '2021-01-27', open: 'since' }],
    [
      { from: '', to: '2021-01-22' },
      { from: '0001-01-01', to: '2021-01-22', open: 'until' },
    ],
  ])('means the days that the model reads in it, where the rules read none: %j', async (read, dates) => {
    const { ask, model } = await openWriting();
    model.answers(rewording({ en: GOOD.en, zh: GOOD.zh, kind: GOOD.kind, ...read }));
    expect((await ask(ASKED)).asked?.question.dates).toEqual(dates);
  });

  it('is of another kind only where the rules saw none, and counted by us', async () => {
    const { ask, model } = await openWriting();
    model.answers(request =>
      request.stream === true ? 'There are 77 [1].' : JSON.stringify({ ...GOOD, kind: 'count', zh: '共享单车' }),
    );
    const counted = await ask(ASKED);
    expect(counted.asked?.question.kind).toBe('count');
    expect(counted.text).toContain('共有 **1** 条');
    expect(counted.text).not.toContain('77');
    const first = await ask(`第一次提到${ASKED}是什么时候`);
    expect(first.asked?.question.kind ?? 'first').toBe('first');
  });

  it.each([
    ['no JSON', 'I would look up shared bikes.'],
    ['nothing', ''],
    ['no query', { ...GOOD, zh: ' ' }],
    ['a query without end', { ...GOOD, en: 'x'.repeat(201) }],
    ['a day that does not exist', { ...GOOD, from: '2021-02-30' }],
    ['days in the wrong order', { ...GOOD, from: '2021-01-22', to: '2021-01-20' }],
    ['another kind', { ...GOOD, kind: 'poem' }],
    ['its own words', { ...GOOD, zh: ASKED, en: ASKED }],
    ['what the notes do not have', { ...GOOD, zh: '红烧肉', en: 'braised pork' }],
  ])('stays refused, without a word on it, where the model gives %s', async (_, reworded) => {
    const { ask, offline, model } = await openWriting();
    model.answers(rewording(reworded));
    expect(await ask(ASKED)).toEqual(await offline(ASKED));
  });

  it.each(['hang', 'reset', 'garbage', { status: 401 }, { status: 500 }] as const)(
    'stays refused where the model fails: %j',
    async fault => {
      const timer = clockByHand();
      const { ask, offline, model } = await openWriting({ after: timer.after });
      model.answers(() => {
        // The deadline for other words, and not that of the answer.
        if (fault === 'hang') timer.pass(8_000);
        return fault;
      });
      expect(await ask(ASKED)).toEqual(await offline(ASKED));
    },
  );

  it('says nothing of a model that takes longer for it than a refusal may', async () => {
    const timer = clockByHand();
    const { ask, model, reports } = await openWriting({ after: timer.after });
    model.answers(() => {
      timer.pass(8_000);
      return 'hang';
    });
    for (const text of [ASKED, `${ASKED}?`, `${ASKED}!`]) await ask(text);
    expect(model.requests).toHaveLength(3);
    model.answers('笔记里有 OpenCV 和 PIL[2]。');
    await ask('数据增强');
    expect(reports.at(-1)).toMatchObject({ outcome: 'written' });
  });

  it.each([
    ['adds what the notes have to it', '共享单车押金怎么退', '共享单车 押金 退还 谷歌 数据集 目标检测 模型'],
    ['leaves out what the notes lack', 'HRNet能用来做语音识别吗', 'HRNet'],
    ['leaves out a name', 'AlphaPose vs OpenPose speed comparison', '姿势估计 谷歌'],
    ['makes it another question', '怎么用GAN给老照片上色', '谷歌 数据集'],
  ])('stays refused where the model %s', async (_, asked, zh) => {
    const { ask, offline, model } = await openWriting();
    model.answers(rewording({ ...GOOD, zh, en: zh }));
    const exact = await offline(asked);
    expect(exact.refused).toBe(true);
    expect(await ask(asked)).toEqual(exact);
  });

  it('stays refused, in its asker’s words, where the model finds that the entries do not answer it', async () => {
    const { ask, model } = await openWriting();
    model.answers(request => (request.stream === true ? 'NOT_IN_NOTES' : JSON.stringify(GOOD)));
    const answer = await ask(ASKED);
    expect(answer).toMatchObject({ refused: true, sources: [] });
    expect(answer.asked).toBeUndefined();
    expect(answer.text).toContain(`没找到关于“${ASKED}”的内容`);
    expect(answer.nearest[0]?.id).toBe(ENTRY);
  });

  it('is answered out of the entries themselves where the model fails afterwards', async () => {
    const { ask, model } = await openWriting();
    model.answers(request => (request.stream === true ? { status: 500 } : JSON.stringify(GOOD)));
    const answer = await ask(ASKED);
    expect(answer.sources[0]?.id).toBe(ENTRY);
    expect(answer.text).toMatch(/\n\n暂时无法生成总结，以上是原始条目。$/);
    expect(answer.asked?.question.topic).toBe(GOOD.zh);
  });

  it('is put in other words once for everybody', async () => {
    const { ask, model, today } = await openWriting();
    model.answers(rewording(GOOD));
    const first = await ask(ASKED, { personId: 7 });
    expect(await ask(ASKED, { personId: 8 })).toEqual(first);
    expect(model.requests).toHaveLength(2);
    expect(await today()).toMatchObject({ asked: 1, answered: 1, kept: 1 });
  });

  it('stays refused without a word where its asker has no more answers for the day', async () => {
    const { ask, offline, model } = await openWriting({ limits: { questions: 1 } });
    model.answers(rewording(GOOD));
    await ask('数据增强', { personId: 7 });
    expect(await ask(ASKED, { personId: 7 })).toEqual(await offline(ASKED));
    expect(model.requests).toHaveLength(1);
  });

  it('is given up with the reason where nobody waits for it', async () => {
    const { ask, model } = await openWriting();
    const gone = new AbortController();
    model.answers(() => {
      gone.abort(new Error('the chat is gone'));
      return 'hang';
    });
    await expect(ask(ASKED, { signal: gone.signal })).rejects.toThrow('the chat is gone');
  });
});

describe('a question that goes on from another', () => {
  it('is put in other words with what was spoken of before', async () => {
    const { ask, app, model } = await openWriting();
    model.answers(rewording({ ...GOOD, zh: '舞蹈动作数据集', en: 'dance motion dataset' }));
    const asked = '训练它用的素材从哪来';
    const before = previous(app.understand('AI跳舞'), ['2021-01-24#3']);
    const answer = await ask(asked, { previous: before });
    expect(answer.sources.map(({ id }) => id)).toContain('2021-01-24#4');
    const prompt = model.requests[0]?.messages.at(-1)?.content ?? '';
    expect(prompt).toContain('AI跳舞\n- AI跳舞哪家强？');
    expect(prompt).toContain(asked);
  });

  it('is not bent to what was spoken of before', async () => {
    const { ask, app, offline, model } = await openWriting();
    const before = previous(app.understand('GAN inversion'), ['2021-01-18#5']);
    for (const topic of ['GAN逆映射技术', 'GAN逆映射技术 红烧肉 做法']) {
      model.answers(rewording({ ...GOOD, zh: topic, en: topic }));
      expect(await ask('红烧肉的做法', { previous: before })).toEqual(await offline('红烧肉的做法'));
    }
  });

  it('is a question of its own where one side of what was spoken of is not in the notes', async () => {
    const { write, app, model } = await openWriting();
    model.answers(rewording({ ...GOOD, zh: 'mxnet 微调 预训练模型', en: 'mxnet fine-tuning a pre-trained model' }));
    const question = { ...app.understand('mxnet'), text: '它的迁移办法呢' };
    const aspect = { mode: 'aspect' as const, question, ids: ['2021-01-25#1'], aspect: '迁移办法' };
    const answer = await write(aspect);
    expect(answer.refused).toBe(false);
    expect(answer.asked?.mode).toBe('answer');
    expect(answer.sources.map(({ id }) => id)).toContain('2021-01-25#2');
  });
});
