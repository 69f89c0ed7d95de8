import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Answer } from '../../src/answer/answer.ts';
import type { Asking, Draft } from '../../src/answer/asking.ts';
import { REST } from '../../src/answer/calls.ts';
import type { Request } from '../../src/answer/request.ts';
import { type WriteParts, type WritingReport, write } from '../../src/answer/write.ts';
import { createChat } from '../../src/model/openai/chat.ts';
import { connect } from '../../src/model/openai/client.ts';
import { createWriter } from '../../src/model/openai/writer.ts';
import { readPrompts } from '../../src/model/prompts.ts';
import { openStore } from '../../src/store/database.ts';
import { openUsage } from '../../src/store/usage.ts';
import { openWritten } from '../../src/store/written.ts';
import { createBreaker } from '../../src/timing/breaker.ts';
import { openNotes, temporaryFolder } from '../notes.ts';
import { type ModelServer, sourcesIn, startModelServer } from '../openai/server.ts';

/** A day of the tests, on which all is counted. */
const DAY = '2021-01-27';

/**
 * All that writes answers, over real notes, a real store and a model's server of its own, which is asked once and not again.
 * What a test passes in `parts` takes the place of what is here.
 */
export async function openWriting({
  files,
  settings,
  server,
  stallMs,
  ...parts
}: {
  files?: Record<string, string>;
  settings?: Record<string, string>;
  server?: ModelServer;
  stallMs?: number;
} & Partial<WriteParts> = {}) {
  const model = server ?? (await startModelServer());
  const app = await openNotes({ ...(files && { files }), ...(settings && { settings }) });
  const store = await openStore({ file: join(temporaryFolder(), 'store.sqlite') });
  onTestFinished(() => store.close());
  const usage = openUsage(store);
  const prompts = await readPrompts();
  const chatting = { model: 'test-chat', patienceMs: 20_000, attempts: 1, ...(stallMs !== undefined && { stallMs }) };
  const chat = createChat({ server: connect({ baseUrl: model.url, apiKey: 'sk-of-nobody' }), ...chatting });
  const reports: WritingReport[] = [];
  const troubles: unknown[] = [];
  const storeFailures: unknown[] = [];
  const all: WriteParts = {
    ...{ library: app.library, embedder: app.embedder },
    writer: createWriter({ chat, prompts }),
    breaker: createBreaker(REST),
    ...{ usage, written: openWritten(store, { now: () => 0 }) },
    limits: {},
    deadlineMs: 20_000,
    elapsed: () => performance.now(),
    today: () => DAY,
    day: () => DAY,
    onWritten: report => reports.push(report),
    onTrouble: error => troubles.push(error),
    onStoreFailure: error => storeFailures.push(error),
    ...parts,
  };
  return {
    ...{ app, model, usage, prompts, reports, troubles, storeFailures },
    request: (text: string): Request => ({ mode: 'answer', question: app.understand(text) }),
    /** `books` stand in for what keeps the costs and the texts */
    ask: (text: string, asking: Asking = {}, books: Partial<WriteParts['usage'] & WriteParts['written']> = {}) =>
      write({ mode: 'answer', question: app.understand(text) }, asking, {
        ...all,
        usage: { ...all.usage, ...books },
        written: { ...all.written, ...books },
      }),
    write: (request: Request, asking: Asking = {}): Promise<Answer> => write(request, asking, all),
    offline: (text: string): Promise<Answer> => app.respond({ mode: 'answer', question: app.understand(text) }),
    today: () => usage.of({ from: DAY, to: DAY }),
  };
}

/** Keeps what is shown of an answer while it is written; `next` resolves with the next draft that says so much. */
export function listener() {
  const drafts: Draft[] = [];
  let waiting: { until: (draft: Draft) => boolean; resolve: (draft: Draft) => void }[] = [];
  return {
    drafts,
    onDraft(draft: Draft) {
      drafts.push(draft);
      for (const one of waiting.filter(({ until }) => until(draft))) one.resolve(draft);
      waiting = waiting.filter(({ until }) => !until(draft));
    },
    next: (until: (draft: Draft) => boolean) =>
      new Promise<Draft>(resolve => {
        waiting.push({ until, resolve });
      }),
  };
}

/** What an honest model says: the titles of the sources, the last one first, each with its number. */
export function titles(request: Parameters<typeof sourcesIn>[0]): string {
  return sourcesIn(request)
    .reverse()
    .map(({ n, title }) => `“${title.replace(/[。！？?!]/g, ' ')}” [${n}].`)
    .join(' ');
}

/** The text before the list of sources. */
export function wordsOf({ text }: Answer): string {
  return text.split(/\n\n> \*\*(?:Sources|来源)\*\*\n/)[0] ?? '';
}
