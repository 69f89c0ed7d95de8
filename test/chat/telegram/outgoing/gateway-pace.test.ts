import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Reply } from '../../../../src/chat/telegram/outgoing/client.ts';
import { createGateway } from '../../../../src/chat/telegram/outgoing/gateway.ts';
import { createLog } from '../../../../src/log.ts';
import { createClock } from './clock.ts';

type What = 'message' | 'frame' | 'edit' | 'sign';
type Plan = { at: number; chat: number; what: What; takes: number; reply: Reply };
type Request = { chat: number; what: What; from: number; to: number };

const OK: Reply = { kind: 'result', result: true };
const LOST: Reply = { kind: 'silence', arrived: 'perhaps', description: 'lost' };
const FLOOD: Reply = { kind: 'refused', code: 429, description: 'flood', retryAfter: 3, migrateTo: undefined };

/** Calls that come at their times, to a Telegram that takes as long over each, and answers it, as is planned. */
async function play(plans: readonly Plan[]): Promise<{ requests: Request[]; outcomes: (boolean | undefined)[] }> {
  const clock = createClock();
  const requests: Request[] = [];
  const outcomes: (boolean | undefined)[] = plans.map(() => undefined);
  const gateway = createGateway({
    client: {
      async call(_, payload) {
        const { plan }: { plan?: Plan } = payload;
        if (plan === undefined) throw new Error('nothing planned');
        const request = { chat: plan.chat, what: plan.what, from: clock.now(), to: Number.POSITIVE_INFINITY };
        requests.push(request);
        await new Promise<void>(resolve => clock.after(plan.takes, resolve));
        request.to = clock.now();
        return plan.reply;
      },
      close() {},
    },
    onMigrated: async () => {},
    log: createLog('silent'),
    now: clock.now,
    after: clock.after,
    random: () => 0,
  });
  const call = (plan: Plan) => {
    const payload = { chat_id: plan.chat, plan } as never;
    if (plan.what === 'sign') return gateway.call('sendChatAction', payload, { droppable: true });
    if (plan.what === 'frame') return gateway.call('sendMessageDraft', payload, { droppable: true });
    return gateway.call(plan.what === 'edit' ? 'editMessageText' : 'sendMessage', payload);
  };
  for (const [index, plan] of plans.entries())
    clock.after(plan.at, async () => {
      outcomes[index] = (await call(plan)).ok;
    });
  await clock.run();
  return { requests, outcomes };
}

const plan = fc.record({
  at: fc.nat(6000),
  chat: fc.constantFrom(1, 2, -100),
  what: fc.constantFrom<What>('message', 'frame', 'frame', 'edit', 'sign', 'sign'),
  takes: fc.constantFrom(0, 1, 50, 300, 1200),
  reply: fc.constantFrom(OK, OK, OK, LOST, FLOOD),
});
const plans = fc
  .array(plan, { minLength: 5, maxLength: 40, size: 'max' })
  .map(all => all.toSorted((a, b) => a.at - b.at))
  // Who answers 429 each time is asked again for ever.
  .map(all => all.map(one => (one.reply === FLOOD && one.what !== 'frame' ? { ...one, reply: OK } : one)));

it('no chat is sent more than two calls in any second, whatever they are and however often they are repeated', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async all => {
      const { requests } = await play(all);
      for (const ofChat of Map.groupBy(requests, ({ chat }) => chat).values()) {
        // A request arrives at some time between its beginning and its end, whichever is worst.
        for (const [index, { from }] of ofChat.entries()) {
          const near = ofChat.slice(0, index).filter(({ to }) => to > from - 1000);
          expect(near.length).toBeLessThan(2);
        }
      }
    }),
    { numRuns: 150 },
  );
});

it('frames and signs take nothing of what messages are allowed: those go as they would alone, but for the second', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async all => {
      const some = all.filter(({ what }) => what !== 'edit').map(one => ({ ...one, chat: 1, takes: 0, reply: OK }));
      const messages = some.filter(({ what }) => what === 'message');
      const alone = (await play(messages)).requests.map(({ from }) => from);
      const among = (await play(some)).requests.filter(({ what }) => what === 'message').map(({ from }) => from);
      expect(among.length).toBe(alone.length);
      for (const [index, from] of among.entries()) expect(from - (alone[index] ?? 0)).toBeLessThanOrEqual(1000);
    }),
    { numRuns: 100 },
  );
});

it('words go out at once right behind a sign that they are coming, and no sign goes out behind words', async () => {
  const one = (at: number, what: What): Plan => ({ at, chat: 1, what, takes: 30, reply: OK });
  const { requests, outcomes } = await play([one(0, 'sign'), one(10, 'frame'), one(500, 'sign'), one(1100, 'frame')]);
  expect(requests.map(({ what, from }) => [what, from - (requests[0]?.from ?? 0)])).toEqual([
    ['sign', 0],
    ['frame', 10],
    ['frame', 1100],
  ]);
  expect(outcomes).toEqual([true, true, false, true]);
});

it('frames are half of what a group takes in a minute at most, and messages have the rest', async () => {
  const frames = Array.from({ length: 50 }, (_, index): Plan => {
    return { at: index * 1000, chat: -100, what: 'frame', takes: 0, reply: OK };
  });
  const messages = Array.from({ length: 10 }, (_, index): Plan => {
    return { at: 30_500 + index * 1000, chat: -100, what: 'message', takes: 0, reply: OK };
  });
  const { requests } = await play([...frames, ...messages]);
  const first = requests[0]?.from ?? 0;
  const inMinute = requests.filter(({ from }) => from - first < 60_000);
  expect(inMinute.filter(({ what }) => what === 'frame')).toHaveLength(10);
  expect(inMinute.filter(({ what }) => what === 'message').map(({ from }) => from - first)).toEqual(
    messages.map(({ at }) => at),
  );
});
