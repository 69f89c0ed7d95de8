import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { App } from '../../../src/app.ts';
import { serve } from '../../../src/serve.ts';
import { type Emulator, type Person, type ShownMessage, startEmulator } from '../../bot-api/emulator.ts';
import { type CapturedLog, capturedLog } from '../../captured-log.ts';
import { digestFolder, openNotes } from '../../notes.ts';
import { queryOf } from '../../store/query.ts';
import { until } from '../../until.ts';

/** The whole bot, at work in this process against a Telegram of our own, until the test ends. */
export type Serving = {
  emulator: Emulator;
  log: CapturedLog;
  /** its folders */ digest: string;
  state: string;
  /** ends the bot as a signal does */ stop(): Promise<void>;
  /** starts it again over the same folders */ start(): Promise<void>;
  /** the rows of all tables of the store, in which `updates` keeps the numbers alone of what was handled */
  rows(): Record<string, Record<string, unknown>[]>;
  /** the bot's messages in a chat as people see them, once there are so many */
  heard(chat: { id: number }, count?: number): Promise<ShownMessage[]>;
  /** says something in private and gives the message that comes for it */
  ask(person: Person, text: string): Promise<ShownMessage>;
  /** waits until the bot is through with these updates, which came one after the other */ handled(
    updateIds: readonly number[],
  ): Promise<void>;
};

export type ServingOptions = {
  files?: Record<string, string>;
  settings?: Record<string, string>;
  now?: string;
  /** how long its end may take, in milliseconds, where that is not the program's own */ graceMs?: Parameters<
    typeof serve
  >[1]['graceMs'];
  emulator?: Parameters<typeof startEmulator>[0];
  /** parts that stand in for the program's own */ instead?: (app: App) => Partial<App>;
};

export async function startServing({
  files,
  settings,
  now,
  graceMs,
  emulator: o = {},
  instead = () => ({}),
}: ServingOptions = {}): Promise<Serving> {
  const emulator = await startEmulator(o);
  const log = capturedLog();
  const digest = digestFolder(files);
  const telegram = { TELEGRAM_BOT_TOKEN: emulator.token, TELEGRAM_API_ROOT: emulator.root };
  const state = join(digest, '..', 'state');
  let running: { ending: AbortController; ended: Promise<void> } | undefined;

  const start = async () => {
    const app = await openNotes({ digest, settings: { ...telegram, ...settings }, now, log });
    const ending = new AbortController();
    const ready = Promise.withResolvers<void>();
    const served = serve(
      { ...app, ...instead(app) },
      {
        token: emulator.token,
        signal: ending.signal,
        onReady: () => ready.resolve(),
        graceMs,
      },
    );
    const ended = served.finally(() => app.close());
    running = { ending, ended };
    await Promise.race([ready.promise, ended]);
  };
  const stop = async () => {
    running?.ending.abort(new Error('the test ends it'));
    await running?.ended;
    running = undefined;
  };
  onTestFinished(async () => {
    await stop();
    await emulator.close();
  });
  await start();

  const query = queryOf(state);
  const said = (chat: { id: number }) => emulator.messages(chat.id).filter(({ fromBot }) => fromBot);
  const heard = (chat: { id: number }, count = 1) =>
    emulator.waitFor(() => said(chat).length >= count && said(chat), { what: `${count} messages in ${chat.id}` });
  return {
    emulator,
    log,
    digest,
    state,
    stop,
    start,
    rows: () =>
      Object.fromEntries(
        query("select name from sqlite_master where type = 'table'").map(({ name }) => [
          String(name),
          query(`select * from ${name}`),
        ]),
      ),
    heard,
    async ask(person, text) {
      const before = said(person.chat).length;
      emulator.say(person, text);
      return last(await heard(person.chat, before + 1));
    },
    handled: updateIds =>
      until(() => {
        const [first, last] = [Math.min(...updateIds), Math.max(...updateIds)];
        const done = `select count(*) as count from updates where state <> 'pending' and update_id between ${first} and ${last}`;
        return query(done)[0]?.count === updateIds.length;
      }),
  };
}

/** The last of a list that has one. */
export function last<T>(list: readonly T[]): T {
  const found = list.at(-1);
  if (found === undefined) throw new Error('There is none.');
  return found;
}
