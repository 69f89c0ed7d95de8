import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Rich, toRich } from '../../../../src/chat/telegram/format/entities.ts';
import { isBlank } from '../../../../src/chat/telegram/format/rich.ts';
import { split } from '../../../../src/chat/telegram/format/split.ts';
import { hostileMarkdown } from './hostile.ts';
import { expectWellFormed } from './well-formed.ts';

const textsOf = (markdown: string, codePoints?: number) =>
  split(toRich(markdown), codePoints === undefined ? {} : { codePoints }).map(({ text }) => text);

describe('a text too long for a message is cut', () => {
  it.each([
    ['after a block, before a line', 'aaaa\nbbbb\n\ncccc\ndddd', ['aaaa\nbbbb\n\n', 'cccc\ndddd']],
    ['after a line, before a sentence', 'aaa aaa aaa\nbbb. bbb bbb', ['aaa aaa aaa\n', 'bbb. bbb bbb']],
    ['after a sentence, before a word', 'aaa aaa. bbb bbb bbb ccc', ['aaa aaa. ', 'bbb bbb bbb ccc']],
    ['after a Chinese sentence', '这是第一句话说完了。这是第二句话', ['这是第一句话说完了。', '这是第二句话']],
    [
      'after the quotation marks that close it',
      '他说：“第一句话完了。”第二句话',
      ['他说：“第一句话完了。”', '第二句话'],
    ],
    ['after a word', 'aaaa bbbb cccc dddd', ['aaaa bbbb cccc ', 'dddd']],
    ['between characters as people see them', '👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', ['👨‍👩‍👧‍👦👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦']],
    ['between flags, not within one', '🇩🇪🇩🇪🇩🇪🇩🇪🇩🇪🇩🇪🇩🇪🇩🇪🇩🇪', ['🇩🇪🇩🇪🇩🇪🇩🇪🇩🇪🇩🇪🇩🇪', '🇩🇪🇩🇪']],
    ['before a letter and its accents', `${'a'.repeat(14)}e\u0301x`, [`${'a'.repeat(14)}`, 'e\u0301x']],
    [
      'within a character only where it is too long itself',
      `a${'\u0301'.repeat(16)}`,
      [`a${'\u0301'.repeat(14)}`, '\u0301\u0301'],
    ],
    ['before an address', 'aaaa https://a.co/b cc', ['aaaa ', 'https://a.co/b ', 'cc']],
    ['within an address only where it is too long itself', 'https://a.co/bcdefgh', ['https://a.co/bc', 'defgh']],
    ['before inline code', 'aaaa `bbbb bbbb bb` cc', ['aaaa ', 'bbbb bbbb bb cc']],
  ])('%s', (_, markdown, parts) => {
    expect(textsOf(markdown, 15)).toEqual(parts);
  });

  it('by code points, as Telegram counts', () => {
    expect(textsOf('😀'.repeat(4096))).toHaveLength(1);
    expect(textsOf('😀'.repeat(4097)).map(text => text.length)).toEqual([8192, 2]);
  });

  it('before a link that fits a message', () => {
    const parts = split(toRich('aaaa [bbb bbb bbb](https://b.com) ccc'), { codePoints: 15 });
    expect(parts).toEqual([
      { text: 'aaaa ', entities: [] },
      {
        text: 'bbb bbb bbb ccc',
        entities: [{ type: 'text_link', url: 'https://b.com', offset: 0, length: 11 }],
      },
    ]);
  });

  it('before a code block that fits a message, and at the lines of one that does not, which goes on as code', () => {
    const code = (lines: number) => `\`\`\`ts\n${'  f();\n'.repeat(lines)}\`\`\``;
    const pre = (length: number) => [{ type: 'pre', language: 'ts', offset: 0, length }];
    expect(split(toRich(`before\n${code(2)}`), { codePoints: 15 })).toEqual([
      { text: 'before\n', entities: [] },
      { text: '  f();\n  f();', entities: pre(13) },
    ]);
    expect(split(toRich(code(3)), { codePoints: 15 })).toEqual([
      { text: '  f();\n  f();\n', entities: pre(13) },
      { text: '  f();', entities: pre(6) },
    ]);
  });

  it('so that quotations and formatting go on in the next message, on nothing but words', () => {
    expect(split(toRich('> **aaaa bbbb\n> cccc dddd**'.replace('\n> ', ' ')), { codePoints: 11 })).toEqual([
      {
        text: 'aaaa bbbb ',
        entities: [
          { type: 'blockquote', offset: 0, length: 9 },
          { type: 'bold', offset: 0, length: 9 },
        ],
      },
      {
        text: 'cccc dddd',
        entities: [
          { type: 'blockquote', offset: 0, length: 9 },
          { type: 'bold', offset: 0, length: 9 },
        ],
      },
    ]);
  });

  it('where it has more entities than a message can', () => {
    const parts = split(toRich('**a** b\n'.repeat(250)));
    expect(parts.map(({ entities }) => entities.length)).toEqual([100, 100, 50]);
    expect(parts[1]?.text.startsWith('a b\n')).toBe(true);
  });

  it('where its links are longer than a message can describe', () => {
    const parts = split(toRich(`[a](https://a.com/${'b'.repeat(1900)})\n`.repeat(9)));
    expect(parts.map(({ entities }) => entities.length)).toEqual([4, 4, 1]);
  });
});

