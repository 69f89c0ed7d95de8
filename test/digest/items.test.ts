import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/digest/entry.ts';
import { parse } from '../../src/digest/parse.ts';
import { render } from '../../src/digest/render.ts';

/** The entries of one day, each with its ordinal first. */
function day(lines: string): Entry[] {
  const text = `## 2021-01-18\n${lines}\n`;
  const digest = parse(text, { file: 'log.md' });
  expect(render(digest)).toBe(text);
  return digest.entries;
}
const short = (entries: Entry[]) =>
  entries.map(({ ordinal, title, urls }) => `${ordinal} ${title} ${urls.join(' ')}`.trim());

describe('reads two items from', () => {
  test.each([
    ['half-width brackets', '(1)甲 https://a.cn/1\n(2) 乙（https://b.cn/2）'],
    ['full-width brackets', '（1）甲 https://a.cn/1\n（２）乙 https://b.cn/2'],
    ['both brackets in one day', '(1)甲 https://a.cn/1\n（2）乙 https://b.cn/2'],
    ['dots', '1. 甲 https://a.cn/1\n2.乙 https://b.cn/2'],
    ['full-width dots', '1．甲 https://a.cn/1\n2．乙 https://b.cn/2'],
    ['enumeration commas', '1、甲 https://a.cn/1\n2、乙 https://b.cn/2'],
    ['a closing bracket', '1) 甲 https://a.cn/1\n2）乙 https://b.cn/2'],
    ['circled numbers', '① 甲 https://a.cn/1\n②乙 https://b.cn/2'],
    ['keycap numbers', '1️⃣ 甲 https://a.cn/1\n2️⃣ 乙 https://b.cn/2'],
    ['styles that change as the numbers go on', '(1) 甲 https://a.cn/1\n2. 乙 https://b.cn/2'],
    ['dashes', '- 甲 https://a.cn/1\n- 乙 https://b.cn/2'],
    ['dashes without a space', '-甲 https://a.cn/1\n-乙 https://b.cn/2'],
    ['stars', '* 甲 https://a.cn/1\n* 乙 https://b.cn/2'],
    ['pluses', '+ 甲 https://a.cn/1\n+ 乙 https://b.cn/2'],
    ['dots of typography', '• 甲 https://a.cn/1\n• 乙 https://b.cn/2'],
    ['task boxes', '- [ ] 甲 https://a.cn/1\n- [x] 乙 https://b.cn/2'],
    ['indented lists', '  - 甲 https://a.cn/1\n  - 乙 https://b.cn/2'],
    ['tabs', '-\t甲 https://a.cn/1\n-\t乙 https://b.cn/2'],
    ['full-width indents', '　　(1)甲 https://a.cn/1\n　　(2)乙 https://b.cn/2'],
    ['stray indents', ' 1. 甲 https://a.cn/1\n  2. 乙 https://b.cn/2'],
    ['blank lines between', '1. 甲 https://a.cn/1\n\n\n2. 乙 https://b.cn/2'],
    ['Markdown links', '- [甲](https://a.cn/1)\n- [乙](https://b.cn/2 "提示")'],
    ['links in full-width brackets', '- [甲]（https://a.cn/1）\n- [乙](<https://b.cn/2>)'],
    ['autolinks', '1. 甲 <https://a.cn/1>\n2. 乙 <https://b.cn/2>'],
    ['reference links', '- [甲][a]\n- [乙][]\n\n[a]: https://a.cn/1\n[乙]: <https://b.cn/2> "提示"'],
    ['HTML links', '- <a href="https://a.cn/1">甲</a>\n- <a target="_blank" href=\'https://b.cn/2\'>乙</a>'],
    ['bold numbers', '**1. 甲** https://a.cn/1\n**2. 乙** https://b.cn/2'],
    ['headings with links', '### [甲](https://a.cn/1)\n说明\n\n### [乙](https://b.cn/2)\n\n说明'],
    ['links inside links', '* [[甲](https://a.cn/1)](app://1)\n* [[乙](https://b.cn/2)](app://2)'],
    ['headings with links and numbers', '### 1. [甲](https://a.cn/1)\n### 2. [乙](https://b.cn/2)'],
    ['numbered headings with the link below', '### 1. 甲\nhttps://a.cn/1\n\n### 2、乙\n\n说明 https://b.cn/2'],
    ['headings with a labelled link below', '### 甲\n说明\n\n链接：https://a.cn/1\n\n### 乙\n\n<https://b.cn/2>'],
    ['paragraphs', '[甲](https://a.cn/1)\n\n[乙](https://b.cn/2)'],
    ['paragraphs with words after', '**甲** https://a.cn/1\n\n说明。\n\n乙 https://b.cn/2'],
    ['lines without marks', '甲 https://a.cn/1\n乙 https://b.cn/2'],
    ['a title and its link below', '甲\nhttps://a.cn/1\n\n乙\n\nhttps://b.cn/2'],
    ['a table', '| 标题 | 链接 |\n| --- | :-: |\n| 甲 | https://a.cn/1 |\n| 乙 | [链接](https://b.cn/2) |'],
    ['a table with numbers', '|#|名称|\n|-|-|\n|1|[甲](https://a.cn/1)|\n|2|[乙](https://b.cn/2)|'],
    ['one line', '(1)甲 https://a.cn/1 (2)乙 https://b.cn/2'],
    ['one line with wide space', '(1)甲(https://a.cn/1)     (2)乙(https://b.cn/2)'],
    ['one line of circled numbers', '①甲 https://a.cn/1 ②乙 https://b.cn/2'],
    ['one line of dots', '1. 甲 https://a.cn/1 2. 乙 https://b.cn/2'],
    ['a section of its own each', '### 前端\n- 甲 https://a.cn/1\n\n### 后端\n- 乙 https://b.cn/2'],
    ['a numbered section', '### 1. 文章\n- 甲 https://a.cn/1\n- 乙 https://b.cn/2'],
    ['bare links without titles', 'https://a.cn/1 甲\nhttps://b.cn/2 乙'],
    ['outlined headings', '- # 前端\n\t- 甲 https://a.cn/1\n- # 后端\n\t- 乙 https://b.cn/2'],
    ['keywords of tasks', '- TODO 甲 https://a.cn/1\n- DONE 乙 https://b.cn/2\n-'],
    ['captions in quotes', '> 前端\n* 甲 https://a.cn/1\n\n> 后端\n* 乙 https://b.cn/2'],
    ['headings with a link known by its label', '### 甲\n[arXiv](https://a.cn/1)\n\n### 乙\n\n[PDF](https://b.cn/2)'],
    ['cards', '### 甲\n\n**评分：** 7\n**来源:** https://a.cn/1\n\n---\n\n### 乙\n**评分：** 8\n见 https://b.cn/2'],
    [
      'a table whose head names the title',
      '|日期|名称|笔记|\n|-|-|-|\n|1/18|甲 https://a.cn/1|[笔记](a.md)|\n||乙|[x](https://b.cn/2)|',
    ],
    [
      'two folds',
      '<details>\n<summary>前端</summary>\n\n- 甲 https://a.cn/1\n</details>\n<details>\n<summary>\n后端\n</summary>\n\n- 乙 https://b.cn/2\n</details>',
    ],
    ['a quote', '> - 甲 https://a.cn/1\n> - 乙 https://b.cn/2'],
    ['a fold', '<details>\n<summary>今日</summary>\n\n- 甲 https://a.cn/1\n- 乙 https://b.cn/2\n\n</details>'],
    ['a list below an introduction', '今天的内容：\n\n- 甲 https://a.cn/1\n- 乙 https://b.cn/2'],
    ['titles above bare links, with no blank line between', '甲\nhttps://a.cn/1\n乙\nhttps://b.cn/2'],
    [
      'a list below an introduction with links',
      '[本站](https://home.cn)内容来自[某处](https://c.cn)\n* 甲 https://a.cn/1\n* 乙 https://b.cn/2',
    ],
    ['a list above a footer with links', '- 甲 https://a.cn/1\n- 乙 https://b.cn/2\n\n维护：[某人](https://home.cn)'],
    [
      'a list and a footer behind a rule',
      '1. 甲 https://a.cn/1\n2. 乙 https://b.cn/2\n\n---\n[订阅](https://home.cn) 本站',
    ],
    [
      'linked headings below an introduction',
      '[订阅](https://home.cn)\n\n### [甲](https://a.cn/1)\n### [乙](https://b.cn/2)',
    ],
    ['a list and a section of linked paragraphs', '### 前端\n- 甲 https://a.cn/1\n\n### 后端\n[乙](https://b.cn/2)'],
    [
      'a list and its editor',
      '1. 甲 https://a.cn/1\n2. 乙 https://b.cn/2\n\n* 编辑: 某人\n* GoCN归档: https://gocn.io/1',
    ],
    ['a list with a rule below', '- 甲 https://a.cn/1\n- 乙 https://b.cn/2\n---'],
    ['two captions in bold', '**前端**\n\n- 甲 https://a.cn/1\n\n**后端**\n\n- 乙 https://b.cn/2'],
    ['two captions with Chinese numbers', '一、前端\n- 甲 https://a.cn/1\n\n二、后端\n- 乙 https://b.cn/2'],
    ['titles with labelled links', '甲\n链接：https://a.cn/1\n摘要：说明\n\n乙\n链接：https://b.cn/2'],
    ['a list with a comment inside', '- 甲 https://a.cn/1\n<!-- - 丙 https://c.cn/3 -->\n- 乙 https://b.cn/2'],
    ['a list with a fence inside', '- 甲 https://a.cn/1\n```\n- 丙 https://c.cn/3\n```\n- 乙 https://b.cn/2'],
    [
      'a list with lines of links to sections',
      '- [前端](#前端)\n- [后端](#后端)\n\n- 甲 https://a.cn/1\n- 乙 https://b.cn/2',
    ],
  ])('%s', (_, lines) => {
    expect(short(day(lines))).toEqual(['1 甲 https://a.cn/1', '2 乙 https://b.cn/2']);
  });
});

