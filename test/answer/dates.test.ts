import { en as chrono } from 'chrono-node';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { todayIn } from '../../src/answer/calendar.ts';
import { describeRange, findDates } from '../../src/answer/dates.ts';
import { foldInPlace, hideQuoted } from '../../src/answer/in-place.ts';

// Wednesday, 3 February 2021
const today = '2021-02-03';

function days(text: string, now = today): string {
  const { dates } = findDates(hideQuoted(foldInPlace(text)), now);
  if (dates === undefined) return '';
  return dates.from === dates.to ? dates.from : `${dates.from} ${dates.to}`;
}

describe('a day is read however it is written', () => {
  test.each([
    ['2021.1.20', '2021-01-20'],
    ['2021.01.20', '2021-01-20'],
    ['2021-01-20', '2021-01-20'],
    ['2021-1-20', '2021-01-20'],
    ['2021/1/20', '2021-01-20'],
    ['2021 / 1 / 20', '2021-01-20'],
    ['20210120', '2021-01-20'],
    ['2021-01-20T10:00', '2021-01-20'],
    ['1/20/2021', '2021-01-20'],
    ['20/1/2021', '2021-01-20'],
    ['20.01.2021', '2021-01-20'],
    ['2021年1月20日', '2021-01-20'],
    ['2021 年 1 月 20 日', '2021-01-20'],
    ['21年1月20日', '2021-01-20'],
    ['2021年1月20号', '2021-01-20'],
    ['２０２１年１月２０日', '2021-01-20'],
    ['２０２１．１．２０', '2021-01-20'],
    ['二〇二一年一月二十日', '2021-01-20'],
    ['二零二一年一月廿日', '2021-01-20'],
    ['1月20日', '2021-01-20'],
    ['1月20号记了什么', '2021-01-20'],
    ['1月20记了什么', '2021-01-20'],
    ['一月二十四日', '2021-01-24'],
    ['20号的条目', '2021-01-20'],
    ['1.20', '2021-01-20'],
    ['1/20', '2021-01-20'],
    ['1.20记了什么', '2021-01-20'],
    ['在1.20我们记了什么', '2021-01-20'],
    ['what did we note on 1.20?', '2021-01-20'],
    ['what did we note on 1/20', '2021-01-20'],
    ['1/20 notes', '2021-01-20'],
    ['20 January 2021', '2021-01-20'],
    ['20th of January, 2021', '2021-01-20'],
    ['January 20th, 2021', '2021-01-20'],
    ['January 20 2021', '2021-01-20'],
    ['jan 20', '2021-01-20'],
    ['Jan. 20', '2021-01-20'],
    ['on the 20th', '2021-01-20'],
    ['the 20th of January', '2021-01-20'],
    ['March 3rd', '2020-03-03'],
    ['3 May', '2020-05-03'],
    ['12月31日', '2020-12-31'],
    ['2月3日', '2021-02-03'],
    ['2月4日', '2020-02-04'],
    ['2020.2.29', '2020-02-29'],
    ['2月29日', '2020-02-29'],
  ])('%s', (text, expected) => expect(days(text)).toBe(expected));
});

describe('a day is read from where we stand', () => {
  test.each([
    ['今天', '2021-02-03'],
    ['昨天记了什么', '2021-02-02'],
    ['前天', '2021-02-01'],
    ['大前天', '2021-01-31'],
    ['三天前', '2021-01-31'],
    ['上周三', '2021-01-27'],
    ['上週三', '2021-01-27'],
    ['上星期三', '2021-01-27'],
    ['上个礼拜天', '2021-01-31'],
    ['上上周一', '2021-01-18'],
    ['这周一', '2021-02-01'],
    ['本周三', '2021-02-03'],
    ['周一', '2021-02-01'],
    ['周五', '2021-01-29'],
    ['上月20号', '2021-01-20'],
    ['上个月二十号', '2021-01-20'],
    ['去年1月20日', '2020-01-20'],
    ['today', '2021-02-03'],
    ['yesterday', '2021-02-02'],
    ["yesterday's entries", '2021-02-02'],
    ['the day before yesterday', '2021-02-01'],
    ['3 days ago', '2021-01-31'],
    ['a day ago', '2021-02-02'],
    ['last Thursday', '2021-01-28'],
    ['last Wednesday', '2021-01-27'],
    ['last Tuesday', '2021-02-02'],
    ['this Monday', '2021-02-01'],
    ['on Monday', '2021-02-01'],
    ['Wednesday', '2021-02-03'],
    ['Tuesday last week', '2021-01-26'],
    ['the 20th of last month', '2021-01-20'],
  ])('%s', (text, expected) => expect(days(text)).toBe(expected));
});

