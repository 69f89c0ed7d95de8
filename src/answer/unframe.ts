import type { Frame, Kind } from './frames.ts';
import { englishFrames } from './frames-en.ts';
import { chineseFrames } from './frames-zh.ts';

export type Unframed = { topic: string; kind: Kind; language: 'en' | 'zh' | undefined; digest: boolean };

type Worded = Frame & { language: 'en' | 'zh' };

const worded = (language: 'en' | 'zh') => (frame: Frame) => ({ ...frame, language });
const heads: Worded[] = [...englishFrames.heads.map(worded('en')), ...chineseFrames.heads.map(worded('zh'))];
const tails: Worded[] = [...englishFrames.tails.map(worded('en')), ...chineseFrames.tails.map(worded('zh'))];

// Where several frames speak, the more particular wish counts: "list … when we first mentioned" asks for the first.
const weight: Record<Kind, number> = { explain: 0, list: 1, last: 2, first: 3, count: 4 };
const content = /[\p{L}\p{N}\ue000]/u;
const edges = /^[\s,，.。?？!！;；:：、…~～|-]+|[\s,，.。?？!！;；:：、…~～|-]+$/g;

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

  const take = (frames: Worded[], head: boolean): boolean => {
    const rest = question.folded.slice(start, end);
    for (const frame of frames) {
      if (frame.noun === true && !(digest || scoped)) continue;
      const match = frame.pattern.exec(rest);
      if (match === null || match[0] === '') continue;
      const next = head
        ? trimmed(question.folded, start + match[0].length, end)
        : trimmed(question.folded, start, end - match[0].length);
      const emptied = !content.test(question.folded.slice(...next));
      if (emptied && !(frame.digest === true || digest || scoped)) continue;
      if (emptied && closed) continue;
      [start, end] = next;
      if (frame.kind !== undefined && weight[frame.kind] > weight[kind]) kind = frame.kind;
      if (frame.digest === true) digest = true;
      if (frame.about === true && !emptied) closed = /(?:\babout|\bon|\bregarding|关于)\s*$/i.test(match[0].trimEnd());
      if (frame.polite !== true) language ??= frame.language;
      return true;
    }
    return false;
  };

  let before = -1;
  while (start < end && end - start !== before) {
    before = end - start;
    if (!closed) take(heads, true);
    if (start < end) take(tails, false);
  }
  return { topic: clean(question.original.slice(start, end)), kind, language, digest };
}

function trimmed(text: string, start: number, end: number): [number, number] {
  const part = text.slice(start, end);
  const kept = part.replace(edges, '');
  if (kept === '') return [start, start];
  const lead = part.indexOf(kept);
  return [start + lead, start + lead + kept.length];
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
  const text = topic.replace(/\s+/g, ' ').replace(edges, '').trim();
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
