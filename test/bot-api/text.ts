import type { TelegramMessageEntity } from '@gramio/types';
import { readEntities } from './entities.ts';
import { parseHtml } from './html.ts';
import { parseMarkdown } from './markdown.ts';
import { parseMarkdownV2 } from './markdown-v2.ts';
import { badRequest } from './refusal.ts';
import { repair } from './repair.ts';

export type Rich = { text: string; entities: TelegramMessageEntity[] };

/** A text as a bot gives it, wherever it stands in the call. */
export type Given = { text: string; parseMode: string; entities: unknown; knows(userId: number): boolean };

/** TDLib's option message_text_length_max; both are code points, not UTF-16 units. */
const MESSAGE_MAX = 4096;
const CAPTION_MAX = 1024;
/** The Bot API server looks no further at an argument than this. */
const ARGUMENT_MAX_BYTES = 32_768;

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The text of a message as people will see it; refused where Telegram refuses it. */
export function messageText(given: Given): Rich {
  if (given.text === '') throw badRequest('message text is empty');
  const rich = repair(parse(given));
  if (rich.text === '') throw badRequest('text must be non-empty');
  if (codePoints(rich.text) > MESSAGE_MAX) throw badRequest('message is too long');
  return rich;
}

/** The words under a picture, or the frame of a draft; they may be empty. */
export function optionalText(given: Given, kind: 'caption' | 'draft'): Rich {
  const rich = repair(parse(given));
  const [max, complaint] =
    kind === 'caption' ? [CAPTION_MAX, 'message caption is too long'] : [MESSAGE_MAX, 'message is too long'];
  if (codePoints(rich.text) > max) throw badRequest(complaint);
  return rich;
}

function parse({ text, parseMode, entities, knows }: Given): Rich {
  if (Buffer.byteLength(text) > ARGUMENT_MAX_BYTES) throw badRequest('text is too long');
  if (!text.isWellFormed()) throw badRequest('strings must be encoded in UTF-8');
  const mode = parseMode.toLowerCase();
  if (mode === 'html') return parseHtml(text);
  if (mode === 'markdownv2') return parseMarkdownV2(text);
  if (mode === 'markdown') return parseMarkdown(text);
  if (mode !== '' && mode !== 'none') throw badRequest('unsupported parse_mode');
  return { text, entities: readEntities(entities, knows) };
}
