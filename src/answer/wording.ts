/** What answers say around the entries, in each language that we speak. `count` chooses the plural. */
export type Language = 'en' | 'zh';

type Days = { first: string; last: string };

type Wording = {
  found(count: number): string;
  listed(count: number, shown: number, where: string): string;
  newest(count: number): string;
  /** over the one entry that was asked for by its place */ picked: string;
  counted(count: number, where: string, topic: string): string;
  span(days: Days): string;
  first(topic: string, date: string): string;
  last(topic: string, date: string): string;
  refused(topic: string): string;
  emptyDay(where: string): string;
  nearestDays: string;
  nearest: string;
  emptyDigest: string;
  overview(count: number, days: Days | undefined): string;
  more(count: number): string;
  undated: string;
};

const daysEn = ({ first, last }: Days) => (first === last ? `of ${first}` : `from ${first} to ${last}`);
const daysZh = ({ first, last }: Days) => (first === last ? `都在 ${first}` : `从 ${first} 到 ${last}`);

const en: Wording = {
  found: count =>
    count === 1
      ? 'One entry in the notes is on this:'
      : `${count} entries in the notes are on this, the closest first:`,
  listed: (count, shown, where) =>
    `${count === 1 ? 'One entry' : `${count} entries`}${where && ` ${where}`}${shown < count ? `, the first ${shown}` : ''}:`,
  newest: count => `The newest ${count === 1 ? 'entry' : `${count} entries`}:`,
  picked: 'It is this one:',
  counted: (count, where, topic) =>
    `${count === 1 ? 'There is **1** entry' : `There are **${count}** entries`}${topic && ` that mention${count === 1 ? 's' : ''} “${topic}”`}${where ? ` ${where}` : topic ? '' : ' in the notes'}.`,
  span: days => `${days.first === days.last ? 'All are' : 'They run'} ${daysEn(days)}.`,
  first: (topic, date) => `“${topic}” was first noted on **${date}**:`,
  last: (topic, date) => `“${topic}” was last noted on **${date}**:`,
  refused: topic => (topic ? `Not in the notes: I found nothing there on “${topic}”.` : 'Not in the notes.'),
  emptyDay: where => `Nothing was noted ${where}.`,
  nearestDays: 'The nearest days with entries:',
  nearest: 'The nearest entries, which may be about something else:',
  emptyDigest: 'The notes have no entries yet.',
  overview: (count, days) =>
    `The notes hold ${count === 1 ? 'one entry' : `${count} entries`}${days ? `, ${daysEn(days)}` : ''}. Ask what they say on something, or for a day.`,
  more: count => `… and ${count} more.`,
  undated: 'undated',
};

const zh: Wording = {
  found: count => (count === 1 ? '笔记里有 1 条相关：' : `笔记里有 ${count} 条相关，最相关的在前：`),
  listed: (count, shown, where) => `${where}共 ${count} 条${shown < count ? `，这里是前 ${shown} 条` : ''}：`,
  newest: count => `最新的 ${count} 条：`,
  picked: '就是这一条：',
  counted: (count, where, topic) =>
    `${where || (topic ? '' : '笔记里')}${topic ? `提到“${topic}”的条目` : ''}共有 **${count}** 条。`,
  span: days => `${daysZh(days)}。`,
  first: (topic, date) => `“${topic}”第一次记下是在 **${date}**：`,
  last: (topic, date) => `“${topic}”最近一次记下是在 **${date}**：`,
  refused: topic => (topic ? `笔记里没有：没找到关于“${topic}”的内容。` : '笔记里没有。'),
  emptyDay: where => `${where}没有记录。`,
  nearestDays: '最近的有记录的日子：',
  nearest: '下面是最接近的条目，未必是你要找的：',
  emptyDigest: '笔记里还没有条目。',
  overview: (count, days) => `笔记里有 ${count} 条${days ? `，${daysZh(days)}` : ''}。可以问某个主题，也可以问某一天。`,
  more: count => `……还有 ${count} 条。`,
  undated: '无日期',
};

export const wording: Readonly<Record<Language, Wording>> = { en, zh };
