import type { Entry } from '../digest/entry.ts';
import { asWritten } from '../model/offline/writer.ts';
import { aspect } from './aspect.ts';
import { type Answer, cite, cited, inFull, refusal } from './cite.ts';
import type { Request } from './request.ts';
import type { SearchParts } from './retrieve.ts';
import { wording } from './wording.ts';

type Recalled = Extract<Request, { ids: string[] }>;

/** Answers about the entries that an earlier answer named. Those that are no longer in the digest are left out. */
export async function recall(request: Recalled, parts: SearchParts): Promise<Answer> {
  const words = wording[request.question.language];
  const entries = await parts.library.byIds(request.ids);
  if (request.mode === 'aspect') return aspect(request, { entries, ...parts });
  if (entries.length === 0) return refusal([words.noneNamed]);
  if (request.mode === 'entries') return cited([words.entries(entries.length), ...entries.map(inFull)], entries);
  if (request.mode === 'days') {
    const days = [...new Set(entries.map(({ date }) => date ?? words.undated))].sort();
    return cited([words.days(days), ...entries.map(cite(request.question))], entries);
  }
  const linked = entries.filter(({ urls }) => urls.length > 0);
  if (linked.length === 0) return { ...cited([words.noLinks, ...entries.map(cite(request.question))], entries) };
  const links = linked.reduce((sum, { urls }) => sum + urls.length, 0);
  return cited([words.links(links), ...linked.map(linksOf)], linked);
}

function linksOf(entry: Entry, index: number): string {
  return [`[${index + 1}] ${asWritten(entry.title)}`, ...entry.urls].join('\n');
}
