import { showLive } from '../chat/console/live.ts';
import { texts } from '../chat/texts.ts';
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
  return forEachQuestion(context, { positionals, usage, now }, async (text, app, many) => {
    const question = app.understand(text);
    const live = showLive({ ...context.terminal, waiting: texts[question.language].waiting });
    try {
      const onDraft = values.json ? undefined : live.onDraft;
      const answer = await app.write({ mode: 'answer', question }, { onDraft, signal: context.signal });
      const { refused, sources, nearest } = answer;
      const result = { ...(many && { question: text }), answer: answer.text, refused, sources, nearest };
      if (values.json) await print(output, live.end() + JSON.stringify(result));
      else await print(output, live.end(answer.text) + (many ? '\n' : ''));
    } finally {
      output.write(live.end());
      // The shell's prompt begins on a line of its own.
      if (context.signal.aborted && output.isTTY) output.write('\n');
    }
  });
};