it('makes one message of a text that fits, and none of nothing', () => {
  expect(split(toRich('**a**\n\nb'))).toEqual([{ text: 'a\n\nb', entities: [{ type: 'bold', offset: 0, length: 1 }] }]);
  expect(split(toRich(' \n'))).toEqual([]);
  // Lines that show nothing, behind what does, would be refused as a message of their own.
  expect(split(toRich('a\n\n# \u200d\n\n# \u200d'))).toEqual([{ text: 'a', entities: [] }]);
});

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const codePoints = (text: string) => [...text].length;

describe('of any Markdown', () => {
  const limits = fc.record({
    codePoints: fc.integer({ min: 1200, max: 4096 }),
    entities: fc.integer({ min: 8, max: 100 }),
  });

  it('the messages joined are the whole text, and each is within the limits and shows something', () => {
    fc.assert(
      fc.property(hostileMarkdown, limits, (markdown, limit) => {
        const rich = toRich(markdown);
        const parts = split(rich, limit);
        expect(parts.map(({ text }) => text).join('')).toBe(rich.text);
        for (const part of parts) {
          expect(isBlank(part.text)).toBe(false);
          expect(codePoints(part.text)).toBeLessThanOrEqual(limit.codePoints);
          expect(part.entities.length).toBeLessThanOrEqual(limit.entities);
          expect(Buffer.byteLength(JSON.stringify(part.entities))).toBeLessThanOrEqual(9600);
          expectWellFormed(part);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('no message begins within a character, a link, an address or code that fits one, or loses formatting', () => {
    fc.assert(
      fc.property(hostileMarkdown, limits, (markdown, limit) => {
        const rich = toRich(markdown);
        const parts = split(rich, limit);
        const starts = startsOf(parts);
        const characters = new Map([...graphemes.segment(rich.text)].map(({ index, segment }) => [index, segment]));
        const fits = (words: string) => codePoints(words) <= limit.codePoints / 2;
        const large = [...characters.values()].some(character => !fits(character));
        const things = [
          ...rich.entities
            .filter(({ type }) => type === 'text_link' || type === 'code')
            .map(({ offset, length }) => ({ at: offset, words: rich.text.slice(offset, offset + length) })),
          ...[...rich.text.matchAll(/(?<=^|\s)https?:\/\/[\w./-]+(?=\s|$)/g)].map(({ index, 0: words }) => ({
            at: index,
            words,
          })),
        ];
        for (const start of starts) {
          if (!large) expect(characters.has(start)).toBe(true);
          // What begins or ends within a character cannot be had whole without cutting that.
          const isApart = (at: number) => characters.has(at) || at === rich.text.length;
          for (const { at, words } of things)
            if (fits(words) && isApart(at) && isApart(at + words.length) && reaching(rich, at, words.length) < 4)
              expect(start <= at || start >= at + words.length, words).toBe(true);
        }
        expect(shown(parts.map((part, index) => ({ part, start: starts[index] ?? 0 })))).toEqual(
          shown([{ part: rich, start: 0 }]),
        );
      }),
      { numRuns: 300 },
    );
  });
});

/** Entities on any of a stretch of text. */
function reaching({ entities }: Rich, at: number, length: number): number {
  return entities.filter(entity => entity.offset < at + length && entity.offset + entity.length > at).length;
}

function startsOf(parts: readonly Rich[]): number[] {
  let at = 0;
  return parts.map(({ text }) => {
    const start = at;
    at += text.length;
    return start;
  });
}

/** How each visible character of a text is shown: the formatting of all its entities. */
function shown(parts: readonly { part: Rich; start: number }[]): string[] {
  const found: string[] = [];
  for (const { part, start } of parts) {
    for (const { type, offset, length, url = '', language = '' } of part.entities) {
      for (let at = offset; at < offset + length; at++) {
        if (!isBlank(part.text.charAt(at))) found.push(`${start + at} ${type} ${url} ${language}`);
      }
    }
  }
  return found.sort();
}
