import { describe, expect, it } from 'vitest';
import { Request } from '../../src/answer/request.ts';
import type { App } from '../../src/app.ts';
import { questionsOf } from '../../src/eval/sets.ts';
import { openNotes } from '../notes.ts';

const asking = (app: App, text: string): Request => ({ mode: 'answer', question: app.understand(text) });
/** As it comes back from the store. */
const kept = (request: Request) => Request.parse(JSON.parse(JSON.stringify(request)));
const ids = ({ sources }: { sources: { id: string }[] }) => sources.map(({ id }) => id);

async function pagesOf(app: App, request: Request, size: number) {
  const first = await app.respond(request, { number: 1, size });
  const rest = Array.from({ length: (first.page?.of ?? 1) - 1 }, (_, index) =>
    app.respond(kept(request), { number: index + 2, size }),
  );
  return [first, ...(await Promise.all(rest))];
}

/** Thirty entries on one subject. */
function manyOn(subject: string): string {
  const days = Array.from({ length: 15 }, (_, index) => index + 1);
  return days.map(day => `## 2021-03-${day}\n1. ${subject} design ${day}\n2. ${subject} sizes ${day}\n`).join('\n');
}

describe('an answer in pages', () => {
  it('is the whole answer where no page is asked for', async () => {
    const app = await openNotes();
    for (const { question } of await questionsOf('seed')) {
      const request = asking(app, question);
      expect(await app.respond(request)).toEqual({ ...(await app.answer(request.question)) });
    }
  });

  it.each([
    'January 2021',
    '2021年1月有什么',
    'list all entries',
    'how many entries mention 谷歌',
    'last 7 entries',
    'last 3 entries about 谷歌',
    'first 7 entries',
    'entries tagged 必读',
    '2021.1.18',
  ])('gives every entry once and in order, numbered through, the same after a restart: %s', async text => {
    const app = await openNotes();
    const request = asking(app, text);
    const whole = await app.respond(request);
    for (const size of [1, 3, 5]) {
      const pages = await pagesOf(app, request, size);
      expect(pages.flatMap(ids)).toEqual(ids(whole));
      const numbers = pages.flatMap(({ text: told }) => [...told.matchAll(/^\[(\d+)\]/gm)].map(([, n]) => Number(n)));
      expect(numbers).toEqual(whole.sources.map((_, index) => index + 1));
      expect(pages.flatMap(({ sources }) => sources.map(({ n }) => n))).toEqual(numbers);
      expect(pages.map(({ page }) => page)).toEqual(
        pages.length === 1 ? [undefined] : pages.map((_, index) => ({ number: index + 1, of: pages.length })),
      );
    }
  });

  it('on a topic begins with what is told without pages, and goes on', async () => {
    const app = await openNotes();
    const request = asking(app, 'anything on data sets?');
    const pages = await pagesOf(app, request, 8);
    expect(ids(pages[0] ?? { sources: [] })).toEqual(ids(await app.respond(request)));
    expect(new Set(pages.flatMap(ids)).size).toBe(pages.flatMap(ids).length);
  });

  it('says which part of how much it is', async () => {
    const app = await openNotes();
    const request = asking(app, 'January 2021');
    const [first, second] = await pagesOf(app, request, 10);
    expect(first?.text).toMatch(/^25 entries from 2021-01-01 to 2021-01-31, the first 10:/);
    expect(second?.text).toMatch(/^25 entries from 2021-01-01 to 2021-01-31, 11 to 20:/);
    const [, chinese] = await pagesOf(app, asking(app, '2021年1月记了什么'), 24);
    expect(chinese?.text).toMatch(/共 25 条，这里是第 25 条：/);
  });

  it.each([-1, 0, 4, 1_000_000])('has a page for every number, %d too', async number => {
    const app = await openNotes();
    const { page } = await app.respond(asking(app, 'January 2021'), { number, size: 10 });
    expect(page).toEqual({ number: number < 1 ? 1 : 3, of: 3 });
  });

  it('says that it lists only the closest where the notes hold more', async () => {
    const app = await openNotes({ files: { 'a.md': manyOn('anchor') } });
    for (const [request, heading, later] of [
      [asking(app, 'anchor'), /^The 20 closest entries in the notes, /, /^Of the 20 closest entries, 6 to 10:/],
      [
        asking(app, '有没有讲 anchor 的'),
        /^笔记里最接近的 20 条，最相关的在前：/,
        /^笔记里最接近的 20 条，这里是第 6 到 10 条：/,
      ],
      [
        { ...asking(app, 'anchor'), mode: 'search' },
        /^The 20 closest hits, /,
        /^The 20 closest hits, the best first, 6 to 10:/,
      ],
    ] as const) {
      const pages = await pagesOf(app, request, 5);
      expect(pages.flatMap(ids)).toHaveLength(20);
      expect(pages[0]?.text).toMatch(heading);
      expect(pages[1]?.text).toMatch(later);
      expect(pages.every(({ limited }) => limited)).toBe(true);
    }
    const counted = await pagesOf(app, asking(app, 'how many entries mention anchor'), 10);
    expect(counted.flatMap(ids)).toHaveLength(30);
    expect(counted[0]?.limited).toBeFalsy();
    expect((await app.respond(asking(app, 'last 3 entries'))).limited).toBe(true);
    expect((await app.respond(asking(app, 'last 3 entries about anchor'))).limited).toBe(true);
  });

  it('goes on from what is new to what is older', async () => {
    const app = await openNotes();
    const pages = await pagesOf(app, asking(app, "what's new"), 8);
    expect(pages[0]?.text).toMatch(/^The newest 8 entries:/);
    expect(pages[1]?.text).toMatch(/^The newest entries, 9 to 16:/);
    expect(pages.flatMap(ids)).toHaveLength(25);
  });
});

