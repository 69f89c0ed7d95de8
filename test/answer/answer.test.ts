import { describe, expect, it } from 'vitest';
import { answer } from '../../src/answer/answer.ts';
import { search } from '../../src/answer/search.ts';
import type { Embedder } from '../../src/model/embedder.ts';
import { offlineEmbedder } from '../../src/model/offline/embedder.ts';
import { openNotes } from '../notes.ts';

async function asked(question: string, notes = openNotes()) {
  const app = await notes;
  return app.answer(app.understand(question));
}

const ids = ({ sources }: { sources: { id: string }[] }) => sources.map(({ id }) => id);

describe('a question on a topic', () => {
  it('is answered by the entries that speak of it, the one about it first, each with number, day, title and link', async () => {
    const answer = await asked('what did we note about cross-validation');
    expect(ids(answer)).toEqual(['2021-01-20#1', '2021-01-20#3']);
    expect(answer.text).toContain('[1] 2021-01-20 (1) Cross-Validation（交叉验证）详解');
    expect(answer.text).toContain('https://zhuanlan.zhihu.com/p/24825503?refer=rdatamining');
    expect(answer.text).toContain('[2] 2021-01-20 (3) 思路的构建');
  });

  it.each(['有没有讲目标检测 anchor 的', 'anything on object detection anchors?'])(
    'finds one entry in both languages: %s',
    async question => {
      expect(ids(await asked(question))[0]).toBe('2021-01-24#5');
    },
  );

  it('is answered in the language of the question, with the matched words in bold', async () => {
    expect((await asked('交叉验证')).text).toMatch(/^笔记里有 2 条/);
    expect((await asked('交叉验证')).text).toContain('**交叉验证**');
    expect((await asked('cross-validation')).text).toMatch(/^2 entries in the notes/);
  });

  it.each(['how do I bake sourdough', '红烧肉怎么做', 'how do I quantize a model to int8'])(
    'is refused where the notes have nothing on it: %s',
    async question => {
      const answer = await asked(question);
      expect(answer.refused).toBe(true);
      expect(answer.sources).toEqual([]);
    },
  );

  it.each([
    [
      'what did we note about mxnet on 2021-01-20',
      /^Not in the notes on 2021-01-20: I found nothing there on “mxnet”\./,
    ],
    ['1月20日有没有讲 mxnet 的', /^2021-01-20 的笔记里没有：没找到关于“mxnet”的内容。/],
    ['entries tagged 必读 about mxnet', /^Not in the notes tagged 必读: .*\n\nElsewhere in the notes there is:/],
  ])('that was noted on other days or with other tags is said to be elsewhere: %s', async (question, text) => {
    const answer = await asked(question);
    expect(answer.text).toMatch(text);
    expect(answer.refused).toBe(true);
    expect(answer.nearest.map(({ id }) => id)).toEqual(['2021-01-25#1', '2021-01-25#2']);
  });

  it('offers what comes closest with a refusal, not as sources, and nothing where nothing is close', async () => {
    const close = await asked('OpenCV 人脸识别');
    expect(close.refused).toBe(true);
    expect(close.nearest.length).toBeGreaterThan(0);
    expect(close.sources).toEqual([]);
    expect((await asked('how do I bake sourdough')).nearest).toEqual([]);
  });
});

describe('an embedder that fails', () => {
  const failing: Embedder = {
    ...offlineEmbedder,
    embed: async () => Promise.reject(new Error('no answer from there')),
  };

  it('leaves the search by words, and why is told', async () => {
    const { library, understand } = await openNotes();
    const question = understand('what did we note about cross-validation');
    const failures: unknown[] = [];
    const parts = { library, embedder: failing, onEmbedderFailure: (error: unknown) => failures.push(error) };
    expect(ids(await answer(question, parts))).toEqual(['2021-01-20#1', '2021-01-20#3']);
    const [hit] = await search(question, { ...parts, limit: 5 });
    expect(hit?.entry.id).toBe('2021-01-20#1');
    expect(failures).toEqual([new Error('no answer from there'), new Error('no answer from there')]);
  });

  it('is not asked about days', async () => {
    const { library, understand } = await openNotes();
    const given = await answer(understand('what did we note on 2021-01-20'), { library, embedder: failing });
    expect(given.sources).toHaveLength(4);
  });
});

