import type { FollowUpVerdict } from './follow-ups.ts';
import type { WrittenVerdict } from './judge-written.ts';
import { mean, percentile, type Refusals } from './measure.ts';
import type { GradedFollowUp, QuestionKind } from './questions.ts';
import { refusalsOf } from './report.ts';

/** Shares are from 0 to 1, times in milliseconds; undefined where there is nothing to measure. */
export type WrittenReport = {
  set: string;
  n: number;
  /** of the questions that the notes answer, those that were */ answered: Compared;
  /** of the questions with one right answer, those that have it */ exact: Compared;
  /** of the answers that were to be in the model's words, those that are */ written: number | undefined;
  /** questions answered in other words than the person's */ reworded: number;
  /** against the questions that share words with their entries */ refusal: RefusalsCompared | undefined;
  /** against paraphrases as well */ refusalWithParaphrases: RefusalsCompared | undefined;
  citations: { precision: number | undefined; recall: number | undefined };
  claims: {
    /** that the model made, before any was left out */ sentences: number;
    /** share of them that verifying left out */ dropped: number | undefined;
    why: Record<string, number>;
    /** share of those let through that a second, stricter look finds unsupported */ unsupported: number | undefined;
    whyUnsupported: Record<string, number>;
  };
  /** share of written answers in the asker's language */ language: number | undefined;
  titles: { quoted: number; verbatim: number | undefined };
  /** in characters */ length: Spread | undefined;
  firstWords: Spread | undefined;
  total: Spread | undefined;
  calls: { answer: number; reword: number };
  /** a written answer's, rewording included */ tokens: { prompt: number; completion: number } | undefined;
  fallbacks: Record<string, number>;
  followUps: FollowUpReport[];
  failures: { kind: string; question: string; problems: string[] }[];
};

/** With the model, and by rules alone. */
type Compared = { model: number | undefined; rules: number | undefined };
type RefusalsCompared = { model: Refusals; rules: Refusals };
type Spread = { p50: number; p95: number };

/** How questions after another one were answered, by kind. */
type FollowUpReport = {
  kind: GradedFollowUp['kind'];
  n: number;
  recall5: Compared;
  refused: Compared;
  /** share that the model left as the rules have it */ same: number | undefined;
};

/** The measures of a set's questions and of its follow-ups. */
export function writtenReportOf(
  set: string,
  verdicts: readonly WrittenVerdict[],
  followUps: readonly FollowUpVerdict[],
): WrittenReport {
  const answerable = verdicts.filter(({ kind }) => kind !== 'refusal');
  const exact = answerable.filter(({ offline }) => offline.exact !== undefined);
  const written = verdicts.filter(one => one.written);
  const dropped = verdicts.flatMap(({ said }) => said.dropped);
  const unsupported = verdicts.flatMap(({ kept }) => kept.unsupported);
  const citations = verdicts.flatMap(one => one.citations ?? []);
  const spoken = verdicts.flatMap(({ language }) => language ?? []);
  const quoted = sum(verdicts.map(({ titles }) => titles.quoted));
  return {
    set,
    n: verdicts.length,
    answered: {
      model: mean(answerable.map(({ refused }) => Number(!refused))),
      rules: mean(answerable.map(({ offline }) => Number(!offline.refused))),
    },
    exact: {
      model: mean(exact.map(one => Number(one.exact))),
      rules: mean(exact.map(({ offline }) => Number(offline.exact))),
    },
    written: mean(verdicts.filter(({ due }) => due).map(one => Number(one.written))),
    reworded: verdicts.filter(({ reworded }) => reworded).length,
    refusal: comparedRefusals(verdicts, OWN_WORDS),
    refusalWithParaphrases: verdicts.some(({ kind }) => kind === 'paraphrase')
      ? comparedRefusals(verdicts, [...OWN_WORDS, 'paraphrase'])
      : undefined,
    citations: {
      precision: shareOf(sum(citations.map(({ right }) => right)), sum(citations.map(({ cited }) => cited.length))),
      recall: shareOf(sum(citations.map(({ found }) => found)), sum(citations.map(({ wanted }) => wanted))),
    },
    claims: {
      sentences: sum(verdicts.map(({ said }) => said.sentences)),
      dropped: shareOf(dropped.length, sum(verdicts.map(({ said }) => said.sentences))),
      why: counted(dropped.map(({ why }) => why)),
      unsupported: shareOf(unsupported.length, sum(verdicts.map(({ kept }) => kept.sentences))),
      whyUnsupported: counted(unsupported.map(({ why }) => why)),
    },
    language: mean(spoken.map(one => Number(one.spoken === one.asked))),
    titles: { quoted, verbatim: shareOf(sum(verdicts.map(({ titles }) => titles.verbatim)), quoted) },
    length: spreadOf(verdicts.flatMap(({ length }) => length ?? [])),
    firstWords: spreadOf(verdicts.flatMap(({ firstMs }) => firstMs ?? [])),
    total: spreadOf(verdicts.flatMap(({ ms }) => ms ?? [])),
    calls: {
      answer: sum(verdicts.map(({ calls }) => calls.answer)),
      reword: sum(verdicts.map(({ calls }) => calls.reword)),
    },
    tokens:
      written.length === 0
        ? undefined
        : {
            prompt: sum(written.map(({ tokens }) => tokens.prompt)) / written.length,
            completion: sum(written.map(({ tokens }) => tokens.completion)) / written.length,
          },
    fallbacks: counted(verdicts.flatMap(({ fallback }) => fallback?.why ?? [])),
    followUps: [...Map.groupBy(followUps, ({ kind }) => kind)].map(([kind, some]) => ({
      kind,
      n: some.length,
      recall5: {
        model: mean(some.flatMap(({ model }) => model.recall5 ?? [])),
        rules: mean(some.flatMap(({ rules }) => rules.recall5 ?? [])),
      },
      refused: {
        model: mean(some.map(({ model }) => Number(model.refused))),
        rules: mean(some.map(({ rules }) => Number(rules.refused))),
      },
      same: mean(some.map(({ same }) => Number(same))),
    })),
    failures: [...verdicts.flatMap(problemsOf), ...followUps.flatMap(problemsAfter)],
  };
}

