import { expect, test } from 'vitest';
import { type Costs, describeCosts, readCosts } from '../../src/chat/costs.ts';
import { openUsage } from '../../src/store/usage.ts';
import { openWritten } from '../../src/store/written.ts';
import { overDatabases } from '../store/databases.ts';

const spent = { asked: 12, answered: 9, kept: 3, tokens: { prompt: 12_000, completion: 3_400 }, reserved: 600 };
const none = { asked: 0, answered: 0, kept: 0, tokens: { prompt: 0, completion: 0 }, reserved: 0 };
const costs: Costs = {
  model: 'words.example.com',
  limits: { questions: 10, tokens: 40_000 },
  today: {
    ...spent,
    people: 2,
    busiest: [
      { ...spent, asked: 10, personId: 424_242 },
      { ...none, asked: 1, personId: 0 },
      { ...none, personId: 515_151 },
    ],
  },
  week: { ...spent, asked: 1_234, people: 1, busiest: [] },
  written: 1,
};

const ENGLISH = [
  'A model at **words.example.com** words the answers.',
  '',
  '**Today**',
  '- 9 answers written for 12 questions of 2 people',
  '- 3 answers given again at no cost',
  '- 15,400 tokens (12,000 read, 3,400 written), 40% of the 40,000 of a day',
  '- 600 tokens set aside for what is being written or was cut off',
  'Most of it:',
  '- `424242`: 10 of 10 questions, 16,000 tokens',
  '- console: 1 of 10 questions, 0 tokens',
  '',
  '**The last 7 days**',
  '- 9 answers written for 1,234 questions of 1 person',
  '- 3 answers given again at no cost',
  '- 15,400 tokens (12,000 read, 3,400 written)',
  '- 600 tokens set aside for what is being written or was cut off',
  '',
  '1 text of the model is kept to be used again.',
];

const CHINESE = [
  '回答由 **words.example.com** 上的模型撰写。',
  '',
  '**今天**',
  '- 写了 9 个回答，共 12 个问题，来自 2 人',
  '- 另有 3 个回答直接沿用已有的，没有费用',
  '- 15,400 token（读 12,000，写 3,400），占每天 40,000 的 40%',
  '- 600 token 预留给正在写的或中断的回答',
  '用得最多的：',
  '- `424242`：10 个问题（上限 10），16,000 token',
  '- 终端：1 个问题（上限 10），0 token',
  '',
  '**最近 7 天**',
  '- 写了 9 个回答，共 1,234 个问题，来自 1 人',
  '- 另有 3 个回答直接沿用已有的，没有费用',
  '- 15,400 token（读 12,000，写 3,400）',
  '- 600 token 预留给正在写的或中断的回答',
  '',
  '保存着 1 段模型写的内容，可以再次使用。',
];

test.each([
  ['en', ENGLISH],
  ['zh', CHINESE],
] as const)(
  'written answers are told in %s with their cost, the busiest people and the share of the limits',
  (language, told) => {
    expect(describeCosts(costs, language).split('\n')).toEqual(told);
  },
);

test('without limits there is no share of them, and what is little is not told as nothing', () => {
  const free = describeCosts({ ...costs, limits: { questions: undefined, tokens: undefined } }, 'en');
  expect(free).toContain('- 15,400 tokens (12,000 read, 3,400 written)\n');
  expect(free).toContain('- `424242`: 10 questions, 16,000 tokens');
  const limits = { questions: undefined, tokens: 10_000_000 };
  expect(describeCosts({ ...costs, limits }, 'en')).toContain('<1% of the 10,000,000 of a day');
});

test('where no model writes answers, nothing costs anything', () => {
  expect(describeCosts(undefined, 'en')).toBe(
    'No model words the answers: they cost nothing. OPENAI_CHAT_MODEL sets one.',
  );
  expect(describeCosts(undefined, 'zh')).toContain('OPENAI_CHAT_MODEL');
});

overDatabases(fresh => {
  test('costs are read of today and of seven days', async () => {
    const store = await fresh.store();
    const books = { usage: openUsage(store), written: openWritten(store, { now: () => 1 }) };
    for (const [personId, day] of [
      [7, '2026-11-17'],
      [8, '2026-11-23'],
      [9, '2026-11-16'],
    ] as const) {
      await books.usage.reserve({ day, personId, questions: 1, tokens: 500, limits: {} });
      await books.usage.settle({ day, personId, reserved: 500, tokens: { prompt: 300, completion: 20 + personId } });
    }
    await books.written.put('a', 'Anchors help [1].');
    const limits = { questions: 5, tokens: undefined };
    const read = await readCosts(books, { model: 'localhost', limits, today: '2026-11-23', weekAgo: '2026-11-17' });
    expect(read).toMatchObject({
      limits,
      today: { asked: 1, tokens: { prompt: 300, completion: 28 }, people: 1, busiest: [{ personId: 8 }] },
      week: {
        asked: 2,
        tokens: { prompt: 600, completion: 55 },
        people: 2,
        busiest: [{ personId: 8 }, { personId: 7 }],
      },
      written: 1,
    });
  });
});
