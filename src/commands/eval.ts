import type { App } from '../app.ts';
import { generate } from '../eval/generate.ts';
import { judge, type Verdict } from '../eval/judge.ts';
import type { Generated } from '../eval/material.ts';
import type { GradedQuestion } from '../eval/questions.ts';
import { reportOf, type SetReport, tableOf } from '../eval/report.ts';
import { questionsOf, readQuestionsFile, SETS } from '../eval/sets.ts';
import { twoCharacterWords } from '../eval/two-characters.ts';
import { readArguments, readCount } from './arguments.ts';
import { type Command, type Context, UsageError } from './command.ts';
import { withApp, withSet } from './eval-app.ts';
import { evaluateWriting } from './eval-writing.ts';
import { print } from './print.ts';
import { showProgress } from './progress.ts';

const USAGE = 'eval [--llm [--limit N]] [--questions FILE] [--verbose] [--json]';

/**
 * `noted eval`: how well questions are answered. Without a file: questions made from this digest, then the graded ones
 * that come with the program, on their own digests. With a file: its questions, on this digest. With `--llm` the graded
 * questions are put to the model that words answers.
 */
export const evaluate: Command = async context => {
  const flag = { type: 'boolean' } as const;
  const text = { type: 'string' } as const;
  const options = { json: flag, verbose: flag, llm: flag, questions: text, limit: text } as const;
  const { values } = readArguments(context.args, { options, usage: USAGE });
  const limit = readCount('limit', values.limit, Number.POSITIVE_INFINITY);
  if (values.llm) return evaluateWriting(context, { ...values, limit });
  if (values.limit !== undefined) throw new UsageError(`--limit goes with --llm.\nusage: noted ${USAGE}`);
  const { output } = context.terminal;
  const sets: SetReport[] = [];
  const done = async (set: string, verdicts: readonly Verdict[]) => {
    const report = reportOf(set, verdicts);
    sets.push(report);
    if (!values.json) await print(output, `${tableOf(report, values.verbose === true)}\n`);
  };
  if (values.questions === undefined) await askAll(context, done);
  else await askFile(context, values.questions, done);
  if (values.json) await print(output, JSON.stringify({ sets }));
  return 0;
};

type Done = (set: string, verdicts: readonly Verdict[]) => Promise<void>;

/** A person's own graded questions, on their digest. */
async function askFile(context: Context, path: string, done: Done): Promise<void> {
  const questions = await readQuestionsFile(path);
  await withApp(context, {}, async app => {
    await done(path, await ask(app, questions.map(asIs(app)), context));
  });
}

async function askAll(context: Context, done: Done): Promise<void> {
  await withApp(context, {}, async app => {
    await done('this digest', await ask(app, await generate(app.library), context));
  });
  for (const set of SETS) {
    await withSet(context, set, async app => {
      await done(set, await ask(app, (await questionsOf(set)).map(asIs(app)), context));
      if (set !== 'seed') return;
      const words = twoCharacterWords(await app.library.entries(), app.library);
      await done('two characters', await ask(app, words.map(asIs(app)), context));
    });
  }
}

function asIs({ library }: App): (graded: GradedQuestion) => Generated {
  return graded => ({ graded, library });
}

async function ask(app: App, questions: readonly Generated[], context: Context): Promise<Verdict[]> {
  const progress = showProgress(context.terminal);
  const asked = {
    embedder: app.embedder,
    questionVector: app.modelSpace?.questionVector,
    timeZone: app.config.TIMEZONE,
    now: context.now(),
    clock: () => performance.now(),
  };
  const verdicts: Verdict[] = [];
  try {
    for (const { graded, library } of questions) {
      context.signal.throwIfAborted();
      verdicts.push(await judge(graded, { ...asked, library }));
      progress.update({ phase: 'ask', done: verdicts.length, total: questions.length });
    }
  } finally {
    progress.end();
  }
  return verdicts;
}
