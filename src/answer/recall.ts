import type { Entry } from '../digest/entry.ts';
import { asWritten } from '../model/offline/writer.ts';
import { type Answer, cite, cited, inFull, type Numbering, refusal } from './cite.ts';
import type { Picked } from './request.ts';
import type { Searchable } from './retrieve.ts';
import { wording } from './wording.ts';

/**
 * Tells of the entries with these ids, each under the number that it has in the list it was picked from. Those that are
 * no longer in the digest are left out.
 */
export async function recall(
  { mode, question }: Picked,
  numbers: ReadonlyMap<string, number>,
  library: Searchable,
): Promise<Answer> {
  const words = wording[question.language];
  const number: Numbering = ({ id }, index) => numbers.get(id) ?? index + 1;
  const entries = await library.byIds([...numbers.keys()]);
  if (entries.length === 0) return refusal([words.noneNamed]);
  const told = entries.map(cite(question, number));
  if (mode === 'entries') {
    return cited([words.entries(entries.length), ...entries.map(inFull(number))], entries, number);
  }
  if (mode === 'days') {
    const days = [...new Set(entries.map(({ date }) => date ?? words.undated))].sort();
    return cited([words.days(days), ...told], entries, number);
  }
  const linked = entries.filter(({ urls }) => urls.length > 0);
  if (linked.length === 0) return cited([words.noLinks(entries.length), ...told], entries, number);
  const links = linked.reduce((sum, { urls }) => sum + urls.length, 0);
  return cited([words.links(links), ...linked.map(linksOf(number))], linked, number);
}

function linksOf(number: Numbering): (entry: Entry, index: number) => string {
  return (entry, index) => [`[${number(entry, index)}] ${asWritten(entry.title)}`, ...entry.urls].join('\n');
}
