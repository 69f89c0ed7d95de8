import type { Entry } from '../digest/entry.ts';
import { asWritten } from '../model/offline/writer.ts';
import { type Answer, cite, cited, line, refusal } from './cite.ts';
import type { Request } from './request.ts';
import type { SearchParts } from './retrieve.ts';
import { wording } from './wording.ts';

type AspectRequest = Extract<Request, { mode: 'aspect' }>;

/** One side ("the code") of what an earlier answer was about. */
export async function aspect(
  request: AspectRequest,
  parts: SearchParts & { entries: readonly Entry[] },
): Promise<Answer> {
  const { question } = request;
  const words = wording[question.language];
  const { entries } = parts;
  const named = asWritten(request.aspect);
  const found: Entry[] = [];
  const topic = asWritten(question.topic);
  if (found.length > 0) return cited([words.aspect(named, topic, found.length), ...found.map(cite(question))], found);
  const before = entries.length === 0 ? [] : [words.namedBefore, ...entries.map(entry => line(entry))];
  return refusal([words.noAspect(named, topic), ...before], entries);
}
