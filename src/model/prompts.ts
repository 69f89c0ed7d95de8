import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cutAt, fenced, harmless, markOf } from './fence.ts';
import type { AnswerTask, RewordTask } from './writer.ts';

/** A prompt as a chat model takes it: what it is to do, and what it is to do it with. */
type Prompt = { system: string; user: string };

/** What models are told, in the words of the files in `prompts/`. */
export type Prompts = {
  /** changes with every word of the files */ readonly version: string;
  answer(task: AnswerTask): Prompt;
  question(task: RewordTask): Prompt;
};

/** A file with a prompt is missing or lacks something; the message names the file and what it lacks. */
export class PromptError extends Error {
  override readonly name = 'PromptError';
}

const FOLDER = join(import.meta.dirname, '..', '..', 'prompts');

/** What each file must have in its two parts, the instructions and what follows the line `---`. */
const FILES = {
  'answer.md': { system: ['language'], user: ['sources', 'facts', 'question', 'language'] },
  'question.md': { system: ['today'], user: ['previous', 'question'] },
} as const;

/** Questions are short; of what is pasted in, the beginning is enough to say what it is about. */
const LONGEST_QUESTION = 1_000;
const LONGEST_TITLE = 200;
/** Titles of an earlier answer that a question may be going on from. */
const MOST_TITLES = 8;

const LANGUAGES = { en: 'English', zh: 'Chinese (简体中文)' } as const;

/**
 * Reads the prompts, each with the instructions before a line `---`, the material after it, and places for the
 * particulars written as `{{name}}`. Comments (`<!-- … -->`) are for people.
 * @throws PromptError
 */
export async function readPrompts(folder = FOLDER): Promise<Prompts> {
  const [answer, question] = await Promise.all([read(folder, 'answer.md'), read(folder, 'question.md')]);
  const version = createHash('sha256')
    .update(JSON.stringify([answer, question]))
    .digest('hex')
    .slice(0, 8);
  return {
    version,
    answer({ question: asked, language, facts, sources }) {
      const { text, mark } = fenced(sources);
      return filled(answer, {
        language: LANGUAGES[language],
        sources: text,
        facts: fencedAs('facts', facts, mark),
        question: fencedAs('question', asked, mark),
      });
    },
    question({ question: asked, today, previous }) {
      const titles = (previous?.titles ?? []).slice(0, MOST_TITLES).map(title => `- ${cutAt(title, LONGEST_TITLE)}`);
      const before = [previous?.question ?? '', ...titles].join('\n').trim();
      const mark = markOf(before, asked);
      return filled(question, {
        today,
        previous: fencedAs('previous', before, mark),
        question: fencedAs('question', asked, mark),
      });
    },
  };
}

function fencedAs(name: string, text: string, mark: string): string {
  const said = harmless(cutAt(text, LONGEST_QUESTION)) || '(none)';
  return `<${name} mark="${mark}">\n${said}\n</${name} mark="${mark}">`;
}

async function read(folder: string, name: keyof typeof FILES): Promise<Prompt> {
  const path = join(folder, name);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new PromptError(`The prompt ${path} cannot be read. It comes with the program: put it back.`, { cause });
  });
  const [system = '', ...rest] = text.replace(/<!--.*?-->/gs, '').split(/^---[ \t]*\r?\n/m);
  const prompt = { system: system.trim(), user: rest.join('').trim() };
  const problems = rest.length === 1 ? [] : ['it needs one line --- between the instructions and the material'];
  for (const part of ['system', 'user'] as const) {
    const named = new Set([...prompt[part].matchAll(PLACE)].map(([, place = '']) => place));
    const known: readonly string[] = FILES[name][part];
    const where = part === 'system' ? 'before' : 'after';
    if (rest.length !== 1) continue;
    problems.push(
      ...known.filter(place => !named.has(place)).map(place => `{{${place}}} is missing ${where} the line ---`),
      ...[...named]
        .filter(place => !known.includes(place))
        .map(place => `{{${place}}} ${where} the line --- is unknown`),
    );
  }
  if (problems.length > 0) throw new PromptError(`The prompt ${path} is not right: ${problems.join('; ')}.`);
  return prompt;
}

const PLACE = /\{\{\s*(\w+)\s*\}\}/g;

/** Fills all places at once: what is filled in may hold what looks like one. */
function filled({ system, user }: Prompt, particulars: Readonly<Record<string, string>>): Prompt {
  const fill = (text: string) => text.replace(PLACE, (_, place: string) => particulars[place] ?? '');
  return { system: fill(system), user: fill(user) };
}