describe('keeps as one item', () => {
  test.each([
    ['words below a bare link', '甲\nhttps://a.cn/1\n说明\nx=<b>\n论文：\nhttps://b.cn/2'],
    ['several bare links', '甲\nhttps://a.cn/1\nhttps://b.cn/2'],
    ['continuation lines', '(1)甲 https://a.cn/1\n论文：https://b.cn/2'],
    ['nested lists', '- 甲 https://a.cn/1\n  - 论文 https://b.cn/2\n  * 要点'],
    ['nested numbers', '1. 甲 https://a.cn/1\n   1. 一\n   2. 论文 https://b.cn/2'],
    ['points that are not indented', '1、甲 https://a.cn/1\n- 论文 https://b.cn/2\n- 要点'],
    ['numbers of another style', '(1)甲 https://a.cn/1\n1. 一\n2. 二\n3. 论文 https://b.cn/2'],
    ['indented paragraphs', '- 甲 https://a.cn/1\n\n  论文 https://b.cn/2'],
    ['paragraphs of a loose item', '1、甲 https://a.cn/1\n\n说明\n\n论文 https://b.cn/2'],
    ['quotes', '1. 甲 https://a.cn/1\n\n> - 论文 https://b.cn/2'],
    ['numbers inside a title', '(1)甲 https://a.cn/1 论文 GPT(2) https://b.cn/2'],
    ['an enumeration inside the line', '(1)甲 https://a.cn/1 有 (1)快 (2)好 https://b.cn/2'],
    ['a heading item with points', '### [甲](https://a.cn/1)\n- 要点\n- 论文 https://b.cn/2'],
    ['a heading item with a lower heading', '### [甲](https://a.cn/1)\n#### 论文\nhttps://b.cn/2'],
  ])('%s', (_, lines) => {
    const entries = day(lines);
    expect(entries.map(entry => entry.urls)).toEqual([['https://a.cn/1', 'https://b.cn/2']]);
    expect(entries[0]?.title).toMatch(/^甲/);
  });
});

