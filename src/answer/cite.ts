import type { Entry } from '../digest/entry.ts';
import type { Mention } from '../library/library.ts';
import { asWritten, quote } from '../model/offline/writer.ts';
import { describeRange } from './dates.ts';
import type { Numbered } from './pages.ts';
import type { Question } from './question.ts';

/** An entry as an answer cites it: `[n]` in the text. */
type Source = Pick<Entry, 'id' | 'date' | 'ordinal' | 'title' | 'urls'> & { n: number };

export type Answer = {
  /** Markdown; every entry in it is cited as `[n]` */ text: string;
  /** the notes do not hold what was asked */ refused: boolean;
  /** what the answer rests on, in the order of their numbers; none where it refuses; of a page, its own */
  sources: Source[];
  /** what comes closest, offered where the answer refuses */ nearest: Source[];
  /** where the answer is one page of several */ page?: Numbered | undefined;
};

/** An answer whose text cites these entries; the first of them has number `offset` + 1. */
export function cited(text: readonly string[], entries: readonly Mention[], offset = 0): Answer {
  return { text: text.join('\n\n'), refused: false, sources: entries.map(sourceFrom(offset)), nearest: [] };
}

/** An answer that says that the notes hold nothing of the kind, and what comes closest. */
export function refusal(text: readonly string[], nearest: readonly Mention[] = []): Answer {
  return { text: text.join('\n\n'), refused: true, sources: [], nearest: nearest.map(sourceFrom(0)) };
}

function sourceFrom(offset: number): (entry: Mention, index: number) => Source {
  return ({ id, date, ordinal, title, urls }, index) => ({ n: offset + index + 1, id, date, ordinal, title, urls });
}

/** One cited entry: number, date, title, tags, what it says on the topic, links. */
export function cite(question: Question, offset = 0): (entry: Mention, index: number) => string {
  return (entry, index) => {
    const quotation = question.topic === '' ? undefined : quote(entry, question.topic);
    return `[${offset + index + 1}] ${line(entry, quotation)}`;
  };
}

/** An entry without a number. */
export function line(entry: Mention, quotation?: string): string {
  const head = `${placeOf(entry)} ${asWritten(entry.title)}${tagsOf(entry)}`;
  return [head, ...(quotation === undefined ? [] : [`> ${quotation}`]), ...entry.urls].join('\n');
}

/** An entry with all that it says, its links at their places. */
export function inFull(entry: Entry, index: number): string {
  const text = asWritten(entry.text, entry.urls)
    .split('\n')
    .map(said => `> ${said}`);
  return [`[${index + 1}] ${placeOf(entry)}${tagsOf(entry)}`, ...text].join('\n');
}

function placeOf({ date, source, ordinal }: Mention): string {
  return `${date ?? asWritten(source.file)} (${ordinal})`;
}

function tagsOf({ tags }: Mention): string {
  return tags.map(tag => ` #${asWritten(tag)}`).join('');
}

/** The days and tags that a question names, in words. */
export function whereOf({ dates, tags, language }: Question): string {
  const parts = dates === undefined ? [] : [describeRange(dates, language)];
  const named = tags.map(tag => asWritten(tag));
  if (tags.length > 0) parts.push(language === 'zh' ? `标签 ${named.join('、')} ` : `tagged ${named.join(', ')}`);
  return parts.join(' ');
}
