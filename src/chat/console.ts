import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Language } from '../answer/wording.ts';
import type { Log } from '../log.ts';
import { toTerminal } from './format.ts';
import { type Parts, reply } from './handlers.ts';
import { texts } from './texts.ts';

export type ConsoleOptions = {
  input: Readable & { isTTY?: boolean };
  output: Writable & NodeJS.WritableStream & { isTTY?: boolean };
  language: Language;
  parts: Parts;
  /** takes in what changed in the digest since the last message */ catchUp(): Promise<void>;
  log: Log;
  signal: AbortSignal;
};

/**
 * Talks in the terminal: each line is a message, answered before the next is read, until the input ends, /quit or the
 * signal. A message that fails is told and logged, and the talk goes on.
 */
export async function talk({ input, output, language, parts, catchUp, log, signal }: ConsoleOptions): Promise<void> {
  const interactive = input.isTTY === true && output.isTTY === true;
  const lines = createInterface({ input, ...(interactive && { output, prompt: '› ' }), signal, historySize: 200 });
  if (interactive) lines.prompt();
  for await (const line of lines) {
    if (/^\/(quit|exit)\b/i.test(line.trim())) break;
    // From a pipe nobody sees what was asked.
    if (!interactive && line.trim() !== '') output.write(`› ${line.trim().slice(0, 200)}\n`);
    try {
      await catchUp();
      for await (const piece of reply({ text: line, language }, parts))
        output.write(`${toTerminal(piece, output)}\n\n`);
    } catch (error) {
      log.error({ err: error }, 'a message failed');
      output.write(`${texts[language].failed}\n\n`);
    }
    if (signal.aborted) break;
    if (interactive) lines.prompt();
  }
  lines.close();
  // The shell's prompt begins on a line of its own.
  if (interactive) output.write('\n');
}
