import { expect, test } from 'vitest';
import { citesIn, languageOf, lengthOf, proseOf, sentencesOf, standsIn, titlesIn } from '../../src/eval/prose.ts';

const texts = (markdown: string) => sentencesOf(markdown).map(({ text, cites }) => `${text} ${cites.join(',')}`.trim());

test('the list of sources is not what an answer says', () => {
  const text = 'It is about anchors [1].\n\n> **Sources**\n> [1] 2021-01-24 (5) 目标检测Anchor\n> https://a.example/';
  expect(proseOf(text)).toBe('It is about anchors [1].');
  expect(proseOf('说的是 anchor[1]。\n\n> **来源**\n> [1] 2021-01-24 (5) 目标检测Anchor')).toBe('说的是 anchor[1]。');
  expect(proseOf('Two entries:\n\n[1] 2021-01-24 (5) Anchor\n> a quotation')).toContain('> a quotation');
});

test('a citation belongs to the sentence that it stands in or right behind', () => {
  expect(texts('One is old. [1] The other is new [2].')).toEqual(['One is old. 1', 'The other is new. 2']);
  expect(texts('第一句。[1][2]第二句[3]。第三句！')).toEqual(['第一句。 1,2', '第二句。 3', '第三句！']);
  expect(texts('它说“先看这篇。”[1]再看那篇。[2]')).toEqual(['它说“先看这篇。” 1', '再看那篇。 2']);
});

test('a title of several sentences stands in one', () => {
  expect(texts('笔记里有《Anchor是什么？怎么设置？》[1]。It has “Look! Open Images V6 来了！新增标注” [2].')).toEqual([
    '笔记里有《Anchor是什么？怎么设置？》。 1',
    'It has “Look! Open Images V6 来了！新增标注”. 2',
  ]);
  expect(texts('“怎么设置？”讲了 anchor[1]。“Why is it so?” explains it [2].')).toEqual([
    '“怎么设置？”讲了 anchor。 1',
    '“Why is it so?” explains it. 2',
  ]);
});

test('numbers and names with dots in them are no ends of sentences', () => {
  expect(texts('Node.js 20.1 is 3.5 times as fast [1].')).toEqual(['Node.js 20.1 is 3.5 times as fast. 1']);
});

test('each item of a list is a sentence of its own', () => {
  expect(texts('See:\n- the first [1]\n2. the second [2]\n\n> quoted [3]')).toEqual([
    'See:',
    'the first 1',
    'the second 2',
    'quoted 3',
  ]);
});

test('several citations in one pair of brackets are read, ranges too', () => {
  expect(citesIn('so [1, 3] and [5-7], again [3]')).toEqual([1, 3, 5, 6, 7]);
  expect(citesIn('an index a[0][1] of 2021-01-20#1')).toEqual([0, 1]);
});

test('what is quoted is a title where it is long or between title marks', () => {
  expect(titlesIn('《综述》 and “Open Images V6 来了” and "a longer title here", but not “anchor”')).toEqual([
    '综述',
    'Open Images V6 来了',
    'a longer title here',
  ]);
  expect(standsIn('Open Images V6来了', '谷歌：**Open Images V6** 来了！')).toBe(true);
  expect(standsIn('Open Images V7 来了', '谷歌：Open Images V6 来了！')).toBe(false);
});

test('a text is in the language of its own words, whatever the titles and names in it', () => {
  const titles = ['目标检测Anchor是什么？怎么科学设置？'];
  expect(languageOf('The note “目标检测Anchor是什么？怎么科学设置？” explains it [1].', titles)).toBe('en');
  expect(languageOf('目标检测Anchor是什么？怎么科学设置？ is about it [1].', titles)).toBe('en');
  expect(languageOf('笔记里有 MXNet、AlphaPose 和 OpenCV 的用法[1]。', titles)).toBe('zh');
  expect(languageOf('用 mxnet 做 fine tune，见《Fine-tuning a pre-trained model》[2]。', [])).toBe('zh');
  expect(languageOf('“目标检测Anchor是什么？怎么科学设置？” [1]', titles)).toBeUndefined();
});

test('the length of an answer is what is read of it', () => {
  expect(lengthOf('**Anchors** fit [1].')).toBe('Anchors fit.'.length);
});
