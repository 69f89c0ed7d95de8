import { words } from '../model/offline/tokens.ts';
import { addDays } from './calendar.ts';
import { chinese, english, type GoingOn } from './going-on.ts';
import { foldInPlace } from './in-place.ts';
import { isNarrowed } from './listing.ts';
import { chineseNumber, englishNumber } from './numerals.ts';
import { before } from './pages.ts';
import { asksTheSame, type Question } from './question.ts';
import { isPicked, type List, type Picked, type Previous, type Request } from './request.ts';
import type { Language } from './wording.ts';

/** What a message that goes on from an answer asks for: so many pages on in the list, or something else. */
export type FollowUp =
  | { turn: number; language: Language; request?: undefined }
  | { request: Request; turn?: undefined };

type Parts = {
  understand(text: string, language?: Language): Question;
  language: Language;
  /** entries on a page of days */
  pageSize: number;
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
export function followUp(text: string, previous: Previous, parts: Parts): FollowUp | undefined {
  if (text.length > LONGEST) return undefined;
  const said = withoutManners(text);
  const spoken = [...(/\p{Script=Han}/u.test(said) ? [chinese] : []), ...(/^[\x21-\x7e]/.test(said) ? [english] : [])];
  const question = { ...previous.request.question, text: text.trim(), language: languageOf(text, previous, parts) };
  const list = listOf(previous);
  for (const phrases of spoken) {
    const joined = phrases.joined.exec(said)?.groups?.rest?.trim();
    const rest = joined ?? phrases.loose.exec(said)?.groups?.rest?.trim() ?? said;
    const message = { text, rest, joined: joined !== undefined, loose: rest !== said, phrases, question, list };
    const language = phrases === chinese ? 'zh' : 'en';
    if (phrases.next.test(message.rest)) return { turn: 1, language };
    if (phrases.back.test(message.rest)) return { turn: -1, language };
    // Tags are no entries: nothing else can be asked of them.
    if (list.request.mode === 'tags') continue;
    const request =
      ofEntries(message, previous, parts) ?? ofAspect(message, previous, parts) ?? ofQuestion(message, parts);
    if (request !== undefined) return { request };
  }
  return undefined;
}

function withoutManners(text: string): string {
  return foldInPlace(text).trim().replace(manners, '').trim();
}

/** Which way a message turns pages where it does, whatever was said before; undefined for any other. */
export function turning(text: string): { turn: number; language: Language } | undefined {
  if (text.length > LONGEST) return undefined;
  const said = withoutManners(text);
  for (const [phrases, language] of [
    [chinese, 'zh'],
    [english, 'en'],
  ] as const) {
    if (phrases.next.test(said)) return { turn: 1, language };
    if (phrases.back.test(said)) return { turn: -1, language };
  }
  return undefined;
}

/**
 * The list that "more" and numbers refer to: what the last answer listed, or what its entries were picked from. Of a
 * refusal it is what was offered there; where nothing was named, what was listed before.
 */
export function listOf({ request, page, sources }: Previous): List {
  if (isPicked(request)) return request.from;
  if (request.from !== undefined) return request.from;
  const offered = request.mode === 'aspect' ? request.ids : (request.nearest ?? []);
  return { request, page, sources: sources.length > 0 ? [...sources] : offered };
}

type Said = {
  text: string;
  /** without manners and what joins it to what was said before */
  rest: string;
  joined: boolean;
  /** joined in whatever way */
  loose: boolean;
  phrases: GoingOn;
  /** the question before it, in the words and the language of this message */
  question: Question;
  list: List;
};

/** Asks for the links, the days or the whole text of the entries that were named, or of one of them. */
function ofEntries({ rest, joined, phrases, question, list }: Said, previous: Previous, parts: Parts) {
  const bare = /^\d{1,2}$/.test(rest) ? `[${rest}]` : rest;
  const picked = (bare === rest ? phrases : english).picked.exec(bare);
  const { pronoun: it } = phrases;
  const asked = picked === null ? rest : bare.replace(picked[0], picked[0].startsWith(' ') ? ` ${it}` : it).trim();
  const { nth, last } = picked?.groups ?? {};
  const which = picked === null ? namedBy(previous) : chosen(last === undefined ? nth : undefined, list, parts);
  const mode = modeOf(asked, phrases) ?? (joined && pronoun.test(rest) ? 'entries' : undefined);
  const request = { question, ...which, from: list };
  if (mode !== undefined) {
    return { ...request, mode, ids: mode === 'entries' ? which.ids.slice(0, IN_FULL) : which.ids };
  }
  // The number alone, or behind "and"; 最后一条 alone is the digest's last.
  if (picked === null || asked !== it || (last !== undefined && !joined && phrases === chinese)) return undefined;
  if (list.sources.length === 0 && bare !== rest) return undefined;
  if (which.ids.length === 0) {
    // "The 24th" is a day where so many entries were not named.
    if (read(rest, parts).dates !== undefined) return undefined;
    if (question.nth !== undefined) {
      return { mode: 'answer' as const, question: { ...question, nth: numberOf(nth) } };
    }
  }
  return { ...request, mode: 'entries' as const };
}

function modeOf(asked: string, phrases: GoingOn): 'links' | 'days' | 'entries' | undefined {
  if (phrases.links.test(asked)) return 'links';
  if (phrases.days.test(asked)) return 'days';
  return phrases.full.test(asked) ? 'entries' : undefined;
}

/** Asks for one side of what was spoken of: "is there a paper?", 它的作者是谁. */
function ofAspect({ rest, joined, phrases, question }: Said, previous: Previous, parts: Parts): Request | undefined {
  // What a refusal offered may be about something else.
  const ids = 'ids' in previous.request ? namedBy(previous).ids : [...previous.sources];
  if ((question.topic === '' && ids.length === 0) || phrases.howMany.test(rest)) return undefined;
  const within = question.topic === '' ? undefined : phrases.within.exec(rest)?.groups?.rest?.trim();
  if (within !== undefined && isScope(read(within, parts))) return undefined;
  if (within !== undefined) return { mode: 'aspect', question, ids, aspect: within };
  const patterns = [...phrases.aspects, phrases.facet, ...(joined ? [phrases.joinedFacet] : [])];
  for (const pattern of patterns) {
    const aspect = pattern.exec(rest)?.groups?.aspect?.trim();
    if (aspect !== undefined && aspect !== '') return { mode: 'aspect', question, ids, aspect };
  }
  return undefined;
}

/** Puts the question again with something else in it. */
function ofQuestion(message: Said, parts: Parts): Request | undefined {
  const { text, question, list } = message;
  const changes = changesOf(message, parts);
  if (changes === undefined) return undefined;
  const asked = { ...question, nth: undefined, ...changes };
  const mode = list.request.mode === 'search' ? 'search' : 'answer';
  return asksTheSame(asked, parts.understand(text)) ? undefined : { mode, question: asked };
}

/** Other days, another topic, another kind; undefined where the message asks by itself. */
function changesOf({ rest, joined, loose, phrases, question }: Said, parts: Parts): Partial<Question> | undefined {
  const day = question.dates?.from === question.dates?.to ? question.dates?.from : undefined;
  if (day !== undefined && phrases.dayAfter.test(rest)) return { dates: only(addDays(day, 1)) };
  if (day !== undefined && phrases.dayBefore.test(rest)) return { dates: only(addDays(day, -1)) };
  if (phrases.howMany.test(rest)) return { kind: 'count', limit: undefined };
  const within = phrases.within.exec(rest)?.groups?.rest?.trim();
  const narrowed = phrases.narrowed.exec(rest)?.groups?.rest?.trim() ?? within;
  const understood = read(narrowed ?? rest, parts);
  if (within !== undefined && !isScope(understood)) return { topic: within, kind: 'list', limit: undefined };
  const { dates, tags, topic, kind, limit, recent } = understood;
  const scope = { ...(dates && { dates, recent }), ...(tags.length > 0 && { tags }) };
  const exact = kind === 'explain' || kind === 'list' ? {} : { kind, limit };
  if (pronoun.test(topic) || ('kind' in exact && topic === '' && leftOut.test(rest))) {
    return question.topic === '' ? undefined : { kind, limit, ...scope };
  }
  if (narrowed === undefined && (!(joined || loose) || phrases.asking.test(rest))) return undefined;
  if (topic === '') return isNarrowed(understood) ? { ...scope, ...exact } : undefined;
  // Only a noun and nothing else takes the place of the topic.
  const isNoun = joined && topic.length >= rest.replace(/^the /i, '').length && words(topic).some(({ stop }) => !stop);
  if (!isNoun) return undefined;
  if (question.topic !== '') return { topic, ...exact };
  return { ...understood, text: question.text, language: question.language };
}

/** What words in the place of others mean: "the 24th", behind "what about", is a day, and "2021" a year. */
function read(rest: string, { understand }: Parts): Question {
  const understood = understand(rest);
  const readings = [understood, understand(`on ${rest}`), understand(`in ${rest}`)];
  return readings.find(({ dates, topic }) => dates !== undefined && topic === '') ?? understood;
}

/** Whether words name days or tags and nothing else. */
function isScope(understood: Question): boolean {
  return understood.topic === '' && isNarrowed(understood);
}

/** The entries that were named last; where the last answer found none, those that it looked at or offered. */
function namedBy(previous: Previous): Pick<Picked, 'ids' | 'number'> {
  const { request, sources } = previous;
  const looked = request.mode === 'aspect' ? request.ids : listOf(previous).sources;
  const ids = sources.length > 0 ? [...sources] : looked;
  return isPicked(request) && request.number !== undefined ? { ids, number: request.number } : { ids };
}

/**
 * The entry that a message means by a number: as it is printed, on whatever page, where it is in digits; as it stands on
 * the page, where it is in words. Without a number the last of the page.
 */
function chosen(nth: string | undefined, list: List, { pageSize }: Parts): Pick<Picked, 'ids' | 'number'> {
  const number = numberOf(nth);
  const offset = before(list, pageSize);
  const place = number === undefined ? list.sources.length : /\d/.test(nth ?? '') ? number - offset : number;
  const id = list.sources[place - 1];
  if (id !== undefined) return { ids: [id] };
  return number === undefined ? { ids: [] } : { ids: [], number };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (englishNumber(text) ?? chineseNumber(text));
}

/** That of the message; of one without a word, that of the answer before it. */
function languageOf(text: string, { request }: Previous, { understand, language }: Parts): Language {
  return /\p{L}/u.test(text) ? understand(text, language).language : request.question.language;
}

function only(day: string): { from: string; to: string } {
  return { from: day, to: day };
}
