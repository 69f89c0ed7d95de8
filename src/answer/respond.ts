import type { Library } from '../library/library.ts';
import { asWritten } from '../model/offline/writer.ts';
import { answer } from './answer.ts';
import { type Answer, cite, cited, refusal } from './cite.ts';
import { related } from './gate.ts';
import { lookUp } from './look-up.ts';
import { cut, LISTED, pageSizeOf } from './pages.ts';
import type { Question } from './question.ts';
import { recall } from './recall.ts';
import type { Page, Request } from './request.ts';
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
    default:
      return recall(request, parts);
  }
}

/** What a search brings, the best first, whether or not an answer would take it for one. */
async function hits(question: Question, parts: SearchParts, page: Page | undefined): Promise<Answer> {
  // Days, tags and numbers without a topic are found as they are for an answer.
  if (question.topic === '' || parts.library.size() === 0) return answer(question, parts, page);
  const words = wording[question.language];
  const { found } = await lookUp(question, { ...parts, limit: LISTED });
  const all = related(found.filter(({ coverage }) => coverage > 0));
  if (all.length === 0) return refusal([words.noHits]);
  const shown = cut(all.length, page);
  const entries = all.slice(shown.offset, shown.offset + shown.count).map(({ entry }) => entry);
  const text = [words.hits(all.length, shown), ...entries.map(cite(question, shown.offset))];
  return { ...cited(text, entries, shown.offset), page: shown.page };
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
