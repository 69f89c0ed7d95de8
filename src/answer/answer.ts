import type { Entry } from '../digest/entry.ts';
import type { Mention } from '../library/library.ts';
import { asWritten, quote } from '../model/offline/writer.ts';
import { describeRange } from './dates.ts';
import { nearest, related } from './gate.ts';
import { isNarrowed, listing } from './listing.ts';
import { lookUp } from './look-up.ts';
import { mentions } from './mention.ts';
import type { Question } from './question.ts';
import { type Found, filterOf, type Searchable, type SearchParts } from './retrieve.ts';
import { wording } from './wording.ts';

/** An entry as an answer cites it: `[n]` in the text. */
type Source = Pick<Entry, 'id' | 'date' | 'ordinal' | 'title' | 'urls'> & { n: number };

export type Answer = {
  /** Markdown; every entry in it is cited as `[n]` */ text: string;
  /** the notes do not hold what was asked */ refused: boolean;
  /** what the answer rests on, in the order of their numbers; none where it refuses */ sources: Source[];
  /** what comes closest, offered where the answer refuses */ nearest: Source[];
};

/** Sources of an answer on a topic, and of one that was asked to list everything. */
const EXPLAINED = 5;
const LISTED = 20;
/** Entries of an answer on what is new. */
const NEWEST = 10;
/** Entries shown of a day or range; all of them are in `sources`. */
const SHOWN = 60;

/**
 * Answers out of the library alone. A question about days, numbers or first and last mentions is answered exactly, from
 * structured queries; one on a topic by the entries that fit it, or by a refusal where none fits well enough.
 */
export async function answer(question: Question, parts: SearchParts): Promise<Answer> {
  if (parts.library.size() === 0) return refusal(wording[question.language].emptyDigest, []);
  if (question.kind === 'count') return counted(question, parts);
  if (question.topic === '') return listed(question, parts);
  if (question.kind === 'first' || question.kind === 'last') return firstOrLast(question, parts);
  return explained(question, parts);
}

async function explained(question: Question, parts: SearchParts): Promise<Answer> {
  const words = wording[question.language];
  const limit = question.limit ?? (question.kind === 'list' ? LISTED : EXPLAINED);
  const { found, accepted } = await lookUp(question, { ...parts, limit: Math.max(limit, EXPLAINED) });
  if (!accepted) return notFound(question, nearest(found));
  const entries = related(found)
    .slice(0, limit)
    .map(({ entry }) => entry);
  return { text: [words.found(entries.length), ...entries.map(cite(question))].join('\n\n'), ...cited(entries) };
}

async function listed(question: Question, { library }: SearchParts): Promise<Answer> {
  const words = wording[question.language];
  const { kind, nth, recent } = question;
  const narrowed = isNarrowed(question);
  if (!narrowed && !recent && kind === 'explain' && nth === undefined) {
    return { text: words.overview(library.size(), library.span()), ...cited([]) };
  }
  const entries = await listing(question, { library, ...(recent && !narrowed && { limit: question.limit ?? NEWEST }) });
  const where = whereOf(question);
  if (entries.length === 0) {
    const count = library.count(filterOf(question));
    return count === 0 ? emptyDay(question, library) : refusal(words.counted(count, where, ''), []);
  }
  const shown = entries.slice(0, SHOWN);
  const newest = !narrowed && (recent || kind === 'last');
  const place = question.nth !== undefined || ((kind === 'first' || kind === 'last') && entries.length === 1);
  const listed = newest ? words.newest(entries.length) : words.listed(entries.length, shown.length, where);
  const head = place && !newest ? words.picked : listed;
  const text = [head, ...shown.map(cite(question))];
  if (shown.length < entries.length) text.push(words.more(entries.length - shown.length));
  return { text: text.join('\n\n'), ...cited(entries) };
}

async function counted(question: Question, parts: SearchParts): Promise<Answer> {
  const words = wording[question.language];
  if (question.topic === '') {
    const count = parts.library.count(filterOf(question));
    const span = isNarrowed(question) ? undefined : parts.library.span();
    const text = [words.counted(count, whereOf(question), ''), ...(span ? [words.span(span)] : [])];
    return { text: text.join(' '), ...cited([]) };
  }
  const entries = await mentions(question, parts.library);
  const shown = entries.slice(0, LISTED);
  const text = [
    words.counted(entries.length, whereOf(question), asWritten(question.topic)),
    ...shown.map(cite(question)),
  ];
  if (shown.length < entries.length) text.push(words.more(entries.length - shown.length));
  return { text: text.join('\n\n'), ...cited(entries) };
}