describe('a period is all of its days', () => {
  test.each([
    ['本周', '2021-02-01 2021-02-07'],
    ['上周', '2021-01-25 2021-01-31'],
    ['上周一共记了多少条', '2021-01-25 2021-01-31'],
    ['上上周', '2021-01-18 2021-01-24'],
    ['上周末', '2021-01-30 2021-01-31'],
    ['两周前', '2021-01-18 2021-01-24'],
    ['上个月', '2021-01-01 2021-01-31'],
    ['这个月', '2021-02-01 2021-02-28'],
    ['一月份', '2021-01-01 2021-01-31'],
    ['十二月', '2020-12-01 2020-12-31'],
    ['2021年1月', '2021-01-01 2021-01-31'],
    ['2020年2月', '2020-02-01 2020-02-29'],
    ['去年1月', '2020-01-01 2020-01-31'],
    ['1月上旬', '2021-01-01 2021-01-10'],
    ['1月底', '2021-01-21 2021-01-31'],
    ['2021年', '2021-01-01 2021-12-31'],
    ['2021年记了什么', '2021-01-01 2021-12-31'],
    ['去年', '2020-01-01 2020-12-31'],
    ['2021年第一季度', '2021-01-01 2021-03-31'],
    ['去年下半年', '2020-07-01 2020-12-31'],
    ['2020年底', '2020-11-01 2020-12-31'],
    ['最近三天', '2021-02-01 2021-02-03'],
    ['过去一周', '2021-01-28 2021-02-03'],
    ['近一个月', '2021-01-04 2021-02-03'],
    ['这两天', '2021-02-02 2021-02-03'],
    ['三天内', '2021-02-01 2021-02-03'],
    ['前两天', '2021-02-01 2021-02-02'],
    ['第三周', '2021-01-18 2021-01-24'],
    ['2021年第3周', '2021-01-18 2021-01-24'],
    ['1月第三周', '2021-01-18 2021-01-24'],
    ['一月的第一个星期', '2021-01-04 2021-01-10'],
    ['1月20日那周', '2021-01-18 2021-01-24'],
    ['this week', '2021-02-01 2021-02-07'],
    ['last week', '2021-01-25 2021-01-31'],
    ['the week before last', '2021-01-18 2021-01-24'],
    ['two weeks ago', '2021-01-18 2021-01-24'],
    ['a month ago', '2021-01-01 2021-01-31'],
    ['last month', '2021-01-01 2021-01-31'],
    ['last year', '2020-01-01 2020-12-31'],
    ['the past 3 days', '2021-02-01 2021-02-03'],
    ['in the last two weeks', '2021-01-21 2021-02-03'],
    ['past week', '2021-01-28 2021-02-03'],
    ['January 2021', '2021-01-01 2021-01-31'],
    ['in January', '2021-01-01 2021-01-31'],
    ['last January', '2021-01-01 2021-01-31'],
    ['last March', '2020-03-01 2020-03-31'],
    ['mid January', '2021-01-11 2021-01-20'],
    ['in 2021', '2021-01-01 2021-12-31'],
    ['Q1 2021', '2021-01-01 2021-03-31'],
    ['2020 Q4', '2020-10-01 2020-12-31'],
    ['the third quarter of 2020', '2020-07-01 2020-09-30'],
    ['week of Jan 18', '2021-01-18 2021-01-24'],
    ['the week of January 20th', '2021-01-18 2021-01-24'],
    ['week 3 of 2021', '2021-01-18 2021-01-24'],
    ['the third week of January', '2021-01-18 2021-01-24'],
    ['2020-W53', '2020-12-28 2021-01-03'],
    ['2021-01', '2021-01-01 2021-01-31'],
  ])('%s', (text, expected) => expect(days(text)).toBe(expected));
});

