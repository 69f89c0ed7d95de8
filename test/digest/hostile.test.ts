import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/digest/parse.ts';
import { render } from '../../src/digest/render.ts';

const fragments = [
  '## 2021.1.18\n',
  '# 2021.1\n',
  '## 1.20\n',
  '## 2021.13.45\n',
  '2021/1/18\n',
  '**2021年1月18日**\n',
  'Jan 18, 2021\n',
  '第 143 期\n',
  '(1)',
  '（2）',
  '1. ',
  '2、',
  '①',
  '- ',
  '  - ',
  '* ',
  '- [ ] ',
  '-\n',
  '\t',
  '> ',
  '### [t](https://t.cn)\n',
  '### 1. t\n',
  '**',
  '__',
  '*',
  '_',
  '~~',
  '`',
  '[',
  '](',
  '![i](https://i.cn/p.png)',
  '[r]',
  '[r]: https://r.cn\n',
  'https://a.cn/x',
  'http://',
  'www.x.cn',
  '(',
  ')',
  '（',
  '）',
  '，',
  '、',
  '【标签】',
  '综述 | ',
  '#tag ',
  '&amp;',
  '\\',
  '<a href="https://h.cn">',
  '</a>',
  '<b>',
  '<!--',
  '-->',
  '```\n',
  '~~~',
  '|a|b|\n',
  '|---|---|\n',
  '---\n',
  '===\n',
  'date: 2021-01-02\n',
  '编辑: x\n',
  '- [x](#y)\n',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  '\ufeff',
  '\u200b',
  '\u200e',
  '\u00a0',
  '\u3000',
  '🎉',
  '\ud800',
  '\udfff',
  '\uffff',
  '\0',
  '\x1b]0;pwn\x07',
  '\x7f',
  '\x9b31m',
  '\v',
  '`#no`',
  '\u2028',
  '文字',
  'word ',
];

/** What must hold for any text at all. */
function check(text: string): void {
  const digest = parse(text, { file: 'any.md' });
  expect(render(digest)).toBe(text);
  let start = 0;
  for (const block of digest.blocks) {
    expect(block.start).toBe(start);
    expect(block.line).toBe(text.slice(0, start).split(/\r\n|\n|\r/).length);
    start += block.raw.length;
  }
  expect(digest.blocks.flatMap(block => (block.kind === 'item' ? [block.entry] : []))).toEqual(digest.entries);
  expect(new Set(digest.entries.map(entry => entry.id)).size).toBe(digest.entries.length);
  for (const entry of digest.entries) {
    expect(entry.title).not.toBe('');
    expect(entry.text).not.toBe('');
    // A Markdown link's address loses its backslashes.
    for (const url of entry.urls) expect(text.replaceAll('\\', '')).toContain(url.replaceAll('\\', ''));
    const { title, tags, emphasis, urls } = entry;
    for (const words of [title, ...entry.text.split('\n'), ...tags, ...emphasis, ...urls])
      expect(words).not.toMatch(/[^\P{Cc}\t]/u);
  }
  for (const { text } of digest.unplaced) expect(text).not.toMatch(/[^\P{Cc}\t]/u);
}

test('any mixture of Markdown comes back byte for byte, cut into blocks without gaps', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 60 }), parts => check(parts.join(''))),
    { numRuns: 1500 },
  );
});

test('any string at all comes back byte for byte', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), check), { numRuns: 500 });
});

test('CRLF, byte order mark, bidirectional marks, wide and trailing spaces survive', () => {
  const text =
    '\ufeff---\r\ndate: 2021-01-18\r\n---\r\n\u200e# 记\u200f\r\r\n(1)\u00a0甲\u3000 https://a.cn  \r\n\t\r\n(2)乙';
  const digest = parse(text, { file: 'any.md' });
  expect(render(digest)).toBe(text);
  expect(digest.entries.map(entry => [entry.id, entry.title])).toEqual([
    ['2021-01-18#1', '甲'],
    ['2021-01-18#2', '乙'],
  ]);
});

// A quadratic reading of these takes far longer than a test may, so that the runner's own limit fails the test.
describe('stays linear on half a million characters of', () => {
  test.each([
    'a',
    '文',
    ' ',
    '(',
    '[',
    '**',
    '__',
    '`',
    '<',
    '![',
    '](',
    '[a](',
    '[a]（',
    '(1) ',
    '(1) a (2) b\n',
    '1. ',
    '①',
    '- ',
    '> ',
    '#',
    '【',
    '|',
    'http://',
    'https://a.cn ',
    'https://a.cn，',
    'www.',
    '&',
    '\\',
    '<!--',
    '<!-- x\n',
    '```js\n',
    '~~~\n',
    '|a|\n|-|\n|b|\n',
    '---\n',
    '2021.1.18 ',
    '## 2021.1.18\n',
    '### 1. x\n',
    '### [a](https://b.cn)\n',
    '\r',
    '\n\n',
    '[r]: https://r\n',
    '**a ',
    '#a ',
    '，',
    '-',
    '综述 | ',
    '  - a\n',
    '\uffff',
    '<a href="',
    '[a](b "',
    '[[',
    '[[a]] ',
    '[[a|b]]',
    '[[https://a.cn][b]] ',
    '- TODO a\n',
    '<details>\n- a\n',
    'a\nhttps://b.cn\n',
    '### a\nb\n',
    '# [a](https://b.cn)\n',
    '\n> b\n- c\n',
  ])('%j', unit => {
    const text = `## 2021.1.18\n(1) 标题 https://x.cn ${unit.repeat(500_000 / unit.length)}`;
    expect(render(parse(text, { file: 'any.md' }))).toBe(text);
  });

  test('links, tags and pages that all differ', () => {
    const items = Array.from({ length: 30_000 }, (_, n) => `https://a.cn/${n} #t${n} [[p${n}]] #[[p ${n}]] `);
    const oneLine = parse(`## 2021.1.18\n- ${items.join('')}\n`, { file: 'any.md' });
    const oneItem = parse(`## 2021.1.18\n- ${items.join('\n  ')}\n`, { file: 'any.md' });
    for (const { entries } of [oneLine, oneItem])
      expect([entries[0]?.urls.length, entries[0]?.tags.length]).toEqual([30_000, 30_000]);
  });
});
