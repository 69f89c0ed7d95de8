import type { Spot } from './update.ts';

/**
 * Where answers can be shown in drafts while they are written. Telegram has drafts in private chats alone; servers of the Bot
 * API that are older than its version 9.5 have none, and nobody knows of either before it was tried.
 */
export type Drafts = {
  usedIn(spot: Spot): boolean;
  /** the server has no such method */ unknown(): void;
  /** this chat takes none */ refusedIn(chatId: number): void;
};

/** With more of these something else is wrong, and each is tried once more. */
const MOST_CHATS = 10_000;

export function createDrafts(): Drafts {
  const without = new Set<number>();
  let known = true;
  return {
    usedIn: ({ chatId, kind }) => known && kind === 'private' && !without.has(chatId),
    unknown() {
      known = false;
    },
    refusedIn(chatId) {
      if (without.size >= MOST_CHATS) without.clear();
      without.add(chatId);
    },
  };
}