describe('a question about days', () => {
  it.each(['what did we note on 20 January 2021', '2021.1.20 记了什么', '上周三的条目', 'last Wednesday’s entries'])(
    'lists exactly that day in order: %s',
    async question => {
      const notes = openNotes({ now: '2021-01-26T12:00:00+08:00' });
      expect(ids(await asked(question, notes))).toEqual([
        '2021-01-20#1',
        '2021-01-20#2',
        '2021-01-20#3',
        '2021-01-20#4',
      ]);
    },
  );

  it.each([
    ['how many entries before 2021-01-21', 'There are **12** entries before 2021-01-21.'],
    ['how many entries since 2021-01-24', 'There are **9** entries since 2021-01-24.'],
    ['2021-01-21之前有多少条', '2021-01-21 之前共有 **12** 条。'],
    ['2021-01-24以来有多少条', '2021-01-24 以来共有 **9** 条。'],
  ])('left open at one end is told so: %s', async (question, text) => {
    expect((await asked(question)).text).toBe(text);
  });

  it('names tags as they were written, not as Markdown', async () => {
    expect((await asked('how many entries tagged "*x*"')).text).toBe('There are **0** entries tagged \\*x\\*.');
  });

  it('names the days nearby where that day has nothing', async () => {
    const answer = await asked('what did we note on 2021-01-19');
    expect(answer.refused).toBe(true);
    expect(answer.text).toContain('2021-01-18, 2021-01-20');
  });

  it.each(['2021/01/20 必读 | CVPR 2021评审出炉', '2021/01/20 必读 CVPR 2021评审出炉'])(
    'finds a pasted title that begins with a day, on whatever day it was noted: %s',
    async title => {
      expect(ids(await asked(title))[0]).toBe('2021-01-21#4');
      const notes = await openNotes();
      const [hit] = await notes.search(notes.understand(title), 1);
      expect(hit?.entry.id).toBe('2021-01-21#4');
    },
  );

  it('narrows a topic to the days named', async () => {
    expect(ids(await asked('what did we note about mxnet on 2021-01-25'))).toContain('2021-01-25#1');
    expect((await asked('what did we note about mxnet on 2021-01-18')).refused).toBe(true);
  });
});

