import { toRich } from './entities.ts';
import type { Rich } from './rich.ts';
import { citing } from './sources.ts';
import { split } from './split.ts';
import { linkTitles } from './titles.ts';

/** What the bot says, as messages that Telegram takes. */
export function messagesOf(markdown: string): Rich[] {
  return split(citing(markdown) ?? linkTitles(toRich(markdown)));
}