describe('a range takes what one end says for the other', () => {
  test.each([
    ['1月20日到25日', '2021-01-20 2021-01-25'],
    ['1月20日至1月24日', '2021-01-20 2021-01-24'],
    ['从1月18日到1月24日', '2021-01-18 2021-01-24'],
    ['1月18-24号', '2021-01-18 2021-01-24'],
    ['18号到24号', '2021-01-18 2021-01-24'],
    ['2021年1月18日—2021年1月24日', '2021-01-18 2021-01-24'],
    ['12月30日到1月2日', '2020-12-30 2021-01-02'],
    ['2020年12月30日到1月2日', '2020-12-30 2021-01-02'],
    ['一月到三月', '2021-01-01 2021-03-31'],
    ['2021.1.18-1.24', '2021-01-18 2021-01-24'],
    ['2021.1.18-24', '2021-01-18 2021-01-24'],
    ['2021.1.18-2021.1.24', '2021-01-18 2021-01-24'],
    ['2021-01-18 ~ 2021-01-24', '2021-01-18 2021-01-24'],
    ['1.18到1.24记了什么', '2021-01-18 2021-01-24'],
    ['1.18-1.24', '2021-01-18 2021-01-24'],
    ['between Jan 18 and Jan 24', '2021-01-18 2021-01-24'],
    ['between January 18 and 24, 2021', '2021-01-18 2021-01-24'],
    ['January 18 to 24', '2021-01-18 2021-01-24'],
    ['18-24 January 2021', '2021-01-18 2021-01-24'],
    ['from 2021-01-18 to 2021-01-24', '2021-01-18 2021-01-24'],
    ['Dec 30 to Jan 2, 2021', '2020-12-30 2021-01-02'],
    ['from January to March 2020', '2020-01-01 2020-03-31'],
    ['from 2019 to 2021', '2019-01-01 2021-12-31'],
    ['from Monday to Wednesday', '2021-02-01 2021-02-03'],
    ['from Jan 24, 2021 to Jan 18, 2021', '2021-01-18 2021-01-24'],
    ['Jan 18 and Jan 20', '2021-01-18 2021-01-20'],
    ['since Jan 20', '2021-01-20 2021-02-03'],
    ['since last week', '2021-01-25 2021-02-03'],
    ['since 2020', '2020-01-01 2021-02-03'],
    ['自1月20日以来', '2021-01-20 2021-02-03'],
    ['1月20日之后', '2021-01-21 2021-02-03'],
    ['after 20 Jan 2021', '2021-01-21 2021-02-03'],
    ['before January 2021', '0001-01-01 2020-12-31'],
    ['1月20日之前', '0001-01-01 2021-01-19'],
    ['until last Friday', '0001-01-01 2021-01-29'],
    ['截至1月20日', '0001-01-01 2021-01-20'],
    ['after Jan 18 and before Jan 24', '2021-01-19 2021-01-23'],
  ])('%s', (text, expected) => expect(days(text)).toBe(expected));
});

describe('what only looks like a date is none', () => {
  test.each([
    'YOLO 1.20',
    'version 2.0',
    '版本 1.20有哪些改进',
    'Python 3.10',
    'Python 3.10的新特性',
    'top-1 90.2%',
    'GPT-4',
    '10.1',
    '1:20 ratio',
    'EMNLP 2020',
    'anything on CVPR 2021',
    'T-PAMI 2021',
    '2021 年终总结',
    '2021年终总结',
    'GAN inversion 2016-2020',
    '2101.08779',
    'https://arxiv.org/pdf/2101.08779v1.pdf',
    'https://example.com/2021/01/20/post',
    '2021-02-30',
    '2021年2月30日',
    '2021.13.1',
    'February 30, 2021',
    'layer 2 may help',
    'march 3 steps ahead',
    'may the force',
    'second order',
    'sun rgb-d',
    '天问一号',
    '3号楼',
    '一周三次',
    '今日头条',
    '最近邻',
    '三维重建',
    'Black Friday',
    'the 20th century',
    '2021/01/20 必读 | CVPR 2021评审出炉',
    '"notes of January 20, 2021"',
    'one of 3 days',
    '前3天线',
    '17 种 COCO 格式',
    '24 个 SMPL 姿势参数',
    '1080 2021pages',
  ])('%s', text => expect(days(text)).toBe(''));
});

