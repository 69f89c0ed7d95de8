import type { Language } from '../answer/wording.ts';

/** What a button does; `exchange` is the stored exchange whose answer it stands under. */
export type Action =
  | { do: 'page'; exchange: number; page: number }
  /** the page that is shown already: its number is something to read */
  | { do: 'stay' }
  | { do: 'rate'; exchange: number; verdict: 'good' | 'bad' }
  /** undefined: the language of each question */
  | { do: 'language'; language: Language | undefined }
  | { do: 'forget'; sure: boolean }
  /** ends the answer that is being written for that update */
  | { do: 'stop'; update: number };

export type Choice = { label: string; action: Action };

/**
 * An action as a button carries it: at most 40 bytes of ASCII, of the 64 that Telegram allows. It begins with the
 * version of this writing, since buttons stay under old messages for years.
 */
export function encodeAction(action: Action): string {
  switch (action.do) {
    case 'page':
      return `1p:${action.exchange}:${action.page}`;
    case 'stay':
      return '1s';
    case 'rate':
      return `1r:${action.exchange}:${action.verdict}`;
    case 'language':
      return `1l:${action.language ?? 'auto'}`;
    case 'forget':
      return `1f:${action.sure ? 'yes' : 'no'}`;
    case 'stop':
      return `1x:${action.update}`;
  }
}

const ACTION =
  /^1(?:p:(?<paged>[1-9]\d{0,15}):(?<page>[1-9]\d{0,8})|(?<stay>s)|r:(?<rated>[1-9]\d{0,15}):(?<verdict>good|bad)|l:(?<language>en|zh|auto)|f:(?<sure>yes|no)|x:(?<update>0|[1-9]\d{0,15}))$/;

/** The action that a button carried; undefined for what is none, which anybody may send. */
export function decodeAction(data: string): Action | undefined {
  const found = ACTION.exec(data)?.groups;
  if (found === undefined) return undefined;
  const { paged, page, stay, rated, verdict, language, sure, update } = found;
  const exchange = Number(paged ?? rated ?? update ?? 0);
  if (!Number.isSafeInteger(exchange)) return undefined;
  if (update !== undefined) return { do: 'stop', update: exchange };
  if (paged !== undefined) return { do: 'page', exchange, page: Number(page) };
  if (stay !== undefined) return { do: 'stay' };
  if (rated !== undefined) return { do: 'rate', exchange, verdict: verdict === 'good' ? 'good' : 'bad' };
  if (sure !== undefined) return { do: 'forget', sure: sure === 'yes' };
  return { do: 'language', language: language === 'en' || language === 'zh' ? language : undefined };
}
