import type { Language } from '../answer/wording.ts';
import type { Place } from './commands.ts';

/** The servers of models that are asked, by their hosts; undefined: the program does it by itself. */
export type Models = {
  /** words answers */ answers: string | undefined;
  /** makes vectors of questions and entries */ search: string | undefined;
};

/** What is kept of a person and what is sent where, with these models; the promises of `store/tidy.ts` and `store/forget.ts`. */
type Privacy = (place: Place, models: Models) => string;

function en(place: Place, { answers, search }: Models): string {
  const sent = [
    ...(answers === undefined
      ? []
      : [
          `A model at **${answers}** words the answers: your question, the one before it and the entries found are sent there.`,
        ]),
    ...(search === undefined
      ? []
      : [`A model at **${search}** helps to find entries: what you ask or look up, and all entries, are sent there.`]),
  ];
  if (place === 'console') {
    const talk = 'Questions and answers are kept until the program ends, so that you can go on from them';
    if (sent.length === 0)
      return `${talk}, and are written nowhere. The program answers by itself: no model and no other service is asked.`;
    const kept =
      'Longer than that are kept the number of these questions and their cost, by day, for 30 days, and what the model wrote, until it was not used for 7 days.';
    return answers === undefined
      ? [`${talk}, and are written nowhere.`, ...sent].join('\n')
      : [`${talk}.`, ...sent, kept].join('\n');
  }
  const telegram = 'but for Telegram, which carries our messages';
  return [
    'What is kept of you by whoever runs me:',
    '- that you talked with me, in which chats, and when first and last',
    '- a message of yours, until it is answered',
    '- what you asked and what I answered, for 30 days, so that you can turn pages and go on asking',
    '- your 👍 and 👎 with the question and its answer, until you take them back or erase them',
    '- the language that you chose',
    ...(answers === undefined
      ? []
      : [
          '- how many of your questions a model worked on each day, and what that cost, for 30 days',
          '- what the model wrote, without a word of who asked, until it was not used for 7 days',
        ]),
    ...(sent.length === 0
      ? [`I answer by myself: none of it is sent to a model or to any other service, ${telegram}.`]
      : [
          ...sent,
          `Neither your name nor your id goes with it. Nothing is sent to any other service, ${telegram}; what a server keeps of what it was sent is up to those who run it.`,
        ]),
    answers === undefined
      ? '/forget erases all of it.'
      : '/forget erases all that is kept here, with two exceptions: what the model wrote, and the count of today, which loses your id when the day is over.',
  ].join('\n');
}

function zh(place: Place, { answers, search }: Models): string {
  const sent = [
    ...(answers === undefined
      ? []
      : [`回答由 **${answers}** 上的模型撰写：你的问题、上一个问题和找到的条目会发到那里。`]),
    ...(search === undefined
      ? []
      : [`查找条目要用 **${search}** 上的模型：你问的和搜的内容，以及所有条目，都会发到那里。`]),
  ];
  if (place === 'console') {
    const talk = '问题和回答只保留到程序结束，以便接着问';
    if (sent.length === 0) return `${talk}，不写到任何地方。回答由程序自己给出，不询问任何模型或其他服务。`;
    const kept = '保存得更久的是：每天有多少个这样的问题、用了多少，保存 30 天；还有模型写的内容，7 天没用到就删除。';
    return answers === undefined
      ? [`${talk}，不写到任何地方。`, ...sent].join('\n')
      : [`${talk}。`, ...sent, kept].join('\n');
  }
  return [
    '运行我的人那里保存了你的这些内容：',
    '- 你和我说过话、在哪些聊天里，以及第一次和最近一次的时间',
    '- 你的消息，直到回答完为止',
    '- 你问了什么、我答了什么，保存 30 天，以便翻页和接着问',
    '- 你的 👍 和 👎，连同问题和回答，直到你撤回或删除',
    '- 你选的语言',
    ...(answers === undefined
      ? []
      : ['- 每天有多少个你的问题交给了模型、用了多少，保存 30 天', '- 模型写的内容，不含是谁问的，7 天没用到就删除']),
    ...(sent.length === 0
      ? ['回答由我自己给出：除了传递消息的 Telegram，这些都不会发给任何模型或其他服务。']
      : [
          ...sent,
          '你的名字和 id 不会一起发出。除了传递消息的 Telegram，不会发给其他服务；对方服务器保存什么，由运行它的人决定。',
        ]),
    answers === undefined
      ? '/forget 可以全部删除。'
      : '/forget 会删除这里保存的内容，只有两样例外：模型写的内容，以及今天的计数，它在当天结束后不再带有你的 id。',
  ].join('\n');
}

export const privacy: Readonly<Record<Language, Privacy>> = { en, zh };
