/** What answers say around the entries, in each language that we speak. `count` chooses the plural. */
export type Language = 'en' | 'zh';

type Days = { first: string; last: string };

/** What of a list is shown: so many of its entries, from `offset` on. */
type Part = { offset: number; count: number };

type Wording = {
  found(count: number, part: Part, limited: boolean): string;
  listed(count: number, part: Part, where: string): string;
  newest(part: Part): string;
  /** over the one entry that was asked for by its place */
  picked: string;
  counted(count: number, where: string, topic: string): string;
  span(days: Days): string;
  first(topic: string, date: string): string;
  last(topic: string, date: string): string;
  refused(topic: string, where: string): string;
  emptyDay(where: string): string;
  nearestDays(days: readonly string[]): string;
  nearest: string;
  /** over entries on the topic from other days or with other tags than were asked for */
  elsewhere: string;
  emptyDigest: string;
  overview(count: number, days: Days | undefined): string;
  more(count: number): string;
  undated: string;
  /** between two sentences */
  space: string;
  /** over the hits of a search */
  hits(count: number, part: Part, limited: boolean): string;
  noHits(where: string): string;
  tags(count: number): string;
  noTags: string;
  /** over entries told in full, which an earlier answer named */
  entries(count: number): string;
  links(count: number): string;
  noLinks(count: number): string;
  days(days: readonly string[]): string;
  /** an earlier answer was asked about that named no entry, or not that one */
  noneNamed: string;
  /** the entries named before, or others on the topic, that have what was asked for */
  aspect(aspect: string, topic: string, count: number): string;
  noAspect(aspect: string, topic: string): string;
  namedBefore: string;
  /** over the list of what a written answer rests on */
  sources: string;
  /** within it, over what was found and is not cited */
  alsoFound: string;
  /** over the answer to a question that was put in other words */
  takenAs(topic: string): string;
  /** under an answer that a model was to word: why it is none, or not a whole one */
  unwritten: Readonly<Record<Unwritten, string>>;
  /** the same where somebody has had as many as there are for a day */
  noneLeft(perDay: number): string;
};

/**
 * Why a written answer is none, or not a whole one: no model could be had; it came too late; its end did not come; the
 * person wanted no more; nothing of it was borne out by the notes; all people together have had as much as there is.
 */
export type Unwritten = 'failed' | 'late' | 'cut' | 'stopped' | 'unproven' | 'everyone';

const daysEn = ({ first, last }: Days) => (first === last ? `of ${first}` : `from ${first} to ${last}`);
const daysZh = ({ first, last }: Days) => (first === last ? `都在 ${first}` : `从 ${first} 到 ${last}`);

const entriesEn = (count: number) => (count === 1 ? 'One entry' : `${count} entries`);
const fromTo = ({ offset, count }: Part) => (count === 1 ? `${offset + 1}` : `${offset + 1} to ${offset + count}`);
const someEn = (count: number, part: Part) =>
  part.count >= count ? '' : part.offset === 0 ? `, the first ${part.count}` : `, ${fromTo(part)}`;

