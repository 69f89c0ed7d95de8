import type { TelegramMessageEntity } from '@gramio/types';
import { type Found, findUrls } from './find-urls.ts';

/** What a tag is made of, and what may not stand around one. */
const TAG = '\\p{Nd}\\p{L}_\\u200c\\u00b7\\u0d80-\\u0dff';
const WORD = '\\p{L}\\p{Nd}_';

type Kind = 'mention' | 'bot_command' | 'hashtag' | 'cashtag';

/** As TDLib's MessageEntity.cpp has them; the first group is what is found. */
const KINDS: readonly [type: Kind, pattern: RegExp][] = [
  ['mention', new RegExp(`(?<![${WORD}])(@(?:\\w{4,32}|gif|vid|pic))(?![${WORD}])`, 'giu')],
  ['bot_command', new RegExp(`(?<![${WORD}/<>])(/\\w{1,64}(?:@\\w{3,32})?)(?![${WORD}/<>@])`, 'gu')],
  ['hashtag', new RegExp(`(?<![${TAG}])(#(?=[${TAG}]{0,255}\\p{L})[${TAG}]{1,256})[${TAG}]*(?![${TAG}#])`, 'gu')],
  ['cashtag', new RegExp(`(?<![${TAG}$])(\\$(?:1INCH|[A-Z]{1,8}))(?![${TAG}$])`, 'gu')],
];

/**
 * What Telegram finds in a text by itself, in the order of the text; none overlaps another, the first one wins. Telephone
 * numbers are not looked for: Telegram names no rule for them.
 */
export function findEntities(text: string): TelegramMessageEntity[] {
  const all: (Found | { type: Kind; offset: number; length: number })[] = findUrls(text);
  for (const [type, pattern] of KINDS)
    for (const { index, 1: words = '' } of text.matchAll(pattern))
      all.push({ type, offset: index, length: words.length });
  let behind = 0;
  return all
    .sort((a, b) => a.offset - b.offset || b.length - a.length)
    .filter(({ offset, length }) => {
      if (offset < behind) return false;
      behind = offset + length;
      return true;
    });
}
