import type { Entry } from '../digest/entry.ts';
import type { Mention } from '../library/library.ts';
import { asWritten, quote } from '../model/offline/writer.ts';
import { describeRange } from './dates.ts';
import type { Cut, Numbered } from './pages.ts';
import type { Question } from './question.ts';
import type { Request } from './request.ts';
import { wording } from './wording.ts';

/** An entry as an answer cites it: `[n]` in the text. */
type Source = Pick<Entry, 'id' | 'date' | 'ordinal' | 'title' | 'urls'> & { n: number };

export type Answer = {
  /** Markdown; every entry in it is cited as `[n]` */
  text: string;
  /** the notes do not hold what was asked */
  refused: boolean;
  /** what the answer rests on, in the order of their numbers; none where it refuses; of a page, its own */
  sources: Source[];
  /** what comes closest, offered where the answer refuses */
  nearest: Source[];
  /** where the answer is one page of several */
  page?: Numbered | undefined;
  /** the list ends where it was to end, and the notes hold more of the kind */
  limited?: boolean | undefined;
  /** what was answered, where the question was put in other words than the person's */
  asked?: Request | undefined;
};

/** The number under which an answer cites an entry. */
export type Numbering = (entry: Mention, index: number) => number;

/** Numbers entries one after another; the first of them has number `offset` + 1. */
export function numberedFrom(offset: number): Numbering {
  return (_, index) => offset + index + 1;
}

/** An answer whose text cites these entries. */
export function cited(text: readonly string[], entries: readonly Mention[], number = numberedFrom(0)): Answer {
  return { text: text.join('\n\n'), refused: false, sources: entries.map(sourceAs(number)), nearest: [] };
}

/** Entries under a heading, as a page of a list or the whole of it; of the whole, `most` are told and all are sources. */
export function told(
  question: Question,
  heading: readonly string[],
  { entries, shown, most = entries.length }: { entries: readonly Mention[]; shown: Cut; most?: number },
): Answer {
  const number = numberedFrom(shown.offset);
  const text = [...heading, ...entries.slice(0, most).map(cite(question, number))];
  if (most < entries.length) text.push(wording[question.language].more(entries.length - most));
  return { ...cited(text, entries, number), page: shown.page };
}

/** An answer that says that the notes hold nothing of the kind, and what comes closest. */
export function refusal(text: readonly string[], nearest: readonly Mention[] = []): Answer {
  return { text: text.join('\n\n'), refused: true, sources: [], nearest: nearest.map(sourceAs(numberedFrom(0))) };
}

export function sourceAs(number: Numbering): (entry: Mention, index: number) => Source {
  return (entry, index) => {
    const { id, date, ordinal, title, urls } = entry;
    return { n: number(entry, index), id, date, ordinal, title, urls };
  };
}

/** One cited entry: number, date, title, tags, what it says on the topic, links. */
export function cite(question: Question, number = numberedFrom(0)): (entry: Mention, index: number) => string {
  return (entry, index) => {
    const quotation = question.topic === '' ? undefined : quote(entry, question.topic);
    return `[${number(entry, index)}] ${line(entry, quotation)}`;
  };
}

/** An entry without a number. */
export function line(entry: Mention, quotation?: string): string {
  const head = `${placeOf(entry)} ${asWritten(entry.title)}${tagsOf(entry)}`;
  return [head, ...(quotation === undefined ? [] : [`> ${quotation}`]), ...entry.urls].join('\n');
}

/** A cited entry with all that it says, its links at their places. */
export function inFull(number: Numbering): (entry: Entry, index: number) => string {
  return (entry, index) => {
    const text = asWritten(entry.text, entry.urls)
      .split('\n')
      .map(said => `> ${said}`);
    return [`[${number(entry, index)}] ${placeOf(entry)}${tagsOf(entry)}`, ...text].join('\n');
  };
}

/** Where an entry stands: its day, or its file where it has none, and its number. */
export function placeOf({ date, source, ordinal }: Mention): string {
  return `${date ?? asWritten(source.file)} (${ordinal})`;
}

function tagsOf({ tags }: Mention): string {
  return tags.map(tag => ` #${asWritten(tag)}`).join('');
}

/** What an answer quotes of a question that was pasted in: enough to be known by, in characters. */
const QUOTED = 80;

/** A topic as an answer quotes it, without the end of a long one. */
export function quoted(topic: string): string {
  const characters = [...topic.replace(/\s+/g, ' ').trim()];
  if (characters.length <= QUOTED) return asWritten(characters.join(''));
  return `${asWritten(characters.slice(0, QUOTED).join('').trimEnd())}…`;
}

/** The days and tags that a question names, in words. */
export function whereOf({ dates, tags, language }: Question): string {
  const parts = dates === undefined ? [] : [describeRange(dates, language)];
  const named = tags.map(tag => asWritten(tag));
  if (tags.length > 0) parts.push(language === 'zh' ? `标签 ${named.join('、')} ` : `tagged ${named.join(', ')}`);
  return parts.join(' ');
}