const OWN_WORDS: readonly QuestionKind[] = ['keyword', 'cross-lingual', 'several'];

function comparedRefusals(
  verdicts: readonly WrittenVerdict[],
  answerable: readonly QuestionKind[],
): RefusalsCompared | undefined {
  const model = refusalsOf(verdicts, answerable);
  const rules = refusalsOf(
    verdicts.map(({ kind, offline }) => ({ kind, refused: offline.refused })),
    answerable,
  );
  return model && rules && { model, rules };
}

function problemsOf(verdict: WrittenVerdict): WrittenReport['failures'] {
  const { kind, question, refused, offline, fallback, said, kept, language, citations, exact } = verdict;
  const problems = [
    ...(refused && kind !== 'refusal' ? [`refused${offline.refused ? ', as by rules' : ''}`] : []),
    ...(!refused && kind === 'refusal' ? [`not refused${offline.refused ? ', as by rules it is' : ''}`] : []),
    ...(exact === false && offline.exact === true ? ['not as exact as by rules'] : []),
    ...(fallback === undefined ? [] : [`${fallback.why}: ${fallback.message}`]),
    ...(citations !== undefined && citations.right < citations.cited.length
      ? [`cites ${citations.cited.join(' ')}`]
      : []),
    ...(language !== undefined && language.spoken !== language.asked ? [`in ${language.spoken}`] : []),
    ...said.dropped.map(({ why, text }) => `left out (${why}): ${text.trim()}`),
    ...kept.unsupported.map(({ why, text }) => `unsupported (${why}): ${text}`),
  ];
  return problems.length === 0 ? [] : [{ kind, question, problems }];
}

function problemsAfter({ kind, before, question, rules, model, same }: FollowUpVerdict): WrittenReport['failures'] {
  const told = (turn: FollowUpVerdict['model']) => (turn.refused ? 'refused' : turn.found.slice(0, 5).join(' '));
  const asked = { kind, question: `${before} → ${question}` };
  if (kind === 'vague' ? model.recall5 !== 1 : kind === 'refusal' ? !model.refused : !same) {
    return [{ ...asked, problems: [`with the model: ${told(model)}; by rules: ${told(rules)}`] }];
  }
  return [];
}

function spreadOf(values: readonly number[]): Spread | undefined {
  const [p50, p95] = [percentile(0.5, values), percentile(0.95, values)];
  return p50 === undefined || p95 === undefined ? undefined : { p50, p95 };
}

function shareOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function counted(names: readonly string[]): Record<string, number> {
  const groups = [...Map.groupBy(names, name => name)].map(([name, same]) => [name, same.length] as const);
  return Object.fromEntries(groups.sort(([, one], [, other]) => other - one));
}
