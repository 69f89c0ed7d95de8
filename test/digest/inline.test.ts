import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/digest/entry.ts';
import { parse } from '../../src/digest/parse.ts';
import { render } from '../../src/digest/render.ts';

function item(words: string): Entry {
  const entry = parse(`## 2021.1.18\n(1)${words}\n`, { file: 'l.md' }).entries[0];
  if (!entry) throw new Error(`no entry in ${JSON.stringify(words)}`);
  return entry;
}

describe('finds the links, exactly as written, in', () => {
  test.each([
    ['见 https://a.cn/x 吧', ['https://a.cn/x']],
    ['见https://a.cn/x吧', ['https://a.cn/x']],
    ['见https://a.cn/x。下一句', ['https://a.cn/x']],
    ['(https://a.cn/x)后文', ['https://a.cn/x']],
    ['（https://a.cn/x）后文', ['https://a.cn/x']],
    ['https://a.cn/x，https://b.cn/y、https://c.cn/z', ['https://a.cn/x', 'https://b.cn/y', 'https://c.cn/z']],
    ['https://a.cn/x,https://b.cn/y;https://c.cn/z', ['https://a.cn/x', 'https://b.cn/y', 'https://c.cn/z']],
    ['https://a.cn/xhttps://b.cn/y', ['https://a.cn/x', 'https://b.cn/y']],
    ['https://a.cn/x, 然后', ['https://a.cn/x']],
    [
      'Really https://a.cn/x. Or https://a.cn/y! Or "https://a.cn/z"?',
      ['https://a.cn/x', 'https://a.cn/y', 'https://a.cn/z'],
    ],
    ['https://en.wikipedia.org/wiki/GAN_(disambiguation)', ['https://en.wikipedia.org/wiki/GAN_(disambiguation)']],
    ['(https://en.wikipedia.org/wiki/GAN_(disambiguation))', ['https://en.wikipedia.org/wiki/GAN_(disambiguation)']],
    ['[GAN](https://en.wikipedia.org/wiki/GAN_(a_(b)))', ['https://en.wikipedia.org/wiki/GAN_(a_(b))']],
    [
      'https://zhuanlan.zhihu.com/p/1?refer=a&x=%E4%B8%AD#部分',
      ['https://zhuanlan.zhihu.com/p/1?refer=a&x=%E4%B8%AD#部分'],
    ],
    ['https://a.cn:8080/x?q=机器学习&y=1 后', ['https://a.cn:8080/x?q=机器学习&y=1']],
    ['https://zh.wikipedia.org/wiki/机器学习，见', ['https://zh.wikipedia.org/wiki/机器学习']],
    ['https://web.archive.org/web/2020/https://a.cn/x', ['https://web.archive.org/web/2020/https://a.cn/x']],
    ['https://go.cn/?target=https://github.com/a/b', ['https://go.cn/?target=https://github.com/a/b']],
    ['https://例子.中国/路径 好', ['https://例子.中国/路径']],
    ['https://mp.weixin.qq.com/s/-nRWwy8SjW1TlqCglL0CA_', ['https://mp.weixin.qq.com/s/-nRWwy8SjW1TlqCglL0CA_']],
    ['**https://a.cn/x**', ['https://a.cn/x']],
    ['**标题 https://a.cn/x**后', ['https://a.cn/x']],
    ['HTTP://A.cn/X', ['HTTP://A.cn/X']],
    ['www.a.cn/x 和 Node.js 和 a@www.b.cn', ['www.a.cn/x']],
    ['<https://a.cn/x> [b](<https://b.cn/y z>)', ['https://a.cn/x', 'https://b.cn/y z']],
    ['[a](https://a.cn/x "题") [b]( https://b.cn/y )', ['https://a.cn/x', 'https://b.cn/y']],
    ['[https://a.cn/x](https://a.cn/x)', ['https://a.cn/x']],
    ['[a](https://a.cn/x)(https://b.cn/y)', ['https://a.cn/x', 'https://b.cn/y']],
    ['[![图](https://i.cn/p.png)](https://a.cn/x) 题', ['https://a.cn/x']],
    ['![图](https://i.cn/p.png) 题', []],
    ['<img src="https://i.cn/p.png"> 题', []],
    ['[a](./b.md) [c](#d)', []],
    ['`git clone https://a.cn/x.git`', ['https://a.cn/x.git']],
    ['https://a.cn/x https://a.cn/x', ['https://a.cn/x']],
    ['https:// 题 http', []],
    ['https://a.cn/x\u200b后', ['https://a.cn/x']],
    ['\u200ehttps://a.cn/x\u200e', ['https://a.cn/x']],
    ['https://a.cn/x…', ['https://a.cn/x']],
    ['https://a.cn/a,b;c', ['https://a.cn/a,b;c']],
    ['https://user:pw@a.cn/~me/?a[]=1', ['https://user:pw@a.cn/~me/?a[]=1']],
    ['ftp://a.cn/x', ['ftp://a.cn/x']],
    ['[a](https://a.cn/x\\_y\\(z\\))', ['https://a.cn/x_y(z)']],
    ['[a](<https://a.cn/x\\_y>) https://b.cn/x\\_y', ['https://a.cn/x_y', 'https://b.cn/x']],
    ['[a](https://a.cn/x\\y)', ['https://a.cn/x\\y']],
    ['[a](https://a.cn/x\x1b[31m) <https://b.cn/\x9by>', ['https://a.cn/x', 'https://b.cn/']],
  ])('%j', (words, urls) => {
    expect(item(words).urls).toEqual(urls);
  });
});

