import type { Mention } from '../library/library.ts';
import { type Answer, cite, cited, line, quoted, refusal, told, whereOf } from './cite.ts';
import { nearest, related } from './gate.ts';
import { isNarrowed, listing } from './listing.ts';
import { lookUp } from './look-up.ts';
import { mentions } from './mention.ts';
import { cut, EXPLAINED, LISTED } from './pages.ts';
import type { Question } from './question.ts';
import type { Page } from './request.ts';
import { type Found, filterOf, type Searchable, type SearchParts } from './retrieve.ts';
import { wording } from './wording.ts';

export type { Answer } from './cite.ts';

/** Entries of an answer on what is new. */
const NEWEST = 10;
/** Entries shown of a day or range where no page is asked for; all of them are in `sources`. */
const SHOWN = 60;

/**
 * Answers out of the library alone. A question about days, numbers or first and last mentions is answered exactly, from
 * structured queries; one on a topic by the entries that fit it, or by a refusal where none fits well enough. With a
 * page, what lists entries lists those of the page.
 */
export async function answer(question: Question, parts: SearchParts, page?: Page): Promise<Answer> {
  if (parts.library.size() === 0) return refusal([wording[question.language].emptyDigest]);
  if (question.kind === 'count') return counted(question, parts, page);
  if (question.topic === '') return listed(question, parts, page);
  if (question.kind === 'first' || question.kind === 'last') return firstOrLast(question, parts, page);
  return explained(question, parts, page);
}

async function explained(question: Question, parts: SearchParts, page: Page | undefined): Promise<Answer> {
  const words = wording[question.language];
  const brief = page === undefined && question.kind !== 'list' && question.limit === undefined;
  const limit = question.limit ?? (brief ? EXPLAINED : LISTED);
  const { found, accepted } = await lookUp(question, { ...parts, limit: Math.max(limit, EXPLAINED) + 1 });
  if (!accepted) return notFound(question, found, parts);
  const fitting = related(found);
  const all = fitting.slice(0, limit);
  // A short answer does not claim to be a list.
  const limited = !brief && fitting.length > limit;
  const shown = cut(all.length, page);
  const entries = all.slice(shown.offset, shown.offset + shown.count).map(({ entry }) => entry);
  return { ...told(question, [words.found(all.length, shown, limited)], { entries, shown }), limited };
}

async function listed(question: Question, { library }: SearchParts, page: Page | undefined): Promise<Answer> {
  const words = wording[question.language];
  const { kind, nth, recent } = question;
  const narrowed = isNarrowed(question);
  if (!narrowed && !recent && kind === 'explain' && nth === undefined) {
    return cited([words.overview(library.size(), library.span())], []);
  }
  // Pages of what is new go on for as long as somebody turns them.
  const some = recent && !narrowed && page === undefined ? { limit: question.limit ?? NEWEST } : {};
  const { entries, total, limited, cut: shown } = await listing(question, { library, ...some, page });
  const where = whereOf(question);
  if (total === 0) {
    const count = library.count(filterOf(question));
    return count === 0 ? emptyDay(question, library) : refusal([words.counted(count, where, '')]);
  }
  const most = page === undefined ? SHOWN : entries.length;
  const newest = !narrowed && (recent || kind === 'last');
  const place = nth !== undefined || ((kind === 'first' || kind === 'last') && total === 1);
  const part = { offset: shown.offset, count: Math.min(most, entries.length) };
  const heading = place && !newest ? words.picked : newest ? words.newest(shown) : words.listed(total, part, where);
  return { ...told(question, [heading], { entries, shown, most }), limited };
}

async function counted(question: Question, parts: SearchParts, page: Page | undefined): Promise<Answer> {
  const words = wording[question.language];
  if (question.topic === '') {
    const count = parts.library.count(filterOf(question));
    const span = isNarrowed(question) ? undefined : parts.library.span();
    const text = [words.counted(count, whereOf(question), ''), ...(span ? [words.span(span)] : [])];
    return cited([text.join(words.space)], []);
  }
  const all = await mentions(question, parts.library);
  const shown = cut(all.length, page);
  const entries = all.slice(shown.offset, shown.offset + shown.count);
  const heading = words.counted(all.length, whereOf(question), quoted(question.topic));
  return told(question, [heading], { entries, shown, most: page === undefined ? LISTED : entries.length });
}

async function firstOrLast(question: Question, parts: SearchParts, page: Page | undefined): Promise<Answer> {
  const words = wording[question.language];
  const entries = await mentions(question, parts.library);
  const dated = entries.filter(({ date }) => date !== undefined);
  if (question.limit !== undefined && dated.length > 0) return several(question, dated, page);
  const entry = (question.kind === 'first' ? dated[0] : dated.at(-1)) ?? entries[0];
  // Nobody wrote the topic down in these words: the closest entries may still be about it.
  if (entry === undefined) return explained({ ...question, kind: 'explain' }, parts, page);
  const said = question.kind === 'first' ? words.first : words.last;
  return cited([said(quoted(question.topic), entry.date ?? words.undated), cite(question)(entry, 0)], [entry]);
}

/** The first or last few mentions of a topic, the last with the newest first. */
function several(question: Question, mentioned: readonly Mention[], page: Page | undefined): Answer {
  const ordered = question.kind === 'first' ? mentioned : mentioned.toReversed();
  const all = ordered.slice(0, question.limit);
  const shown = cut(all.length, page);
  const entries = all.slice(shown.offset, shown.offset + shown.count);
  const heading = wording[question.language].listed(all.length, shown, whereOf(question));
  return { ...told(question, [heading], { entries, shown }), limited: all.length < ordered.length };
}

/** A refusal, with what the notes hold on the topic on other days or under other tags, else with what comes closest. */
async function notFound(question: Question, found: readonly Found[], parts: SearchParts): Promise<Answer> {
  const words = wording[question.language];
  const elsewhere = await onOther(question, parts);
  const entries = (elsewhere.length > 0 ? elsewhere : nearest(found)).map(({ entry }) => entry);
  const text = [words.refused(quoted(question.topic), whereOf(question))];
  if (entries.length > 0) text.push(elsewhere.length > 0 ? words.elsewhere : words.nearest);
  return refusal([...text, ...entries.map(entry => line(entry))], entries);
}

/** What is on the topic, whatever the days and tags. */
async function onOther(question: Question, parts: SearchParts): Promise<Found[]> {
  if (!isNarrowed(question)) return [];
  const anywhere = { ...question, dates: undefined, tags: [] };
  const { found, accepted } = await lookUp(anywhere, { ...parts, limit: EXPLAINED });
  return accepted ? related(found) : [];
}

/** A day without entries is answered with the days before and after it that have some. */
async function emptyDay(question: Question, library: Searchable): Promise<Answer> {
  const words = wording[question.language];
  const { dates } = question;
  const text = [words.emptyDay(whereOf(question))];
  if (dates === undefined || question.tags.length > 0) return refusal(text);
  const [before] = await library.entries({ to: dates.from }, { limit: 1, newestFirst: true });
  const [after] = await library.entries({ from: dates.to }, { limit: 1 });
  const days = [before?.date, after?.date].filter(day => day !== undefined);
  if (days.length > 0) text.push(words.nearestDays(days));
  return refusal(text);
}
