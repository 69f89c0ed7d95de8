/** A chat's number, or the @name of a public one. */
export type ChatId = number | string;
/** What a call is for: an answer that a person waits for, or one of many messages that are sent to many. */
export type Priority = 'interactive' | 'bulk';

/** How much Telegram takes, by its bots FAQ: one message a second in a chat, bursts apart; 20 a minute in a group; about 30 a second in all. */
const BURST = 2;
const INTERVAL_MS = 1000;
const GROUP_MOST = 20;
const GROUP_WINDOW_MS = 60_000;
/** Below 30, since what is sent evenly does not arrive evenly. */
const OVERALL_MOST = 27;
const OVERALL_WINDOW_MS = 1000;

/**
 * Keeps count of calls and says when the next one may be made. A chat takes two at once and then one a second, a group 20 a
 * minute besides. Bulk calls keep to 27 in any second, interactive ones counted in, but one a second goes even when those
 * alone are more. Times are in the milliseconds of the clock that is given in.
 */
export type Pace = {
  /** From when on a call to the chat may be made; a time that is past means now. */
  chatFrom(chat: ChatId): number;
  /** From when on a bulk call may be made. */
  bulkFrom(): number;
  /** Whether the chat is to be left alone for now. */
  isPaused(chat: ChatId): boolean;
  began(priority: Priority): void;
  /** Counts from the end of a call on: by then it has certainly arrived. */
  ended(chat: ChatId): void;
  /** Telegram asked for quiet: nothing to that chat, and nothing in bulk, until then. */
  pause(until: number, chat?: ChatId): void;
  /** How many chats it keeps count of. */
  size(): number;
};

type Spent = {
  /** when nothing of the burst is spent any more */ fullAt: number;
  ended: number[];
  pausedUntil: number;
};

export function createPace({ now }: { now: () => number }): Pace {
  // The chat that was written to last stands last.
  const chats = new Map<ChatId, Spent>();
  const recent: number[] = [];
  let lastBulk = Number.NEGATIVE_INFINITY;
  let bulkPausedUntil = Number.NEGATIVE_INFINITY;

  const touch = (chat: ChatId): Spent => {
    const spent = chats.get(chat) ?? { fullAt: 0, ended: [], pausedUntil: 0 };
    chats.delete(chat);
    chats.set(chat, spent);
    return spent;
  };

  /** Forgets chats that owe nothing any more. One that Telegram wants left alone, for hours perhaps, keeps no other. */
  const forget = () => {
    for (const [chat, { fullAt, ended, pausedUntil }] of chats) {
      if (pausedUntil > now()) continue;
      const last = ended.at(-1);
      if (Math.max(fullAt, last === undefined ? 0 : last + GROUP_WINDOW_MS) > now()) return;
      chats.delete(chat);
    }
  };

  return {
    chatFrom(chat) {
      const spent = chats.get(chat);
      if (spent === undefined) return now();
      const [oldest = 0] = spent.ended;
      return Math.max(
        spent.pausedUntil,
        spent.fullAt - (BURST - 1) * INTERVAL_MS,
        spent.ended.length < GROUP_MOST ? 0 : oldest + GROUP_WINDOW_MS,
      );
    },
    bulkFrom() {
      const blocking = recent.at(-OVERALL_MOST);
      const inWindow = blocking === undefined ? 0 : blocking + OVERALL_WINDOW_MS;
      return Math.max(bulkPausedUntil, Math.min(inWindow, lastBulk + OVERALL_WINDOW_MS));
    },
    isPaused: chat => (chats.get(chat)?.pausedUntil ?? 0) > now(),
    began(priority) {
      const time = now();
      while ((recent[0] ?? time) <= time - OVERALL_WINDOW_MS) recent.shift();
      recent.push(time);
      if (priority === 'bulk') lastBulk = time;
    },
    ended(chat) {
      const spent = touch(chat);
      spent.fullAt = Math.max(spent.fullAt, now()) + INTERVAL_MS;
      if (isGroup(chat)) spent.ended = [...spent.ended, now()].slice(-GROUP_MOST);
      forget();
    },
    size: () => chats.size,
    pause(until, chat) {
      bulkPausedUntil = Math.max(bulkPausedUntil, until);
      if (chat === undefined) return;
      const spent = touch(chat);
      spent.pausedUntil = Math.max(spent.pausedUntil, until);
    },
  };
}

/** Groups and channels have negative numbers; only they (and bots, that nobody writes to) go by a name. */
function isGroup(chat: ChatId): boolean {
  return typeof chat === 'string' || chat < 0;
}