describe('reads the title of', () => {
  test.each([
    ['标题 https://a.cn', '标题'],
    ['标题（https://a.cn）', '标题'],
    ['标题：https://a.cn', '标题'],
    ['标题 -> https://a.cn', '标题'],
    ['标题(https://a.cn)，后文', '标题，后文'],
    ['[标题](https://a.cn)：说明', '标题：说明'],
    ['[标题](https://a.cn) - 说明', '标题 - 说明'],
    ['**标题**：说明', '标题：说明'],
    ['【标签】标题', '标题'],
    ['【标签】【二】标题', '标题'],
    ['[【标签】标题](https://a.cn)', '标题'],
    ['【只有标签】https://a.cn', '只有标签'],
    ['标题 #标签 #two', '标题'],
    ['#标签 标题', '标题'],
    ['学 #Rust 的一天', '学 Rust 的一天'],
    ['C# 与 F#', 'C# 与 F#'],
    ['~~旧~~新', '旧新'],
    ['*斜体*与 _斜体_ 与snake_case、对象_动作_时间', '斜体与 斜体 与snake_case、对象_动作_时间'],
    ['见 [[某页]] 与 [[某页|别名]] #[[两 词]]', '见 某页 与 别名 两 词'],
    ['[[https://a.cn][标题]]', '标题'],
    ['[[译] 标题](https://a.cn)', '[译] 标题'],
    ['[标题](https://a.cn) \\', '标题'],
    ['<https://a.cn/x /> 标题', '标题'],
    ['https://a.cn - 标题', '标题'],
    ['标题 - https://a.cn #标签', '标题'],
    ['`a|b` 的 2*3*4', 'a|b 的 2*3*4'],
    ['\\*星\\* &amp; &lt;T&gt;', '*星* & <T>'],
    ['**没关上的粗体', '没关上的粗体'],
    ['Array<string> 与 a < b', 'Array<string> 与 a < b'],
    ['标题<br>第二', '标题 第二'],
    ['标题 <!-- 备注 -->', '标题'],
    ['标题  \u00a0  很宽', '标题 很宽'],
    ['https://a.cn', 'https://a.cn'],
    ['[a] b', '[a] b'],
    ['🎉 发布', '🎉 发布'],
    ['说 `#nottag`', '说 #nottag'],
    ['`综述 | x` 与 `【y】` #标签', '综述 | x 与 【y】'],
    ['前\x1b]0;pwn\x07后\x9b\x7f', '前]0;pwn后'],
    ['前\v后', '前 后'],
  ])('%j', (words, title) => {
    expect(item(words).title).toBe(title);
  });
});