const en: Wording = {
  found: (count, part, limited) => {
    if (count === 1) return limited ? 'The closest entry in the notes:' : 'One entry in the notes is on this:';
    if (part.offset > 0) return `Of the ${count} ${limited ? 'closest entries' : 'entries on this'}, ${fromTo(part)}:`;
    return limited
      ? `The ${count} closest entries in the notes, the closest first:`
      : `${count} entries in the notes are on this, the closest first:`;
  },
  listed: (count, part, where) => `${entriesEn(count)}${where && ` ${where}`}${someEn(count, part)}:`,
  newest: part =>
    part.offset > 0
      ? `The newest entries, ${fromTo(part)}:`
      : `The newest ${part.count === 1 ? 'entry' : `${part.count} entries`}:`,
  picked: 'It is this one:',
  counted: (count, where, topic) =>
    `${count === 1 ? 'There is **1** entry' : `There are **${count}** entries`}${topic && ` that mention${count === 1 ? 's' : ''} “${topic}”`}${where ? ` ${where}` : topic ? '' : ' in the notes'}.`,
  span: days => `${days.first === days.last ? 'All are' : 'They run'} ${daysEn(days)}.`,
  first: (topic, date) => `“${topic}” was first noted on **${date}**:`,
  last: (topic, date) => `“${topic}” was last noted on **${date}**:`,
  refused: (topic, where) => `Not in the notes${where && ` ${where}`}: I found nothing there on “${topic}”.`,
  emptyDay: where => `Nothing was noted ${where}.`,
  nearestDays: days => `The nearest ${days.length === 1 ? 'day' : 'days'} with entries: ${days.join(', ')}`,
  nearest: 'The nearest entries, which may be about something else:',
  elsewhere: 'Elsewhere in the notes there is:',
  emptyDigest: 'The notes have no entries yet.',
  overview: (count, days) =>
    `The notes hold ${count === 1 ? 'one entry' : `${count} entries`}${days ? `, ${daysEn(days)}` : ''}. Ask what they say on something, or for a day.`,
  more: count => `… and ${count} more.`,
  undated: 'undated',
  space: ' ',
  hits: (count, part, limited) =>
    `${count === 1 ? 'One hit' : `${limited ? `The ${count} closest hits` : `${count} hits`}, the best first`}${someEn(count, part)}:`,
  noHits: where => `No entry ${where && `${where} `}has any of these words.`,
  tags: count =>
    `The notes use ${count === 1 ? 'one tag, with the number of entries that have it' : `${count} tags, with the number of entries that have each`}:`,
  noTags: 'The notes use no tags.',
  entries: count => (count === 1 ? 'In full:' : `${count} entries in full:`),
  links: count => (count === 1 ? 'The link:' : 'The links:'),
  noLinks: count => (count === 1 ? 'This entry has no link:' : 'These entries have no link:'),
  days: days => `Noted on ${days.map(day => `**${day}**`).join(', ')}:`,
  noneNamed: 'I named no such entry before. Please ask again, with what it is about.',
  aspect: (aspect, topic, count) =>
    `${count === 1 ? 'This entry has' : 'These entries have'} something on “${aspect}”${topic && ` for “${topic}”`}:`,
  noAspect: (aspect, topic) => `Not in the notes: I found nothing there on “${aspect}”${topic && ` for “${topic}”`}.`,
  namedBefore: 'What I named before, which comes nearest:',
  sources: 'Sources',
  alsoFound: 'Also found',
  takenAs: topic => `I took this as: “${topic}”`,
  unwritten: {
    failed: 'A summary could not be had just now: above are the entries themselves.',
    late: 'A summary took too long: above are the entries themselves.',
    cut: 'The summary breaks off here: the rest of it did not come.',
    stopped: 'Stopped, as you wished.',
    unproven: 'A summary came, but the notes did not bear it out: above are the entries themselves.',
    everyone: 'The summaries of today are used up, for everybody, until tomorrow: above are the entries themselves.',
  },
  noneLeft: perDay =>
    `${perDay === 1 ? 'Your one summary of today is used up' : `Your ${perDay} summaries of today are used up`}, and tomorrow there are new ones: above are the entries themselves.`,
};

const hereZh = ({ offset, count }: Part) =>
  count === 1 ? `这里是第 ${offset + 1} 条` : `这里是第 ${offset + 1} 到 ${offset + count} 条`;
const someZh = (count: number, part: Part) =>
  part.count >= count ? '' : part.offset === 0 ? `，这里是前 ${part.count} 条` : `，${hereZh(part)}`;

/** Days and tags before what is said of them: between a digit or a Latin letter and a Han character stands a space. */
const before = (where: string) => (/[\da-z]$/i.test(where) ? `${where} ` : where);

