import { tooMany } from './refusal.ts';
import type { Room } from './rooms.ts';

/**
 * Telegram names no figures but these: about one message a second in a chat with short bursts, and in a group 20 messages
 * and some 20 edits a minute, each counted by itself. Infinity: none.
 */
export type Limits = {
  privateBurst: number;
  privatePerSecond: number;
  groupPerMinute: number;
  groupEditsPerMinute: number;
  overallPerSecond: number;
};

const DEFAULTS: Limits = {
  privateBurst: 3,
  privatePerSecond: 1,
  groupPerMinute: 20,
  groupEditsPerMinute: 20,
  overallPerSecond: Infinity,
};

export type Flood = ReturnType<typeof createFlood>;

/** Counts what is sent and edited, and refuses what is too much with the time until it may succeed. */
export function createFlood(given: Partial<Limits>, now: () => number) {
  const limits = { ...DEFAULTS, ...given };
  const buckets = new Map<number, { tokens: number; at: number }>();
  const windows = new Map<string, number[]>();
  let overall: number[] = [];

  return {
    /** @param cost what it counts for; a draft is less than a message */
    count(room: Room, { cost = 1, kind = 'message' }: { cost?: number; kind?: 'message' | 'edit' } = {}): void {
      const window = `${kind} ${room.chat.id}`;
      const most = kind === 'edit' ? limits.groupEditsPerMinute : limits.groupPerMinute;
      const wait = room.chat.type === 'private' ? bucketWait(room.chat.id, cost) : windowWait(window, most);
      overall = overall.filter(at => at > now() - 1000);
      const full = overall.length >= limits.overallPerSecond;
      const longest = Math.max(wait, full ? (overall[0] ?? now()) + 1000 - now() : 0);
      if (longest > 0) throw tooMany(Math.ceil(longest / 1000));
      if (Number.isFinite(limits.overallPerSecond)) overall.push(now());
      if (room.chat.type === 'private') take(room.chat.id, cost);
      else windows.get(window)?.push(now());
    },
  };

  function bucketWait(id: number, cost: number): number {
    const before = buckets.get(id) ?? { tokens: limits.privateBurst, at: now() };
    const tokens = Math.min(
      limits.privateBurst,
      before.tokens + ((now() - before.at) / 1000) * limits.privatePerSecond,
    );
    buckets.set(id, { tokens, at: now() });
    return tokens >= cost ? 0 : Math.max(1, ((cost - tokens) / limits.privatePerSecond) * 1000);
  }

  function take(id: number, cost: number): void {
    const bucket = buckets.get(id);
    if (bucket !== undefined) bucket.tokens -= cost;
  }

  function windowWait(window: string, most: number): number {
    const sent = (windows.get(window) ?? []).filter(at => at > now() - 60_000);
    windows.set(window, sent);
    return sent.length < most ? 0 : (sent[0] ?? now()) + 60_000 - now();
  }
}
