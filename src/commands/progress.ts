import { printable } from '../digest/tidy.ts';
import type { IngestReport, Progress } from '../library/ingest.ts';
import type { VectorsReport } from '../library/model-space.ts';
import type { Terminal } from './command.ts';

/** `ask`: questions put by `noted eval`. */
type Phase = Progress['phase'] | 'ask';

const PHASES: Readonly<Record<Phase, string>> = {
  wait: 'Waiting for another ingest to end',
  read: 'Reading files',
  parse: 'Parsing files',
  analyze: 'Analyzing entries',
  write: 'Writing entries',
  index: 'Indexing',
  embed: 'Embedding entries',
  ask: 'Asking questions',
};

/** A frame each tenth of a second is smooth; plain lines come a second apart and only when work is that long. */
const FRAME_MS = 100;
const LINE_MS = 1000;

/** Shows how an ingest goes: on a terminal one line that is drawn over, elsewhere a plain line now and then. */
export function showProgress({ error }: Terminal, clock: () => number = Date.now) {
  const started = clock();
  let shown = started;
  let drawn = false;
  return {
    update({ phase, done, total }: Omit<Progress, 'phase'> & { phase: Phase }): void {
      const now = clock();
      if (now - shown < (error.isTTY ? FRAME_MS : LINE_MS) && phase !== 'wait') return;
      shown = now;
      const text = total > 0 ? `${PHASES[phase]} ${bar(done / total)} ${done}/${total}` : `${PHASES[phase]} …`;
      error.write(error.isTTY ? `\r\u001b[2K${text.slice(0, (error.columns ?? 80) - 1)}` : `${text}\n`);
      drawn = true;
    },
    /** takes the drawn line away */
    end(): void {
      if (drawn && error.isTTY) error.write('\r\u001b[2K');
    },
  };
}

/** What an ingest did, in one line. */
export function describeReport({ entries, files, added, changed, removed, seconds }: IngestReport): string {
  const from = files === 1 ? '1 file' : `${files} files`;
  return `${entries === 1 ? '1 entry' : `${entries} entries`} from ${from}: ${added} added, ${changed} changed, ${removed} removed (${seconds.toFixed(1)} s).`;
}

/** What became of a model's vectors, in one line: an error's where the model's server gave none. */
export function describeVectors(report: VectorsReport): { text: string; isTrouble: boolean } {
  const { serving = 'the offline embedder', down } = report;
  if (report.space === undefined) {
    const text = `${report.model} gives no vectors: ${down}. Questions are answered by those of ${serving} meanwhile; a running bot tries again by itself.`;
    return { text, isTrouble: true };
  }
  const { space, entries, embedded, refused, missing, seconds } = report;
  const have = `${space}: ${entries - missing - refused} of ${count(entries, 'entry has its', 'entries have their')} vector, ${embedded} made now (${seconds.toFixed(1)} s)`;
  const not = refused === 0 ? '' : `; ${refused} hold what the model does not take`;
  if (down === undefined && missing === 0) return { text: `${have}${not}.`, isTrouble: false };
  const why = down === undefined ? 'The library changed meanwhile' : `The rest has to wait: ${down}`;
  return { text: `${have}${not}. ${why}. Questions are answered by ${serving} meanwhile.`, isTrouble: true };
}

function count(of: number, one: string, many: string): string {
  return `${of} ${of === 1 ? one : many}`;
}

/** A line for each thing that could not be taken in, with file and line; after `most`, how many more there are. */
export function describeTroubles(
  { problems, unplaced, rebuilt }: Pick<IngestReport, 'problems' | 'unplaced' | 'rebuilt'>,
  digestDir: string,
  most = 20,
): string[] {
  const lines = [
    ...(rebuilt === undefined ? [] : [`The library was made anew: ${rebuilt}`]),
    ...problems.map(({ file, line, reason }) => `${place(digestDir, file, line)} ${reason}`),
    ...unplaced.map(({ file, line, reason, text }) => printable(`${place(digestDir, file, line)} ${reason}: ${text}`)),
  ];
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most), `… and ${lines.length - most} more: see "noted ingest --json".`];
}

function place(digestDir: string, file: string, line: number | undefined): string {
  return file === '' ? '' : `${digestDir}/${file}${line === undefined ? '' : `:${line}`}:`;
}

function bar(part: number): string {
  const full = Math.round(Math.min(1, part) * 20);
  return `[${'█'.repeat(full)}${'░'.repeat(20 - full)}]`;
}
