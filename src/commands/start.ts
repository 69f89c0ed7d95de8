import { talk } from '../chat/console.ts';
import { texts } from '../chat/texts.ts';
import { readArguments } from './arguments.ts';
import { catchUp } from './catch-up.ts';
import type { Command } from './command.ts';
import { print } from './print.ts';

/** `noted start`: takes in the digest and talks in the terminal. */
export const start: Command = async ({ args, terminal, open, signal }) => {
  readArguments(args, { options: {}, usage: 'start' });
  const app = await open();
  const told = new Set<string>();
  try {
    await catchUp(app, terminal, signal, told);
    const { config, library, log } = app;
    const language = config.LANGUAGE ?? 'en';
    const span = library.span();
    const notes = { count: library.size(), first: span?.first, last: span?.last, folder: config.DIGEST_DIR };
    await print(terminal.output, texts[language].greeting(notes));
    const update = () => catchUp(app, terminal, signal, told);
    await talk({ ...terminal, language, parts: app, catchUp: update, log, signal });
    return 0;
  } finally {
    await app.close();
  }
};
