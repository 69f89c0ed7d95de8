import { createHash } from 'node:crypto';
import type { Entry } from '../digest/entry.ts';
import { estimateTokens } from '../model/estimate.ts';
import { fenced } from '../model/fence.ts';
import { fold } from '../model/offline/tokens.ts';
import type { AnswerTask, Tokens } from '../model/writer.ts';
import type { Answer } from './cite.ts';
import type { Request } from './request.ts';
import type { RespondParts } from './respond.ts';

/** A source of an answer, under its number there. */
export type Cited = { n: number; entry: Entry };

/** What a written answer cites, or lists, and what was found besides; numbered through. */
export type Sources = { cited: Cited[]; others: Cited[] };

/** What a model is to word, and how its words are to stand. */
export type Material = {
  task: AnswerTask;
  /** what the model is given to read */ given: Cited[];
  /** sources that it is not given: nobody sums up so many in a few sentences */ rest: Cited[];
  /** what is known exactly, and how the question was taken, over the model's words; '' where nothing is to be said */
  lead: string;
  /** sources are numbered as they are cited; else they keep their places in a list */ renumber: boolean;
};

/** Entries that a model reads for one answer. */
const MOST_READ = 30;

/** What a model is given of an answer that has sources; `takenAs`: a line that says how the question was understood. */
export async function materialOf(
  { request, answer }: { request: Request; answer: Answer },
  { library, takenAs }: { library: RespondParts['library']; takenAs: string },
): Promise<Material> {
  const entries = await library.byIds(answer.sources.map(({ id }) => id));
  const byId = new Map(entries.map(entry => [entry.id, entry]));
  const numbered = answer.sources.flatMap(({ n, id }) => {
    const entry = byId.get(id);
    return entry === undefined ? [] : [{ n, entry }];
  });
  const given = numbered.slice(0, MOST_READ);
  // What was found on a topic comes in no order that anybody would count on.
  const renumber = request.mode === 'aspect' || (request.question.topic !== '' && request.question.kind === 'explain');
  const facts = renumber ? '' : answer.text.split('\n\n', 1).join('');
  const { language } = request.question;
  const sources = given.map(({ n, entry: { date, ordinal, title, text, tags, urls } }) => ({
    ...{ n, date, ordinal, title, text, tags, urls },
  }));
  const task = { question: askedIn(request), language, facts, sources };
  const lead = [takenAs, facts].filter(said => said !== '').join('\n\n');
  return { task, given, rest: numbered.slice(MOST_READ), lead, renumber };
}

/** The question in the person's words, with what it is about where a message that goes on from another leaves that out. */
function askedIn(request: Request): string {
  const { text, topic } = request.question;
  const about = [request.mode === 'aspect' ? request.aspect : '', topic];
  const unsaid = about.filter(words => words !== '' && !fold(text).includes(fold(words)));
  return unsaid.length === 0 ? text : `${text} (${unsaid.join('; ')})`;
}

/** The same for the same question over the same entries to the same model, and for no other. */
export function keyOf(version: string, { task }: Material): string {
  const question = fold(task.question).replace(/\s+/g, ' ').trim();
  return createHash('sha256')
    .update(JSON.stringify(['answer', version, { ...task, question }]))
    .digest('hex');
}

/** Tokens of the instructions of prompts/answer.md, some 500, and of a long answer. */
const OWN_TOKENS = { prompt: 600, completion: 400 };

/** About what the model's answer will cost. */
export function estimateOf({ task: { question, facts, sources } }: Material): Tokens {
  const given = [question, facts, fenced(sources).text].join('\n');
  return { ...OWN_TOKENS, prompt: OWN_TOKENS.prompt + estimateTokens(given) };
}
