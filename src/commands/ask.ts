import { toTerminal } from '../chat/format.ts';
import { forEachQuestion, readArguments, readNow } from './arguments.ts';
import type { Command } from './command.ts';
import { print } from './print.ts';

const usage = 'ask "…" [--now ISO] [--json]   (- reads a question a line from standard input)';
const options = { json: { type: 'boolean' }, now: { type: 'string' } } as const;

/** `noted ask`: an answer out of the digest, with its sources, or an honest refusal. */
export const ask: Command = async context => {
  const { values, positionals } = readArguments(context.args, { options, usage, words: true });
  const now = readNow(values.now, context.timeZone);
  const { output } = context.terminal;
  return forEachQuestion(context, { positionals, usage, now }, async (question, app, many) => {
    const { text, refused, sources, nearest } = await app.write(
      { mode: 'answer', question: app.understand(question) },
      {},
    );
    const result = { ...(many && { question }), answer: text, refused, sources, nearest };
    await print(output, values.json ? JSON.stringify(result) : `${toTerminal(text, output)}${many ? '\n' : ''}`);
  });
};
