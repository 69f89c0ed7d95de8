import type { Entry } from '../digest/entry.ts';
import { offlineAnalyzer } from '../model/offline/tokens.ts';
import { type Answer, cite, cited, line, quoted, refusal } from './cite.ts';
import { accepted, related } from './gate.ts';
import { LISTED } from './pages.ts';
import { scorerOf, unitsOf } from './rank.ts';
import type { Request } from './request.ts';
import { retrieve, type Searchable, type SearchParts } from './retrieve.ts';
import { wording } from './wording.ts';

type AspectRequest = Extract<Request, { mode: 'aspect' }>;

/** An entry holds an aspect that meets so much of its words: as written, or by their likeliest meaning (rank.ts). */
const HELD = 0.8;
/** An entry that was not named before must be on the topic too, by so much of its words. */
const ON_TOPIC = 0.6;
/** Entries told of an aspect. */
const TOLD = 5;

/** Sites that say by themselves what their links lead to. */
const KINDS: readonly [named: RegExp, link: RegExp][] = [
  [
    /^(?:(?:source )?code|sources?|repo(?:sitory)?|implementation|github|源?代码|源码|实现|仓库|项目)(?:地址|链接)?$/i,
    /^https?:\/\/(?:[\w-]+\.)*(?:github\.(?:com|io)|gitlab\.com|gitee\.com|bitbucket\.org|huggingface\.co|kaggle\.com)\//i,
  ],
  [
    /^(?:paper|pdf|论文)(?:地址|链接)?$/i,
    /^https?:\/\/(?:[\w-]+\.)*(?:arxiv\.org|openreview\.net|aclanthology\.org|thecvf\.com)\/|\.pdf$/i,
  ],
  [
    /^(?:videos?|视频)(?:地址|链接)?$/i,
    /^https?:\/\/(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|bilibili\.com|vimeo\.com)\//i,
  ],
];

/**
 * One side ("the code") of what an earlier answer was about: the entries named there that hold it, else others that hold
 * it and are on the topic. Where there are none it says so, and offers what was named before.
 */
export async function aspect(
  request: AspectRequest,
  { entries, ...parts }: SearchParts & { entries: readonly Entry[] },
): Promise<Answer> {
  const { question } = request;
  const words = wording[question.language];
  const [named, topic] = [quoted(request.aspect), quoted(question.topic)];
  const holds = holderOf(request.aspect, parts.library);
  const among = entries.filter(entry => holds(entry) >= HELD || isKind(request.aspect, entry));
  const found = (among.length > 0 ? among : await elsewhere(request, parts, holds)).slice(0, TOLD);
  if (found.length > 0) {
    const told = { ...question, topic: request.aspect };
    return cited([words.aspect(named, topic, found.length), ...found.map(cite(told))], found);
  }
  const before = entries.length === 0 ? [] : [words.namedBefore, ...entries.slice(0, TOLD).map(entry => line(entry))];
  return refusal([words.noAspect(named, topic), ...before], entries);
}

/** Entries that were not named before, on the topic and its aspect both. */
async function elsewhere(
  { question, aspect: side }: AspectRequest,
  parts: SearchParts,
  holds: (entry: Entry) => number,
): Promise<Entry[]> {
  if (question.topic === '') return [];
  const both = `${question.topic} ${side}`;
  const found = await retrieve({ ...question, topic: both }, { ...parts, limit: LISTED });
  if (!accepted(both, found)) return [];
  const on = holderOf(question.topic, parts.library);
  return related(found).flatMap(({ entry }) => (holds(entry) >= HELD && on(entry) >= ON_TOPIC ? [entry] : []));
}

/** Says of an entry how much of some words it meets, 0 to 1. */
function holderOf(text: string, library: Searchable): (entry: Entry) => number {
  const score = scorerOf(unitsOf(text, library), library);
  return entry => score(offlineAnalyzer.analyze(entry.text)).coverage;
}

function isKind(side: string, { urls }: Entry): boolean {
  return KINDS.some(([named, link]) => named.test(side) && urls.some(url => link.test(url)));
}
