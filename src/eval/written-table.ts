import type { Refusals } from './measure.ts';
import type { WrittenReport } from './written-report.ts';

/** The report as a table for people; with `verbose`, the questions with which something was wrong after it. */
export function writtenTableOf(report: WrittenReport, verbose: boolean): string {
  const { answered, exact, written, reworded, refusal, refusalWithParaphrases, citations, claims, titles } = report;
  const { length, firstWords, total, tokens, calls, fallbacks } = report;
  const lines = [`${report.set.padEnd(NAME)}${head('n', 'model', 'rules', 'difference')}`];
  const row = (name: string, ...cells: readonly string[]) => lines.push(`  ${name.padEnd(NAME - 2)}${head(...cells)}`);
  const compared = (name: string, n: string, model: number | undefined, rules: number | undefined) => {
    if (model !== undefined || rules !== undefined) row(name, n, share(model), share(rules), difference(model, rules));
  };
  const refusals = (name: string, both: { model: Refusals; rules: Refusals } | undefined) => {
    if (both === undefined) return;
    compared(`${name}: precision`, '', both.model.precision, both.rules.precision);
    compared('  recall', '', both.model.recall, both.rules.recall);
    compared('  F1', '', both.model.f1, both.rules.f1);
  };
  compared('answered', String(report.n), answered.model, answered.rules);
  compared('exact answers', '', exact.model, exact.rules);
  refusals('refusals', refusal);
  refusals('with paraphrases', refusalWithParaphrases);
  for (const { kind, n, recall5, refused, same } of report.followUps) {
    const measured = kind === 'refusal' ? refused : recall5;
    compared(
      `follow-ups, ${kind}: ${kind === 'refusal' ? 'refused' : 'recall@5'}`,
      String(n),
      measured.model,
      measured.rules,
    );
    if (kind === 'ruled' || kind === 'alone') row('  left as by rules', '', share(same));
  }
  row('in the model’s words', '', share(written));
  row('citations: precision', '', share(citations.precision));
  row('  recall', '', share(citations.recall));
  row('sentences left out', String(claims.sentences), share(claims.dropped), '', reasons(claims.why));
  row('  of the rest unsupported', '', share(claims.unsupported), '', reasons(claims.whyUnsupported));
  row('in the asker’s language', '', share(report.language));
  row('titles word for word', String(titles.quoted), share(titles.verbatim));
  if (length) lines.push(`  an answer is ${length.p50} characters long (p50), ${length.p95} (p95)`);
  if (firstWords && total) {
    lines.push(
      `  first words after ${seconds(firstWords.p50)} (p50), ${seconds(firstWords.p95)} (p95); all after ${seconds(total.p50)}, ${seconds(total.p95)}`,
    );
  }
  if (tokens)
    lines.push(
      `  ${tokens.prompt.toFixed(0)} + ${tokens.completion.toFixed(0)} tokens an answer (prompt + completion)`,
    );
  lines.push(
    `  requests: ${calls.answer} for answers, ${calls.reword} for other words; questions answered in other words: ${reworded}`,
  );
  if (Object.keys(fallbacks).length > 0) lines.push(`  not as it should be:${reasons(fallbacks)}`);
  if (verbose) {
    for (const { kind, question, problems } of report.failures) {
      lines.push(`  ${kind}: ${question}`, ...problems.map(problem => `    ${problem}`));
    }
  }
  return lines.join('\n');
}

const NAME = 34;
const CELL = 11;

function head(...cells: readonly string[]): string {
  return cells
    .map(cell => (cell.startsWith(' ') ? cell : cell.padStart(CELL)))
    .join('')
    .trimEnd();
}

function share(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(2);
}

function difference(one: number | undefined, other: number | undefined): string {
  if (one === undefined || other === undefined) return '';
  const shown = (one - other).toFixed(2);
  return one > other ? `+${shown}` : shown;
}

/** Behind the cells, so that it needs no width. */
function reasons(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([why, count], index) => `${index === 0 ? '  ' : ', '}${why} ${count}`)
    .join('');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
