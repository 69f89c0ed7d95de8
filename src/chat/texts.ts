import type { Language } from '../answer/wording.ts';

/** What the bot says of itself, in each language that it speaks. */
type Texts = {
  greeting(notes: { count: number; first: string | undefined; last: string | undefined; folder: string }): string;
  help: string;
  unknownCommand(command: string): string;
  failed: string;
};

const en: Texts = {
  greeting: ({ count, first, last, folder }) =>
    [
      `Noted answers out of your digest: ${count === 1 ? '1 entry' : `${count} entries`}${first ? `, ${first} to ${last}` : ''}, in ${folder}.`,
      ...(count === 0 ? ['It is empty so far: put .md files there, and ask.'] : []),
      'Ask in English or Chinese, e.g. “what did we note about cross-validation” or “2021.1.24 记了什么”; /help for more.',
    ].join('\n'),
  help: [
    'Ask in your own words; I answer only from the notes and name the entries.',
    '- on something: **what did we note about cross-validation**',
    '- on a day or range: **what did we note on 20 January 2021**, **last Thursday**',
    '- exact numbers: **how many entries are there**, **when did we first mention mxnet**',
    '/help shows this, /quit ends (so does Ctrl+D).',
  ].join('\n'),
  unknownCommand: command => `I do not know ${command}. /help shows what I can do.`,
  failed: 'Something went wrong; the log says what. Nothing was lost: please ask again.',
};

const zh: Texts = {
  greeting: ({ count, first, last, folder }) =>
    [
      `Noted 根据你的笔记回答问题：${folder} 里有 ${count} 条${first ? `，从 ${first} 到 ${last}` : ''}。`,
      ...(count === 0 ? ['现在还是空的：把 .md 文件放进去就可以提问。'] : []),
      '用中文或英文提问，例如“有没有讲目标检测 anchor 的”、“2021.1.24 记了什么”；/help 看更多。',
    ].join('\n'),
  help: [
    '用自己的话提问，我只根据笔记回答，并注明条目。',
    '- 问主题：**有没有讲目标检测 anchor 的**',
    '- 问日期：**2021.1.24 记了什么**、**上周三的条目**',
    '- 问数字：**一共有多少条**、**什么时候第一次提到 mxnet**',
    '/help 显示这些，/quit 结束（Ctrl+D 也行）。',
  ].join('\n'),
  unknownCommand: command => `不认识 ${command}。/help 可以看到我会什么。`,
  failed: '出错了，日志里有原因。没有丢东西，请再问一次。',
};

export const texts: Readonly<Record<Language, Texts>> = { en, zh };
