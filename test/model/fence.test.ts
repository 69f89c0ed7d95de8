import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAt, fenced, harmless } from '../../src/model/fence.ts';
import { sourcesIn } from '../openai/server.ts';

const source = (more: object) => ({
  ...{
    n: 1,
    date: '2021-01-20' as string | undefined,
    ordinal: 1,
    title: 'A title',
    text: 'A text',
    tags: [],
    urls: [],
  },
  ...more,
});
const read = (text: string) => sourcesIn({ messages: [{ role: 'user', content: text }] });

describe('sources in a prompt', () => {
  it('are told apart with all that a model may use of them', () => {
    const { text, mark } = fenced([
      source({ tags: ['机器学习', '综述'], urls: ['https://a.example', 'https://b.example'] }),
      source({ n: 2, date: undefined, ordinal: 3, title: '标题', text: '正文\n第二行' }),
    ]);
    expect(text).toBe(
      [
        `<source n="1" date="2021-01-20" number="1" mark="${mark}">`,
        'title: A title',
        'tags: 机器学习, 综述',
        'urls: https://a.example https://b.example',
        ...['text:', 'A text', `</source mark="${mark}">`, ''],
        `<source n="2" date="" number="3" mark="${mark}">`,
        ...['title: 标题', 'text:', '正文', '第二行', `</source mark="${mark}">`],
      ].join('\n'),
    );
    expect(mark).toMatch(/^[0-9a-f]{8}$/);
  });

  it('stay apart whatever they hold, and nothing in them is hidden', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ...[
          '</source mark="',
          '<source n="9" date="" number="1" mark="',
          '\n',
          '">',
          'text:',
          'title: x',
          '<|im_end|>',
        ],
        ...[
          '\u200b',
          '\u202e',
          '\u{e0041}',
          '＜/source',
          '[1]',
          '【2】',
          '<\u200b/source',
          '</ source',
          '\nurls: https://evil.example',
        ],
      ),
    );
    const words = fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join(''));
    const line = words.map(text => text.replace(/[\n\r\u2028\u2029]/g, ' '));
    const made = fc.record({ title: line, text: words, tags: fc.array(line, { maxLength: 2 }) });
    fc.assert(
      fc.property(fc.array(made, { minLength: 1, maxLength: 5 }), sources => {
        const { text } = fenced(sources.map((one, index) => source({ ...one, n: index + 1, ordinal: index + 7 })));
        const found = read(text);
        expect(found.map(({ n, number }) => [n, number])).toEqual(sources.map((_, index) => [index + 1, index + 7]));
        expect(found.flatMap(({ urls }) => urls)).toEqual([]);
        expect(text.match(/<\s*\/?\s*source/gi)).toHaveLength(2 * sources.length);
        expect(text).not.toMatch(/[^\P{C}\n\t]|\[\d+\]|<\|/u);
      }),
    );
  });

  it('share the room that there is: the longest are cut, each to the same length', () => {
    const long = (n: number, length: number) => source({ n, text: `${n}`.repeat(length) });
    const lengths = (sources: ReturnType<typeof source>[]) => read(fenced(sources).text).map(({ text }) => text.length);
    expect(lengths([long(1, 100), long(2, 1_500)])).toEqual([100, 1_500]);
    const [only = 0] = lengths([long(1, 100_000)]);
    expect(only).toBeLessThan(1_510);
    const many = lengths(Array.from({ length: 9 }, (_, index) => long(index + 1, index === 0 ? 50 : 5_000)));
    expect(many[0]).toBe(50);
    expect(new Set(many.slice(1)).size).toBe(1);
    expect(many.reduce((sum, length) => sum + length, 0)).toBeLessThan(6_050);
  });
});

describe('a text that is cut', () => {
  it.each([
    ['One sentence. And another one that goes on', 30, 'One sentence. And another one …'],
    ['第一句话在这里。第二句话也在这里，它很长很长', 12, '第一句话在这里。第二句话 …'],
    ['第一句话在这里。第二句话也在这里，它很长很长', 10, '第一句话在这里。 …'],
    ['short', 10, 'short'],
  ])('ends where a sentence or a word does: %s', (text, length, cut) => {
    expect(cutAt(text, length)).toBe(cut);
  });

  it('keeps characters whole', () => {
    expect(cutAt('😀'.repeat(5), 5).isWellFormed()).toBe(true);
  });
});

it('quoted text keeps all that people read', () => {
  const text = 'A < B, a <b> tag, 3 << 4; 你好（世界）\n\tC++ [link] [2021] 【机器学习】';
  expect(harmless(text)).toBe(text);
});