describe('a question about numbers, or the first and last time', () => {
  it('names the one nearest day as one, and quotes only the beginning of a long topic', async () => {
    expect((await asked('what did we note on 2021-02-03')).text).toMatch(
      /\n\nThe nearest day with entries: 2021-01-25$/,
    );
    const refused = await asked(`how many entries mention ${'zyzzyva '.repeat(40)}`);
    expect(refused.text).toMatch(/“(?:zyzzyva ){9}zyzzyva…”/);
  });

  it.each([
    ['how many entries are there', 'There are **25** entries in the notes. They run from 2021-01-18 to 2021-01-25.'],
    ['一共有多少条', '笔记里共有 **25** 条。从 2021-01-18 到 2021-01-25。'],
    ['2021-01-19 记了什么', '2021-01-19 没有记录。\n\n最近有记录的日子：2021-01-18、2021-01-20'],
  ])('is told in the spaces of its language: %s', async (question, text) => {
    expect((await asked(question)).text).toBe(text);
  });

  it.each([
    ['how many entries are there', '**25**'],
    ['一共有多少条', '**25**'],
    ['how many entries on 2021-01-18', '**8**'],
    ['2021年1月有多少条', '**25**'],
    ['how many entries mention anchor', '**1**'],
    ['how many entries are there about sourdough', '**0**'],
  ])('is counted exactly: %s', async (question, number) => {
    const answer = await asked(question);
    expect(answer.text).toContain(number);
    expect(answer.refused).toBe(false);
  });

  it.each([
    ['when did we first mention mxnet', '2021-01-25#1'],
    ['什么时候第一次提到谷歌', '2021-01-18#1'],
    ['when did we last mention 谷歌', '2021-01-24#3'],
  ])('names the entry: %s', async (question, id) => {
    expect(ids(await asked(question))).toEqual([id]);
  });

  it.each([
    ['last 3 entries', ['2021-01-25#4', '2021-01-25#3', '2021-01-25#2']],
    ['最近两条', ['2021-01-25#4', '2021-01-25#3']],
    ['first 2 entries', ['2021-01-18#1', '2021-01-18#2']],
    ['1月20日最后两条', ['2021-01-20#4', '2021-01-20#3']],
    ['last 2 entries about 谷歌', ['2021-01-24#3', '2021-01-21#1']],
  ])('names as many as were asked for, the last with the newest first: %s', async (question, expected) => {
    expect(ids(await asked(question))).toEqual(expected);
    const notes = await openNotes();
    const hits = await notes.search(notes.understand(question), 10);
    if (notes.understand(question).topic === '') expect(hits.map(({ entry }) => entry.id)).toEqual(expected);
  });

  it.each(['1月20日第二条', 'the second entry of Jan 20'])(
    'names one entry of a day by its number: %s',
    async question => {
      expect(ids(await asked(question))).toEqual(['2021-01-20#2']);
      expect((await asked('1月20日第9条')).refused).toBe(true);
    },
  );

  it.each([
    ['the 4th entry of 2021-01-24', ['2021-01-24#4']],
    ['2021-01-24第三条', ['2021-01-24#4']],
    ['the first entry', ['2021-01-20#1']],
    ['最早的一条', ['2021-01-20#1']],
    ['the latest entry', ['2021-01-24#5']],
    ['the second entry of January 2021', ['2021-01-24#1']],
    ['list all entries', ['aside#1', '2021-01-20#1', '2021-01-24#1', '2021-01-24#2', '2021-01-24#4', '2021-01-24#5']],
    ['entries on 2021-01-24', ['2021-01-24#1', '2021-01-24#2', '2021-01-24#4', '2021-01-24#5']],
    ['最近有什么', ['2021-01-24#1', '2021-01-24#2', '2021-01-24#4', '2021-01-24#5', '2021-01-20#1', 'aside#1']],
  ])('means the same entries to an answer and to a search: %s', async (question, expected) => {
    const files = {
      'aside.md': '- undated apples\n',
      'log.md': '## 2021-01-20\n(1) pears\n\n## 2021-01-24\n(1) plums\n(2) figs\n(4) dates\n(5) limes\n',
    };
    const notes = await openNotes({ files });
    expect(ids(await asked(question, Promise.resolve(notes)))).toEqual(expected);
    const hits = await notes.search(notes.understand(question), 10);
    expect(hits.map(({ entry }) => entry.id)).toEqual(expected);
  });

  it('counts what is meant in the other language, in the digest’s order', async () => {
    const notes = openNotes({
      files: {
        '10.md': '## 2021-01-20\n1. 目标检测的综述\n',
        '2.md': '## 2021-01-20\n1. 目标检测入门，目标检测\n\n## 2021-01-18\n1. 讲讲目标检测\n2. 梨\n',
      },
    });
    const answer = await asked('how many entries mention object detection', notes);
    expect(ids(answer)).toEqual(['2021-01-18#1', '2021-01-20#1', '2021-01-20#1~2']);
  });

  it('refuses where it was never mentioned', async () => {
    expect((await asked('when did we first mention kubernetes')).refused).toBe(true);
  });
});

describe('a digest', () => {
  it('that is empty is said to be so', async () => {
    const answer = await asked('anything on git?', openNotes({ files: { 'empty.md': '# Notes\n' } }));
    expect(answer).toMatchObject({ refused: true, text: 'The notes have no entries yet.' });
  });

  it('of one entry is told as one', async () => {
    const notes = openNotes({ files: { 'a.md': '## 2021-01-18\n1. pears\n' } });
    expect((await asked('', notes)).text).toMatch(/^The notes hold one entry, of 2021-01-18\./);
  });

  it('cannot pass marks of its own into the answer', async () => {
    const notes = openNotes({
      files: { 'a.md': '## 2021-01-18\n1. pointers in C: `*p` and [links](https://example.com/a) <b>bold</b>\n' },
    });
    const { text } = await asked('pointers in C', notes);
    expect(text).toContain('\\*p');
    expect(text).not.toContain('<b>');
  });
});
