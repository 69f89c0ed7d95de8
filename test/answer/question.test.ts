import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/answer/calendar.ts';
import { foldInPlace, hideQuoted } from '../../src/answer/in-place.ts';
import { understand } from '../../src/answer/question.ts';

// Wednesday, 3 February 2021, noon in Shanghai
const when = { now: new Date('2021-02-03T04:00:00Z'), timeZone: 'Asia/Shanghai' };

// "kind topic", the topic between angle brackets
function read(text: string): string {
  const { kind, topic } = understand(text, when);
  return `${kind} <${topic}>`;
}

describe('the frame comes off and the topic stays as it was written', () => {
  test.each([
    ['what did we note about cross validation?', 'cross validation'],
    ['What have we got on HRNet', 'HRNet'],
    ['what do we have on object detection anchors?', 'object detection anchors'],
    ['what do you know about GAN', 'GAN'],
    ['what can you tell me about GAN', 'GAN'],
    ['what do our notes say about HRNet', 'HRNet'],
    ['anything on GAN?', 'GAN'],
    ['anything new about GAN lately?', 'GAN'],
    ['any resources for object detection', 'object detection'],
    ['do we have something about cross validation?', 'cross validation'],
    ['Do we have any notes on COCO?', 'COCO'],
    ['have we got anything about gated graph neural networks?', 'gated graph neural networks'],
    ['did we ever note anything about HDF5', 'HDF5'],
    ['did anyone mention mxnet?', 'mxnet'],
    ['is there anything on bike sharing?', 'bike sharing'],
    ['are there any links about dance datasets', 'dance datasets'],
    ['does the digest mention mxnet?', 'mxnet'],
    ['Is mxnet mentioned anywhere in the notes?', 'mxnet'],
    ["what's the link for COCO-WholeBody?", 'COCO-WholeBody'],
    ['where is the link for open images v6', 'open images v6'],
    ['where can I find AIST++', 'AIST++'],
    ['which entry mentions SMPL', 'SMPL'],
    ['which entry is about NLP and text classification', 'NLP and text classification'],
    ['find notes on data augmentation', 'data augmentation'],
    ['Could you please find the link about anchors?', 'anchors'],
    ["I'm looking for notes on pose estimation", 'pose estimation'],
    ['i want to know how to set anchors', 'how to set anchors'],
    ['search mxnet', 'mxnet'],
    ['search for mxnet', 'mxnet'],
    ['look up HRNet', 'HRNet'],
    ['tell me about MediaPipe', 'MediaPipe'],
    ['explain cross validation', 'cross validation'],
    ['what is attention', 'attention'],
    ['what is an anchor?', 'anchor'],
    ['summarise what we noted about GANs', 'GANs'],
    ['COCO, do we have anything?', 'COCO'],
    ['what about COCO?', 'COCO'],
    ['what did we note about 交叉验证', '交叉验证'],
    ['what was that link about dance', 'dance'],
    ['when did we note the dance dataset?', 'dance dataset'],
    ['which day did we note mxnet', 'mxnet'],
    ['I remember a link about validation loss, where is it?', 'validation loss'],
    ['what is https://arxiv.org/pdf/2101.08779v1.pdf about', 'https://arxiv.org/pdf/2101.08779v1.pdf'],
    ['when was alphapose mentioned', 'alphapose'],
    ['when did alphapose come up', 'alphapose'],
    ['do you have the repo of HRNet', 'repo of HRNet'],
    ['any update on mxnet', 'mxnet'],
    ['咱们之前是不是聊过mxnet', 'mxnet'],
    ['HDF5的那篇文章', 'HDF5'],
    ['what did we note about react', 'react'],
    ['do we have notes on onnx', 'onnx'],
    ['what do the notes say on e-ink readers', 'e-ink readers'],
    ['推荐一些数据集', '数据集'],
    ['有没有讲目标检测 anchor 的', '目标检测 anchor'],
    ['有没有关于图像增强的？', '图像增强'],
    ['请问一下，有没有关于目标检测 anchor 的文章呢？', '目标检测 anchor'],
    ['有没有姿态估计的资料', '姿态估计'],
    ['有mxnet吗', 'mxnet'],
    ['mxnet 有吗', 'mxnet'],
    ['mxnet有没有', 'mxnet'],
    ['有讲交叉验证的吗', '交叉验证'],
    ['有人分享过交叉验证吗', '交叉验证'],
    ['我们记过mxnet吗', 'mxnet'],
    ['mxnet我们记过吗', 'mxnet'],
    ['谁记过交叉验证', '交叉验证'],
    ['帮我找 GAN', 'GAN'],
    ['帮我查一下mxnet的fine tune', 'mxnet的fine tune'],
    ['给我找一下alphapose的链接', 'alphapose'],
    ['能帮我找找OpenCV的资料吗', 'OpenCV'],
    ['麻烦找一下HRNet', 'HRNet'],
    ['想看看关于MediaPipe的内容', 'MediaPipe'],
    ['我想知道anchor怎么设置', 'anchor怎么设置'],
    ['之前那个讲anchor的链接', 'anchor'],
    ['那个讲AI跳舞的链接发我一下', 'AI跳舞'],
    ['那个舞蹈数据集的链接在哪', '舞蹈数据集'],
    ['舞蹈数据集的地址是什么', '舞蹈数据集'],
    ['我记得有一条讲验证集loss的', '验证集loss'],
    ['哪条讲的是损失函数', '损失函数'],
    ['哪条记录提到了YOLOv2', 'YOLOv2'],
    ['哪天提到了HDF5', 'HDF5'],
    ['我们什么时候提到过mxnet', 'mxnet'],
    ['关于GAN的', 'GAN'],
    ['跟mxnet有关的', 'mxnet'],
    ['mxnet相关', 'mxnet'],
    ['目标检测Anchor是什么？', '目标检测Anchor'],
    ['什么是交叉验证', '交叉验证'],
    ['介绍一下HRNet', 'HRNet'],
    ['有沒有關於交叉驗證的連結', '交叉驗證'],
    ['ＣＯＣＯ　数据集', 'ＣＯＣＯ 数据集'],
    ['"list comprehension"', 'list comprehension'],
    ['what did we note about "what is attention"', 'what is attention'],
    ['「目标检测」', '目标检测'],
  ])('%s', (text, topic) => expect(read(text)).toBe(`explain <${topic}>`));
});

