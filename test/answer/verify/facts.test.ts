import { describe, expect, it } from 'vitest';
import { source, verified } from './seed.ts';

/** Whether a fragment stands in a sentence on an entry with these words. */
function stands(fragment: string, entry: string, more: Parameters<typeof source>[2] = {}): boolean {
  const one = source(1, `Benchmark of pose models 姿势模型基准\n${entry}`, more);
  const sentence = /\p{Script=Han}/u.test(fragment)
    ? `姿势模型基准：${fragment}[1]。`
    : `Benchmark of pose models: ${fragment} [1].`;
  const { text, dropped } = verified(sentence, 'en', [one]);
  expect(
    dropped.map(({ why }) => why).filter(why => why === 'unsupported' || why === 'uncited'),
    sentence,
  ).toEqual([]);
  return text !== '';
}

describe('a number', () => {
  it.each([
    ['42', '42 layers'],
    ['forty-two', '42 layers'],
    ['42', 'forty-two layers'],
    ['四十二', '42 层'],
    ['three', '三种'],
    ['3', 'three kinds'],
    ['10,000', '10000 images'],
    ['10000', '10,000 images'],
    ['一万', '10,000 images'],
    ['3.5亿', '350000000'],
    ['five billion', '五十亿'],
    ['200 million', '两亿'],
    ['1.5 million', '150万'],
    ['2 million', '2 million'],
    ['90.2%', '90.2% accuracy'],
    ['90.2 percent', '90.2% accuracy'],
    ['百分之五', '5%'],
    ['三成', '30%'],
    ['twice', '两倍'],
    ['2x', '两倍'],
    ['two thirds', '三分之二'],
    ['half', '一半'],
    ['1/2', '½'],
    ['ResNet50', 'ResNet-50'],
    ['YOLO v2', 'YOLOv2'],
    ['v2.1', 'v2.1 is out'],
    ['top-1', 'top-1'],
    ['3D', '3D 姿势'],
    ['三维', '3D poses'],
    ['1e-3', 'learning rate 1e-3'],
    ['4-day', 'a four day week'],
    ['9 minutes', '9 分钟'],
    ['the third', '第三个'],
    ['quintuple', '五倍'],
    ['三者', 'pose'],
    ['42', '４２'],
    ['from 48 to 3 seconds', '从 48 秒到 3 秒'],
    ['the first', 'pose'],
    ['one', 'pose'],
    ['一个', 'pose'],
    ['第一', 'pose'],
    ['第三方', 'pose'],
    ['十分', 'pose'],
  ])('%s stands by %s', (fragment, entry) => {
    expect(stands(fragment, entry)).toBe(true);
  });

  it.each([
    ['43', '42 layers'],
    ['200 million', '200 layers'],
    ['200 million', '200 thousand'],
    ['2', '42 layers'],
    ['50', '50%'],
    ['50%', '50 layers'],
    ['five percent', '5 layers'],
    ['2', 'YOLOv2'],
    ['ResNet-101', 'ResNet-50'],
    ['v2', 'v2.1'],
    ['forty-three', '42'],
    ['四十三', '42 层'],
    ['9 hours', '9 minutes'],
    ['9 GB', '9 minutes'],
    ['$9', '9 layers'],
    ['quintuple', '2 layers'],
    ['a quartet of poses', '3 poses'],
    ['★★★★★', '4 poses'],
    ['#42', '42 layers'],
    ['4**3**', '4 layers'],
    ['４３', '4 layers'],
    ['٤٣', '42'],
    ['⁴³', '42'],
    ['㊸', '42'],
    ['𝟒𝟑', '42'],
    ['4\u200b3', '4 layers'],
    ['4&#51;', '4 layers'],
    ['4&amp;#51;', '4 layers'],
    ['XLIII', '43'],
    ['Ⅻ', '12'],
    ['dozens', '12'],
    ['hundreds', 'thousands'],
    ['数百', '数千'],
    ['两倍', '2 layers'],
    ['七成', '7 layers'],
    ['贰拾', '2'],
    ['二', 'pose'],
    ['the nineties', '90 layers'],
    ['5947', 'pose https://hub.baai.ac.cn/view/5947'],
  ])('%s does not stand by %s', (fragment, entry) => {
    expect(stands(fragment, entry)).toBe(false);
  });

  it('that counts the sources of its sentence is free', () => {
    const two = [source(1, 'Pose models, 7 of them'), source(2, 'Pose data')];
    expect(verified('Two entries are on pose [1][2].', 'en', two).text).not.toBe('');
    expect(verified('有两条关于 pose[1][2]。', 'zh', two).text).not.toBe('');
    expect(verified('Three entries are on pose [1][2].', 'en', two).text).toBe('');
    expect(verified('Two months of pose [1][2].', 'en', two).text).toBe('');
  });

  it('that tells a sentence’s place in a row of them is free', () => {
    const one = source(1, 'Pose models 姿势模型');
    expect(verified('Second, pose models [1].', 'en', [one]).dropped).toEqual([]);
    expect(verified('第二，姿势模型[1]。', 'zh', [one]).dropped).toEqual([]);
    expect(verified('第二代姿势模型[1]。', 'zh', [one]).text).toBe('');
  });

  it('of a source that is not cited does not stand', () => {
    const two = [source(1, 'Pose models, 7 of them'), source(2, 'Pose data')];
    expect(verified('Pose data has 7 models [2].', 'en', two).text).toBe('');
    expect(verified('Pose data has 7 models [1][2].', 'en', two).text).not.toBe('');
  });
});

