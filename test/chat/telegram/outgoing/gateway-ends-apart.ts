import { type Behaviour, gatewayTo, HANGING, LOST, startWire } from './wire.ts';

// A program that meets every fault, stops its gateway, and then has nothing left to do. A timer or a socket that is left
// behind would keep it from ending.
const wire = await startWire();
const flooded = Promise.withResolvers<void>();
const gateway = gatewayTo(wire, { onCall: ({ outcome }) => outcome === 'flood' && setImmediate(flooded.resolve) });
const quiet = { code: 429, description: 'Too Many Requests: retry after 2400', parameters: { retry_after: 2400 } };
const faults: Behaviour[] = ['ok', ...LOST, ...HANGING, quiet];
const outcomes: string[] = [];
const send = async (chat: number, priority: 'interactive' | 'bulk' = 'interactive') => {
  const outcome = await gateway.call('sendMessage', { chat_id: chat, text: 'x' }, { priority });
  outcomes.push(outcome.ok ? 'ok' : outcome.reason);
};
const calls: Promise<void>[] = [];
for (const [index, fault] of faults.entries()) {
  wire.will(fault);
  const before = wire.seen.length;
  const call = send(index + 1);
  calls.push(call);
  await Promise.race([wire.saw(before + 1), call]);
}
await flooded.promise;
// These wait: behind a call that hangs, for Telegram's quiet to end, and as one of many.
calls.push(send(10), send(11), send(12, 'bulk'));
await gateway.stop(50);
await Promise.all(calls);
await wire.down();
console.log(outcomes.sort().join(' '));
