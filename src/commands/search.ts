import { readArguments, readCount, readNow, readQuestions } from './arguments.ts';
import { catchUp } from './catch-up.ts';
import type { Command } from './command.ts';
import { entryJson, entryText, print } from './print.ts';

const USAGE = 'search "…" [--limit n] [--now ISO] [--json]   (- reads a question a line from standard input)';

/** `noted search`: the entries for a question, best first. */
export const search: Command = async context => {
  const { args, terminal, open, timeZone, signal } = context;
  const options = { json: { type: 'boolean' }, limit: { type: 'string' }, now: { type: 'string' } } as const;
  const { values, positionals } = readArguments(args, options, USAGE);
  const limit = readCount('limit', values.limit, 10);
  const now = readNow(values.now, timeZone);
  const questions = readQuestions({ positionals, context, usage: USAGE });
  const first = await questions.next();
  const app = await open(now && { now });
  try {
    await catchUp(app, terminal, signal);
    for (let next = first; !next.done; next = await questions.next()) {
      const question = next.value;
      const hits = await app.search(app.understand(question), limit);
      const rows = hits.map(({ entry, score }) => {
        const { id, date, ordinal, title, text, urls } = entryJson(entry);
        return { id, date, ordinal, title, text, urls, score };
      });
      if (!values.json)
        await print(terminal.output, hits.map(({ entry }) => entryText(entry)).join('\n\n') || 'Nothing found.');
      else if (positionals.join('') === '-') await print(terminal.output, JSON.stringify({ question, hits: rows }));
      else for (const row of rows) await print(terminal.output, JSON.stringify(row));
    }
    return 0;
  } finally {
    await app.close();
  }
};
