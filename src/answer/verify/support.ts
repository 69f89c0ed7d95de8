import { kindsOf } from '../../model/offline/lexicon.ts';
import { stopWords } from '../../model/offline/stop-words.ts';
import { type Word, words } from '../../model/offline/tokens.ts';
import { requestsIn } from './requests.ts';
import { wellKnownIn } from './well-known.ts';

/** The words of a source. */
export type Vocabulary = {
  terms: ReadonlySet<string>;
  /** what they mean in English */ glosses: ReadonlySet<string>;
  chinese: boolean;
};

export function vocabularyOf(text: string): Vocabulary {
  const all = words(text);
  return {
    terms: new Set(all.flatMap(({ terms }) => terms)),
    glosses: new Set(all.flatMap(({ terms, glosses, text: word }) => [...terms, ...glosses, ...kindsOf(word).flat()])),
    chinese: all.some(({ script }) => script === 'han'),
  };
}

/**
 * The least share of a sentence's words that its sources must have, calibrated on the sentences of test/answer/verify/
 * spoken.ts: what a model says of entries in its own words meets half of theirs and more, what it makes up a third at most.
 */
const SHARE = {
  whole: 0.36,
  /** from one citation to the next */
  part: 0.3,
  /** behind the last citation, where a claim may hang on to what is cited */
  behind: 0.55,
};

/** A clause of so many words of which no source has any is another matter. */
const STRANGE = 3;

/** Words that an answer is told with: they are no claim. */
const telling: ReadonlySet<string> = new Set(
  `note notes noted entry entries digest link links linked linking article articles post posts mention mentions mentioned
  point points pointed cover covers covered covering describe describes described discuss discusses discussed ask asks asked
  explain explains explained explanation say says said show shows showed shown list lists listed tell tells record records
  recorded collect collected include includes included including contain contains appear appears appeared concern concerns
  deal deals look looks see find found use uses used using give gives given make makes made another also well first
  one two three four five six seven eight nine ten eleven twelve january february march april may june july august september october november december
  e g i via based came number numbers source sources related part kind way ways different several about called named
  笔记 条目 链接 文章 资料 收录 记录 提到 介绍 讲 讲解 讨论 覆盖 包括 包含 涉及 指出 提及 分享 说明 描述 列出 出现 一篇 一条 一项 两条 两篇 三条 这篇 该 该文 另 另外 还有 方面 内容 相关
  使用 利用 可以 支持 其中 之间 日 月 年 号 有关 主要 分别 同时 此外 以及 来自 属于`.split(/\s+/),
);

/** Latin words that stand for themselves in any text. */
const common = /^(?:AI|ML|OK|FAQ|PDF|URL|API|I|A|[KMGT]i?B|[kKMG]?Hz)$/;

/** Whether the sources have the words of a sentence. `text`: a sentence without its addresses and dates; `cuts`: where its citations stand. */
export function supported(
  text: string,
  cuts: readonly number[],
  vocabularies: readonly Vocabulary[],
  firm: boolean,
): boolean {
  const met = (word: Word) => Math.max(...vocabularies.map(known => meeting(word, known)));
  const shareOf = (part: string) => {
    const said = content(part);
    const held = said.map(word => ({ by: met(word), weight: met(word) === 1 ? weightOf(word) : 1 }));
    const all = held.reduce((total, { weight }) => total + weight, 0);
    const sum = held.reduce((total, { by, weight }) => total + weight * by, 0);
    return { count: said.length, share: all === 0 ? 1 : sum / all };
  };
  if (stranger(text, word => met(word) > 0) !== undefined) return false;
  const asked = requestsIn(text).flatMap(request => words(request.asked));
  if (asked.some(word => !word.stop && met(word) === 0)) return false;
  const whole = shareOf(text);
  // Nothing that could be held against a source, not even a number: empty words.
  if (whole.count === 0) return firm;
  if (whole.share < SHARE.whole) return false;
  const last = cuts.at(-1) ?? text.length;
  const behind = shareOf(text.slice(last));
  if (behind.count < whole.count && behind.count >= 2 && behind.share < SHARE.behind) return false;
  const parts = [0, ...cuts].map((from, at) => text.slice(from, cuts[at] ?? text.length));
  if (parts.map(shareOf).some(({ count, share }) => count >= 3 && share < SHARE.part)) return false;
  return !text
    .split(/[,，;；:：。.!！?？]\s*|\s(?:while|whereas|although|though|but)\s/)
    .map(shareOf)
    .some(({ count, share }) => count >= STRANGE && share === 0);
}

/** A long Chinese term that a source has as it stands counts for more than one word: it is two elsewhere (交叉验证, cross-validation). */
function weightOf({ script, text }: Word): number {
  return script === 'han' ? Math.max(1, 0.5 + [...text].length / 4) : 1;
}

/** The words that say something. */
function content(text: string): Word[] {
  return words(text).filter(({ stop, text: word }) => !stop && !telling.has(word) && !stopWords.has(word));
}

/**
 * Where a text first names somebody or something that no source names, a Latin word in capitals that does not merely begin a
 * sentence or a well-known name, or asks for what none asks for.
 */
export function strangerIn(text: string, known: Vocabulary): number | undefined {
  const has = (word: Word) => meeting(word, known) > 0;
  const isStrange = (said: string) => words(said).some(word => !word.stop && !has(word));
  const names = wellKnownIn(text).filter(({ forms }) => forms.every(isStrange));
  const requests = requestsIn(text).filter(({ asked }) => isStrange(asked));
  const places = [stranger(text, has), ...[...names, ...requests].map(({ index }) => index)];
  const found = places.filter(place => place !== undefined);
  return found.length === 0 ? undefined : Math.min(...found);
}

function stranger(text: string, has: (word: Word) => boolean): number | undefined {
  const chinese = /\p{Script=Han}/u.test(text);
  let first = true;
  for (const { 0: name, index } of text.matchAll(
    /(?<![\p{N}\p{Script=Latin}\p{M}])[\p{Script=Latin}\p{M}][\p{Script=Latin}\p{M}\d'’+#.-]*/gu,
  )) {
    const initial = first;
    first = false;
    const written = name.replace(/['’]s$|[.'’-]+$/g, '');
    if (!/\p{Lu}/u.test(written) || common.test(written)) continue;
    if (initial && !chinese && /^\p{Lu}[\p{Ll}'’-]*$/u.test(written)) continue;
    const named = words(written);
    if (named.length > 0 && !named.some(word => word.stop || telling.has(word.text) || has(word))) return index;
  }
  return undefined;
}

/** How far a source has a word: wholly, or by half where it is Chinese and has but another Chinese word of a like meaning. */
function meeting({ text, script, terms, glosses }: Word, known: Vocabulary): number {
  // Numbers are held against the sources by themselves, and stand by now.
  if (/^\d/.test(text) || terms.some(term => known.terms.has(term))) return 1;
  if (!glosses.some(gloss => known.glosses.has(gloss))) return 0;
  return script === 'han' && known.chinese ? 0.5 : 1;
}
