import { describe, expect, test } from 'vitest';
import { parse } from '../../src/digest/parse.ts';

/** The day that an item gets under the given lines. */
function dayUnder(above: string, file = 'notes.md'): string | undefined {
  const { entries } = parse(`${above}\n- 标题 https://a.cn/x\n`, { file });
  expect(entries).toHaveLength(1);
  return entries[0]?.date;
}

describe('reads a day written as', () => {
  test.each([
    '## 2021.1.18',
    '# 2021-01-18',
    '###### 2021/1/18',
    '## 2021年1月18日',
    '## 2021年 1 月 18 日',
    '## 20210118',
    '## Jan 18, 2021',
    '## January 18th, 2021',
    '## 18 January 2021',
    '## Monday, Jan. 18, 2021',
    '## 2021 . 1 . 18',
    '## 2021. 1.18',
    '##2021.1.18',
    '#2021.1.18',
    '## ２０２１．１．１８',
    '## 2021．01．18',
    '## 2021-01-18 周一 今日资讯',
    '## 📅 Jan 18, 2021',
    '## 📅 2021-01-18 📅',
    '## GoCN每日新闻(2021-01-18)',
    '## 【2021-01-18】前端日报',
    '## 第 143 期（2021.01.18）',
    '## 2021.1.18 ##',
    '## **2021.1.18**',
    '## [2021-01-18](https://example.com/2021-01-18)',
    '## [2021-01-18](./2021-01-18.md)',
    '## 2021-01-18 ~ 2021-01-24',
    '## 2021.01.18 - 01.24',
    '## 2021年1月18日—24日',
    '## 2021.1.18(Fibonacci)',
    '## \u200e2021.1.18\u200e',
    '## 2021.1.18\u00a0',
    '## 21.01.18',
    '**2021年1月18日**',
    '2021/1/18',
    '2021-01-18 星期一',
    '2021年1月18日：',
    '📅 Jan 18, 2021',
    '2021-01-18\n==========',
    '2021-01-18\n----------',
    '今日资讯 2021-01-18\n===',
    '> ## 2021.1.18',
    '- 2021-01-18',
    '<h2>2021-01-18</h2>',
    '# 2021.1\n## 1.18',
    '# 2021年1月\n## 18日',
    '# 2021\n## 1月\n### 18日',
    '# 2021\n## 1月18日',
    '## 2021年1月\n### 18',
    '# Jan 2021\n## 18th',
    '## Week 3 (Jan 18 – Jan 24, 2021)',
    '## Week 3, 18-24 January 2021',
    '# January 2021\n## Jan 18',
    '# 2021-01-17\n\n# 1.18',
    '## 210118',
    '## 210118-210124',
    '## 18-Jan-2021',
    '## 2021年第3周（01.18 - 01.24）',
    '## 2021 第 3 周 1月18日',
    '- [[2021-01-18]]',
    '- [[January 18th, 2021]]',
    '- # 2021-01-18',
    '> ## 2021-01-18',
  ])('%j', heading => {
    expect(dayUnder(heading)).toBe('2021-01-18');
  });
});

describe('does not take for a day', () => {
  test.each([
    '# 2021.1',
    '# 2021 年终总结',
    '## 第 143 期',
    '## 404404',
    '## 2021年第3周',
    '## v2021.1.18.2',
    '## Python 3.9.1',
    '## 1.18',
    '## 每天 10-20 条',
    '2021/01/19 必读 | 谷歌提出「元伪标签」',
    '在 2021-01-18 这一天，世界变了。',
  ])('%j', heading => {
    expect(dayUnder(heading)).toBeUndefined();
  });
});

test('a date inside an item is no heading', () => {
  const { entries } = parse('## 2021.1.21\n(1)2021/01/19 必读 |谷歌 https://a.cn/1\n(2)B\n2021/01/19 发布\n', {
    file: 'a.md',
  });
  expect(entries.map(entry => entry.id)).toEqual(['2021-01-21#1', '2021-01-21#2']);
});

