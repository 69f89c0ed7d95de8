import { weakWords } from '../model/offline/stop-words.ts';
import { words } from '../model/offline/tokens.ts';
import { type Dates, todayIn } from './calendar.ts';
import { findDates } from './dates.ts';
import { fold, hideQuoted } from './fold.ts';
import type { Kind } from './frames.ts';
import { findTags } from './tags.ts';
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
};

/** Reads a message by rules alone, in Chinese, English or both. Dates are those of the person's own calendar. */
export function understand(text: string, when: { now: Date; timeZone: string }): Question {
  const asked = text.trim();
  // 1. Days and tags go first, out of the middle of sentences: what is left is frame, topic, frame.
  const seen = hideQuoted(fold(asked));
  const { dates, cuts } = findDates(seen, todayIn(when.now, when.timeZone));
  const undated = { original: without(asked, cuts), folded: without(seen, cuts) };
  const { tags, cuts: tagCuts } = findTags(undated.folded, undated.original);
  const left = squeezed({ original: without(undated.original, tagCuts), folded: without(undated.folded, tagCuts) });
  // 2. The frames come off at both ends.
  const scoped = dates !== undefined || tags.length > 0;
  const found = unframe(left, scoped);
  // What no frame took may still be none: "anything" in "anything on Jan 24?", 啥 in 最新的一条是啥.
  const topic = (scoped || found.kind !== 'explain') && !saysSomething(found.topic) ? '' : found.topic;
  const kind = found.kind === 'explain' && topic === '' && (scoped || found.digest) ? 'list' : found.kind;
  return {
    text: asked,
    language:
      found.language ??
      (/\p{Script=Han}/u.test(asked) && !/\btagged\b|\bwith (?:the )?tags?\b/i.test(asked) ? 'zh' : 'en'),
    kind,
    dates,
    topic,
    tags,
    recent: recent.test(left.folded),
  };
}

/** Whether a text has a word that could be looked up. */
function saysSomething(text: string): boolean {
  return words(text).some(word => !word.stop && !weakWords.has(word.text) && !FILLERS.has(word.text));
}

const FILLERS = new Set(
  'total overall altogether everything stuff content contents day 发 发一下 条 全部 总共 一共 合计 情况 当天'.split(
    ' ',
  ),
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
