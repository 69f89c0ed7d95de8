import type { Parameters } from './parameters.ts';

/**
 * How a call goes wrong. `reset-before`: the connection breaks, nothing was done. `reset-after`: it was done, then the connection
 * breaks. `hang`: nothing is done and nothing answered. `half-body`: done, half of the answer comes and then nothing more.
 * `500-after`: done, answered with 500. `502-html`: a proxy's page, nothing done. `empty-200`: done, answered with nothing.
 * A status: refused with it, nothing done. A delay: done at once, answered later.
 */
export type How =
  | 'reset-before'
  | 'reset-after'
  | 'hang'
  | 'half-body'
  | '500-after'
  | '502-html'
  | 'empty-200'
  | { status: number; description?: string; retryAfter?: number; migrateTo?: number }
  | { delayMs: number };

/** `times` calls (1) of a method, in one chat or in any. */
export type Fault = { method: string; chatId?: number; times?: number; how: How };

/** What was ordered to go wrong, oldest first. */
export function createFaults() {
  const orders: (Fault & { left: number })[] = [];
  return {
    order(fault: Fault): void {
      orders.push({ ...fault, left: fault.times ?? 1 });
    },
    /** The fault that this call meets, which is used up by it. */
    take(method: string, parameters: Parameters): How | undefined {
      if (orders.length === 0) return undefined;
      const found = orders.find(
        order =>
          order.method.toLowerCase() === method.toLowerCase() &&
          (order.chatId === undefined || parameters.text('chat_id') === String(order.chatId)),
      );
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left <= 0) orders.splice(orders.indexOf(found), 1);
      return found.how;
    },
  };
}
