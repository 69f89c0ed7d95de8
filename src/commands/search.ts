import { forEachQuestion, readArguments, readCount, readNow } from './arguments.ts';
import type { Command } from './command.ts';
import { entryJson, entryText, print } from './print.ts';

const usage = 'search "…" [--limit n] [--now ISO] [--json]   (- reads a question a line from standard input)';
const options = { json: { type: 'boolean' }, limit: { type: 'string' }, now: { type: 'string' } } as const;

/** `noted search`: the entries for a question, best first. */
export const search: Command = async context => {
  const { values, positionals } = readArguments(context.args, { options, usage, words: true });
  const limit = readCount('limit', values.limit, 10);
  const now = readNow(values.now, context.timeZone);
  const { output } = context.terminal;
  return forEachQuestion(context, { positionals, usage, now }, async (question, app, many) => {
    const hits = await app.search(app.understand(question), limit);
    const rows = hits.map(({ entry, score }) => {
      const { id, date, ordinal, title, text, urls } = entryJson(entry);
      return { id, date, ordinal, title, text, urls, score };
    });
    if (!values.json) {
      const found = hits.map(({ entry }) => entryText(entry)).join('\n\n') || 'Nothing found.';
      await print(output, many ? `${question}\n\n${found}\n` : found);
    } else if (many) await print(output, JSON.stringify({ question, hits: rows }));
    else for (const row of rows) await print(output, JSON.stringify(row));
  });
};