describe('finds the tags of', () => {
  test.each([
    ['【机器学习】标题', ['机器学习']],
    ['综述 | 标题', ['综述']],
    ['综述｜标题', ['综述']],
    ['论文|标题', ['论文']],
    ['Paper | 标题', ['Paper']],
    ['2021/01/19 必读 |标题', ['必读']],
    ['论文 | 综述 | 标题', ['论文', '综述']],
    ['【CV】综述 | 标题 #读过', ['CV', '综述', '读过']],
    ['共享单车站点规划 | 标题', []],
    ['T-PAMI 2021 | 标题', []],
    ['标题很长很长的一句话 | EMNLP 2020', []],
    ['p(x|y) 是什么', []],
    ['标题 #标签 #two-words #v2', ['标签', 'two-words', 'v2']],
    ['标题 #标签# 后', ['标签']],
    ['标题 #1 C# https://a.cn/#tag', []],
    ['【标签】标题【标签】', ['标签']],
    ['`#nottag` 与 `a #b` #c', ['c']],
    ['``#nottag`` 与 `curl https://a.cn #b` 【`#` 号】', ['# 号']],
    ['`综述 | x` 与 `【y】`', []],
    ['【甲\x1b乙】标题', ['甲乙']],
  ])('%j', (words, tags) => {
    expect(item(words).tags).toEqual(tags);
  });
});

describe('finds what is bold in', () => {
  test.each([
    ['**谷歌**3D舞者闻**歌**起**舞**，挑战**DanceNet**', ['谷歌', '歌', '舞', 'DanceNet']],
    ['语言**是**与**“引号”**后', ['是', '“引号”']],
    ['__一__ 和 <b>二</b> 和 <strong>三</strong>', ['一', '二', '三']],
    ['**[标题](https://a.cn)**', ['标题']],
    ['***粗斜***', ['粗斜']],
    ['** 不是 ** 与 2**3', []],
    ['**没关上', []],
    ['__init__.py 与 a__b__c', []],
    ['`**代码**`', []],
    ['**`#1`\x1b 项**', ['#1 项']],
  ])('%j', (words, emphasis) => {
    expect(item(words).emphasis).toEqual(emphasis);
  });
});

test('control characters stay in the file and out of what is shown', () => {
  const text = '## 2021.1.18\n- 甲\x1b[2J\n  ```\n  a\tb\x07\n  \x1b\n  ```\n  乙\x9b\n';
  const digest = parse(text, { file: 'l.md' });
  expect(digest.entries.map(entry => entry.text)).toEqual(['甲[2J\n  a\tb\n乙']);
  expect(render(digest)).toBe(text);
});

test('the address of a definition loses the backslashes of Markdown', () => {
  const { entries } = parse('## 2021.1.18\n- [甲][r]\n\n[r]: https://a.cn/x\\_y\n', { file: 'l.md' });
  expect(entries.map(entry => entry.urls)).toEqual([['https://a.cn/x_y']]);
});

test('the text holds every line without marks, links as words and address', () => {
  const entry = item(
    '【A】**题** [论文](https://a.cn)说明  \n  - 点 `x`\n\n  1. 一\n\n> 引\n\n```js\nlet a = **1**;\n```\n![图](https://i.cn/p.png)\n<p align="center"><a href="#top">返回</a></p>',
  );
  expect(entry.text.split('\n')).toEqual([
    '【A】题 论文 https://a.cn 说明',
    '点 x',
    '1. 一',
    '引',
    'let a = **1**;',
    '图',
  ]);
});
