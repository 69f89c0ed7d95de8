import { createInterface } from 'node:readline';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { understand } from '../answer/question.ts';
import type { App } from '../app.ts';
import { messageOf } from '../errors.ts';
import { catchUp } from './catch-up.ts';
import { type Context, UsageError } from './command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads a command's words and options.
 * @throws UsageError that shows the usage line, for an option that the command does not know, and for words where it
 * takes none
 */
export function readArguments<T extends Options>(
  args: string[],
  { options, usage, words = false }: { options: T; usage: string; words?: boolean },
) {
  try {
    return parseArgs({ args, options, allowPositionals: words, strict: true });
  } catch (error) {
    throw new UsageError(`${reasonOf(error)}\nusage: noted ${usage}`);
  }
}

/** Node's own sentences say what is wrong, then advise what does not help here. */
function reasonOf(error: unknown): string {
  const message = messageOf(error);
  const option = /^Unknown option '([^']+)'/.exec(message)?.[1];
  if (option !== undefined) return `There is no option ${option}.`;
  const word = /^Unexpected argument '([^']+)'/.exec(message)?.[1];
  return word === undefined ? message : `There is nothing to do with ${JSON.stringify(word)}.`;
}

/** `--now`: an ISO time, in the time zone where it names no offset; or an ISO day, which stands for its noon. */
export function readNow(text: string | undefined, timeZone: string): Date | undefined {
  if (text === undefined) return undefined;
  const [, day = '', clock = 'T12:00', offset] = NOW.exec(text) ?? [];
  const time = offset === undefined ? zonedTime(`${day}${clock}`, timeZone) : new Date(text);
  // Date takes 30 February for 2 March: what it made of the day must be the day that was written.
  if (Number.isNaN(time.getTime()) || !new Date(`${day}T00:00Z`).toISOString().startsWith(day)) {
    throw new UsageError(
      `--now takes an ISO time such as 2021-01-27T12:00:00+08:00 or a day such as 2021-01-27, not ${JSON.stringify(text)}`,
    );
  }
  return time;
}

const NOW = /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/;

/** The moment at which clocks in the zone show this time; one that they skip in spring is the moment they skip at. */
export function zonedTime(local: string, timeZone: string): Date {
  const wanted = Date.parse(`${local}Z`);
  if (Number.isNaN(wanted)) return new Date(Number.NaN);
  let time = wanted;
  // Twice: the first guess may lie on the other side of a change of the offset.
  for (let round = 0; round < 2; round++) time += wanted - shownIn(time, timeZone);
  return new Date(time);
}

function shownIn(time: number, timeZone: string): number {
  // Sweden writes ISO: 2021-01-27 20:00:00.
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(time);
  return Date.parse(`${shown.replace(' ', 'T')}Z`);
}

/** A whole number above 0. */
export function readCount(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new UsageError(`--${name} takes a whole number from 1 to 999999, not ${JSON.stringify(text)}`);
  return Number(text);
}

/**
 * `--from` and `--to`: days, months or years, as ISO days with both ends included; an end that is not named is open.
 * @throws UsageError for what is no date, and for a range that ends before it begins
 */
export function readRange(values: { from?: string | undefined; to?: string | undefined }, context: Context) {
  const from = readDays('from', values.from, context)?.from;
  const to = readDays('to', values.to, context)?.to;
  if (from !== undefined && to !== undefined && from > to) throw new UsageError(`--from ${from} is after --to ${to}`);
  return { ...(from && { from }), ...(to && { to }) };
}

/** One of them: a day, month or year, as the ISO days with which it begins and ends. */
export function readDays(name: string, text: string | undefined, { now, timeZone }: Context) {
  if (text === undefined) return undefined;
  const dates = /^\d{4}(?:\D?\d{1,2}){0,2}[月日]?$/.test(text)
    ? understand(/^\d{4}$/.test(text) ? `in ${text}` : text, { now: now(), timeZone }).dates
    : undefined;
  if (dates === undefined)
    throw new UsageError(`--${name} takes a day such as 2021-01-20, not ${JSON.stringify(text)}`);
  return dates;
}

/**
 * Asks the one question of the command line, or, for `-`, each line of standard input that is not blank, until the input
 * ends or the program is told to stop. The digest is brought up to date first.
 */
export async function forEachQuestion(
  context: Context,
  { positionals, usage, now }: { positionals: string[]; usage: string; now: Date | undefined },
  ask: (question: string, app: App, many: boolean) => Promise<void>,
): Promise<number> {
  const text = positionals.join(' ').trim();
  if (text === '') throw new UsageError(`There is no question.\nusage: noted ${usage}`);
  const { terminal, signal } = context;
  const app = await context.open(now && { now });
  try {
    await catchUp(app, terminal, signal);
    if (text !== '-') {
      await ask(text, app, false);
      return 0;
    }
    for await (const line of createInterface({ input: terminal.input, signal })) {
      if (line.trim() !== '') await ask(line.trim(), app, true);
      if (signal.aborted) break;
    }
    return signal.aborted ? 1 : 0;
  } catch (error) {
    // Who stopped it knows why there is no answer.
    if (signal.aborted && error === signal.reason) return 1;
    throw error;
  } finally {
    await app.close();
  }
}
