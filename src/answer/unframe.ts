import type { Frame, Kind } from './frames.ts';
import { englishFrames } from './frames-en.ts';
import { chineseFrames } from './frames-zh.ts';
import { chineseNumber, englishNumber } from './numerals.ts';

export type Unframed = {
  topic: string;
  kind: Kind;
  language: 'en' | 'zh' | undefined;
  /** the question speaks of the digest itself */
  digest: boolean;
  /** "…提到 X", "about X": what follows is the topic, even a word that questions are made of */
  mentioned: boolean;
  /** how many entries are wanted, where that is said */
  limit: number | undefined;
  /** which one of them */
  nth: number | undefined;
};

type Worded = Frame & { language: 'en' | 'zh' };

const worded = (language: 'en' | 'zh') => (frame: Frame) => ({ ...frame, language });
const heads: Worded[] = [...englishFrames.heads.map(worded('en')), ...chineseFrames.heads.map(worded('zh'))];
const tails: Worded[] = [...englishFrames.tails.map(worded('en')), ...chineseFrames.tails.map(worded('zh'))];

// Where several frames speak, the more particular wish counts: "list … when we first mentioned" asks for the first.
const weight: Record<Kind, number> = { explain: 0, list: 1, last: 2, first: 3, count: 4 };
const content = /[\p{L}\p{N}\ue000]/u;
const edge = /[\s,，.。?？!！;；:：、…~～|-]/;
// Frames are short: one that needs more text than this is not looked for, and a long message costs no more than a short one.
const reach = 120;
// "The last entries", 最近几条: as many as fit on a screen.
const few = 10;
const mention =
  /(?:提到|提及|提起|聊到|谈到|说到|写到|讲到)(?:过|了)?$|关于$|\b(?:mention(?:ed)?|about|regarding|on)$/i;
// What may be left after 第一次提到 although nothing was mentioned: 是什么时候, 是哪天.
const onlyAsks = /^(?:是|在|的|时候|什么|啥|何时|几号|哪一?[天条个篇期次]|[吗呢了呀啊,，?？\s])+$/;
const further = '\ue000';
const rounds = 30;

/**
 * Takes the frames off a question, whose original and folded text share their indexes. `scoped`: dates or tags were
 * taken out of it, so that no topic need be left. A frame never takes the last words of a question that speaks of
 * nothing else: "notes", "条目" and "search" alone are topics.
 */
export function unframe(question: { original: string; folded: string }, scoped: boolean): Unframed {
  let [start, end] = trimmed(question.folded, 0, question.folded.length);
  let kind: Kind = 'explain';
  let language: 'en' | 'zh' | undefined;
  let digest = false;
  let closed = false;
  let mentioned = false;
  let limit: number | undefined;
  let nth: number | undefined;

  // A language whose letters do not occur cannot ask; not trying its frames halves the work.
  const spoken = { en: /[a-z]/i.test(question.folded), zh: /\p{Script=Han}/u.test(question.folded) };
  const take = (frames: Worded[], head: boolean): boolean => {
    const whole = end - start <= reach;
    const from = whole || head ? start : end - reach;
    const to = whole || !head ? end : start + reach;
    const near = question.folded.slice(from, to);
    const rest = whole ? near : head ? near + further : further + near;
    for (const frame of frames) {
      if (!spoken[frame.language] || (frame.noun === true && !(digest || scoped))) continue;
      const match = frame.pattern.exec(rest);
      if (match === null || match[0] === '') continue;
      const next = head
        ? trimmed(question.folded, start + match[0].length, end)
        : trimmed(question.folded, start, end - match[0].length);
      const left = question.folded.slice(...next);
      const emptied = !content.test(left);
      if (emptied && !(frame.digest === true || digest || scoped)) continue;
      if (emptied && closed) continue;
      if (mentioned && (emptied || onlyAsks.test(left)) && !onlyAsks.test(question.folded.slice(start, end))) continue;
      [start, end] = next;
      if (frame.kind !== undefined && weight[frame.kind] > weight[kind]) kind = frame.kind;
      if (frame.digest === true) digest = true;
      if (head && !emptied && frame.digest === true && mention.test(match[0].trimEnd())) mentioned = true;
      if (frame.several === true || match.groups?.limit !== undefined) limit = numberOf(match.groups?.limit) ?? few;
      if (match.groups?.nth !== undefined) nth = numberOf(match.groups.nth);
      if (frame.about === true && !emptied) closed = /(?:\babout|\bon|\bregarding|关于)\s*$/i.test(match[0].trimEnd());
      if (frame.polite !== true) language ??= frame.language;
      return true;
    }
    return false;
  };

  for (let round = 0, before = -1; round < rounds && start < end && end - start !== before; round += 1) {
    before = end - start;
    if (closed || !take(heads, true)) take(tails, false);
  }
  return { topic: clean(question.original.slice(start, end)), kind, language, digest, mentioned, limit, nth };
}

/** Undefined for 几, "few" and what is no number. */
function numberOf(text: string | undefined): number | undefined {
  const number = text === undefined ? undefined : (englishNumber(text) ?? chineseNumber(text));
  return number === 0 ? undefined : number;
}

function trimmed(text: string, start: number, end: number): [number, number] {
  let [from, to] = [start, end];
  while (from < to && edge.test(text.charAt(from))) from += 1;
  while (from < to && edge.test(text.charAt(to - 1))) to -= 1;
  return from < to ? [from, to] : [start, start];
}

const pairs: [string, string][] = [
  ['"', '"'],
  ['“', '”'],
  ['「', '」'],
  ['『', '』'],
  ['《', '》'],
  ['`', '`'],
  ["'", "'"],
  ['‘', '’'],
];

// One space for what was cut from the middle, and no quotes around the whole.
function clean(topic: string): string {
  const text = topic.replace(/\s+/g, ' ').trim();
  for (const [open, close] of pairs) {
    const inner = text.slice(1, -1);
    if (
      text.length > 2 &&
      text.startsWith(open) &&
      text.endsWith(close) &&
      !inner.includes(open) &&
      !inner.includes(close)
    )
      return inner.trim();
  }
  return content.test(text) ? text : '';
}
