import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listener, openWriting, titles, wordsOf } from './writing.ts';

const ids = ({ sources }: { sources: { id: string }[] }) => sources.map(({ id }) => id);

describe('an answer in a model’s words', () => {
  it('has its sentences, and under them the sources in the order in which they are cited', async () => {
    const { ask, offline, model } = await openWriting();
    model.answers('数据增强的库有 OpenCV 和 PIL[2]。也可以换损失函数来做数据扩增[1]。');
    const answer = await ask('数据增强');
    expect(answer.text).toMatch(
      /^数据增强的库有 OpenCV 和 PIL\s?\[1\]。也可以换损失函数来做数据扩增\s?\[2\]。\n\n> \*\*来源\*\*\n> \[1\] /,
    );
    const exact = await offline('数据增强');
    const [first, second, third] = ids(exact);
    expect(ids(answer)).toEqual([second, first, third]);
    expect(answer.sources.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(answer.text).toContain(
      [
        '> [1] 2021-01-20 (4) OpenCV，PIL，Skimage你pick谁',
        '> https://www.jianshu.com/p/bda23f8cfd84',
        '> https://blog.csdn.net/u013832707/article/details/90293585',
        '> [2] 2021-01-24 (1) T-PAMI 2021 | 换个损失函数就能实现数据扩增(语义层面的数据增强)？',
      ].join('\n'),
    );
    expect(answer.text).toMatch(/\n> \*\*还找到\*\*\n> \[3\] /);
    expect({ ...answer, text: '', sources: [] }).toEqual({ ...exact, text: '', sources: [] });
  });

  it.each([
    [
      'how many entries mention 谷歌',
      'There are **5** entries that mention “谷歌”.',
      'There are 7 entries on 谷歌 [1].',
    ],
    ['2021.1.20 有几条', '2021-01-20 共有 **4** 条。', undefined],
    ['2021.1.20', '4 entries on 2021-01-20:', 'On 2021-01-22 there were 6 entries on 交叉验证 [1].'],
    [
      'when was mxnet first mentioned',
      '“mxnet” was first noted on **2021-01-25**:',
      'It was first noted on 2020-12-31 [1].',
    ],
    ['最近一次提到谷歌是什么时候', '“谷歌”最近一次记下是在 **2021-01-24**：', '最近一次是 2021-01-26[1]。'],
  ])('keeps counts, dates and lists exact, whatever the model makes of them: %s', async (text, heading, wrong) => {
    const { ask, offline, model } = await openWriting();
    const exact = await offline(text);
    model.answers(request => `${wrong ?? ''} ${titles(request)}`);
    const answer = await ask(text);
    expect(wordsOf(answer).split('\n\n')[0]).toBe(heading);
    expect(ids(answer)).toEqual(ids(exact));
    expect(answer.sources).toEqual(exact.sources);
    if (wrong !== undefined) expect(wordsOf(answer)).not.toMatch(/7 entries|01-22|6 entries|12-31|01-26/);
  });

  it('is in the asker’s language, which the model is told by name', async () => {
    const { ask, model } = await openWriting();
    model.answers('Adding noise is one way [1].');
    await ask('what do the notes say on 数据增强?');
    await ask('数据增强怎么做');
    const [english, chinese] = model.requests.map(({ messages }) => messages.map(({ content }) => content).join('\n'));
    expect(english).toContain('Write in English');
    expect(chinese).toContain('Write in Chinese');
  });

  it('names what a message goes on about, where it does not say it itself', async () => {
    const { write, request, model } = await openWriting();
    model.answers('“mxnet” [1].');
    const { question } = request('mxnet');
    await write({
      mode: 'aspect',
      question: { ...question, text: 'is there code for it?' },
      ids: ['2021-01-25#1', '2021-01-18#3'],
      aspect: 'code',
    });
    expect(model.requests[0]?.messages.at(-1)?.content).toContain('is there code for it? (mxnet)');
  });

  it('is asked for only where something is to be summed up', async () => {
    const { app, ask, write, request, offline, model } = await openWriting();
    for (const text of ['how many entries are there', '2021.1.19']) {
      expect(await ask(text)).toEqual(await offline(text));
    }
    const second = { page: { number: 2, size: 2 } };
    expect(await ask('January 2021', second)).toEqual(await app.respond(request('January 2021'), second.page));
    for (const mode of ['search', 'tags'] as const) {
      const asked = { mode, question: app.understand('谷歌') };
      expect(await write(asked)).toEqual(await app.respond(asked));
    }
    expect(model.requests).toEqual([]);
  });

  it('says that the notes do not answer where the model finds so, and offers what it looked at', async () => {
    const { ask, model, reports, today } = await openWriting();
    model.answers('`NOT_IN_NOTES`.');
    const answer = await ask('数据增强');
    expect(answer).toMatchObject({ refused: true, sources: [] });
    expect(answer.nearest).toHaveLength(3);
    expect(answer.text).toMatch(/^笔记里没有：没找到关于“数据增强”的内容。\n\n/);
    expect(reports).toMatchObject([{ outcome: 'declined' }]);
    expect(await today()).toMatchObject({ asked: 1, answered: 1 });
  });

  it('keeps what stands beside that mark, without it', async () => {
    const { ask, model } = await openWriting();
    model.answers({ text: 'NOT_IN_NOTES 笔记里有 OpenCV 和 PIL [2]。NOT_IN_NOTES', pieces: 60 });
    const answer = await ask('数据增强');
    expect(answer.refused).toBe(false);
    expect(answer.text).not.toContain('NOT_IN');
    expect(wordsOf(answer)).toMatch(/^笔记里有 OpenCV 和 PIL\s?\[1\]。$/);
  });

  it('is the offline answer with a line that says why, where nothing of it stands', async () => {
    const { ask, offline, model, reports } = await openWriting();
    model.answers('数据增强是一种让模型更强的办法。业界常用 99 种方法[1]。');
    const exact = await offline('数据增强');
    expect(await ask('数据增强')).toEqual({
      ...exact,
      text: `${exact.text}\n\n生成的总结在笔记里找不到依据，以上是原始条目。`,
    });
    expect(reports).toMatchObject([{ outcome: 'unproven', sentences: 0 }]);
  });
});

describe('an answer while it is written', () => {
  it('shows what stands as soon as it does, and the exact heading before the model has said anything', async () => {
    const { ask, model } = await openWriting();
    const { drafts, onDraft, next } = listener();
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    model.answers({
      text: '',
      pieces: ['OpenCV can augment data [4].', ' Masks are discussed [2]. ', 'Cross-Validation is explained [1].'],
      between: index => gates[index]?.promise,
    });
    const heading = next(() => true);
    const answering = ask('2021.1.20', { onDraft });
    expect(await heading).toEqual({ text: '4 entries on 2021-01-20:', tail: '' });
    const first = next(({ text }) => text.includes('['));
    gates[0]?.resolve();
    gates[1]?.resolve();
    expect((await first).text).toBe('4 entries on 2021-01-20:\n\nOpenCV can augment data [4].');
    gates[2]?.resolve();
    const answer = await answering;
    expect(wordsOf(answer).startsWith(drafts.at(-1)?.text ?? '?')).toBe(true);
  });

  it('shows words that need no proof before their sentence has come to its end', async () => {
    const { ask, model } = await openWriting();
    const { drafts, onDraft } = listener();
    model.answers({ text: '', pieces: ['OpenCV can ', 'augment data [4]. ', 'Masks are ', 'discussed [2].'] });
    const answer = await ask('2021.1.20', { onDraft });
    const shown = drafts.map(({ text, tail }) => text + tail);
    expect(shown.slice(0, 2)).toEqual([
      '4 entries on 2021-01-20:',
      expect.stringMatching(/^4 entries on 2021-01-20:\n\nOpenCV can/),
    ]);
    expect(drafts.some(({ text, tail }) => text.endsWith('[4].') && /^\s+Masks are/.test(tail))).toBe(true);
    expect(wordsOf(answer)).toBe('4 entries on 2021-01-20:\n\nOpenCV can augment data [4]. Masks are discussed [2].');
  });

  it('only grows, however the model’s words are chopped, and ends as it is', async () => {
    const { ask, model } = await openWriting();
    const said =
      '可以加噪[1]。OpenCV，PIL 都能用 [2]，见 https://evil.example [9]。\n\n- 换损失函数[3]\n- 一共 77 种[3]\n\n再见。';
    let pieces: string[] = [];
    model.answers(() => ({ text: '', pieces }));
    const whole = new Set<string>();
    const cut = fc.array(fc.nat({ max: said.length }), { maxLength: 12 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(cut, async places => {
        const at = [0, ...new Set(places), said.length].sort((one, other) => one - other);
        pieces = at
          .slice(1)
          .map((end, index) => said.slice(at[index], end))
          .filter(piece => piece !== '');
        const { drafts, onDraft } = listener();
        // Another question each time: what was written once is kept.
        run += 1;
        const answer = await ask(`数据增强${' ?'.repeat(run)}`, { onDraft });
        for (const [index, { text }] of drafts.entries()) {
          expect(text.startsWith(drafts[index - 1]?.text ?? '')).toBe(true);
        }
        expect(drafts.slice(1).every((draft, index) => draft !== drafts[index])).toBe(true);
        expect(wordsOf(answer).startsWith((drafts.at(-1)?.text ?? '').trimEnd())).toBe(true);
        whole.add(answer.text);
      }),
      { numRuns: 25 },
    );
    expect([...whole]).toHaveLength(1);
    expect([...whole][0]).not.toMatch(/evil|77|再见/);
  });

  it('ends where its asker has enough: what stands is the answer', async () => {
    const { ask, model, reports, today } = await openWriting();
    const enough = new AbortController();
    const { onDraft, next } = listener();
    const { promise: never } = Promise.withResolvers<void>();
    model.answers({
      text: '',
      pieces: ['可以换损失函数[1]。', '还可以', '再'],
      between: index => (index === 2 ? never : undefined),
    });
    const shown = next(({ text }) => text.includes('['));
    const answering = ask('数据增强', { onDraft, enough: enough.signal });
    await shown;
    enough.abort();
    const answer = await answering;
    expect(wordsOf(answer)).toMatch(/^可以换损失函数\s?\[1\]。\n\n已按你的要求停止。$/);
    expect(ids(answer)).toHaveLength(3);
    expect(reports).toMatchObject([{ outcome: 'stopped', sentences: 1 }]);
    expect(await today()).toMatchObject({ asked: 1, answered: 1, reserved: 0 });
  });

  it('is the offline answer where its asker has enough before anything stands, and counts', async () => {
    const { ask, offline, model, today } = await openWriting();
    const enough = new AbortController();
    model.answers(() => {
      enough.abort();
      return 'hang';
    });
    const exact = await offline('数据增强');
    expect(await ask('数据增强', { enough: enough.signal })).toEqual({
      ...exact,
      text: `${exact.text}\n\n已按你的要求停止。`,
    });
    expect(await today()).toMatchObject({ asked: 1, answered: 0, reserved: 0 });
  });

  it('is given up with the reason where nobody waits for it', async () => {
    const { ask, model, reports, today } = await openWriting();
    const gone = new AbortController();
    model.answers(() => {
      gone.abort(new Error('the chat is gone'));
      return 'hang';
    });
    await expect(ask('数据增强', { signal: gone.signal })).rejects.toThrow('the chat is gone');
    await expect(ask('数据增强', { signal: AbortSignal.abort(new Error('long gone')) })).rejects.toThrow('long gone');
    expect(reports).toEqual([]);
    // Who asks again, as a bot does that was started anew, has not asked twice.
    expect(await today()).toMatchObject({ asked: 0, answered: 0, reserved: 0 });
  });

  it('that came whole when nobody waited for it any more is there for whoever asks again', async () => {
    const { ask, model, usage, today } = await openWriting();
    const gone = new AbortController();
    model.answers('笔记里有 OpenCV 和 PIL[2]。');
    const settle = (request: Parameters<typeof usage.settle>[0]) => {
      gone.abort(new Error('the program ends'));
      return usage.settle(request);
    };
    await expect(ask('数据增强', { signal: gone.signal }, { settle })).rejects.toThrow('the program ends');
    await ask('数据增强');
    expect(model.requests).toHaveLength(1);
    expect(await today()).toMatchObject({ asked: 1, answered: 1, kept: 1, reserved: 0 });
  });
});
