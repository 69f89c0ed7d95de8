import type { Library } from '../library/library.ts';
import { asWritten } from '../model/offline/writer.ts';
import { answer } from './answer.ts';
import { aspect } from './aspect.ts';
import { type Answer, cited, refusal, told, whereOf } from './cite.ts';
import { related } from './gate.ts';
import { lookUp } from './look-up.ts';
import { before, cut, LISTED, pageSizeOf } from './pages.ts';
import type { Question } from './question.ts';
import { recall } from './recall.ts';
import type { Page, Picked, Request } from './request.ts';
import type { Searchable, SearchParts } from './retrieve.ts';
import { wording } from './wording.ts';

/** What answering reads, the tags with it. */
export type RespondParts = SearchParts & { library: Searchable & Pick<Library, 'tags'> };

/** The answer to a request, or the page of it that is asked for; one beyond the end gives the last. */
export async function respond(request: Request, parts: RespondParts, page?: Page): Promise<Answer> {
  const sized = page && { ...page, size: pageSizeOf(request, page.size) };
  switch (request.mode) {
    case 'answer':
      return answer(request.question, parts, sized);
    case 'search':
      return hits(request.question, parts, sized);
    case 'tags':
      return tags(request.question, parts.library, sized);
    case 'aspect':
      return aspect(request, { entries: await parts.library.byIds(request.ids), ...parts });
    default:
      return recall(request, await numbersOf(request, parts, page), parts.library);
  }
}

/** The ids that a request picks from a list, with the numbers that they have there. */
async function numbersOf({ ids, number, from }: Picked, parts: RespondParts, page: Page | undefined) {
  const [id] = ids;
  if (number !== undefined && id !== undefined) return new Map([[id, number]]);
  if (number === undefined) {
    const offset = page === undefined ? 0 : before(from, page.size);
    const places = new Map(from.sources.map((named, index) => [named, offset + index + 1]));
    return new Map(ids.map((named, index) => [named, places.get(named) ?? index + 1]));
  }
  const there = page && { ...page, number: Math.ceil(number / pageSizeOf(from.request, page.size)) };
  const { sources } = await respond(from.request, parts, there);
  return new Map(sources.flatMap(({ id: listed, n }) => (n === number ? [[listed, n] as const] : [])));
}

/** What a search brings, the best first, whether or not an answer would take it for one. */
async function hits(question: Question, parts: SearchParts, page: Page | undefined): Promise<Answer> {
  // Days, tags and numbers without a topic are found as they are for an answer.
  if (question.topic === '' || parts.library.size() === 0) return answer(question, parts, page);
  const words = wording[question.language];
  const { found, accepted } = await lookUp(question, { ...parts, limit: LISTED + 1 });
  const fitting = related(found.filter(({ coverage }) => coverage > 0));
  if (fitting.length === 0) return refusal([words.noHits(whereOf(question))]);
  const all = fitting.slice(0, LISTED);
  const limited = fitting.length > LISTED;
  const shown = cut(all.length, page);
  const entries = all.slice(shown.offset, shown.offset + shown.count).map(({ entry }) => entry);
  // What an answer would refuse is found all the same, but not passed off as what was meant.
  const heading = accepted ? words.hits(all.length, shown, limited) : words.nearest;
  return { ...told(question, [heading], { entries, shown }), limited };
}

/** The tags with the number of entries that have them, the most used first. */
function tags({ language }: Question, library: RespondParts['library'], page: Page | undefined): Answer {
  const words = wording[language];
  const all = [...library.tags()];
  if (all.length === 0) return refusal([library.size() === 0 ? words.emptyDigest : words.noTags]);
  const shown = cut(all.length, page);
  const lines = all
    .slice(shown.offset, shown.offset + shown.count)
    .map(([tag, count]) => `#${asWritten(tag)} ${count}`);
  return { ...cited([words.tags(all.length), lines.join('\n')], []), page: shown.page };
}