test('a number in a title is no item where the next line takes that number', () => {
  expect(short(day('(1)论文 https://a.cn/1\n(2)解读  GPT (3) 的结构\n(3)丙'))).toEqual([
    '1 论文 https://a.cn/1',
    '2 解读 GPT (3) 的结构',
    '3 丙',
  ]);
});

test('repeated numbers keep their ordinal and their ids differ', () => {
  const entries = day('(1)甲\n(2)乙\n(2)丙\n(4)丁');
  expect(entries.map(entry => entry.id)).toEqual(['2021-01-18#1', '2021-01-18#2', '2021-01-18#2~2', '2021-01-18#4']);
});

test('items without numbers count on over the sections of their day', () => {
  const { entries } = parse('# 2021.1.18\n## A\n- a\n- b\n## B\n- c\n# 2021.1.19\n- d\n# 2021.1.18\n- e\n', {
    file: 'l.md',
  });
  expect(entries.map(entry => entry.id)).toEqual([
    '2021-01-18#1',
    '2021-01-18#2',
    '2021-01-18#3',
    '2021-01-19#1',
    '2021-01-18#4',
  ]);
});

test('a table row may carry its own day', () => {
  const { entries } = parse(
    '| 日期 | 标题 |\n|---|---|\n| 2021-01-18 | [甲](https://a.cn) |\n| 2021.1.19 | [乙](https://b.cn) |\n',
    { file: 'l.md' },
  );
  expect(entries.map(entry => [entry.id, entry.title])).toEqual([
    ['2021-01-18#1', '甲'],
    ['2021-01-19#1', '乙'],
  ]);
});

