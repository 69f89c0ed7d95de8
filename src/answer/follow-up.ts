import { addDays } from './calendar.ts';
import { chinese, english, type GoingOn } from './going-on.ts';
import { foldInPlace } from './in-place.ts';
import { chineseNumber, englishNumber } from './numerals.ts';
import { pageSizeOf } from './pages.ts';
import type { Question } from './question.ts';
import type { Request } from './request.ts';
import type { Language } from './wording.ts';

/** An answer that a message may go on from: what was asked, which page was shown, and the ids of its entries. */
export type Earlier = { request: Request; page: number; sources: readonly string[] };

/** What a message that goes on from an answer asks for: so many pages on, or something else. */
export type FollowUp = { turn: number; request?: undefined } | { request: Request; turn?: undefined };

type Parts = {
  understand(text: string, language?: Language): Question;
  language: Language;
  /** entries on a page of days */ pageSize: number;
};

/** No message that goes on from another is longer, in UTF-16 units. */
const LONGEST = 80;
/** Of so many entries at most, all that they say is told. */
const IN_FULL = 5;

const manners =
  /^(?:(?:ok(?:ay)?|well|hm+|great|thanks|cool|please|(?:can|could|would) you(?: please)?(?= (?:tell|show|explain|give|send|open|expand|list)\b)|好的?|嗯+|请问?)(?:[,，!.\s]+|(?<=请问?)))+|[\s?？!！.。,，~～…]+(?:(?:please|pls|thanks|thx|谢谢)[\s!！.。]*)?$|(?<=[^好])[呀啊吧哈]$/gi;
const pronoun = /^(?:it|that|this|them|those|these|(?:that|this) one|它们?|这个|那个|这些|那些|[这那][条篇]?)$/i;

/** "When was it first mentioned": what the frames took off was a pronoun. */
const leftOut = /\b(?:it|they)\b|它/i;

/**
 * What a message asks for that goes on from an earlier answer; undefined for one that stands by itself. In doubt it does:
 * a question that is bent to the one before it is worse than one that is asked again in full.
 */
export function followUp(text: string, previous: Earlier, parts: Parts): FollowUp | undefined {
  if (text.length > LONGEST) return undefined;
  const said = foldInPlace(text).trim().replace(manners, '').trim();
  const spoken = [...(/\p{Script=Han}/u.test(said) ? [chinese] : []), ...(/^[\x21-\x7e]/.test(said) ? [english] : [])];
  const question = { ...previous.request.question, text: text.trim(), language: languageOf(text, previous, parts) };
  for (const phrases of spoken) {
    const joined = phrases.joined.exec(said)?.groups?.rest?.trim();
    const message = { text, rest: joined ?? said, joined: joined !== undefined, phrases, question };
    if (phrases.next.test(message.rest)) return { turn: 1 };
    if (phrases.back.test(message.rest)) return { turn: -1 };
    const request =
      ofEntries(message, previous, parts) ?? ofAspect(message, previous) ?? ofQuestion(message, previous, parts);
    if (request !== undefined) return { request };
  }
  return undefined;
}

type Said = {
  text: string;
  /** without manners and what joins it to what was said before */ rest: string;
  joined: boolean;
  phrases: GoingOn;
  /** the question before it, in the words and the language of this message */ question: Question;
};

/** Asks for the links, the days or the whole text of the entries that were named, or of one of them. */
function ofEntries({ rest, joined, phrases, question }: Said, previous: Earlier, parts: Parts): Request | undefined {
  const named = namedIn(previous);
  const bare = /^\d{1,2}$/.test(rest) ? `[${rest}]` : rest;
  const picked = (bare === rest ? phrases : english).picked.exec(bare);
  const { pronoun: it } = phrases;
  const asked = picked === null ? rest : bare.replace(picked[0], picked[0].startsWith(' ') ? ` ${it}` : it).trim();
  const { nth, last } = picked?.groups ?? {};
  const ids = picked === null ? named : chosen(last === undefined ? numberOf(nth) : undefined, named, previous, parts);
  const mode = modeOf(asked, phrases);
  if (mode !== undefined) return { mode, question, ids: mode === 'entries' ? ids.slice(0, IN_FULL) : ids };
  // The number alone, or behind "and"; 最后一条 alone is the digest's last.
  if (picked === null || asked !== it || (last !== undefined && !joined && phrases === chinese)) return undefined;
  if (bare !== rest && ids.length === 0) return undefined;
  // "The 24th" is a day where so many entries were not named.
  if (ids.length === 0 && read(rest, parts).dates !== undefined) return undefined;
  if (ids.length === 0 && question.nth !== undefined) {
    return { mode: 'answer', question: { ...question, nth: numberOf(nth) } };
  }
  return { mode: 'entries', question, ids };
}

