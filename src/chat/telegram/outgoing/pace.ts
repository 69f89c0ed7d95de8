/** A chat's number, or the @name of a public one. */
export type ChatId = number | string;
/** What a call is for: an answer that a person waits for, or one of many messages that are sent to many. */
export type Priority = 'interactive' | 'bulk';
/**
 * What a call is to its chat: a message, or whatever else is there to stay; a frame of an answer that is being written,
 * which the next one replaces; a sign that one is coming.
 */
export type Kind = 'message' | 'frame' | 'sign';

/** How much Telegram takes, by its bots FAQ: one message a second in a chat, bursts apart; 20 a minute in a group; about 30 a second in all. */
const BURST = 2;
const INTERVAL_MS = 1000;
const GROUP_MOST = 20;
const GROUP_WINDOW_MS = 60_000;
/** In a group frames leave the other half of these to messages. */
const GROUP_MOST_FRAMES = GROUP_MOST / 2;
/** To one chat no more than so many calls in any second, whatever they are: Telegram counts frames and signs in some way, too. */
const AT_ONCE = 2;
const AT_ONCE_WINDOW_MS = 1000;
/** Below 30, since what is sent evenly does not arrive evenly. */
const OVERALL_MOST = 27;
const OVERALL_WINDOW_MS = 1000;

/**
 * Keeps count of calls and says when the next one may be made. A chat takes two messages at once and then one a second, a
 * group 20 a minute besides; and two calls of any kind in any second. Frames are no messages, but in a group, where they
 * are changes of one, they count among the 20 and are half of them at most. Signs are worth less than what they announce: a
 * call that follows one at once still has its place. Bulk calls keep to 27 in any second, interactive ones counted in, but
 * one a second goes even when those alone are more. Times are in the milliseconds of the clock that is given in.
 */
export type Pace = {
  /** From when on a call to the chat may be made; a time that is past means now. */
  chatFrom(chat: ChatId, kind?: Kind): number;
  /** From when on a request to the chat may leave, by the rule of two in any second alone. */
  requestFrom(chat: ChatId): number;
  /** From when on a bulk call may be made. */
  bulkFrom(): number;
  /** Whether the chat is to be left alone for now. */
  isPaused(chat: ChatId): boolean;
  began(priority: Priority): void;
  /** Counts from the end of a call on: by then it has certainly arrived. */
  ended(chat: ChatId, kind?: Kind): void;
  /** A request to the chat leaves. A call that is repeated makes several. */
  left(chat: ChatId): void;
  /** It was answered, or came to nothing. */
  answered(chat: ChatId): void;
  /** Telegram asked for quiet: nothing to that chat, and nothing in bulk, until then. */
  pause(until: number, chat?: ChatId): void;
  /** How many chats it keeps count of. */
  size(): number;
};

type Spent = {
  /** when nothing of the burst is spent any more */ fullAt: number;
  ended: number[];
  frames: number[];
  /** requests that are under way, and when the last of the others were answered */ under: number;
  answered: number[];
  pausedUntil: number;
};

export function createPace({ now }: { now: () => number }): Pace {
  // The chat that was written to last stands last.
  const chats = new Map<ChatId, Spent>();
  const recent: number[] = [];
  let lastBulk = Number.NEGATIVE_INFINITY;
  let bulkPausedUntil = Number.NEGATIVE_INFINITY;

  const touch = (chat: ChatId): Spent => {
    const spent = chats.get(chat) ?? { fullAt: 0, ended: [], frames: [], under: 0, answered: [], pausedUntil: 0 };
    chats.delete(chat);
    chats.set(chat, spent);
    return spent;
  };

  /** Forgets chats that owe nothing any more. One that Telegram wants left alone, for hours perhaps, keeps no other. */
  const forget = () => {
    for (const [chat, { fullAt, ended, under, answered, pausedUntil }] of chats) {
      if (pausedUntil > now() || under > 0) continue;
      if (Math.max(fullAt, after(ended.at(-1), GROUP_WINDOW_MS), after(answered.at(-1), AT_ONCE_WINDOW_MS)) > now())
        return;
      chats.delete(chat);
    }
  };

  const requestFrom = (chat: ChatId): number => {
    const { under = 0, answered = [] } = chats.get(chat) ?? {};
    // Those that are under way end at a time that nobody knows: it is looked at again.
    if (under >= AT_ONCE) return now() + AT_ONCE_WINDOW_MS;
    return after(answered.at(under - AT_ONCE), AT_ONCE_WINDOW_MS);
  };

  return {
    chatFrom(chat, kind = 'message') {
      const spent = chats.get(chat);
      if (spent === undefined) return now();
      const { fullAt, ended, frames, under, answered, pausedUntil } = spent;
      if (kind === 'sign') {
        const quiet = under > 0 ? Number.POSITIVE_INFINITY : after(answered.at(-1), AT_ONCE_WINDOW_MS);
        return Math.max(pausedUntil, quiet);
      }
      return Math.max(
        pausedUntil,
        requestFrom(chat),
        after(ended.at(-GROUP_MOST), GROUP_WINDOW_MS),
        kind === 'frame' ? after(frames.at(-GROUP_MOST_FRAMES), GROUP_WINDOW_MS) : fullAt - (BURST - 1) * INTERVAL_MS,
      );
    },
    requestFrom,
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
    ended(chat, kind = 'message') {
      const spent = touch(chat);
      if (kind === 'message') spent.fullAt = Math.max(spent.fullAt, now()) + INTERVAL_MS;
      if (isGroup(chat)) {
        spent.ended = [...spent.ended, now()].slice(-GROUP_MOST);
        if (kind === 'frame') spent.frames = [...spent.frames, now()].slice(-GROUP_MOST_FRAMES);
      }
      forget();
    },
    left(chat) {
      touch(chat).under += 1;
    },
    answered(chat) {
      const spent = touch(chat);
      spent.under -= 1;
      spent.answered = [...spent.answered, now()].slice(-AT_ONCE);
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

/** So long after a time; long ago where there is none. */
function after(time: number | undefined, ms: number): number {
  return time === undefined ? 0 : time + ms;
}

/** Groups and channels have negative numbers; only they (and bots, that nobody writes to) go by a name. */
function isGroup(chat: ChatId): boolean {
  return typeof chat === 'string' || chat < 0;
}
