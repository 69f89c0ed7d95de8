import { describe, expect, it } from 'vitest';
import { clockByHand } from '../clock-by-hand.ts';
import type { Behaviour } from '../openai/chat.ts';
import { until } from '../until.ts';
import { listener, openWriting, wordsOf } from './writing.ts';

const FAILED = '暂时无法生成总结，以上是原始条目。';
const LATE = '生成总结超时，以上是原始条目。';

/** Half an answer, whose second sentence never comes to its end. */
const half = (finish: 'none' | 'length' | 'content_filter'): Behaviour => ({
  ...{ text: '', pieces: ['笔记里有 OpenCV 和 PIL[2]。', '还有换损失'], finish },
});

describe('whatever befalls the model', () => {
  it.each<[string, Behaviour, string, string]>([
    ['the key is wrong', { status: 401 }, 'unauthorized', FAILED],
    ['there were too many requests', { status: 429 }, 'limited', FAILED],
    ['there were too many for a day', { status: 429, headers: { 'retry-after': '86400' } }, 'limited', FAILED],
    ['the server fails', { status: 500, body: 'Internal Server Error' }, 'failed', FAILED],
    ['the server is overloaded', { status: 503, headers: { 'retry-after': '1' } }, 'failed', FAILED],
    ['the model is unknown', { status: 404 }, 'rejected', FAILED],
    [
      'the request is too long',
      { status: 400, body: { error: { message: 'context length exceeded' } } },
      'rejected',
      FAILED,
    ],
    ['the connection dies', 'reset', 'unreachable', FAILED],
    ['a web page comes', 'garbage', 'garbled', FAILED],
    ['nothing comes', 'empty', 'empty', FAILED],
    ['it breaks off in the first sentence', 'cut', 'cut', FAILED],
    ['it is censored', { text: '', finish: 'content_filter' }, 'rejected', FAILED],
  ])('the entries are told, with a line that says so: %s', async (_, behaviour, trouble, line) => {
    const { ask, offline, model, troubles, reports, today } = await openWriting();
    model.answers(behaviour);
    const exact = await offline('数据增强');
    expect(await ask('数据增强')).toEqual({ ...exact, text: `${exact.text}\n\n${line}` });
    expect(troubles).toMatchObject([{ name: 'ModelError', trouble }]);
    expect(reports).toMatchObject([{ outcome: 'failed' }]);
    // The person has had no written answer.
    expect(await today()).toMatchObject({ asked: 0, answered: 0, reserved: 0 });
  });

  it('a server that is gone makes no difference', async () => {
    const { ask, model, troubles } = await openWriting();
    await model.close();
    expect((await ask('数据增强')).text).toContain(FAILED);
    expect(troubles).toMatchObject([{ trouble: 'unreachable' }]);
  });

  it('nobody waits longer than the deadline for one that says nothing', async () => {
    const timer = clockByHand();
    const { ask, offline, model, reports } = await openWriting({ deadlineMs: 25_000, after: timer.after });
    model.answers(() => {
      timer.pass(25_000);
      return 'hang';
    });
    const exact = await offline('数据增强');
    expect(await ask('数据增强')).toEqual({ ...exact, text: `${exact.text}\n\n${LATE}` });
    expect(reports).toMatchObject([{ outcome: 'late', firstMs: undefined }]);
    expect(timer.running()).toBe(0);
  });

  it('what stands at the deadline is the answer', async () => {
    const { onDraft, next } = listener();
    const timer = clockByHand();
    const { ask, model } = await openWriting({ after: timer.after });
    const { promise: never } = Promise.withResolvers<void>();
    model.answers({
      ...{ text: '', pieces: ['笔记里有 OpenCV 和 PIL[2]。', '还有', '别的'] },
      between: index => (index === 2 ? never : undefined),
    });
    const shown = next(({ text }) => text.includes('['));
    const answering = ask('数据增强', { onDraft });
    await shown;
    timer.pass(20_000);
    expect(wordsOf(await answering)).toMatch(/PIL\s?\[1\]。\n\n总结到此中断，其余部分没有收到。$/);
  });

  it.each(['none', 'length', 'content_filter'] as const)(
    'the sentences that came whole stand where the rest is missing: %s',
    async finish => {
      const { ask, model, reports, today } = await openWriting();
      model.answers(half(finish));
      const answer = await ask('数据增强');
      expect(wordsOf(answer)).toMatch(/^笔记里有 OpenCV 和 PIL\s?\[1\]。\n\n总结到此中断，其余部分没有收到。$/);
      expect(answer.sources).toHaveLength(3);
      expect(reports).toMatchObject([{ outcome: 'cut', sentences: 1 }]);
      expect(await today()).toMatchObject({ asked: 1, answered: 1 });
    },
  );

  it('half an answer is not kept for the next who asks', async () => {
    const { ask, model } = await openWriting();
    model.answers(half('none'));
    await ask('数据增强');
    model.answers('笔记里有 OpenCV 和 PIL[2]。');
    expect(wordsOf(await ask('数据增强'))).toMatch(/^笔记里有 OpenCV 和 PIL\s?\[1\]。$/);
  });

  it('one that is down is left alone after two questions, and tried again by one', async () => {
    let now = 0;
    const { ask, model, reports } = await openWriting({ elapsed: () => now });
    model.answers({ status: 500 });
    for (const text of ['数据增强', 'mxnet', 'GAN', '谷歌'])
      expect((await ask(text)).text).toMatch(/暂时无法|could not be had/);
    expect(model.requests).toHaveLength(2);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'resting', 'resting']);
    now = 30_000;
    model.answers('笔记里有 OpenCV 和 PIL[2]。');
    expect(wordsOf(await ask('数据增强'))).not.toContain(FAILED);
    expect(model.requests).toHaveLength(3);
  });

  it.each(['empty', 'garbage', { status: 404 }] as const)(
    'one is not down because one answer of it or one request is no good: %j',
    async behaviour => {
      const { ask, model, reports } = await openWriting({ elapsed: () => 0 });
      model.answers(behaviour);
      for (const text of ['数据增强', 'mxnet', 'GAN']) await ask(text);
      expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
    },
  );

  it('a store that fails costs nobody an answer', async () => {
    const broken = async () => {
      throw new Error('the disk is full');
    };
    const { ask, model, storeFailures } = await openWriting({ written: { get: broken, put: broken } });
    model.answers('笔记里有 OpenCV 和 PIL[2]。');
    expect(wordsOf(await ask('数据增强'))).toMatch(/\[1\]。$/);
    expect(storeFailures).toHaveLength(2);
  });

  it('where it cannot be kept what answers cost, none is written', async () => {
    const broken = async () => {
      throw new Error('the disk is full');
    };
    const usage = { reserve: broken, settle: broken, refund: broken, keep: broken };
    const { ask, model, storeFailures } = await openWriting({ usage });
    expect((await ask('数据增强')).text).toContain(FAILED);
    expect(model.requests).toEqual([]);
    expect(storeFailures).toHaveLength(1);
  });

  it.each(['get', 'reserve', 'settle', 'put', 'keep'] as const)(
    'a store that does not answer holds nobody up for longer than the model may: %s',
    async which => {
      const timer = clockByHand();
      const asked = Promise.withResolvers<void>();
      const never = () => {
        asked.resolve();
        return new Promise<never>(() => {});
      };
      const whole = await openWriting({ after: timer.after });
      whole.model.answers('笔记里有 OpenCV 和 PIL[2]。');
      if (which === 'keep') await whole.ask('数据增强');
      const answering = whole.ask('数据增强', {}, { [which]: never });
      await asked.promise;
      timer.pass(20_000);
      // What is still to be noted of it is given a moment.
      await until(() => timer.running() > 0);
      timer.pass(500);
      const answer = await answering;
      if (which === 'get') expect(answer.text).toContain(LATE);
      else if (which === 'reserve') expect(answer.text).toMatch(/以上是原始条目。$/);
      else expect(wordsOf(answer)).toMatch(/^笔记里有 OpenCV 和 PIL\s?\[1\]。$/);
      expect(timer.running()).toBe(0);
    },
  );

  it('what the ledger grants when the answer is due already is given back', async () => {
    const timer = clockByHand();
    const { ask, model, usage, today } = await openWriting({ after: timer.after });
    const asked = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const refunded = Promise.withResolvers<void>();
    const slow = {
      async reserve(request: Parameters<typeof usage.reserve>[0]) {
        asked.resolve();
        await held.promise;
        return usage.reserve(request);
      },
      refund: (request: Parameters<typeof usage.refund>[0]) => usage.refund(request).then(refunded.resolve),
    };
    const answering = ask('数据增强', {}, slow);
    await asked.promise;
    timer.pass(20_000);
    await until(() => timer.running() > 0);
    timer.pass(500);
    await answering;
    held.resolve();
    await refunded.promise;
    expect(await today()).toMatchObject({ asked: 0, reserved: 0 });
    expect(model.requests).toEqual([]);
  });

  it('the time that the search took is none for the model', async () => {
    const timer = clockByHand();
    const waits: number[] = [];
    let now = 0;
    const { ask, model } = await openWriting({
      elapsed: () => now,
      after(ms, act) {
        waits.push(ms);
        return timer.after(ms, act);
      },
      questionVector: async () => {
        now = 3_000;
        return undefined;
      },
    });
    model.answers('笔记里有 OpenCV 和 PIL[2]。');
    await ask('数据增强');
    expect(waits).toEqual([17_000]);
  });
});
