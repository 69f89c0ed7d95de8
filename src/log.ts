import { pino } from 'pino';
import { z } from 'zod';
import { printable } from './digest/tidy.ts';

/** Writes events as one JSON line each on standard error: what happened and numbers, never a secret or a message's text. */
export type Log = pino.Logger;

/** Shorter ones would be found in words and numbers that have nothing to do with them. */
const SHORTEST_SECRET = 6;

/**
 * A log that leaves out events below the level, and the secrets wherever they stand in a line. With `columns`, those of the
 * terminal in which somebody talks with the program, it says in words what happened and why, on rows of its own.
 */
export function createLog(
  level: pino.LevelWithSilent,
  secrets: readonly string[] = [],
  { columns }: { columns?: number | undefined } = {},
): Log {
  const clean = scrub(secrets);
  const streamWrite = columns === undefined ? clean : (line: string) => inWords(clean(line), columns);
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite } },
    pino.destination({ dest: 2, sync: true }),
  );
}

const Event = z.looseObject({
  msg: z.string().default(''),
  error: z.string().optional(),
  err: z.looseObject({ message: z.string() }).optional(),
});

/** An event for people: after as many spaces as lead to the next row from anywhere but its beginning. */
function inWords(line: string, columns: number): string {
  const { msg, error, err } = Event.parse(JSON.parse(line));
  const why = error ?? err?.message;
  const words = printable(`! ${msg}${why === undefined ? '' : `: ${why}`}`);
  return `${' '.repeat(Math.max(0, columns - 1))}\r${words}\n`;
}

/**
 * Takes secrets out of a text: as they are, as they stand in a URL and in JSON, and whatever looks like a bot's token in an
 * address of the Bot API. A secret of fewer than six characters is left.
 */
export function scrub(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.filter(secret => secret.length >= SHORTEST_SECRET).flatMap(writtenForms));
  // The longest first: one secret can be part of another.
  const literal = [...forms].sort((a, b) => b.length - a.length).map(form => RegExp.escape(form));
  const pattern = new RegExp([...literal, String.raw`(?<=bot)\d+(?::|%3A)[\w-]+`].join('|'), 'gi');
  return text => text.replace(pattern, '[secret]');
}

function writtenForms(secret: string): string[] {
  return [secret, encodeURIComponent(secret), encodeURI(secret)].flatMap(form => [
    form,
    JSON.stringify(form).slice(1, -1),
  ]);
}
