import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Language } from '../answer/wording.ts';
import type { Log } from '../log.ts';
import { toTerminal } from './format.ts';
import { act, type Choice, type Parts, type Previous, type Reply, reply, type Self } from './handlers.ts';
import { texts } from './texts.ts';

export type ConsoleOptions = {
  input: Readable & { isTTY?: boolean };
  output: Writable & NodeJS.WritableStream & { isTTY?: boolean };
  language: Language;
  parts: Omit<Parts, 'self'>;
  /** takes in what changed in the digest since the last message */
  catchUp(): Promise<void>;
  log: Log;
  signal: AbortSignal;
};

/**
 * Talks in the terminal: each line is a message, answered before the next is read, until the input ends, /quit, a
 * bare "quit" or the signal. A message that fails is told and logged, and the talk goes on.
 */
export async function talk({ input, output, language, parts, catchUp, log, signal }: ConsoleOptions): Promise<void> {
  const interactive = input.isTTY === true && output.isTTY === true;
  const lines = createInterface({ input, ...(interactive && { output, prompt: '› ' }), signal, historySize: 200 });
  const hear = createListener(language, parts);
  if (interactive) lines.prompt();
  for await (const line of lines) {
    if (/^(?:\/(?:quit|exit)\b|(?:quit|exit)$)/i.test(line.trim())) break;
    // From a pipe nobody sees what was asked.
    if (!interactive && line.trim() !== '') output.write(`› ${line.trim().slice(0, 200)}\n`);
    try {
      await catchUp();
      for await (const piece of hear(line)) output.write(`${toTerminal(piece, output)}\n\n`);
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

/** Answers one person's lines one after another, with what was said before in mind for as long as the talk goes on. */
function createListener(own: Language, parts: Omit<Parts, 'self'>): (line: string) => AsyncGenerator<string> {
  let chosen: Language | undefined;
  let previous: Previous | undefined;
  let exchanges = 0;
  let choices: Choice[] = [];
  const self: Self = {
    async setLanguage(language) {
      chosen = language;
    },
    async forget() {
      const erased = { exchanges, feedback: 0 };
      [chosen, previous, exchanges] = [undefined, undefined, 0];
      return erased;
    },
  };

  function heard(one: Reply): string {
    const { answered, text } = one;
    if (answered !== undefined) {
      const { request, page, answer } = answered;
      previous = { request, page, sources: answer.sources.map(({ id }) => id) };
      exchanges += 1;
    }
    choices = one.choices?.flat() ?? [];
    return [text, ...choices.map(({ label }, index) => `${index + 1}. ${label}`)].join('\n');
  }

  return async function* (line) {
    const language = chosen ?? own;
    const choice = choices[Number(line.trim()) - 1];
    choices = [];
    if (choice?.action.do === 'language' || choice?.action.do === 'forget') {
      yield heard(await act(choice.action, { language, self }));
      return;
    }
    const message = { text: line, language, chosen: chosen !== undefined, place: 'console' as const, previous };
    for await (const one of reply(message, { ...parts, self })) yield heard(one);
  };
}
