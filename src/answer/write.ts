import type { Tokens, Writer } from '../model/writer.ts';
import { CONSOLE } from '../store/nobody.ts';
import type { Usage } from '../store/usage.ts';
import type { Written } from '../store/written.ts';
import type { After } from '../timing/after.ts';
import type { Asking } from './asking.ts';
import { assembled, declined, withLine } from './assemble.ts';
import { type Called, type CallParts, createCalls, isLate } from './calls.ts';
import { type Answer, quoted } from './cite.ts';
import { type Composition, createComposition } from './composition.ts';
import { generate } from './generate.ts';
import { keyOf, type Material, materialOf } from './material.ts';
import type { Request } from './request.ts';
import { type RespondParts, respond } from './respond.ts';
import { type Answered, isRewordable, type RewordParts, reworded } from './rewording.ts';
import type { Why } from './verify/verify.ts';
import { soonAfter, within } from './within.ts';
import { type Unwritten, wording } from './wording.ts';

/** What writing an answer needs besides what answering does. */
export type WriteParts = RespondParts &
  Pick<CallParts, 'breaker' | 'limits' | 'elapsed' | 'onTrouble' | 'onStoreFailure'> & {
    writer: Writer;
    usage: Pick<Usage, 'reserve' | 'settle' | 'refund' | 'keep'>;
    written: Pick<Written, 'get' | 'put'>;
    /** what writing may take in all, in milliseconds, and the timer for it */ deadlineMs: number;
    after?: After | undefined;
    /** the person's today, an ISO day */ today: () => string;
    /** the ISO day that limits are counted by */ day: () => string;
    /** told how it went, once for each answer that a model was to word */ onWritten: (report: WritingReport) => void;
  };

/** What became of an answer that a model was to word; it holds nothing that people or the model said. */
export type WritingReport = {
  /** `kept`: the model had written it before; `declined`: the model says that the notes have nothing on it */
  outcome: 'written' | 'kept' | 'declined' | 'resting' | 'person' | Unwritten;
  /** milliseconds until the first words of the model, where there were any, and in all */
  firstMs: number | undefined;
  ms: number;
  tokens: Tokens | undefined;
  /** sentences that stand, and those that do not, by why */ sentences: number;
  dropped: Partial<Record<Why, number>>;
  /** whether the question was put in other words */ reworded: boolean;
};

/**
 * Answers a request in a model's words, as far as the notes bear them out.
 * 1. The offline answer is made: it is exact, it decides whether there is an answer at all, and whatever fails it is there.
 * 2. A question that was refused is put in other words, once; where the same search and gate still refuse, so do we.
 * 3. What the model wrote on the same question and the same entries before is taken again.
 * 4. Else the model is asked, where it is not down and the day's limits have room. What comes is held against the sources
 *    sentence by sentence, and what stands is shown as it comes.
 * 5. What stands is the answer, with its sources; where nothing does, the offline one with a line that says why.
 * All of it ends at the deadline.
 * @throws the reason of `asking.signal`; what the library throws
 */
export async function write(request: Request, asking: Asking, parts: WriteParts): Promise<Answer> {
  const { page, previous, signal, enough, personId = CONSOLE } = asking;
  const began = parts.elapsed();
  const offline = await respond(request, parts, page);
  signal?.throwIfAborted();
  const isRefused = isRewordable(request, offline);
  if (!isFirst(asking) || isClosed(parts.limits) || !(isRefused || isWordable(request, offline))) return offline;
  const whose = { day: parts.day(), personId };
  // Some of the time has gone into the search, which may have waited for a server too.
  const ms = Math.max(0, parts.deadlineMs - (parts.elapsed() - began));
  return within({ ms, others: [signal, enough], after: parts.after }, async over => {
    const call = createCalls({ ...parts, ...whose, over, gone: signal });
    const books = { written: careful(parts, over), call, today: parts.today() };
    const inTime = { ...parts, ...whose, ...books, signal: over };
    const found = isRefused ? await reworded(request, { previous, page }, inTime) : { request, answer: offline };
    signal?.throwIfAborted();
    if (found === undefined) return offline;
    const { answer, report } = await worded(found, { first: request, asking }, inTime);
    parts.onWritten({ ...report, ms: parts.elapsed() - began, reworded: isRefused });
    return isRefused && !answer.refused ? { ...answer, asked: found.request } : answer;
  });
}

type Tools = Omit<WriteParts, 'day' | 'today'> & RewordParts & { day: string; personId: number };

