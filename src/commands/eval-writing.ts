import { setTimeout } from 'node:timers/promises';
import type { App } from '../app.ts';
import { chatSettings, SettingsError } from '../config.ts';
import { type FollowUpVerdict, judgeFollowUp } from '../eval/follow-ups.ts';
import { judgeWritten, type WrittenVerdict } from '../eval/judge-written.ts';
import type { GradedFollowUp, GradedQuestion } from '../eval/questions.ts';
import { sampleOf } from '../eval/sample.ts';
import { followUpsOf, questionsOf, readQuestionsFile, SETS } from '../eval/sets.ts';
import { createTrial } from '../eval/trial.ts';
import { type WrittenReport, writtenReportOf } from '../eval/written-report.ts';
import { writtenTableOf } from '../eval/written-table.ts';
import type { Context } from './command.ts';
import { withApp, withSet } from './eval-app.ts';
import { print } from './print.ts';
import { showProgress } from './progress.ts';

type Options = {
  questions?: string | undefined;
  /** questions of a set, and as many of its follow-ups */ limit: number;
  json?: boolean | undefined;
  verbose?: boolean | undefined;
};

/** Questions with the digest that they are put to: a set's own, or else the person's. */
type Part = {
  name: string;
  set: (typeof SETS)[number] | undefined;
  questions: readonly GradedQuestion[];
  followUps: readonly GradedFollowUp[];
};

/**
 * `noted eval --llm`: how well the model that is set words answers, beside what rules alone do with the same questions.
 * @throws SettingsError where no model is set; ModelDownError where it is down, once what was measured until then is told
 */
export async function evaluateWriting(context: Context, options: Options): Promise<number> {
  const model = chatSettings(context.config);
  if (model === undefined) throw noModel();
  const { output, error } = context.terminal;
  const parts = await partsOf(options);
  await print(error, costOf(parts, `${model.model} at ${model.host}`));
  const sets: WrittenReport[] = [];
  try {
    for (const part of parts) {
      const work = async (app: App) => {
        const [verdicts, followUps]: [WrittenVerdict[], FollowUpVerdict[]] = [[], []];
        try {
          await measure(app, part, { context, verdicts, followUps });
        } finally {
          const report = writtenReportOf(part.name, verdicts, followUps);
          sets.push(report);
          if (!options.json) await print(output, `${writtenTableOf(report, options.verbose === true)}\n`);
        }
      };
      await (part.set === undefined ? withApp(context, {}, work) : withSet(context, part.set, work));
    }
  } finally {
    if (options.json) await print(output, JSON.stringify({ sets }));
  }
  return 0;
}

function noModel(): SettingsError {
  return new SettingsError([
    'OPENAI_CHAT_MODEL must name the model whose answers are to be measured, and OPENAI_BASE_URL or OPENAI_API_KEY the server that has it',
  ]);
}

async function partsOf({ questions, limit }: Options): Promise<Part[]> {
  if (questions !== undefined) {
    const asked = sampleOf(await readQuestionsFile(questions), limit);
    return [{ name: questions, set: undefined, questions: asked, followUps: [] }];
  }
  return Promise.all(
    SETS.map(async set => ({
      name: set,
      set,
      questions: sampleOf(await questionsOf(set), limit),
      followUps: sampleOf(await followUpsOf(set), limit),
    })),
  );
}

/** What is about to be asked of whom: who pays for it may want to stop here. */
function costOf(parts: readonly Part[], model: string): string {
  const questions = parts.reduce((sum, part) => sum + part.questions.length, 0);
  const followUps = parts.flatMap(part => part.followUps);
  // A rewording where rules find nothing, an answer where they find something, and at most both.
  const both = followUps.filter(({ kind }) => kind === 'vague').length;
  const about = questions + followUps.length + both;
  const after = followUps.length > 0 ? ` and ${followUps.length} follow-ups` : '';
  return `${questions} questions${after}: about ${about} requests to ${model}, at most ${2 * (questions + followUps.length)}. --limit asks fewer.`;
}

/** Asks one question after the other; the verdicts are there however it ends. */
async function measure(
  app: App,
  { questions, followUps: after }: Part,
  { context, verdicts, followUps }: { context: Context; verdicts: WrittenVerdict[]; followUps: FollowUpVerdict[] },
): Promise<void> {
  const writer = await app.writer();
  if (writer === undefined) throw noModel();
  const trial = createTrial({
    library: app.library,
    embedder: app.embedder,
    questionVector: app.modelSpace?.questionVector,
    writer,
    deadlineMs: 1000 * app.config.ANSWER_SECONDS,
    timeZone: app.config.TIMEZONE,
    now: context.now(),
    clock: () => performance.now(),
    wait: async (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
    signal: context.signal,
  });
  const progress = showProgress(context.terminal);
  const total = questions.length + after.length;
  try {
    for (const graded of questions) {
      verdicts.push(await judgeWritten(graded, trial));
      progress.update({ phase: 'ask', done: verdicts.length, total });
    }
    for (const graded of after) {
      followUps.push(await judgeFollowUp(graded, trial));
      progress.update({ phase: 'ask', done: verdicts.length + followUps.length, total });
    }
  } finally {
    progress.end();
  }
}
