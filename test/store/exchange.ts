import type { Answered } from '../../src/store/exchanges.ts';

/** An exchange for tests, as it is saved. */
export const exchange = (updateId: number, rest: Partial<Answered> = {}): Answered => ({
  updateId,
  chatId: 1,
  threadId: undefined,
  personId: 1,
  askedAt: 1000 + updateId,
  language: 'zh',
  request: { mode: 'answer', question: { text: '有什么新东西', dates: { from: '2021-01-18' } } },
  page: 1,
  question: '有什么新东西',
  answer: '[1] 2021-01-20 (1) **标题** \\[注\\]\n> 引文 𠮷',
  refused: false,
  sources: ['2021-01-20#1', '2021-01-18#3'],
  ...rest,
});
