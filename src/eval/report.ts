import type { Verdict } from './judge.ts';
import { mean, percentile, type Refusals, refusals } from './measure.ts';
import type { QuestionKind } from './questions.ts';

/** The measures of the questions of one kind, as shares from 0 to 1; undefined where they make no sense. */
type KindReport = {
  kind: QuestionKind;
  n: number;
  recall1: number | undefined;
  recall5: number | undefined;
  mrr: number | undefined;
  exact: number | undefined;
};

type Failure = { kind: QuestionKind; question: string; problem: string; expected: string[]; found: string[] };

/** How one set of questions was answered. */
export type SetReport = {
  set: string;
  kinds: KindReport[];
  /** against the questions that share words with their entries */ refusal: Refusals | undefined;
  /** against paraphrases as well */ refusalWithParaphrases: Refusals | undefined;
  /** milliseconds a search */ latency: { p50: number; p95: number } | undefined;
  failures: Failure[];
};

/** The questions' measures by kind, in the order in which kinds first appear. */
export function reportOf(set: string, verdicts: readonly Verdict[]): SetReport {
  const byKind = Map.groupBy(verdicts, ({ kind }) => kind);
  const took = verdicts.flatMap(verdict => verdict.took ?? []);
  const [p50, p95] = [percentile(0.5, took), percentile(0.95, took)];
  const paraphrases = byKind.has('paraphrase');
  return {
    set,
    kinds: [...byKind].map(([kind, some]) => ({
      kind,
      n: some.length,
      recall1: mean(some.flatMap(verdict => verdict.recall1 ?? [])),
      recall5: mean(some.flatMap(verdict => verdict.recall5 ?? [])),
      mrr: mean(some.flatMap(verdict => verdict.reciprocalRank ?? [])),
      exact: mean(some.flatMap(({ exact }) => (exact === undefined ? [] : Number(exact)))),
    })),
    refusal: refusalsOf(verdicts, ['keyword', 'cross-lingual', 'several']),
    refusalWithParaphrases: paraphrases
      ? refusalsOf(verdicts, ['keyword', 'cross-lingual', 'several', 'paraphrase'])
      : undefined,
    latency: p50 === undefined || p95 === undefined ? undefined : { p50, p95 },
    failures: verdicts.flatMap(failureOf),
  };
}

/** Refusals over questions to be refused and these kinds of answerable ones; undefined where none is to be refused. */
export function refusalsOf(
  verdicts: readonly Pick<Verdict, 'kind' | 'refused'>[],
  answerable: readonly QuestionKind[],
): Refusals | undefined {
  const due = verdicts.filter(({ kind }) => kind === 'refusal');
  if (due.length === 0) return undefined;
  const other = verdicts.filter(({ kind }) => answerable.includes(kind));
  return refusals([
    ...due.map(({ refused }) => ({ due: true, refused })),
    ...other.map(({ refused }) => ({ due: false, refused })),
  ]);
}

function failureOf(verdict: Verdict): Failure[] {
  const { kind, question, expected, found, refused, recall5, exact } = verdict;
  const problems: string[] = [];
  if (recall5 !== undefined && recall5 < 1) problems.push('not all in the first 5');
  if (recall5 !== undefined && refused) problems.push('refused');
  if (exact === false) problems.push(kind === 'refusal' ? 'not refused' : 'wrong');
  return problems.length === 0
    ? []
    : [{ kind, question, problem: problems.join(', '), expected, found: found.slice(0, 5) }];
}

/** The report as a table for people; with `verbose`, the questions that failed after it. */
export function tableOf(report: SetReport, verbose: boolean): string {
  const { set, kinds, refusal, refusalWithParaphrases, latency, failures } = report;
  const head = `${set.padEnd(16)}${['n', 'recall@1', 'recall@5', 'MRR', 'exact'].map(name => name.padStart(10)).join('')}`;
  const rows = kinds.map(({ kind, n, recall1, recall5, mrr, exact }) => {
    const cells = [String(n), ...[recall1, recall5, mrr, exact].map(share)];
    return `  ${kind.padEnd(14)}${cells.map(cell => cell.padStart(10)).join('')}`;
  });
  const lines = [head, ...rows];
  if (refusal) lines.push(`  refusals: ${describe(refusal)}`);
  if (refusalWithParaphrases) lines.push(`  refusals, paraphrases counted in: ${describe(refusalWithParaphrases)}`);
  if (latency) lines.push(`  a search takes ${latency.p50.toFixed(1)} ms (p50), ${latency.p95.toFixed(1)} ms (p95)`);
  if (verbose) {
    for (const { kind, question, problem, expected, found } of failures) {
      lines.push(`  ${kind}: ${question}`);
      lines.push(
        `    ${problem}; expected ${expected.join(' ') || 'a refusal'}; found ${found.join(' ') || 'nothing'}`,
      );
    }
  }
  return lines.join('\n');
}

function describe({ precision, recall, f1 }: Refusals): string {
  return `precision ${share(precision)}, recall ${share(recall)}, F1 ${share(f1)}`;
}

function share(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(2);
}
