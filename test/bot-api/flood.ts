import { tooMany } from './refusal.ts';
import type { Room } from './rooms.ts';

/** Telegram names no figures but these: about one message a second in a chat with short bursts, 20 a minute in a group. Infinity: none. */
export type Limits = {
  privateBurst: number;
  privatePerSecond: number;
  groupPerMinute: number;
  overallPerSecond: number;
};

const DEFAULTS: Limits = { privateBurst: 3, privatePerSecond: 1, groupPerMinute: 20, overallPerSecond: Infinity };

export type Flood = ReturnType<typeof createFlood>;

/** Counts what is sent and edited, and refuses what is too much with the time until it may succeed. */
export function createFlood(given: Partial<Limits>, now: () => number) {
  const limits = { ...DEFAULTS, ...given };
  const buckets = new Map<number, { tokens: number; at: number }>();
  const windows = new Map<number, number[]>();
  let overall: number[] = [];

  return {
    /** @param cost what it counts for; a draft is less than a message */
    count(room: Room, cost = 1): void {
      const wait = room.chat.type === 'private' ? bucketWait(room.chat.id, cost) : windowWait(room.chat.id);
      overall = overall.filter(at => at > now() - 1000);
      const full = overall.length >= limits.overallPerSecond;
      const longest = Math.max(wait, full ? (overall[0] ?? now()) + 1000 - now() : 0);
      if (longest > 0) throw tooMany(Math.ceil(longest / 1000));
      if (Number.isFinite(limits.overallPerSecond)) overall.push(now());
      if (room.chat.type === 'private') take(room.chat.id, cost);
      else windows.get(room.chat.id)?.push(now());
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

  function windowWait(id: number): number {
    const sent = (windows.get(id) ?? []).filter(at => at > now() - 60_000);
    windows.set(id, sent);
    return sent.length < limits.groupPerMinute ? 0 : (sent[0] ?? now()) + 60_000 - now();
  }
}
