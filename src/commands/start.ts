import { setFlagsFromString } from 'node:v8';
import type { App } from '../app.ts';
import { talk } from '../chat/console/console.ts';
import { toTerminal } from '../chat/console/format.ts';
import { texts } from '../chat/texts.ts';
import type { Log } from '../log.ts';
import { asWritten } from '../model/offline/writer.ts';
import { readArguments } from './arguments.ts';
import { catchUp } from './catch-up.ts';
import type { Command, Context } from './command.ts';
import { print } from './print.ts';

/** Entries on a page in the terminal, where everything that was said stays in sight. */
const CONSOLE_PAGE = 60;

/** A service manager kills after ten seconds or more; who ends by itself has the chance to say why it took so long. */
const END_MS = 9_000;

/** `noted start`: takes in the digest and talks, in Telegram where there is a token, else in the terminal. */
export const start: Command = async context => {
  const { args, config, open, signal } = context;
  readArguments(args, { options: {}, usage: 'start' });
  const app = await open();
  try {
    await (config.TELEGRAM_BOT_TOKEN === undefined
      ? inTerminal(app, context)
      : inTelegram(app, config.TELEGRAM_BOT_TOKEN, context));
    return 0;
  } catch (error) {
    // Asked to end while it was still beginning, it ended: that is no failure.
    if (signal.aborted && config.TELEGRAM_BOT_TOKEN !== undefined && error === signal.reason) return 0;
    throw error;
  } finally {
    await app.close();
  }
};

async function inTerminal(app: App, { terminal, signal }: Context): Promise<void> {
  const told = new Set<string>();
  await catchUp(app, terminal, signal, told);
  void app.keepVectors(signal);
  const { config, library, log, models } = app;
  const language = config.LANGUAGE ?? 'en';
  const span = library.span();
  const { OPENAI_CHAT_MODEL: name = '', DIGEST_DIR } = config;
  const greeting = texts[language].greeting({
    count: library.size(),
    first: span?.first,
    last: span?.last,
    folder: asWritten(DIGEST_DIR),
    model: models.answers === undefined ? undefined : { name: asWritten(name), host: models.answers },
  });
  await print(terminal.output, toTerminal(greeting, terminal.output));
  // What speaks to the model takes a tenth of a second to load, for which the first answer does not wait.
  await app.writer();
  const update = () => catchUp(app, terminal, signal, told);
  const status = async () => ({ entries: library.size(), span: library.span() });
  const parts = { ...app, status, pageSize: CONSOLE_PAGE };
  await talk({ ...terminal, language, parts, catchUp: update, log, signal });
}

async function inTelegram(app: App, token: string, { terminal, signal }: Context): Promise<void> {
  // V8 would let garbage grow to several times what is in use: after a busy hour 580 MB for the seed, and 370 so.
  setFlagsFromString('--heap-growing-percent=40');
  endInTime(app.log, signal);
  await catchUp(app, terminal, signal);
  void app.keepVectors(signal);
  await app.writer();
  // Its libraries take a tenth of a second to load, which those who talk in the terminal need not wait for.
  const { serve } = await import('../serve.ts');
  const onReady = (username: string) => {
    if (terminal.output.isTTY) {
      terminal.output.write(
        `Noted answers as @${username} in Telegram, out of ${app.library.size()} entries. Ctrl+C ends it.\n`,
      );
    }
  };
  await serve(app, { token, signal, onReady });
}

/** What hangs, such as a store that does not answer, does not keep the program: whatever was not done is done at the next start. */
function endInTime(log: Log, signal: AbortSignal): void {
  const overdue = () => {
    log.error({ seconds: END_MS / 1_000 }, 'not everything ended in time: the program ends without it');
    process.exit(1);
  };
  const begin = () => setTimeout(overdue, END_MS).unref();
  signal.addEventListener('abort', begin, { once: true });
  if (signal.aborted) begin();
}