async function firstOrLast(question: Question, parts: SearchParts): Promise<Answer> {
  const words = wording[question.language];
  const entries = await mentions(question, parts.library);
  const dated = entries.filter(({ date }) => date !== undefined);
  if (question.limit !== undefined && dated.length > 0) return several(question, dated);
  const entry = (question.kind === 'first' ? dated[0] : dated.at(-1)) ?? entries[0];
  // Nobody wrote the topic down in these words: the closest entries may still be about it.
  if (entry === undefined) return explained({ ...question, kind: 'explain' }, parts);
  const said = question.kind === 'first' ? words.first : words.last;
  const text = [said(asWritten(question.topic), entry.date ?? words.undated), cite(question)(entry, 0)].join('\n\n');
  return { text, ...cited([entry]) };
}

/** The first or last few mentions of a topic, the last with the newest first. */
function several(question: Question, mentioned: readonly Mention[]): Answer {
  const ordered = question.kind === 'first' ? mentioned : mentioned.toReversed();
  const entries = ordered.slice(0, question.limit);
  const { listed } = wording[question.language];
  const head = listed(entries.length, entries.length, whereOf(question));
  const text = [head, ...entries.map(cite(question))].join('\n\n');
  return { text, ...cited(entries) };
}

function notFound(question: Question, found: readonly Found[]): Answer {
  const words = wording[question.language];
  const entries = found.map(({ entry }) => entry);
  const text = [words.refused(asWritten(question.topic))];
  if (entries.length > 0) text.push(words.nearest, ...entries.map(entry => line(entry)));
  return refusal(text.join('\n\n'), entries);
}

/** A day without entries is answered with the days before and after it that have some. */
async function emptyDay(question: Question, library: Searchable): Promise<Answer> {
  const words = wording[question.language];
  const { dates } = question;
  const text = [words.emptyDay(whereOf(question))];
  if (dates === undefined || question.tags.length > 0) return refusal(text.join('\n\n'), []);
  const [before] = await library.entries({ to: dates.from }, { limit: 1, newestFirst: true });
  const [after] = await library.entries({ from: dates.to }, { limit: 1 });
  const days = [before?.date, after?.date].filter(day => day !== undefined);
  if (days.length > 0) text.push(`${words.nearestDays} ${days.join(', ')}`);
  return refusal(text.join('\n\n'), []);
}

function refusal(text: string, nearest: readonly Mention[]): Answer {
  return { text, refused: true, sources: [], nearest: nearest.map(sourceOf) };
}

function cited(entries: readonly Mention[]): Pick<Answer, 'refused' | 'sources' | 'nearest'> {
  return { refused: false, sources: entries.map(sourceOf), nearest: [] };
}

function sourceOf({ id, date, ordinal, title, urls }: Mention, index: number): Source {
  return { n: index + 1, id, date, ordinal, title, urls };
}

/** One cited entry: number, date, title, tags, what it says on the topic, links. */
function cite(question: Question): (entry: Mention, index: number) => string {
  return (entry, index) => {
    const quotation = question.topic === '' ? undefined : quote(entry, question.topic);
    return `[${index + 1}] ${line(entry, quotation)}`;
  };
}

function line(entry: Mention, quotation?: string): string {
  const tags = entry.tags.map(tag => ` #${asWritten(tag)}`).join('');
  const head = `${entry.date ?? asWritten(entry.source.file)} (${entry.ordinal}) ${asWritten(entry.title)}${tags}`;
  return [head, ...(quotation === undefined ? [] : [`> ${quotation}`]), ...entry.urls].join('\n');
}

function whereOf({ dates, tags, language }: Question): string {
  const parts = dates === undefined ? [] : [describeRange(dates, language)];
  const named = tags.map(asWritten);
  if (tags.length > 0) parts.push(language === 'zh' ? `标签 ${named.join('、')} ` : `tagged ${named.join(', ')}`);
  return parts.join(' ');
}