describe('a date', () => {
  const own = { date: '2021-01-20', ordinal: 7 };

  it.each([
    '2021-01-20',
    '2021.1.20',
    '2021/1/20',
    '1/20/2021',
    '20.1.2021',
    '20210120',
    '2021-01',
    '2021年1月20日',
    '1月20日',
    '2021年1月',
    '二〇二一年一月二十日',
    '1月中旬',
    'January 20, 2021',
    'Jan 20',
    '20 Jan 2021',
    'the 20th of January',
    'January 2021',
    'mid January 2021',
    'in January',
    'in 2021',
    '2021年',
    '２０２１-０１-２０',
  ])('%s stands on 2021-01-20', fragment => {
    expect(stands(fragment, 'pose', own)).toBe(true);
  });

  it.each([
    '2021-01-21',
    '2020-01-20',
    '2021.2.20',
    '1/21/2021',
    '20210121',
    '2021-02',
    '2021年1月21日',
    '92021年1月',
    '92021年1月20日',
    '2月20日',
    '二〇二一年二月',
    '1月下旬',
    'January 21, 2021',
    'Feb 20',
    '21 Jan 2021',
    'the 21st of January',
    'February 2021',
    'late January 2021',
    'in February',
    'in 2020',
    '2020年',
    '２０２１-０１-２１',
    '2021-01-20#7',
    '2021-01-20T10:45',
    'yesterday',
    'last Tuesday',
    'two weeks ago',
    'on Wednesday',
    '昨天',
    '去年',
    '上周三',
    '三天前',
    'weekly',
    '每月',
    'for decades',
    'in the spring',
    '20',
    '2021 models',
    'number 7',
  ])('%s does not stand on 2021-01-20', fragment => {
    expect(stands(fragment, 'pose', own)).toBe(false);
  });

  it('written in an entry stands, one made of its parts does not', () => {
    expect(stands('2019-05-06', 'From 2019.5.6 to 2020.7.8')).toBe(true);
    expect(stands('May 2019', 'From 2019.5.6 to 2020.7.8')).toBe(true);
    expect(stands('2019-07-06', 'From 2019.5.6 to 2020.7.8')).toBe(false);
    expect(stands('2020-05-08', 'From 2019.5.6 to 2020.7.8')).toBe(false);
    expect(stands('2019-05-06', 'From May 2019')).toBe(false);
  });

  it('by the reader’s day stands where the entry has the same words', () => {
    expect(stands('yesterday', 'Seen yesterday')).toBe(true);
    expect(stands('去年', '去年的模型')).toBe(true);
    expect(stands('weekly', '每周的模型')).toBe(true);
  });

  it('of an entry is no number of anything', () => {
    expect(stands('20 models', 'pose', own)).toBe(false);
    expect(stands('1', 'pose', own)).toBe(false);
  });
});