describe('today is the day in the given zone', () => {
  test.each([
    ['2021-01-20T15:59:59Z', 'Asia/Shanghai', '2021-01-20'],
    ['2021-01-20T16:00:00Z', 'Asia/Shanghai', '2021-01-21'],
    ['2021-01-20T16:00:00Z', 'UTC', '2021-01-20'],
    ['2020-12-31T16:00:00Z', 'Asia/Shanghai', '2021-01-01'],
    ['2021-01-01T04:59:00Z', 'America/New_York', '2020-12-31'],
    ['2020-02-29T12:00:00Z', 'UTC', '2020-02-29'],
    // The hour that is skipped, and both of the hours that are repeated
    ['2021-03-14T06:59:59Z', 'America/New_York', '2021-03-14'],
    ['2021-03-15T03:59:59Z', 'America/New_York', '2021-03-14'],
    ['2021-11-07T05:30:00Z', 'America/New_York', '2021-11-07'],
    ['2021-11-08T04:59:59Z', 'America/New_York', '2021-11-07'],
  ])('%s in %s', (now, timeZone, expected) => expect(todayIn(new Date(now), timeZone)).toBe(expected));

  test.each([
    ['昨天', '2021-01-01', '2020-12-31'],
    ['yesterday', '2020-03-01', '2020-02-29'],
    ['上周三', '2021-01-03', '2020-12-23'],
    ['last week', '2021-01-04', '2020-12-28 2021-01-03'],
    ['last month', '2021-01-31', '2020-12-01 2020-12-31'],
    ['31号', '2021-03-15', '2021-01-31'],
    ['1月20日', '2021-01-20', '2021-01-20'],
    ['1月20日', '2021-01-19', '2020-01-20'],
    ['2月29日', '2107-01-01', '2104-02-29'],
    ['past month', '2021-03-31', '2021-03-01 2021-03-31'],
  ])('%s on %s', (text, now, expected) => expect(days(text, now)).toBe(expected));
});

