import { toTerminal } from '../chat/format.ts';
import { readArguments, readNow, readQuestions } from './arguments.ts';
import { catchUp } from './catch-up.ts';
import type { Command } from './command.ts';
import { print } from './print.ts';

const USAGE = 'ask "…" [--now ISO] [--json]   (- reads a question a line from standard input)';

/** `noted ask`: an answer out of the digest, with its sources, or an honest refusal. */
export const ask: Command = async context => {
  const { args, terminal, open, timeZone, signal } = context;
  const options = { json: { type: 'boolean' }, now: { type: 'string' } } as const;
  const { values, positionals } = readArguments(args, options, USAGE);
  const now = readNow(values.now, timeZone);
  const questions = readQuestions({ positionals, context, usage: USAGE });
  const first = await questions.next();
  const app = await open(now && { now });
  try {
    await catchUp(app, terminal, signal);
    const many = positionals.join('') === '-';
    for (let next = first; !next.done; next = await questions.next()) {
      const { text, refused, sources, nearest } = await app.answer(app.understand(next.value));
      const result = { ...(many && { question: next.value }), answer: text, refused, sources, nearest };
      await print(
        terminal.output,
        values.json ? JSON.stringify(result) : `${toTerminal(text, terminal.output)}${many ? '\n' : ''}`,
      );
    }
    return 0;
  } finally {
    await app.close();
  }
};
