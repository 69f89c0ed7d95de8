import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Entry } from '../digest/entry.ts';
import { printable } from '../digest/tidy.ts';

/** Writes a line, waiting where the reader is slow, so that long lists do not pile up in memory. */
export async function print(output: Writable, line: string): Promise<void> {
  if (!output.write(`${line}\n`)) await once(output, 'drain');
}

/** An entry as `entries --json` and others give it. */
export function entryJson({ id, source, date, ordinal, title, text, tags, emphasis, urls }: Entry) {
  return { id, file: source.file, line: source.line, date: date ?? null, ordinal, title, text, tags, emphasis, urls };
}

/** An entry in two or three lines for people: day, number, title; then its links. */
export function entryText({ date, source, ordinal, title, urls }: Entry): string {
  return printable([`${date ?? source.file} (${ordinal}) ${title}`, ...urls.map(url => `  ${url}`)].join('\n'));
}
