import { weakWords } from '../model/offline/stop-words.ts';
import { words } from '../model/offline/tokens.ts';
import { type Dates, todayIn } from './calendar.ts';
import { findDates } from './dates.ts';
import type { Kind } from './frames.ts';
import { foldInPlace, hideQuoted } from './in-place.ts';
import { findMarkedTags, findNamedTags } from './tags.ts';
import { unframe } from './unframe.ts';

/** What a person's message asks. */
export type Question = {
  /** As asked, trimmed. */
  text: string;
  /** The language to answer in: that of the asking, whatever the language of the topic. */
  language: 'en' | 'zh';
  kind: Kind;
  /** Inclusive ISO local days that the person named; undefined when none. */
  dates: Dates | undefined;
  /** What to look up, in the person's own words; '' when the question is only about dates, tags or the whole digest. */
  topic: string;
  /** Tags that the person named: `#tag`, 【tag】, "tagged X", 标签是X. */
  tags: string[];
  /** The newest first, as a preference and not a filter: "最近", "latest". */
  recent: boolean;
  /** How many entries are wanted, where that was said: "last 5 entries", 最近几条. */
  limit: number | undefined;
  /** Which entry of those days and tags is wanted, counted from 1: 1月20日第二条. */
  nth: number | undefined;
};

/** So much of a message, in UTF-16 units, is read for what it asks: no question is longer, and a pasted file may be. */
const READ = 2000;

/**
 * Reads a message by rules alone, in Chinese, English or both. Dates are those of the person's own calendar. `language`
 * is theirs: a name in Latin letters and nothing else does not tell in which language it asks.
 */
export function understand(
  text: string,
  when: { now: Date; timeZone: string; language?: Question['language'] },
): Question {
  const whole = text.trim();
  // Not cut through a character of two units.
  const asked = whole.slice(0, READ).replace(/[\ud800-\udbff]$/, '');
  // 1. Days and tags go first, out of the middle of sentences: what is left is frame, topic, frame.
  //    Tags with marks come before days, for a tag may hold a day (#周一规范); tags in words after them.
  const seen = hideQuoted(foldInPlace(asked));
  const marked = findMarkedTags(seen, asked);
  const untagged = { original: without(asked, marked.cuts), folded: without(seen, marked.cuts) };
  const { dates, cuts } = findDates(untagged.folded, todayIn(when.now, when.timeZone));
  const undated = { original: without(untagged.original, cuts), folded: without(untagged.folded, cuts) };
  const named = findNamedTags(undated.original);
  const tags = [...new Set([...marked.tags, ...named.tags])];
  const left = squeezed({
    original: without(undated.original, named.cuts),
    folded: without(undated.folded, named.cuts),
  });
  // 2. The frames come off at both ends.
  const scoped = dates !== undefined || tags.length > 0;
  const found = unframe(left, scoped);
  // What no frame took may still be none: "anything" in "anything on Jan 24?", 啥 in 最新的一条是啥.
  const newest = recent.test(left.folded);
  const bare = scoped || found.kind !== 'explain' || newest;
  const topic = bare && !found.mentioned && !saysSomething(found.topic, dates !== undefined) ? '' : found.topic;
  const kind = found.kind === 'explain' && topic === '' && (bare || found.digest) ? 'list' : found.kind;
  return {
    text: whole,
    language:
      found.language ??
      (/\btagged\b|\bwith (?:the )?tags?\b/i.test(asked)
        ? 'en'
        : /\p{Script=Han}/u.test(asked)
          ? 'zh'
          : (when.language ?? 'en')),
    kind,
    dates,
    topic,
    tags,
    recent: newest || (kind === 'last' && found.limit !== undefined),
    limit: kind === 'count' || found.limit === 1 ? undefined : found.limit,
    nth: topic === '' ? found.nth : undefined,
  };
}

/** Whether two questions ask for the same, in whatever words and language. */
export function asksTheSame(one: Question, other: Question): boolean {
  const meant = ({ kind, dates, topic, tags, limit, nth }: Question) =>
    JSON.stringify([kind, dates, topic, tags, limit, nth]);
  return meant(one) === meant(other);
}

// "昨天的前端日报" asks for the digest by a name of its own.
const ownName = /^\p{L}{0,6}(?:日报|周报|周刊|月报|月刊|简报|早报|晚报)$/u;

/** Whether a text has a word that could be looked up. */
function saysSomething(text: string, dated: boolean): boolean {
  if (dated && ownName.test(text)) return false;
  return words(text).some(word => !word.stop && !weakWords.has(word.text) && !FILLERS.has(word.text));
}

/** Words that ask for entries and say nothing of them; each alone may be a topic, but not beside a day, a tag or a number. */
const FILLERS = new Set(
  `total overall altogether everything stuff content contents day pls plz thx ty thanks please gimme lemme dump full complete
  list lists rundown summary recap overview roundup wrap sum catch issue issues edition newsletter digest whats wats send
  posted shared noted recorded logged tagged yeah yo u ur got ones take took taken made came come went rest so far
  发 发来 发出 发一下 发给 来 求 条 条数 全部 总共 一共 合计 共 情况 当天 当日 那天 这天 这期 那期 本期 一期 期 日报 周报 周刊 月报 月刊 简报 早报 晚报 资讯
  新闻 推送 列表 清单 完整 汇总 整理 总结 归纳 梳理 盘点 概要 摘要 要点 重点 精华 更新 点 点儿 些 新 新的 列 出来 看看 瞧瞧 一下 一起 都 各 呗 嘛 来着
  咯 啦 吧 哈 哇 喽 亲 群里 群 收 存 读 聊 大家 具体 详细 所有 每条 每 标签`.split(/\s+/),
);

const recent =
  /(?:最近|近期|近来|近日)(?!邻|点|距|公共|祖先|似|质心|的?邻居|一次|一条|一篇)|最新(?!一条)|这几天|前几天|近几天|这阵子|前阵子|\b(?:lately|newest|latest|what's new|the (?:last|past) few (?:days|weeks|months)|these days|(?<!least |most )recent(?:ly)?(?! used)|most recent(?:ly)?(?! common))\b/i;

// Spaces take the place of what was cut, so that every index stays true.
function without(text: string, cuts: { start: number; end: number }[]): string {
  let rest = text;
  for (const { start, end } of cuts) rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
  return rest;
}

// Frames are written with single spaces. Both texts lose the same characters, so that they still share their indexes.
function squeezed(question: { original: string; folded: string }): { original: string; folded: string } {
  const kept = [...question.folded.matchAll(/\S+\s?/g)].map(({ index, 0: run }) => [index, index + run.length]);
  const pick = (text: string) => kept.map(([start, end]) => text.slice(start, end)).join('');
  return { original: pick(question.original), folded: pick(question.folded).replace(/\s/g, ' ') };
}