test('an item without words is reported, one whose words come a line later is not', () => {
  const { entries, unplaced } = parse('## 2021.1.18\n1、\n\n初学者眼里有很多可能性。\n\n2、\n', { file: 'l.md' });
  expect(entries.map(entry => entry.title)).toEqual(['初学者眼里有很多可能性。']);
  expect(unplaced).toEqual([{ file: 'l.md', line: 6, text: '2、', reason: 'an item without words' }]);
});

test('a fence that is never closed is reported and hides nothing', () => {
  const { entries, unplaced } = parse('## 2021.1.18\n- a\n```js\ncode\n## 2021.1.19\n- b\n', { file: 'l.md' });
  expect(entries.map(entry => entry.id)).toEqual(['2021-01-18#1', '2021-01-19#1']);
  expect(unplaced.map(item => item.line)).toEqual([3]);
});

test('a fence that is never closed leaves later fences of another mark or a shorter one closed', () => {
  const { entries, unplaced } = parse(
    '## 2021.1.18\n- a\n~~~~\n- b\n\n```\n(3) code https://code.cn/3\n```\n\n~~~\n- code https://code.cn/4\n~~~\n- c\n',
    { file: 'l.md' },
  );
  expect(entries.map(entry => entry.title)).toEqual(['a', 'b', 'c']);
  expect(unplaced.map(item => item.line)).toEqual([3]);
});

test('a fence that is never closed hides no links and tags of its item', () => {
  const [entry] = day(
    '- 甲\n  ~~~\n  见 https://a.cn/1 #标签\n  ```js\n  // https://code.cn #code\n  ```js\n  ```\n  又见 https://a.cn/2',
  );
  expect([entry?.urls, entry?.tags]).toEqual([['https://a.cn/1', 'https://a.cn/2'], ['标签']]);
  expect(entry?.text).toContain('// https://code.cn #code');
});

