import { createHash } from 'node:crypto';
import { estimateTokens } from '../model/estimate.ts';
import { Reworded, type RewordTask, type Writer } from '../model/writer.ts';
import type { Written } from '../store/written.ts';
import type { After } from '../timing/after.ts';
import { beginning } from './calendar.ts';
import type { Calling } from './calls.ts';
import type { Answer } from './cite.ts';
import { faithfulTo } from './faithful.ts';
import { related } from './gate.ts';
import { lookUp } from './look-up.ts';
import { EXPLAINED } from './pages.ts';
import type { Question } from './question.ts';
import type { Page, Previous, Request } from './request.ts';
import { type RespondParts, respond } from './respond.ts';
import type { Found } from './retrieve.ts';
import { within } from './within.ts';

/** What putting a question in other words needs besides what answering does. */
export type RewordParts = RespondParts & {
  writer: Pick<Writer, 'version' | 'reword'>;
  written: Pick<Written, 'get' | 'put'>;
  call: Calling;
  /** the person's today, an ISO day */ today: string;
  signal: AbortSignal;
  after?: After | undefined;
};

/** A question, in other words perhaps, and the answer to it. */
export type Answered = { request: Request; answer: Answer };

/** A refusal is quick, and an answer still has to be written in the time that is left, in milliseconds. */
const PATIENCE_MS = 8_000;
/** Tokens of the instructions and of what comes back. */
const OWN_TOKENS = { prompt: 500, completion: 100 };

/** Whether other words may find what these did not: something was asked for, and the rules found nothing. */
export function isRewordable(request: Request, answer: Answer): boolean {
  if (request.mode !== 'answer' && request.mode !== 'aspect') return false;
  return answer.refused && request.question.topic !== '';
}

/**
 * The answer to a refused question in other words, where the notes have one to them. It goes through the same search and the
 * same gate as any: a model only proposes what to look up. Undefined where nothing better came of it.
 */
export async function reworded(
  request: Request,
  { previous, page }: { previous: Previous | undefined; page: Page | undefined },
  parts: RewordParts,
): Promise<Answered | undefined> {
  const { question } = request;
  const task = await taskOf(question, previous, parts);
  const proposed = await propose(task, parts);
  if (proposed === undefined) return undefined;
  const before = [task.previous?.question ?? '', ...(task.previous?.titles ?? [])].join('\n');
  const asked = request.mode === 'aspect' ? `${request.aspect} ${question.topic}` : question.topic;
  const faithful = faithfulTo(asked, { before, library: parts.library });
  const candidates = await Promise.all(
    [...new Set([proposed.zh, proposed.en])].map(async topic => {
      const holds = faithful(topic);
      return holds && tried(putAs(question, topic, proposed, parts.today), holds, parts);
    }),
  );
  const [best] = candidates.flatMap(one => one ?? []).sort((one, other) => other.coverage - one.coverage);
  if (best === undefined) return undefined;
  const again: Request = { mode: 'answer', question: best.question };
  const answer = await respond(again, parts, page);
  return answer.refused || answer.sources.length === 0 ? undefined : { request: again, answer };
}

/** The question as the model is given it, with what was spoken of before. */
async function taskOf(
  { text: question }: Question,
  previous: Previous | undefined,
  { library, today }: RewordParts,
): Promise<RewordTask> {
  if (previous === undefined) return { question, today, previous };
  const entries = await library.byIds([...previous.sources]);
  const before = { question: previous.request.question.text, titles: entries.map(({ title }) => title) };
  return { question, today, previous: before };
}

/** What the model makes of the question, now or earlier; undefined where it cannot be asked or says nothing of use. */
async function propose(
  task: RewordTask,
  { writer, written, call, signal, after }: RewordParts,
): Promise<Reworded | undefined> {
  const key = createHash('sha256')
    .update(JSON.stringify(['reword', writer.version, task]))
    .digest('hex');
  const kept = Reworded.safeParse(parsed(await written.get(key)));
  if (kept.success) return kept.data;
  const prompt = OWN_TOKENS.prompt + estimateTokens(JSON.stringify(task));
  const called = await call({
    estimate: { prompt, completion: OWN_TOKENS.completion },
    hasty: true,
    work: () =>
      within({ ms: PATIENCE_MS, others: [signal], after }, async late => {
        const { reworded: value, tokens } = await writer.reword(task, { signal: late });
        return { value, tokens };
      }),
  });
  if (called.how !== 'done') return undefined;
  await written.put(key, JSON.stringify(called.value));
  return called.value;
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch {
    return undefined;
  }
}

/** The question with a topic in other words. Days, tags and a kind that the rules read in it stay as they are. */
function putAs(question: Question, topic: string, { from, to, kind }: Reworded, today: string): Question {
  return {
    ...question,
    topic,
    kind: question.kind === 'explain' ? kind : question.kind,
    dates: question.dates ?? datesOf(from, to, today),
  };
}

function datesOf(from: string | undefined, to: string | undefined, today: string): Question['dates'] {
  if (from !== undefined && to !== undefined) return { from, to };
  if (from !== undefined) return from <= today ? { from, to: today, open: 'since' } : { from, to: from };
  return to === undefined ? undefined : { from: beginning, to, open: 'until' };
}

/** How much of its words what it finds has; undefined where that is not on it, or not on what was asked. */
async function tried(
  question: Question,
  holds: (found: readonly Found[]) => boolean,
  parts: RewordParts,
): Promise<{ question: Question; coverage: number } | undefined> {
  const { found, accepted } = await lookUp(question, { ...parts, limit: EXPLAINED });
  if (!accepted || !holds(related(found))) return undefined;
  return { question, coverage: Math.max(...found.map(({ coverage }) => coverage)) };
}
