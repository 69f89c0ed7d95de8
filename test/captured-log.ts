import { pino } from 'pino';
import type { Log } from '../src/log.ts';

export type CapturedLog = Log & { lines: Record<string, unknown>[] };

/** A log of every level that keeps its lines, each as it would be written. */
export function capturedLog(): CapturedLog {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'trace', base: null }, { write: line => lines.push(JSON.parse(line)) });
  return Object.assign(log, { lines });
}
