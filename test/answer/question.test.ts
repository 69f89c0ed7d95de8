import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/answer/calendar.ts';
import { foldInPlace, hideQuoted } from '../../src/answer/in-place.ts';
import { understand } from '../../src/answer/question.ts';
import { SCOPED, SPOKEN, TOPICS, WANTED, WHOLE } from './said.ts';

// Wednesday, 3 February 2021, noon in Shanghai
const when = { now: new Date('2021-02-03T04:00:00Z'), timeZone: 'Asia/Shanghai' };

// "kind topic", the topic between angle brackets
function read(text: string): string {
  const { kind, topic } = understand(text, when);
  return `${kind} <${topic}>`;
}

describe('the frame comes off and the topic stays as it was written', () => {
  test.each(TOPICS)('%s', (text, topic) => expect(read(text)).toBe(`explain <${topic}>`));
});

describe('a topic that looks like a frame stays whole', () => {
  test.each(WHOLE)('%s', text => expect(read(text)).toBe(`explain <${text}>`));
});

describe('what is wanted is told from the words that ask for entries', () => {
  test.each(WANTED)('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('dates and tags are taken out of the topic', () => {
  test.each(SCOPED)('%s', (text, expected, dates, tags) => {
    const question = understand(text, when);
    expect(read(text)).toBe(expected);
    const { from, to } = question.dates ?? {};
    expect([...new Set([from, to])].join(' ')).toBe(dates);
    expect(question.tags).toEqual(tags);
  });
});

describe('the answer is in the language of the asking', () => {
  test.each(SPOKEN)('%s', (text, language) => expect(understand(text, when).language).toBe(language));
});

test.each([
  ['最近有什么关于GAN的', true],
  ['latest GAN papers', true],
  ['anything on GAN recently', true],
  ["what's new", true],
  ['最近邻算法', false],
  ['least recently used cache', false],
  ['GAN', false],
])('the newest are preferred when asked for: %s', (text, recent) => {
  expect(understand(text, when).recent).toBe(recent);
});

test('days are those of the person, at midnight too', () => {
  const at = (now: string, timeZone: string) => understand('昨天', { now: new Date(now), timeZone }).dates?.from;
  expect(at('2021-01-20T15:59:59Z', 'Asia/Shanghai')).toBe('2021-01-19');
  expect(at('2021-01-20T16:00:00Z', 'Asia/Shanghai')).toBe('2021-01-20');
  expect(at('2021-01-20T16:00:00Z', 'UTC')).toBe('2021-01-19');
});

describe('properties', () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom(
      'what did we note',
      ' about ',
      '有没有',
      '关于',
      '的',
      '1月',
      '20日',
      '到',
      '2021',
      '.',
      '-',
      '1.20',
      ' 前天',
      '上周',
      '标签是',
      '#',
      '【',
      '】',
      '"',
      '几条',
      'first ',
      'how many entries ',
      '第三周',
      'Feb 30 ',
      'from ',
      '三天前',
      '最近',
      '\n',
    ),
  );
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 14 }).map(parts => parts.join('')),
  );
  const anyNow = fc.date({ min: new Date('1971-01-01'), max: new Date('2399-12-31'), noInvalidDate: true });

  test('any text at any time is understood, with valid days in order and nothing invented', () => {
    fc.assert(
      fc.property(
        anyText,
        anyNow,
        fc.constantFrom('UTC', 'Asia/Shanghai', 'America/St_Johns'),
        (text, now, timeZone) => {
          const question = understand(text, { now, timeZone });
          expect(question.text).toBe(text.trim());
          if (question.dates !== undefined) {
            const { from, to } = question.dates;
            expect(from <= to).toBe(true);
            for (const day of [from, to]) expect(addDays(day, 0)).toBe(day);
          }
          for (const word of question.topic.split(' ')) expect(text).toContain(word);
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('a message of any length is understood at once', () => {
    for (const piece of [
      '的',
      '我们',
      '1月20日',
      '有没有',
      ' ',
      '"',
      '1.20 ',
      'what did we note about ',
      '【',
      'Jan 1 to ',
    ]) {
      expect(understand(piece.repeat(2000), when).text.length).toBeLessThanOrEqual(piece.length * 2000);
    }
  });

  // Read in quadratic time, any of these would outlast the limit of a test many times over.
  test.each(['“', '「', '"a" “', '《x', '`', '【', '#', '1月', 'tagged '])(
    'two hundred thousand of %s cost no more',
    piece => {
      const text = piece.repeat(200_000 / piece.length).trim();
      expect(hideQuoted(foldInPlace(text))).toHaveLength(text.length);
      expect(understand(text, when).text).toBe(text);
    },
  );

  test('a message that is long is read from its beginning, no character of it cut in two, and kept whole', () => {
    const text = `what did we note about anchors on 2021-01-24? ${'😀'.repeat(3000)}`;
    const question = understand(text, when);
    expect(question.text).toBe(text);
    expect(question.dates).toEqual({ from: '2021-01-24', to: '2021-01-24' });
    expect(question.topic.isWellFormed()).toBe(true);
    expect(question.topic.length).toBeLessThanOrEqual(2000);
  });

  test('no frame ends or begins inside a Latin word', () => {
    const ends = [
      're',
      'on',
      'the',
      'list',
      'note',
      'search',
      'first',
      'last',
      'an',
      'for',
      'count',
      'links',
      'pls',
      'so',
    ];
    const asking = [
      '',
      'when did we first mention',
      'anything',
      'how many entries',
      'what did we note',
      '有没有',
      '关于',
    ];
    const letters = fc.string({ unit: fc.constantFrom(...'aeinorst'), minLength: 1, maxLength: 5 });
    const joint = fc.constantFrom('', '-', '_', '.');
    const word = fc
      .tuple(fc.constantFrom(...ends), joint, letters, joint, fc.constantFrom(...ends))
      .map(parts => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom(...asking), fc.array(word, { minLength: 1, maxLength: 3 }), (head, asked) => {
        const text = [head, ...asked].join(' ').trim();
        for (const left of understand(text, when).topic.split(' ').filter(Boolean))
          expect(text.split(' ')).toContain(left);
      }),
      { numRuns: 2000 },
    );
  });

  const topics = [
    '交叉验证',
    '目标检测 anchor',
    'GAN',
    'COCO-WholeBody',
    '数据增强库',
    'gated graph neural networks',
    'AIST++',
    '损失函数',
  ];
  const frames: [string, string][] = [
    ['what did we note about ', '?'],
    ['anything on ', ''],
    ['有没有讲', '的'],
    ['关于', '的条目'],
    ['帮我找一下', '的链接'],
    ['我们记过', '吗？'],
    ['do we have notes on ', ''],
    ['list all entries about ', ''],
  ];
  const dates = ['', '2021.1.20 ', '上周三', 'last Thursday ', '1月18日到24日', 'in January 2021 ', '昨天'];

  test('every topic comes out of every frame, with or without a date before it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...topics),
        fc.constantFrom(...frames),
        fc.constantFrom(...dates),
        (topic, [head, tail], date) => {
          const question = understand(`${date}${head}${topic}${tail}`, when);
          expect(question.topic).toBe(topic);
          expect(question.dates === undefined).toBe(date === '');
        },
      ),
      { numRuns: 500 },
    );
  });
});
