import type { App } from '../app.ts';
import { type Asked, judge, type Verdict } from '../eval/judge.ts';
import type { GradedQuestion } from '../eval/questions.ts';
import { reportOf, type SetReport, tableOf } from '../eval/report.ts';
import { folderOf, questionsOf, readQuestionsFile, SETS, withTemporaryFolder, ZONE } from '../eval/sets.ts';
import { readArguments } from './arguments.ts';
import { catchUp } from './catch-up.ts';
import { type Command, type Context, UsageError } from './command.ts';
import { print } from './print.ts';
import { showProgress } from './progress.ts';

const USAGE = 'eval [--questions FILE] [--verbose] [--json]';

/** `noted eval`: how well questions are answered, on this digest and on the graded sets that come with the program. */
export const evaluate: Command = async context => {
  const flag = { type: 'boolean' } as const;
  const options = { json: flag, verbose: flag, questions: { type: 'string' } } as const;
  const { values, positionals } = readArguments(context.args, options, USAGE);
  if (positionals.length > 0)
    throw new UsageError(`"${positionals.join(' ')}" is not an option.\nusage: noted ${USAGE}`);
  const sets = values.questions === undefined ? await onSets(context) : [await onFile(context, values.questions)];
  const { output } = context.terminal;
  if (values.json) await print(output, JSON.stringify({ sets }));
  else await print(output, sets.map(set => tableOf(set, values.verbose === true)).join('\n\n'));
  return 0;
};

/** A person's own graded questions, on their digest. */
async function onFile(context: Context, path: string): Promise<SetReport> {
  const questions = await readQuestionsFile(path);
  const app = await context.open();
  try {
    await catchUp(app, context.terminal, context.signal);
    return reportOf(path, await ask(questions, context, { ...partsOf(app), timeZone: context.timeZone }));
  } finally {
    await app.close();
  }
}

async function onSets(context: Context): Promise<SetReport[]> {
  const reports: SetReport[] = [];
  for (const set of SETS) {
    const verdicts = await withTemporaryFolder(async folder => {
      const settings = { DIGEST_DIR: folderOf(set), DATA_DIR: folder, LIBRARY_URI: undefined };
      const app = await context.open({ settings });
      try {
        await catchUp(app, context.terminal, context.signal);
        return await ask(await questionsOf(set), context, { ...partsOf(app), timeZone: ZONE });
      } finally {
        await app.close();
      }
    });
    reports.push(reportOf(set, verdicts));
  }
  return reports;
}

function partsOf({ library, embedder }: App): Omit<Asked, 'timeZone'> {
  return { library, embedder, now: new Date(), clock: () => performance.now() };
}

async function ask(questions: readonly GradedQuestion[], context: Context, asked: Asked): Promise<Verdict[]> {
  const progress = showProgress(context.terminal);
  const verdicts: Verdict[] = [];
  try {
    for (const question of questions) {
      context.signal.throwIfAborted();
      verdicts.push(await judge(question, asked));
      progress.update({ phase: 'ask', done: verdicts.length, total: questions.length });
    }
  } finally {
    progress.end();
  }
  return verdicts;
}
