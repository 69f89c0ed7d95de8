import type { Answer } from '../answer/answer.ts';
import { understand } from '../answer/question.ts';
import type { Previous } from '../answer/request.ts';
import { reply } from '../chat/handlers.ts';
import type { Parts } from '../chat/message.ts';
import { isSame, recallAt } from './measure.ts';
import type { GradedFollowUp } from './questions.ts';
import type { Trial } from './trial.ts';

/** How a question that goes on from another was answered, by rules alone and with a model. */
export type FollowUpVerdict = {
  before: string;
  question: string;
  kind: GradedFollowUp['kind'];
  rules: Turn;
  model: Turn;
  /** both named the same entries, or both refused */ same: boolean;
};

type Turn = { refused: boolean; found: string[]; recall5: number | undefined };

/** Entries on a page, as in a chat. */
const PAGE = 10;

/** Asks the first question of the rules, and the second of the rules and of the model, as a chat does. */
export async function judgeFollowUp(graded: GradedFollowUp, trial: Trial): Promise<FollowUpVerdict> {
  const { before, question, kind } = graded;
  const { respond, write } = trial;
  const now = graded.now === undefined ? trial.now : new Date(graded.now);
  const byRules: Parts['write'] = (request, { page }) => respond(request, page);
  const asked = { now, trial };
  const first = await said(before, { ...asked, write: byRules, previous: undefined });
  const rules = turnOf(graded, await said(question, { ...asked, write: byRules, previous: first }));
  const byModel: Parts['write'] = async (request, asking) => (await write(request, { ...asking, now })).answer;
  const model = turnOf(graded, await said(question, { ...asked, write: byModel, previous: first }));
  const same = rules.refused === model.refused && isSame(rules.found.toSorted(), model.found.toSorted());
  return { before, question, kind, rules, model, same };
}

type Spoken = Previous & { answer: Answer };

/** The last answer to a message, as the next message goes on from it. */
async function said(
  text: string,
  {
    now,
    trial: { respond, timeZone },
    write,
    previous,
  }: { now: Date; trial: Trial; write: Parts['write']; previous: Spoken | undefined },
): Promise<Spoken | undefined> {
  const parts: Parts = {
    understand: (words, language) => understand(words, { now, timeZone, ...(language && { language }) }),
    respond,
    write,
    self: { setLanguage: async () => {}, forget: async () => ({ exchanges: 0, feedback: 0 }) },
    models: { answers: undefined, search: undefined },
    pageSize: PAGE,
  };
  let last: Spoken | undefined;
  for await (const { answered } of reply({ text, language: 'en', place: 'private', previous }, parts)) {
    if (answered === undefined) continue;
    const { request, page, answer } = answered;
    last = { request, page, sources: answer.sources.map(({ id }) => id), answer };
  }
  return last;
}

function turnOf({ kind, relevant }: GradedFollowUp, exchange: Spoken | undefined): Turn {
  const refused = exchange === undefined || exchange.answer.refused;
  const found = [...(exchange?.sources ?? [])];
  const wanted = new Set(Object.keys(relevant).filter(id => relevant[id] === 2));
  return { refused, found, recall5: kind === 'refusal' ? undefined : recallAt(5, found, wanted) };
}
