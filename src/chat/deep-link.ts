import { isoDay, partsOf } from '../answer/calendar.ts';

/** Where a link to the bot leads: what it is asked as soon as a person presses Start. `day` is an ISO day. */
export type DeepLink =
  | { to: 'today' | 'week' | 'tags' | 'help' }
  | { to: 'day'; day: string }
  | { to: 'ask'; question: string };

/** Telegram takes payloads of so many characters, of A-Z, a-z, 0-9, _ and - only. */
const LONGEST = 64;

/** The payload of a link; undefined for a question that is too long for one (45 bytes are not). */
export function encodeDeepLink(link: DeepLink): string | undefined {
  const payload =
    link.to === 'ask'
      ? `ask_${Buffer.from(link.question).toString('base64url')}`
      : link.to === 'day'
        ? `day_${link.day}`
        : link.to;
  return payload.length <= LONGEST ? payload : undefined;
}

/** What a payload asks for; undefined for one that nobody made here. */
export function decodeDeepLink(payload: string): DeepLink | undefined {
  if (payload === 'today' || payload === 'week' || payload === 'tags' || payload === 'help') return { to: payload };
  const [, to, rest = ''] = /^(day|ask)_([\w-]{1,60})$/.exec(payload) ?? [];
  if (to === 'day') return isDay(rest) ? { to, day: rest } : undefined;
  const question = to === 'ask' ? textOf(rest)?.trim() : undefined;
  return question === undefined || question === '' ? undefined : { to: 'ask', question };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const { year, month, day } = partsOf(text);
  return isoDay(year, month, day) === text;
}

function textOf(encoded: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64url'));
  } catch {
    return undefined;
  }
}