const zh: Wording = {
  found: (count, part, limited) => {
    const some = limited ? `笔记里最接近的 ${count} 条` : `笔记里有 ${count} 条相关`;
    return `${some}${count === 1 ? '' : `，${part.offset === 0 ? '最相关的在前' : hereZh(part)}`}：`;
  },
  listed: (count, part, where) => `${before(where)}共 ${count} 条${someZh(count, part)}：`,
  newest: part => (part.offset > 0 ? `最新的条目，${hereZh(part)}：` : `最新的 ${part.count} 条：`),
  picked: '就是这一条：',
  counted: (count, where, topic) =>
    `${before(where) || (topic ? '' : '笔记里')}${topic ? `提到“${topic}”的条目` : ''}共有 **${count}** 条。`,
  span: days => `${daysZh(days)}。`,
  first: (topic, date) => `“${topic}”第一次记下是在 **${date}**：`,
  last: (topic, date) => `“${topic}”最近一次记下是在 **${date}**：`,
  refused: (topic, where) => `${where && `${before(where)}的`}笔记里没有：没找到关于“${topic}”的内容。`,
  emptyDay: where => `${before(where)}没有记录。`,
  nearestDays: days => `最近有记录的日子：${days.join('、')}`,
  nearest: '下面是最接近的条目，未必是你要找的：',
  elsewhere: '笔记里别处有：',
  emptyDigest: '笔记里还没有条目。',
  overview: (count, days) => `笔记里有 ${count} 条${days ? `，${daysZh(days)}` : ''}。可以问某个主题，也可以问某一天。`,
  more: count => `……还有 ${count} 条。`,
  undated: '无日期',
  space: '',
  hits: (count, part, limited) =>
    `${limited ? `最接近的 ${count} 条` : `找到 ${count} 条`}${count === 1 ? '' : '，最接近的在前'}${someZh(count, part)}：`,
  noHits: where => (where ? `${before(where)}的条目都不含这些词。` : '没有条目含有这些词。'),
  tags: count => `笔记里用了 ${count} 个标签，后面是条目数：`,
  noTags: '笔记里没有标签。',
  entries: count => (count === 1 ? '全文：' : `${count} 条的全文：`),
  links: () => '链接：',
  noLinks: count => (count === 1 ? '这一条没有链接：' : '这几条没有链接：'),
  days: days => `记于 ${days.map(day => `**${day}**`).join('、')}：`,
  noneNamed: '前面没有提到这一条。请再问一次，并说明是什么内容。',
  aspect: (aspect, topic, count) =>
    `${topic ? `关于“${topic}”，` : ''}${count === 1 ? '这一条' : '这几条'}有“${aspect}”方面的内容：`,
  noAspect: (aspect, topic) => `笔记里没有：${topic ? `关于“${topic}”，` : ''}没找到“${aspect}”方面的内容。`,
  namedBefore: '前面提到的这些最接近：',
  sources: '来源',
  alsoFound: '还找到',
  takenAs: topic => `我把问题理解为：“${topic}”`,
  unwritten: {
    failed: '暂时无法生成总结，以上是原始条目。',
    late: '生成总结超时，以上是原始条目。',
    cut: '总结到此中断，其余部分没有收到。',
    stopped: '已按你的要求停止。',
    unproven: '生成的总结在笔记里找不到依据，以上是原始条目。',
    everyone: '今天所有人的总结额度已用完，明天恢复。以上是原始条目。',
  },
  noneLeft: perDay => `你今天的 ${perDay} 次总结已用完，明天恢复。以上是原始条目。`,
};

export const wording: Readonly<Record<Language, Wording>> = { en, zh };

/** The line over a written answer's sources (see assemble.ts), in either language; its group is the heading's Markdown. */
export const sourcesLine = new RegExp(`^> (\\*\\*(?:${en.sources}|${zh.sources})\\*\\*)$`, 'm');

/** The line within that list over the sources that are not cited. */
export const alsoFoundLine = new RegExp(`^> (\\*\\*(?:${en.alsoFound}|${zh.alsoFound})\\*\\*)$`);