describe('a topic that looks like a frame stays whole', () => {
  test.each([
    'note taking apps',
    'link prediction',
    'list comprehension',
    'count min sketch',
    'first-order logic',
    'last mile delivery',
    'last layer',
    'attention',
    'search engines',
    'information retrieval',
    'record linkage',
    'show attend and tell',
    'entry point',
    'mention detection',
    'saved models',
    'recommender systems',
    'explainable AI',
    'least recently used cache',
    'notes',
    'link',
    'search',
    'hello',
    'C++',
    'C#',
    'EMNLP 2020',
    'YOLO 1.20',
    'Python 3.10',
    'how to set anchors',
    'a survey on GAN',
    'the pile',
    '记录仪',
    '条目',
    '链接预测',
    '搜索引擎',
    '检索增强生成',
    '列表推导式',
    '列举法',
    '最近邻算法',
    '全连接层',
    '有监督学习',
    '第一性原理',
    '第一次世界大战',
    '最后一公里',
    '几何',
    '伪标签',
    '说话人识别',
    '写作技巧',
    '记忆网络',
    '推荐系统',
    '查重',
    '看图说话',
    '统计学习方法',
    '交叉验证详解',
    '2021 年终总结',
    '为什么验证集的loss会小于训练集的loss',
    'Cross-Validation（交叉验证）详解',
    'trian img size必须和test img size一致',
    '谷歌两万字博客总结自身2020人工智能进展',
    'AI跳舞哪家强？谷歌3D舞者闻歌起舞',
    '2021/01/20 必读 | CVPR 2021评审出炉，评审员奇葩意见遭热议',
  ])('%s', text => expect(read(text)).toBe(`explain <${text}>`));
});