function modeOf(asked: string, phrases: GoingOn): 'links' | 'days' | 'entries' | undefined {
  if (phrases.links.test(asked)) return 'links';
  if (phrases.days.test(asked)) return 'days';
  return phrases.full.test(asked) ? 'entries' : undefined;
}

/** Asks for one side of what was spoken of: "is there a paper?", 它的作者是谁. */
function ofAspect({ rest, joined, phrases, question }: Said, previous: Earlier): Request | undefined {
  const ids = namedIn(previous);
  if (question.topic === '' && ids.length === 0) return undefined;
  const within = question.topic === '' ? undefined : phrases.within.exec(rest)?.groups?.rest?.trim();
  if (within !== undefined) return { mode: 'aspect', question, ids, aspect: within };
  const patterns = [...phrases.aspects, phrases.facet, ...(joined ? [phrases.joinedFacet] : [])];
  for (const pattern of patterns) {
    const aspect = pattern.exec(rest)?.groups?.aspect?.trim();
    if (aspect !== undefined && aspect !== '') return { mode: 'aspect', question, ids, aspect };
  }
  return undefined;
}

/** Puts the question again with something else in it. */
function ofQuestion(message: Said, { request }: Earlier, parts: Parts): Request | undefined {
  const { text, question } = message;
  const changes = changesOf(message, parts);
  if (changes === undefined) return undefined;
  const asked = { ...question, nth: undefined, ...changes };
  const mode = request.mode === 'search' ? 'search' : 'answer';
  return isSame(asked, parts.understand(text)) ? undefined : { mode, question: asked };
}

/** Other days, another topic, another kind; undefined where the message asks by itself. */
function changesOf({ rest, joined, phrases, question }: Said, parts: Parts): Partial<Question> | undefined {
  const day = question.dates?.from === question.dates?.to ? question.dates?.from : undefined;
  if (day !== undefined && phrases.dayAfter.test(rest)) return { dates: only(addDays(day, 1)) };
  if (day !== undefined && phrases.dayBefore.test(rest)) return { dates: only(addDays(day, -1)) };
  if (phrases.howMany.test(rest)) return { kind: 'count', limit: undefined };
  const within = phrases.within.exec(rest)?.groups?.rest?.trim();
  if (within !== undefined && question.topic === '') return { topic: within, kind: 'list', limit: undefined };
  const narrowed = phrases.narrowed.exec(rest)?.groups?.rest?.trim();
  const understood = read(narrowed ?? rest, parts);
  const { dates, tags, topic, kind, limit, recent } = understood;
  const scope = { ...(dates && { dates, recent }), ...(tags.length > 0 && { tags }) };
  const exact = kind === 'explain' || kind === 'list' ? {} : { kind, limit };
  if (pronoun.test(topic) || ('kind' in exact && topic === '' && leftOut.test(rest))) {
    return question.topic === '' ? undefined : { kind, limit, ...scope };
  }
  if (!joined && narrowed === undefined) return undefined;
  if (topic === '') return 'dates' in scope || 'tags' in scope ? { ...scope, ...exact } : undefined;
  // Only a noun and nothing else takes the place of the topic.
  const isNoun = narrowed === undefined && topic.length >= rest.replace(/^the /i, '').length;
  if (!isNoun) return undefined;
  if (question.topic !== '') return { topic, ...exact };
  return { ...understood, text: question.text, language: question.language };
}

/** What words in the place of others mean: "the 24th", behind "what about", is a day. */
function read(rest: string, { understand }: Parts): Question {
  const understood = understand(rest);
  const day = understood.dates === undefined ? understand(`on ${rest}`) : understood;
  return day.dates !== undefined && day.topic === '' ? day : understood;
}

/** The entries that were named last; where the last answer found none, those that it looked at. */
function namedIn({ request, sources }: Earlier): string[] {
  return sources.length > 0 ? [...sources] : 'ids' in request ? request.ids : [];
}

/** The entry of this number, as it is printed or as it stands on the page; without a number the last. */
function chosen(nth: number | undefined, named: readonly string[], previous: Earlier, parts: Parts): string[] {
  const before = (previous.page - 1) * pageSizeOf(previous.request, parts.pageSize);
  const place = nth === undefined ? named.length - 1 : nth > before ? nth - before - 1 : nth - 1;
  const id = named[place];
  return id === undefined ? [] : [id];
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (englishNumber(text) ?? chineseNumber(text));
}

/** That of the message; of one without a word, that of the answer before it. */
function languageOf(text: string, { request }: Earlier, { understand, language }: Parts): Language {
  return /\p{L}/u.test(text) ? understand(text, language).language : request.question.language;
}

function isSame(one: Question, other: Question): boolean {
  const meant = ({ kind, dates, topic, tags, limit, nth }: Question) =>
    JSON.stringify([kind, dates, topic, tags, limit, nth]);
  return meant(one) === meant(other);
}

function only(day: string): { from: string; to: string } {
  return { from: day, to: day };
}
