import { onTestFinished } from 'vitest';
import { folderOf, type SETS } from '../../src/eval/sets.ts';
import { createTrial, type Trial } from '../../src/eval/trial.ts';
import { openNotes, temporaryFolder } from '../notes.ts';
import type { Reply } from '../openai/chat.ts';
import { type ModelServer, type PromptSource, sourcesIn, startModelServer } from '../openai/server.ts';

/** What a model is asked to answer, and what it says. */
export type Answering = (asked: { question: string; language: 'en' | 'zh'; sources: PromptSource[] }) => Reply | string;

/** What it makes of a question that is to be put in other words: what to look up in both languages. */
export type Rewording = (question: string) => { en: string; zh: string };

/** A model that answers and rewords in these ways, by what stands in the prompt. */
export function model(answer: Answering, reword: Rewording = same): Reply {
  return async (request, index) => {
    const prompt = request.messages.at(-1)?.content ?? '';
    const [, question = ''] = /^<question mark="\w+">\n(.*?)\n<\/question/ms.exec(prompt) ?? [];
    if (request.response_format !== undefined) {
      return JSON.stringify({ ...reword(question), from: null, to: null, kind: 'explain' });
    }
    const language = /\bin Chinese\b/.test(prompt) ? 'zh' : 'en';
    const said = answer({ question, language, sources: sourcesIn(request) });
    return typeof said === 'function' ? said(request, index) : said;
  };
}

const same: Rewording = question => ({ en: question, zh: question });

/** Says of the first sources that they are there, by their titles. */
export const honest: Answering = ({ language, sources }) => titles(sources.slice(0, 3), language);

/** The same in the language that nobody asked for. */
export const foreign: Answering = ({ language, sources }) =>
  titles(sources.slice(0, 3), language === 'zh' ? 'en' : 'zh');

function titles(sources: readonly PromptSource[], language: 'en' | 'zh'): string {
  const said = sources.map(({ n, title }) =>
    language === 'zh' ? `笔记里有《${title}》[${n}]。` : `The notes have “${title}” [${n}].`,
  );
  return said.join(language === 'zh' ? '' : ' ');
}

/** A graded digest, and a model on a server of its own that answers so. */
export async function openTrial(
  reply: Reply,
  {
    set = 'seed',
    wait = async () => {},
  }: { set?: (typeof SETS)[number]; wait?: (milliseconds: number) => Promise<void> } = {},
): Promise<{ trial: Trial; server: ModelServer }> {
  const server = await startModelServer();
  server.answers(reply);
  const own = { DIGEST_DIR: folderOf(set), DATA_DIR: temporaryFolder() };
  const app = await openNotes({ settings: { ...own, ...server.settings() } });
  const writer = await app.writer();
  if (writer === undefined) throw new Error('the settings name no model');
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const trial = createTrial({
    library: app.library,
    embedder: app.embedder,
    writer,
    deadlineMs: 10_000,
    timeZone: app.config.TIMEZONE,
    now: new Date('2024-06-01T12:00:00+08:00'),
    clock: () => performance.now(),
    wait,
    signal: stop.signal,
  });
  return { trial, server };
}