describe('what is wanted is told from the words that ask for entries', () => {
  test.each([
    ['list all entries about COCO', 'list <COCO>'],
    ['list papers on GAN', 'list <GAN>'],
    ['show me all links about COCO', 'list <COCO>'],
    ['give me everything on COCO', 'list <COCO>'],
    ['which entries mention YOLO', 'list <YOLO>'],
    ['what entries do we have on COCO', 'list <COCO>'],
    ['what datasets did we note', 'list <datasets>'],
    ['recent entries on GAN', 'list <GAN>'],
    ['what did we note', 'list <>'],
    ['有哪些关于anchor的条目', 'list <anchor>'],
    ['关于目标检测有哪些', 'list <目标检测>'],
    ['mxnet相关的文章有哪些', 'list <mxnet>'],
    ['列出所有关于目标检测的条目', 'list <目标检测>'],
    ['所有关于GAN的链接', 'list <GAN>'],
    ['有什么关于姿态估计的资料', 'list <姿态估计>'],
    ['都有什么', 'list <>'],
    ['全部条目', 'list <>'],
    ['how many entries', 'count <>'],
    ['how many entries are there about GAN', 'count <GAN>'],
    ['how many notes do we have on MXNet', 'count <MXNet>'],
    ['how many of our notes are about GAN?', 'count <GAN>'],
    ['how many times did we mention anchor', 'count <anchor>'],
    ['how often is YOLO mentioned?', 'count <YOLO>'],
    ['number of entries about GAN', 'count <GAN>'],
    ['一共有多少条记录', 'count <>'],
    ['一共有多少', 'count <>'],
    ['多少条', 'count <>'],
    ['有几条关于GAN的', 'count <GAN>'],
    ['有多少关于GAN的条目', 'count <GAN>'],
    ['关于GAN的条目有多少条', 'count <GAN>'],
    ['目标检测的链接有几个', 'count <目标检测>'],
    ['我们一共提到过多少次YOLO', 'count <YOLO>'],
    ['anchor提到过几次', 'count <anchor>'],
    ['笔记里提到YOLO多少次', 'count <YOLO>'],
    ['when did we first mention AlphaPose', 'first <AlphaPose>'],
    ['when was mxnet first mentioned?', 'first <mxnet>'],
    ['first entry about GAN', 'first <GAN>'],
    ['earliest note on mediapipe', 'first <mediapipe>'],
    ['我们什么时候第一次提到mxnet的？', 'first <mxnet>'],
    ['最早提到GAN是什么时候', 'first <GAN>'],
    ['mxnet是什么时候第一次出现的', 'first <mxnet>'],
    ['最早的条目是什么', 'first <>'],
    ['last time we mentioned COCO', 'last <COCO>'],
    ['When did we last talk about anchors?', 'last <anchors>'],
    ['latest entry about COCO', 'last <COCO>'],
    ['the most recent entry on mxnet', 'last <mxnet>'],
    ['最后一次提到COCO是什么时候', 'last <COCO>'],
    ['最近一次提到COCO是什么时候', 'last <COCO>'],
    ['最新一条是什么', 'last <>'],
    ['how many COCO keypoints are there', 'explain <how many COCO keypoints are there>'],
    ['how many views does AIST++ have', 'explain <how many views does AIST++ have>'],
    ['how many notes does a piano have', 'explain <how many notes does a piano have>'],
    ['how many links does the robot arm have', 'explain <how many links does the robot arm have>'],
    ['number of parameters in HRNet', 'explain <number of parameters in HRNet>'],
    ['有多少个关键点', 'explain <有多少个关键点>'],
    ['COCO一共有多少个关键点', 'explain <COCO一共有多少个关键点>'],
    ['COCO有多少条标注数据', 'explain <COCO有多少条标注数据>'],
    ['AIST++有哪些标注', 'explain <AIST++有哪些标注>'],
    ['COCO的关键点有哪些', 'explain <COCO的关键点有哪些>'],
    ['what is the first step of training', 'explain <first step of training>'],
    ['what is the last layer of ResNet', 'explain <last layer of ResNet>'],
    ['最早的目标检测算法是什么', 'explain <最早的目标检测算法>'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('dates and tags are taken out of the topic', () => {
  test.each([
    ['what did we note on 2021.1.20', 'list <>', '2021-01-20', []],
    ['1月20日记了什么', 'list <>', '2021-01-20', []],
    ['1.20记了什么', 'list <>', '2021-01-20', []],
    ['昨天呢', 'list <>', '2021-02-02', []],
    ["today's digest", 'list <>', '2021-02-03', []],
    ['把上周三的条目列出来', 'list <>', '2021-01-27', []],
    ['show entries from January 2021', 'list <>', '2021-01-01 2021-01-31', []],
    ['summarize last week', 'list <>', '2021-01-25 2021-01-31', []],
    ['总结一下上周的内容', 'list <>', '2021-01-25 2021-01-31', []],
    ['上周一共记了多少条', 'count <>', '2021-01-25 2021-01-31', []],
    ['how many links did we save last week', 'count <>', '2021-01-25 2021-01-31', []],
    ['what did we note last Thursday about anchors', 'explain <anchors>', '2021-01-28', []],
    ['我们上周三记了什么关于目标检测的', 'list <目标检测>', '2021-01-27', []],
    ['在1月24日，有没有讲目标检测 anchor 的？', 'explain <目标检测 anchor>', '2021-01-24', []],
    ['in 2021 what did we note about GAN', 'explain <GAN>', '2021-01-01 2021-12-31', []],
    ['最近三天有什么关于anchor的', 'list <anchor>', '2021-02-01 2021-02-03', []],
    ["what's in last week's digest about GANs?", 'explain <GANs>', '2021-01-25 2021-01-31', []],
    ['1月24号那天讲anchor的是哪条', 'explain <anchor>', '2021-01-24', []],
    [
      'How many articles about pose estimation were saved in January?',
      'count <pose estimation>',
      '2021-01-01 2021-01-31',
      [],
    ],
    ['which links were saved on 1/25?', 'list <>', '2021-01-25', []],
    ['#机器学习', 'list <>', '', ['机器学习']],
    ['【机器学习】有哪些', 'list <>', '', ['机器学习']],
    ['#综述 GAN', 'explain <GAN>', '', ['综述']],
    ['entries tagged 思考', 'list <>', '', ['思考']],
    ['entries tagged machine learning about GAN', 'explain <GAN>', '', ['machine learning']],
    ['tagged "machine learning" last week', 'list <>', '2021-01-25 2021-01-31', ['machine learning']],
    ['请列出所有标签是机器学习的条目', 'list <>', '', ['机器学习']],
    ['带思考标签的条目', 'list <>', '', ['思考']],
    ['图片的标签是什么', 'explain <图片的标签>', '', []],
    ['mask标签数据如何训练', 'explain <mask标签数据如何训练>', '', []],
    ['C# and F#', 'explain <C# and F#>', '', []],
  ])('%s', (text, expected, dates, tags) => {
    const question = understand(text, when);
    expect(read(text)).toBe(expected);
    const { from, to } = question.dates ?? {};
    expect([...new Set([from, to])].join(' ')).toBe(dates);
    expect(question.tags).toEqual(tags);
  });
});

describe('the answer is in the language of the asking', () => {
  test.each([
    ['what did we note about 交叉验证', 'en'],
    ['anything on 目标检测Anchor是什么', 'en'],
    ['entries tagged 思考', 'en'],
    ['tagged 思考', 'en'],
    ['GAN', 'en'],
    ['交叉验证', 'zh'],
    ['cross validation 有吗', 'zh'],
    ['有没有讲object detection anchors的', 'zh'],
    ['帮我找 GAN', 'zh'],
    ['上周三 GAN', 'zh'],
    ['#机器学习', 'zh'],
    ['我們上週三記了什麼', 'zh'],
  ])('%s', (text, language) => expect(understand(text, when).language).toBe(language));
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
