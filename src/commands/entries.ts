import { readArguments, readRange } from './arguments.ts';
import { catchUp } from './catch-up.ts';
import type { Command } from './command.ts';
import { entryJson, entryText, print } from './print.ts';

const usage = 'entries [--from D] [--to D] [--tag T] [--json]';

/** Entries read at once: few enough for little memory, many enough for speed. */
const PAGE = 500;

/** `noted entries`: the digest's entries in order, all or some. */
export const entries: Command = async context => {
  const { args, terminal, open, signal } = context;
  const text = { type: 'string' } as const;
  const options = { json: { type: 'boolean' }, from: text, to: text, tag: { type: 'string', multiple: true } } as const;
  const { values } = readArguments(args, { options, usage });
  const filter = { ...readRange(values, context), ...(values.tag && { tags: values.tag }) };
  const app = await open();
  try {
    await catchUp(app, terminal, signal);
    const total = app.library.count(filter);
    for (let offset = 0; offset < total; offset += PAGE) {
      for (const entry of await app.library.entries(filter, { limit: PAGE, offset })) {
        await print(terminal.output, values.json ? JSON.stringify(entryJson(entry)) : entryText(entry));
      }
    }
    return 0;
  } finally {
    await app.close();
  }
};
