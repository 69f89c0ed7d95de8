import { createInterface } from 'node:readline';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { todayIn } from '../answer/calendar.ts';
import { understand } from '../answer/question.ts';
import { type Context, UsageError } from './command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads a command's words and options.
 * @throws UsageError that shows the usage line, for an option that the command does not know
 */
export function readArguments<T extends Options>(args: string[], options: T, usage: string) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\nusage: noted ${usage}`);
  }
}

/** `--now`: an ISO time, or an ISO day, which stands for noon of that day in the time zone. */
export function readNow(text: string | undefined, timeZone: string): Date | undefined {
  if (text === undefined) return undefined;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    // Zones lie between 12 hours behind and 14 before UTC: one of these is that day there.
    for (const hour of ['12:00', '00:00', '23:59']) {
      const time = new Date(`${text}T${hour}:00Z`);
      if (!Number.isNaN(time.getTime()) && todayIn(time, timeZone) === text) return time;
    }
  }
  const time = new Date(text);
  if (!/^\d{4}-/.test(text) || Number.isNaN(time.getTime())) {
    throw new UsageError(
      `--now takes an ISO time such as 2021-01-27T12:00:00+08:00 or a day such as 2021-01-27, not ${JSON.stringify(text)}`,
    );
  }
  return time;
}

/** A whole number above 0. */
export function readCount(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new UsageError(`--${name} takes a whole number from 1 to 999999, not ${JSON.stringify(text)}`);
  return Number(text);
}

/** A day, month or year as a person writes it, as the inclusive range of days that it covers. */
export function readDays(
  name: string,
  text: string | undefined,
  timeZone: string,
): { from: string; to: string } | undefined {
  if (text === undefined) return undefined;
  const { dates } = understand(/^\d{4}$/.test(text) ? `in ${text}` : text, { now: new Date(), timeZone });
  if (dates === undefined)
    throw new UsageError(`--${name} takes a day such as 2021-01-20, not ${JSON.stringify(text)}`);
  return dates;
}

/** The one question of the command line, or, for `-`, each line of standard input that is not blank. */
export async function* readQuestions({
  positionals,
  context,
  usage,
}: {
  positionals: string[];
  context: Context;
  usage: string;
}): AsyncGenerator<string> {
  const text = positionals.join(' ').trim();
  if (text === '') throw new UsageError(`There is no question.\nusage: noted ${usage}`);
  if (text !== '-') {
    yield text;
    return;
  }
  for await (const line of createInterface({ input: context.terminal.input })) {
    if (line.trim() !== '') yield line.trim();
  }
}
