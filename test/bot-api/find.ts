import type { TelegramMessageEntity } from '@gramio/types';

const KINDS: readonly [type: 'url' | 'bot_command' | 'mention' | 'hashtag', pattern: RegExp][] = [
  ['url', /\bhttps?:\/\/[^\s<>"'，。、；！？（）【】《》]*[^\s<>"'.,;:!?)\]，。、；！？（）【】《》]/giu],
  ['bot_command', /(?<![\p{L}\p{N}_/<>])\/[a-z0-9_]{1,64}(?:@[a-z]\w{2,31})?(?![\p{L}\p{N}_/<>])/giu],
  ['mention', /(?<![\p{L}\p{N}_])@[a-z]\w{2,31}(?![\p{L}\p{N}_])/giu],
  ['hashtag', /(?<![\p{L}\p{N}_])#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*/giu],
];

/** What Telegram finds in a text by itself, in the order of the text; none overlaps another. */
export function findEntities(text: string): TelegramMessageEntity[] {
  const found: TelegramMessageEntity[] = [];
  for (const [type, pattern] of KINDS) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length };
      if (!found.some(other => overlap(other, entity))) found.push(entity);
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

type Span = { offset: number; length: number };

const overlap = (a: Span, b: Span) => a.offset < b.offset + b.length && b.offset < a.offset + a.length;
