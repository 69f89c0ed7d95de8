import type { TelegramMessageEntity } from '@gramio/types';
import type { Parameters } from './parameters.ts';
import { badRequest } from './refusal.ts';

export type Rich = { text: string; entities: TelegramMessageEntity[] };

/** TDLib's option message_text_length_max, in code points. */
const MESSAGE_MAX = 4096;

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The text of a message as Telegram shows it. */
export function readText(parameters: Parameters): Rich {
  const text = parameters.text('text');
  if (text === '') throw badRequest('message text is empty');
  if (Buffer.byteLength(text) > 32_768) throw badRequest('text is too long');
  const trimmed = text.trim();
  if (trimmed === '') throw badRequest('text must be non-empty');
  if (codePoints(trimmed) > MESSAGE_MAX) throw badRequest('message is too long');
  return { text: trimmed, entities: (parameters.json('entities') ?? []) as TelegramMessageEntity[] };
}
