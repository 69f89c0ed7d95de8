import { toRich } from './entities.ts';
import { isSafeLink } from './link.ts';
import type { Rich } from './rich.ts';
import { split } from './split.ts';

/** What the bot says, as messages that Telegram takes. */
export function messagesOf(markdown: string): Rich[] {
  return split(toRich(linkTitles(markdown)));
}

/** Number, day or file, and place in it, which stand before an entry's title. */
const place = /^(?:\[\d+\] )?[^()]{1,200} \(\d+\) /;
const isUrl = /^https?:\/\/\S+$/;

/**
 * Lets the titles of entries lead to their links: a telephone shows an address on a line of its own as two or three, and
 * there is nothing to read in it. An entry's further links stay below it.
 */
export function linkTitles(markdown: string): string {
  const lines: (string | undefined)[] = markdown.split('\n');
  for (const [index, line = ''] of lines.entries()) {
    const head = place.exec(line)?.[0];
    if (head === undefined) continue;
    let at = index + 1;
    while (lines[at]?.startsWith('> ')) at++;
    const url = lines[at] ?? '';
    const linked = isUrl.test(url) ? linkTitle(line.slice(head.length), url) : undefined;
    if (linked === undefined) continue;
    lines[index] = head + linked;
    lines[at] = undefined;
  }
  return lines.filter(line => line !== undefined).join('\n');
}

/** The title as a link, its tags behind it; undefined where it cannot be one. */
function linkTitle(words: string, url: string): string | undefined {
  const all = words.split(' ');
  const tags = all.length - (all.findLastIndex(word => !word.startsWith('#')) + 1);
  const title = all.slice(0, all.length - tags).join(' ');
  if (title.trim() === '' || title.includes('://') || /[<>]/.test(url) || !isSafeLink(url)) return undefined;
  return [`[${title}](<${url}>)`, ...all.slice(all.length - tags)].join(' ');
}