describe('an address', () => {
  const entry = 'Node.js pose https://github.com/google/mediapipe';
  const urls = ['https://github.com/google/mediapipe'];

  it.each([
    'https://github.com/google/mediapipe',
    'github.com/google/mediapipe',
    '<https://github.com/google/mediapipe>',
    '[pose](https://github.com/google/mediapipe)',
    'github.com',
    'Node.js',
    '图/video',
    'node.js',
  ])('%s stands where the entry has it', fragment => {
    expect(stands(fragment, entry, { urls })).toBe(true);
  });

  it.each([
    'https://github.com/google',
    'https://github.com/google/mediapipe2',
    'https://github.com/google/mediapipe/x',
    'http://evil.com',
    'evil.com',
    'github.com.evil.com',
    'https://github.com@evil.com/google/mediapipe',
    'https://evil.com/https://github.com/google/mediapipe',
    '[pose](https://evil.com)',
    '[https://github.com/google/mediapipe](https://evil.com)',
    '[pose](javascript:alert)',
    '<https://evil.com>',
    '<a href="https://evil.com">pose</a>',
    'www.evil',
    'evil[.]com',
    'evil (dot) com',
    'evil dot com',
    'evil . com',
    'evil。com',
    'evil｡com',
    'evil．com',
    'ev\u200bil.com',
    'ev**il**.com',
    'evil\\.com',
    'evil&#46;com',
    'evil&period;com',
    'evil&amp;period;com',
    'ｅｖｉｌ．ｃｏｍ',
    'a@evil.com',
    '@evil',
    't.me/evil',
    'tg://resolve',
    'mailto:a@b',
    'data:text/html',
    'xn--evil-q9z.xn--p1ai',
    '恶意.中国',
    '10.0.0.1',
    'localhost:80',
    'hxxp://evil',
    'ftp://evil',
    '//evil/x',
    '/start',
    '#offer',
    'evil.comFine-tuning',
    'evil.com7',
    't.me-',
    './start',
    '/start2021',
    '＃优惠',
    'Deno.js',
    'evil·com',
    'https://github.com/google/mediapipe恶意',
  ])('%s does not', fragment => {
    expect(stands(fragment, entry, { urls })).toBe(false);
  });
});

it('a hashtag, which a chat makes a link of, stands where it is a tag of the entry', () => {
  expect(stands('#pose', 'pose', { tags: ['pose'] })).toBe(true);
  expect(stands('#姿势', '看 #姿势')).toBe(true);
  expect(stands('C#', 'C# pose')).toBe(true);
});

it('code stands where an entry has it, for it is copied as it is', () => {
  expect(stands('`pose models`', 'pose models')).toBe(true);
  expect(stands('`rm -rf pose`', 'pose')).toBe(false);
});

describe('a quotation', () => {
  it.each([
    ['“pose models in the wild”', 'Pose Models, in the wild'],
    ['“pose models … wild things”', 'Pose models in all wild things'],
    ['《姿势估计》', '姿势估计'],
    ['「姿势」', '姿势估计'],
    ['“pose”', 'models'],
  ])('%s stands by %s', (fragment, entry) => {
    expect(stands(fragment, entry)).toBe(true);
  });

  it.each([
    ['“pose models in the city”', 'Pose models in the wild'],
    ['"pose models of models"', 'Pose models in the wild'],
    ['《姿势大全》', '姿势估计'],
    ['「姿势大全」', '姿势估计'],
  ])('%s does not stand by %s', (fragment, entry) => {
    expect(stands(fragment, entry)).toBe(false);
  });
});