test('a day that no calendar has is reported, and its entries are not lent to the day before', () => {
  const { entries, unplaced } = parse('## 2021.1.18\n- a https://a.cn\n## 2021.13.45\n- b https://b.cn\n', {
    file: 'log.md',
  });
  expect(entries.map(entry => entry.id)).toEqual(['2021-01-18#1', 'log#1']);
  expect(unplaced).toEqual([{ file: 'log.md', line: 3, text: '## 2021.13.45', reason: 'no such day in the calendar' }]);
});

test('a quoted heading that says a day opens it, wherever it stands', () => {
  const { entries } = parse('## 2021.1.19\n- a\n\n> ## 2021.1.18\n- b\n', { file: 'log.md' });
  expect(entries.map(entry => entry.id)).toEqual(['2021-01-19#1', '2021-01-18#1']);
});

test('a day whose year is nowhere to be found is reported', () => {
  const { entries, unplaced } = parse('## 1月18日\n- a https://a.cn\n', { file: 'log.md' });
  expect(entries[0]?.date).toBeUndefined();
  expect(unplaced.map(item => item.reason)).toEqual(['a day whose year is not said']);
});

test('days without a year follow the last full one over the turn of the year', () => {
  const { entries } = parse('## 2020-12-30\n- a\n## 12.31\n- b\n## 1.2\n- c\n', { file: 'log.md' });
  expect(entries.map(entry => entry.date)).toEqual(['2020-12-30', '2020-12-31', '2021-01-02']);
});

describe('a file without headings takes its day from', () => {
  test.each([
    ['2021-01-18.md', '# 今日资讯'],
    ['20210118.md', ''],
    ['2021/01/18.md', ''],
    ['2021/0118.md', ''],
    ['2021/1.18.md', ''],
    ['news/2021-01/18.md', ''],
    ['issue-143-2021-01-18.md', '# 第 143 期'],
    ['201804/20210118-20210124.md', '# 周刊'],
    ['notes.md', '---\ntitle: 周刊\ndate: 2021-01-18 10:00:00 +0800\n---'],
    ['notes.md', '---\ndate: "2021-01-18"\n---\n# 第 143 期'],
    ['notes.md', "---\npublish_date: '2021-01-18T08:00:00Z'\n---"],
    ['notes.md', 'Title: 周刊\nDate: 2021-01-18\n\n# 第 143 期'],
    ['journals/2021_01_18.md', ''],
  ])('%j %j', (file, above) => {
    expect(dayUnder(above, file)).toBe('2021-01-18');
  });
});

test("the file's name lends its year to headings without one", () => {
  expect(dayUnder('## 1.18', '2021.md')).toBe('2021-01-18');
  expect(dayUnder('## 18日', '2021-01.md')).toBe('2021-01-18');
  expect(dayUnder('## 1月18日', 'log/2021/notes.md')).toBe('2021-01-18');
});

test('a heading of the level of the days or above ends the day, one below it does not', () => {
  const { entries } = parse('## 2021.1.18\n### 前端\n- a\n## 关于\n- b https://b.cn\n', { file: 'log.md' });
  expect(entries.map(entry => entry.id)).toEqual(['2021-01-18#1', 'log#1']);
});

test('sections written at the level of their day belong to it', () => {
  const { entries } = parse('# 2021.1.18\n\n# 前端\n- a\n\n# 后端\n- b\n', { file: 'log.md' });
  expect(entries.map(entry => entry.id)).toEqual(['2021-01-18#1', '2021-01-18#2']);
});

test('an item of a log without days may say its own', () => {
  const { entries } = parse('# 收藏\n- 2021-01-18 [甲](https://a.cn)\n- [2021.1.18] 乙\n- 丙\n', { file: 'log.md' });
  expect(entries.map(entry => entry.id)).toEqual(['2021-01-18#1', '2021-01-18#2', 'log#1']);
});
