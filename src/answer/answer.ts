import type { Mention } from '../library/library.ts';
import { asWritten } from '../model/offline/writer.ts';
import { type Answer, cite, cited, line, refusal, whereOf } from './cite.ts';
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
  const limit = question.limit ?? (question.kind === 'list' || page !== undefined ? LISTED : EXPLAINED);
  const { found, accepted } = await lookUp(question, { ...parts, limit: Math.max(limit, EXPLAINED) });
  if (!accepted) return notFound(question, nearest(found));
  const all = related(found).slice(0, limit);
  const shown = cut(all.length, page);
  const entries = all.slice(shown.offset, shown.offset + shown.count).map(({ entry }) => entry);
  const text = [words.found(all.length, shown), ...entries.map(cite(question, shown.offset))];
  return { ...cited(text, entries, shown.offset), page: shown.page };
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
  const { entries, total, cut: shown } = await listing(question, { library, ...some, page });
  const where = whereOf(question);
  if (total === 0) {
    const count = library.count(filterOf(question));
    return count === 0 ? emptyDay(question, library) : refusal([words.counted(count, where, '')]);
  }
  const told = entries.slice(0, page === undefined ? SHOWN : entries.length);
  const newest = !narrowed && (recent || kind === 'last');
  const place = nth !== undefined || ((kind === 'first' || kind === 'last') && total === 1);
  const part = { offset: shown.offset, count: told.length };
  const heading = place && !newest ? words.picked : newest ? words.newest(shown) : words.listed(total, part, where);
  const text = [heading, ...told.map(cite(question, shown.offset))];
  if (told.length < entries.length) text.push(words.more(entries.length - told.length));
  return { ...cited(text, entries, shown.offset), page: shown.page };
}

async function counted(question: Question, parts: SearchParts, page: Page | undefined): Promise<Answer> {
  const words = wording[question.language];
  if (question.topic === '') {
    const count = parts.library.count(filterOf(question));
    const span = isNarrowed(question) ? undefined : parts.library.span();
    const text = [words.counted(count, whereOf(question), ''), ...(span ? [words.span(span)] : [])];
    return cited([text.join(' ')], []);
  }
  const all = await mentions(question, parts.library);
  const shown = cut(all.length, page);
  const entries = all.slice(shown.offset, shown.offset + shown.count);
  const told = entries.slice(0, page === undefined ? LISTED : entries.length);
  const text = [
    words.counted(all.length, whereOf(question), asWritten(question.topic)),
    ...told.map(cite(question, shown.offset)),
  ];
  if (told.length < entries.length) text.push(words.more(entries.length - told.length));
  return { ...cited(text, entries, shown.offset), page: shown.page };
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
  return cited([said(asWritten(question.topic), entry.date ?? words.undated), cite(question)(entry, 0)], [entry]);
}

/** The first or last few mentions of a topic, the last with the newest first. */
function several(question: Question, mentioned: readonly Mention[], page: Page | undefined): Answer {
  const ordered = question.kind === 'first' ? mentioned : mentioned.toReversed();
  const all = ordered.slice(0, question.limit);
  const shown = cut(all.length, page);
  const entries = all.slice(shown.offset, shown.offset + shown.count);
  const heading = wording[question.language].listed(all.length, shown, whereOf(question));
  return {
    ...cited([heading, ...entries.map(cite(question, shown.offset))], entries, shown.offset),
    page: shown.page,
  };
}

function notFound(question: Question, found: readonly Found[]): Answer {
  const words = wording[question.language];
  const entries = found.map(({ entry }) => entry);
  const text = [words.refused(asWritten(question.topic))];
  if (entries.length > 0) text.push(words.nearest, ...entries.map(entry => line(entry)));
  return refusal(text, entries);
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
  if (days.length > 0) text.push(`${words.nearestDays} ${days.join(', ')}`);
  return refusal(text);
}