describe('a search', () => {
  it('brings hits where an answer would refuse, and says so where there are none', async () => {
    const app = await openNotes();
    const question = app.understand('OpenCV 人脸识别');
    expect((await app.respond({ mode: 'answer', question })).refused).toBe(true);
    const hits = await app.respond({ mode: 'search', question });
    expect(hits.refused).toBe(false);
    expect(hits.sources.length).toBeGreaterThan(0);
    const none = await app.respond({ mode: 'search', question: app.understand('sourdough') });
    expect(none).toMatchObject({ refused: true, sources: [], text: 'No entry has any of these words.' });
    const then = await app.respond({ mode: 'search', question: app.understand('sourdough on 2021-01-20') });
    expect(then.text).toBe('No entry on 2021-01-20 has any of these words.');
  });

  it('for a day finds the day', async () => {
    const app = await openNotes();
    const request: Request = { mode: 'search', question: app.understand('2021-01-20') };
    expect(ids(await app.respond(request))).toHaveLength(4);
  });
});

describe('the tags', () => {
  it('are counted, the most used first, in pages', async () => {
    const app = await openNotes();
    const request: Request = { mode: 'tags', question: app.understand('') };
    const [first, second] = await pagesOf(app, request, 1);
    expect(first?.text).toMatch(/^The notes use 6 tags, with the number of entries that have each:\n\n#必读 2\n/);
    expect(second?.text.split('\n').filter(line => line.startsWith('#'))).toHaveLength(3);
  });

  it('that there are none of are said to be none', async () => {
    const app = await openNotes({ files: { 'a.md': '## 2021-01-18\n1. pears\n' } });
    expect(await app.respond({ mode: 'tags', question: app.understand('') })).toMatchObject({ refused: true });
  });
});

describe('entries that were named before', () => {
  const recalled = (app: App, mode: 'entries' | 'links' | 'days', ...ids: string[]) => {
    const question = app.understand('交叉验证', 'en');
    const from = { request: { mode: 'answer' as const, question }, page: 1, sources: ids };
    return app.respond({ mode, question, ids, from });
  };

  it('are told in full, with their days, or with their links alone', async () => {
    const app = await openNotes();
    const full = await recalled(app, 'entries', '2021-01-24#5');
    expect(full.text).toMatch(/^全文：\n\n\[1\] 2021-01-24 \(5\)\n> 目标检测Anchor/);
    expect(full.text).toContain('kmeans方法聚类');
    const links = await recalled(app, 'links', '2021-01-20#4', '2021-01-24#2');
    expect(links.text).toContain('https://www.jianshu.com/p/bda23f8cfd84');
    expect(ids(links)).toEqual(['2021-01-20#4']);
    const days = await recalled(app, 'days', '2021-01-24#5', '2021-01-20#4');
    expect(days.text).toMatch(/^记于 \*\*2021-01-20\*\*、\*\*2021-01-24\*\*：/);
  });

  it('keep the numbers of the list that they were picked from, on whatever page it shows them', async () => {
    const app = await openNotes();
    const question = app.understand('January 2021');
    const request = { mode: 'answer' as const, question };
    const page = { number: 2, size: 10 };
    const from = { request, page: 2, sources: ids(await app.respond(request, page)) };
    const second = from.sources[1] ?? '';
    const shown = await app.respond(kept({ mode: 'entries', question, ids: [second], from }), page);
    expect(shown.text).toMatch(/^In full:\n\n\[12\] /);
    expect(shown.sources).toMatchObject([{ n: 12, id: second }]);
    const earlier = await app.respond(kept({ mode: 'days', question, ids: [], number: 3, from }), page);
    expect(earlier.sources).toMatchObject([{ n: 3, id: '2021-01-18#3' }]);
    const then: Request = { mode: 'links', question, ids: ['2021-01-18#3'], number: 3, from };
    expect((await app.respond(kept(then), page)).sources).toMatchObject([{ n: 3, id: '2021-01-18#3' }]);
    const none = await app.respond({ mode: 'entries', question, ids: [], number: 99, from }, page);
    expect(none).toMatchObject({ refused: true, sources: [] });
  });

  it('without a link are said to have none; that are none, or are gone, are said to be so', async () => {
    const app = await openNotes();
    expect((await recalled(app, 'links', '2021-01-24#2')).text).toMatch(/^这一条没有链接/);
    expect(await recalled(app, 'entries')).toMatchObject({ refused: true });
    expect(await recalled(app, 'days', '1999-01-01#1')).toMatchObject({ refused: true });
  });
});

describe('one side of what was spoken of', () => {
  const aspect = (app: App, topic: string, side: string, ...named: string[]) =>
    app.respond({ mode: 'aspect', question: app.understand(topic), ids: named, aspect: side });

  it('is found in the entries that were named, by their words or by where their links lead', async () => {
    const app = await openNotes();
    const dance = ['2021-01-24#3', '2021-01-24#5'];
    expect(ids(await aspect(app, 'AI跳舞', '论文', ...dance))).toEqual(['2021-01-24#3']);
    expect(ids(await aspect(app, 'anything on dance?', 'paper', ...dance))).toEqual(['2021-01-24#3']);
    expect(ids(await aspect(app, 'mediapipe', 'code', '2021-01-18#3'))).toEqual(['2021-01-18#3']);
  });

  it('is found in another entry on the same topic', async () => {
    const app = await openNotes();
    expect(ids(await aspect(app, 'mxnet', 'fine tune', '2021-01-25#1'))).toEqual(['2021-01-25#2']);
  });

  it('is refused where nothing on the topic holds it, with what was named before as the nearest', async () => {
    const app = await openNotes();
    const none = await aspect(app, 'cross-validation', 'code', '2021-01-20#1', '2021-01-20#3');
    expect(none).toMatchObject({ refused: true, sources: [] });
    expect(none.text).toMatch(/^Not in the notes: I found nothing there on “code” for “cross-validation”\./);
    expect(none.nearest.map(({ id }) => id)).toEqual(['2021-01-20#1', '2021-01-20#3']);
  });
});

describe('a request', () => {
  it('comes back from the store as it was', async () => {
    const app = await openNotes();
    for (const { question } of await questionsOf('seed')) {
      const request = asking(app, question);
      expect(kept(request)).toEqual(request);
    }
    const before = asking(app, 'entries before 2021-01-21');
    expect(kept(before)).toEqual(before);
    const aspect: Request = { mode: 'aspect', question: before.question, ids: ['a#1'], aspect: 'code' };
    expect(kept(aspect)).toEqual(aspect);
  });

  it('that nobody made here is not taken for one', () => {
    for (const value of [undefined, {}, { mode: 'answer' }, { mode: 'drop', question: {} }, 'answer'])
      expect(Request.safeParse(value).success).toBe(false);
  });
});