test('a day with words but no item is reported, the introduction of the file is not', () => {
  const { entries, unplaced } = parse(
    '# 日记\n每天记录，见 [说明](https://a.cn) 一文。\n## 2021.1.18\n今天读了一本书。\n',
    { file: 'l.md' },
  );
  expect(entries).toEqual([]);
  expect(unplaced).toEqual([
    { file: 'l.md', line: 4, text: '今天读了一本书。', reason: 'a day with words but no item' },
  ]);
});

test('a title that is a whole sentence stands above its own bare link', () => {
  expect(short(day('甲\nhttps://a.cn/1\n\n十行代码就够了！\nhttps://b.cn/2\n丙。\nhttps://c.cn/3'))).toEqual([
    '1 甲 https://a.cn/1',
    '2 十行代码就够了！ https://b.cn/2',
    '3 丙。 https://c.cn/3',
  ]);
});

test('links in the introduction and the footer of a day with items are reported', () => {
  const { entries, unplaced } = parse(
    '## 2021.1.18\n内容来自[某处](https://a.cn)。\n\n- 甲 https://b.cn\n- 乙\n\n维护者：[某人](https://c.cn)\n',
    { file: 'l.md' },
  );
  expect(entries.map(entry => entry.id)).toEqual(['2021-01-18#1', '2021-01-18#2']);
  const reason = 'a link in prose around the items';
  expect(unplaced).toEqual([
    { file: 'l.md', line: 2, text: '内容来自[某处](https://a.cn)。', reason },
    { file: 'l.md', line: 7, text: '维护者：[某人](https://c.cn)', reason },
  ]);
});

test('a heading without a link among headings with links is an item, a section of them is not', () => {
  const { entries } = parse(
    '## 2021.1.18\n### [甲](https://a.cn)\n说明\n### 想法\n重试会放大故障。\n### 工具\n- 丙 https://c.cn\n',
    { file: 'l.md' },
  );
  expect(entries.map(entry => `${entry.ordinal} ${entry.title}`)).toEqual(['1 甲', '2 想法', '3 丙']);
});

test('several linked headings at the top level are items, a single one names the file', () => {
  const several = parse('# [甲](https://a.cn)\n- 要点\n\n# [乙](https://b.cn)\n说明\n', { file: '2021/01/18.md' });
  expect(several.entries.map(entry => `${entry.id} ${entry.title}`)).toEqual(['2021-01-18#1 甲', '2021-01-18#2 乙']);
  const single = parse('# [周刊](https://a.cn)\n- 乙 https://b.cn\n', { file: '2021/01/18.md' });
  expect(single.entries.map(entry => `${entry.id} ${entry.title}`)).toEqual(['2021-01-18#1 乙']);
});

test('a table of contents notes nothing', () => {
  const { entries, unplaced } = parse(
    '# 周刊\n## 目录\n- [返回首页](https://a.cn)\n1. [前端](#前端)\n## 前端\n- b https://b.cn\n',
    { file: 'l.md' },
  );
  expect(entries.map(entry => entry.title)).toEqual(['b']);
  expect(unplaced).toEqual([]);
});

test('each item block is its entry, marker and raw text', () => {
  const { blocks } = parse('## 2021.1.18\r\n- [x] 甲\r\n  乙\r\n\r\n(2)丙', { file: 'l.md' });
  expect(blocks.map(({ kind, raw, start, line }) => ({ kind, raw, start, line }))).toEqual([
    { kind: 'day', raw: '## 2021.1.18\r\n', start: 0, line: 1 },
    { kind: 'item', raw: '- [x] 甲\r\n  乙\r\n', start: 14, line: 2 },
    { kind: 'blank', raw: '\r\n', start: 28, line: 4 },
    { kind: 'item', raw: '(2)丙', start: 30, line: 5 },
  ]);
  expect(blocks.flatMap(block => (block.kind === 'item' ? [block.marker] : []))).toEqual(['- [x] ', '(2)']);
});