function isFirst({ page }: Asking): boolean {
  return page === undefined || page.number <= 1;
}

/** Limits of nothing are no limits that are reached: answers are never written. */
function isClosed({ questions, tokens }: WriteParts['limits']): boolean {
  return questions === 0 || tokens === 0;
}

function isWordable({ mode }: Request, { refused, sources }: Answer): boolean {
  return (mode === 'answer' || mode === 'aspect') && !refused && sources.length > 0;
}

/** What was kept is a gain where it can be had, and no loss where not. */
function careful({ written, onStoreFailure, after }: WriteParts, over: AbortSignal): WriteParts['written'] {
  const told = <T>(work: Promise<T>) => {
    const careless = work.catch((error: unknown) => {
      onStoreFailure(error);
      return undefined;
    });
    return soonAfter(over, careless, after);
  };
  return { get: key => told(written.get(key)), put: (key, text) => told(written.put(key, text)) };
}

/** The answer in the model's words, or the offline one with a line that says why not. */
async function worded(
  { request, answer }: Answered,
  { first, asking }: { first: Request; asking: Asking },
  tools: Tools,
): Promise<{ answer: Answer; report: Omit<WritingReport, 'ms' | 'reworded'> }> {
  const { writer, written, usage, day, personId, limits, signal } = tools;
  const takenAs = request === first ? '' : takenAsLine(request.question);
  const material = await materialOf({ request, answer }, { library: tools.library, takenAs });
  const plain = takenAs === '' ? answer : { ...answer, text: `${takenAs}\n\n${answer.text}` };
  const key = keyOf(writer.version, material);
  const composed = createComposition(material);
  composed.take((await written.get(key)) ?? '');
  composed.end();
  if (composed.isUsable()) {
    await soonAfter(signal, usage.keep({ day, personId }).catch(tools.onStoreFailure), tools.after);
    const outcome = composed.declined() ? 'declined' : 'kept';
    const told = ending(outcome, composed, { material, answer: plain, first, limits });
    return { answer: told, report: { outcome, ...NOTHING_ASKED, ...composed.count() } };
  }
  const composition = createComposition(material);
  const { called, firstMs } = await generate(material, composition, { ...tools, onDraft: asking.onDraft });
  // What has come whole is there for whoever asks again, too.
  if (called.how === 'done' && composition.isUsable()) await written.put(key, composition.raw());
  asking.signal?.throwIfAborted();
  const outcome = outcomeOf(called, composition, asking);
  const tokens = 'tokens' in called ? called.tokens : undefined;
  const told = ending(outcome, composition, { material, answer: plain, first, limits });
  return { answer: told, report: { outcome, firstMs, tokens, ...composition.count() } };
}

/** Whoever asked in other words sees which ones were answered. */
function takenAsLine({ topic, language }: Request['question']): string {
  return wording[language].takenAs(quoted(topic));
}

const NOTHING_ASKED = { firstMs: undefined, tokens: undefined };

type Outcome = WritingReport['outcome'];

function outcomeOf(called: Called<void>, composition: Composition, { enough }: Asking): Outcome {
  const stands = composition.text() !== '';
  if (called.how === 'done') return stands ? 'written' : composition.declined() ? 'declined' : 'unproven';
  if (called.how !== 'broken') return called.how;
  if (enough?.aborted) return 'stopped';
  if (stands) return 'cut';
  return isLate(called.error) ? 'late' : 'failed';
}

function ending(
  outcome: Outcome,
  composition: Composition,
  {
    material,
    answer,
    first,
    limits,
  }: { material: Material; answer: Answer; first: Request; limits: WriteParts['limits'] },
): Answer {
  if (outcome === 'declined') return declined(first, material.given);
  const { language } = first.question;
  const said = lineFor(outcome, wording[language], limits.questions ?? 0);
  const text = composition.text();
  if (text === '') return said === undefined ? answer : withLine(answer, said);
  const paragraphs = [material.lead, text, said ?? ''];
  return assembled(answer, { paragraphs, sources: composition.sources(), language });
}

function lineFor(
  outcome: Exclude<Outcome, 'declined'>,
  words: (typeof wording)['en'],
  perDay: number,
): string | undefined {
  if (outcome === 'written' || outcome === 'kept') return undefined;
  if (outcome === 'person') return words.noneLeft(perDay);
  return words.unwritten[outcome === 'resting' ? 'failed' : outcome];
}
