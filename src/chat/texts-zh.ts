import { addressIn, commandLines } from './help.ts';
import type { Texts } from './texts.ts';

export const zh: Texts = {
  greeting: ({ count, first, last, folder, model }) =>
    [
      `Noted 根据你的笔记回答问题：${folder} 里有 ${count} 条${first ? `，从 ${first} 到 ${last}` : ''}。`,
      ...(count === 0 ? ['现在还是空的：把 .md 文件放进去就可以提问。'] : []),
      ...(model === undefined ? [] : [`回答由 ${model.host} 上的 ${model.name} 撰写。`]),
      '用中文或英文提问，例如“有没有讲目标检测 anchor 的”、“2021.1.24 记了什么”；/help 看更多。',
    ].join('\n'),
  welcome: ['你好！我根据这里的笔记回答问题，并注明出自哪一条。', '用中文或英文提问；/help 看更多。'].join('\n'),
  help: where => {
    const { place, username, writes } = where;
    return [
      '用自己的话提问，我只根据笔记回答，并注明条目。',
      ...(writes ? ['回答由模型撰写，[n] 是依据的条目；笔记里没有依据的话不会出现。'] : []),
      ...(writes && place === 'console' ? ['Ctrl+C 可以让正在写的回答停下来。'] : []),
      '- 问主题：**有没有讲目标检测 anchor 的**',
      '- 问日期：**2021.1.24 记了什么**、**上周三的条目**',
      '- 问数字：**一共有多少条**、**什么时候第一次提到 mxnet**',
      '- 接着问：**第二条呢**、**链接呢**、**1月24日呢**、**还有吗**',
      ...(place === 'private'
        ? [
            `- 在别的聊天里：输入 ${username ? `@${username}` : '我的用户名（前面加 @）'}，后面写上要找的词，选一条发出去`,
          ]
        : []),
      ...(place === 'group'
        ? [
            '',
            `在群里，我只回答提到 ${username ? `@${username} ` : '我的用户名（前面加 @）'}的、回复我的消息的，以及命令：**/ask${addressIn(where)} 为什么要用 anchor**`,
          ]
        : []),
      '',
      ...commandLines(where, zh.commands),
    ].join('\n');
  },
  commands: {
    start: '这是什么',
    help: '怎么提问',
    ask: '回答一个问题：/ask 为什么要用 anchor',
    search: '找最接近的条目：/search 目标检测',
    today: '今天记了什么',
    day: '某一天记了什么：/day 2021-01-20',
    week: '最近七天记了什么',
    tags: '所有标签，用得最多的在前',
    more: '上一个回答的下一页',
    stop: '让正在写的回答停下来',
    language: '用什么语言回答',
    privacy: '保存了你的什么',
    forget: '删除保存的你的内容',
    status: '机器人的状况',
    usage: '写回答用了多少',
    quit: '结束（Ctrl+D 也行）',
  },
  usage: {
    ask: address => `请在后面写上问题：**/ask${address} 有没有讲交叉验证的**`,
    day: address =>
      `请在后面写上日期：**/day${address} 2021-01-20**、**/day${address} 昨天**、**/day${address} 上周四**`,
    search: address => `请在后面写上要找的词：**/search${address} 目标检测**`,
  },
  status: ({ entries, span, people, waiting }) =>
    [
      `笔记里有 ${entries} 条${span ? `，从 ${span.first} 到 ${span.last}` : ''}。`,
      ...(people === undefined ? [] : [`和我说过话的有 ${people} 人。`]),
      ...(waiting === undefined ? [] : [`还有 ${waiting} 条消息在排队或正在回答。`]),
    ].join('\n'),
  unknownCommand: command => `不认识 ${command}。/help 可以看到我会什么。`,
  noSuchDay: day => `日历上没有 ${day} 这一天。`,
  thanks: '不客气。',
  agreed: '好的，有问题随时问我。',
  goodbye: '再见！',
  record: '我还不能记录链接：目前只根据已有的笔记回答。',
  failed: '出错了，日志里有原因。没有丢东西，请再问一次。',
  waiting: '正在看笔记……（Ctrl+C 停止）',
  page: ({ number, of }) => `第 ${number} 页，共 ${of} 页${number < of ? '；/more 看下一页' : ''}。`,
  nothingBefore: '前面还没有回答可以接着看：请先提问。',
  nothingToStop: '现在没有正在写的回答。',
  firstPage: '这已经是第一页。',
  noMore: '这方面就这些了。',
  noMoreOfList: '这个列表到这里为止，但笔记里还有：可以换个说法，或者说明是哪一天。',
  chooseLanguage: '用什么语言回答？',
  languages: { en: 'English', zh: '中文', auto: '跟随每个问题' },
  languageSet: language => (language === undefined ? '以后用每个问题的语言回答。' : '以后用中文回答。'),
  forget: place => ({
    question:
      place === 'console' ? '要忘掉这次谈话吗？' : '要删除保存的全部内容吗：问题、回答、评价和设置？删除后无法恢复。',
    yes: '删除',
    no: '保留',
  }),
  forgotten: ({ exchanges, feedback }) => `已删除：${exchanges} 个问题和回答、${feedback} 个评价，以及你的设置。`,
  notForgotten: '什么都没有删除。',
};