describe('properties', () => {
  const someDay = fc
    .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2089-12-31T00:00:00Z'), noInvalidDate: true })
    .map(date => date.toISOString().slice(0, 10));
  const monthNames = 'January February March April May June July August September October November December'.split(' ');
  const formats: ((y: number, m: number, d: number) => string)[] = [
    (y, m, d) => `${y}.${m}.${d}`,
    (y, m, d) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`,
    (y, m, d) => `${y}/${m}/${d}`,
    (y, m, d) => `${y}${String(m).padStart(2, '0')}${String(d).padStart(2, '0')}`,
    (y, m, d) => `${y}年${m}月${d}日`,
    (y, m, d) => `${chinese(y)}年${numeral(m)}月${numeral(d)}日`,
    (y, m, d) => `${d} ${monthNames[m - 1]} ${y}`,
    (y, m, d) => `${monthNames[m - 1]} ${d}, ${y}`,
    (y, m, d) => `${monthNames[m - 1]?.slice(0, 3)} ${d} ${y}`,
  ];
  const frames = [
    (date: string) => date,
    (date: string) => `what did we note on ${date} about anchors?`,
    (date: string) => `我们在${date}记了什么`,
    (date: string) => `有没有${date}的目标检测条目`,
    (date: string) => `notes from ${date}`,
  ];

  test('every day is read back from every way of writing it, in every sentence', () => {
    fc.assert(
      fc.property(someDay, fc.constantFrom(...formats), fc.constantFrom(...frames), (day, format, frame) => {
        const [y = 0, m = 0, d = 0] = day.split('-').map(Number);
        expect(days(frame(format(y, m, d)))).toBe(day);
      }),
      { numRuns: 800 },
    );
  });

  test('two days make the range between them, in every way of writing it', () => {
    const joints = [
      (a: string, b: string) => `${a}到${b}`,
      (a: string, b: string) => `between ${a} and ${b}`,
      (a: string, b: string) => `from ${a} to ${b}`,
    ];
    fc.assert(
      fc.property(someDay, someDay, fc.constantFrom(...formats), fc.constantFrom(...joints), (a, b, format, joint) => {
        const [one, two] = [a, b].map(day => {
          const [y = 0, m = 0, d = 0] = day.split('-').map(Number);
          return format(y, m, d);
        });
        const [from, to] = [a, b].toSorted();
        expect(days(joint(one ?? '', two ?? ''))).toBe(from === to ? from : `${from} ${to}`);
      }),
      { numRuns: 500 },
    );
  });

  test('a yearless day is the latest that is not in the future', () => {
    fc.assert(
      fc.property(someDay, someDay, (now, day) => {
        const [, m = 0, d = 0] = day.split('-').map(Number);
        const found = days(`${m}月${d}日`, now);
        expect(found.slice(5)).toBe(day.slice(5));
        expect(found <= now).toBe(true);
        expect(Number(now.slice(0, 4)) - Number(found.slice(0, 4))).toBeLessThanOrEqual(m === 2 && d === 29 ? 8 : 1);
      }),
    );
  });

  test('English days are those that chrono-node reads', () => {
    fc.assert(
      fc.property(someDay, someDay, (now, day) => {
        const [y = 0, m = 0, d = 0] = day.split('-').map(Number);
        for (const text of [
          `${monthNames[m - 1]} ${d}, ${y}`,
          `${d} ${monthNames[m - 1]} ${y}`,
          'yesterday',
          '12 days ago',
        ]) {
          const [theirs] = chrono.parse(text, { instant: new Date(`${now}T12:00:00Z`), timezone: 0 });
          const { start } = theirs ?? {};
          const iso = [start?.get('year'), start?.get('month'), start?.get('day')].map(n => String(n).padStart(2, '0'));
          expect(days(text, now)).toBe(iso.join('-'));
        }
      }),
    );
  });
});

test('a range is described in words that keep its days, and no day is made up for an open end', () => {
  expect(describeRange({ from: '2021-01-20', to: '2021-01-20' }, 'en')).toBe('on 2021-01-20');
  expect(describeRange({ from: '2021-01-20', to: '2021-01-20' }, 'zh')).toBe('2021-01-20');
  expect(describeRange({ from: '2021-01-18', to: '2021-01-24' }, 'en')).toBe('from 2021-01-18 to 2021-01-24');
  expect(describeRange({ from: '2021-01-18', to: '2021-01-24' }, 'zh')).toBe('2021-01-18 至 2021-01-24');
  expect(describeRange({ from: '0001-01-01', to: '2021-01-24' }, 'en')).toBe('up to 2021-01-24');
});

test.each([
  ['before 2021-01-21', 'before 2021-01-21', '2021-01-21 之前'],
  ['until 2021-01-21', 'up to 2021-01-21', '2021-01-21 及以前'],
  ['since 2021-01-24', 'since 2021-01-24', '2021-01-24 以来'],
  ['after 2021-01-24', 'since 2021-01-25', '2021-01-25 以来'],
  ['2021年1月21日之前', 'before 2021-01-21', '2021-01-21 之前'],
  ['自从1月24日以来', 'since 2021-01-24', '2021-01-24 以来'],
  ['since 2021-01-18 and before 2021-01-24', 'from 2021-01-18 to 2021-01-23', '2021-01-18 至 2021-01-23'],
])('%s is told as it was meant', (text, english, chinese) => {
  const { dates } = findDates(text, today);
  if (dates === undefined) throw new Error('no days were found');
  expect(describeRange(dates, 'en')).toBe(english);
  expect(describeRange(dates, 'zh')).toBe(chinese);
});

function chinese(year: number): string {
  return [...String(year)].map(digit => '〇一二三四五六七八九'.charAt(Number(digit))).join('');
}

function numeral(value: number): string {
  const units = '零一二三四五六七八九';
  const tens = Math.floor(value / 10);
  const unit = value % 10 === 0 ? '' : units.charAt(value % 10);
  return tens === 0 ? unit : `${tens === 1 ? '' : units.charAt(tens)}十${unit}`;
}
