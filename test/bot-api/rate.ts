import type { Call } from './calls.ts';

/** How many calls about a chat arrived within one second, at its busiest. */
export function busiestSecond(calls: readonly Call[], chatId: number): number {
  const times = calls.flatMap(({ payload, at }) => (payload.chat_id === chatId ? [at] : [])).sort((a, b) => a - b);
  return Math.max(0, ...times.map((from, index) => times.slice(index).filter(at => at < from + 1000).length));
}
