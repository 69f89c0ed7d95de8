import { inspect } from 'node:util';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallOptions, Gateway } from '../../../../src/chat/telegram/outgoing/gateway.ts';
import { type Clock, createClock } from './clock.ts';
import { type Behaviour, gatewayTo, HANGING, LOST, startWire, TOKEN, type Wire } from './wire.ts';

let wire: Wire;
let clock: Clock;
let gateway: Gateway;
let lines: string[];
let made: string[];
let migrated: [number, number][];

beforeEach(async () => {
  wire = await startWire();
  clock = createClock();
  lines = [];
  made = [];
  migrated = [];
  gateway = gatewayTo(wire, {
    onMigrated: async (from, to) => void migrated.push([from, to]),
    onCall: ({ method, outcome }) => void made.push(`${method} ${outcome}`),
    // Not scrubbed: what the gateway logs is to hold no token in the first place.
    log: pino({ level: 'trace' }, { write: line => void lines.push(line) }),
    now: clock.now,
    after: clock.after,
  });
});

afterEach(async () => {
  await gateway.stop(0);
  await wire.down();
});

const SAID = 'what nobody but the reader may see';
const send = (chat: number, options?: CallOptions, text = SAID) =>
  gateway.call('sendMessage', { chat_id: chat, text }, options);
const edit = (options?: CallOptions) =>
  gateway.call('editMessageText', { chat_id: 1, message_id: 1, text: SAID }, options);
const type = (chat: number) => gateway.call('sendChatAction', { chat_id: chat, action: 'typing' }, { droppable: true });
const flood = (seconds: number): Behaviour => ({
  code: 429,
  description: `Too Many Requests: retry after ${seconds}`,
  parameters: { retry_after: seconds },
});
const seen = () => wire.seen.map(({ payload }) => payload.text);

describe('the outcome of a call', () => {
  it('is its result', async () => {
    expect(await send(1)).toEqual({ ok: true, result: { message_id: 1 } });
    expect(made).toEqual(['sendMessage ok']);
  });

  it.each([
    [401, 'Unauthorized', 'unauthorized'],
    [404, 'Not Found', 'unsupported'],
    [404, 'Not Found: method not found', 'unsupported'],
    [403, 'Forbidden: bot was blocked by the user', 'blocked'],
    [403, 'Forbidden: bot was kicked from the supergroup chat', 'blocked'],
    [409, 'Conflict: terminated by other getUpdates request', 'conflict'],
    [400, 'Bad Request: chat not found', 'gone'],
    [400, 'Bad Request: message to edit not found', 'gone'],
    [400, 'Bad Request: query is too old and response timeout expired or query ID is invalid', 'gone'],
    [400, 'Bad Request: message is too long', 'rejected'],
    [413, 'Request Entity Too Large', 'rejected'],
  ])('for %i %s is: %s', async (code, description, reason) => {
    wire.will({ code, description });
    expect(await send(1)).toEqual({ ok: false, reason, description, code });
    expect(wire.seen.length).toBe(1);
  });

  it('of an edit that changes nothing is good', async () => {
    wire.will({ code: 400, description: 'Bad Request: message is not modified: specified new message content …' });
    expect(await edit()).toEqual({ ok: true, result: true });
  });

  it.each([
    "Bad Request: entity URL 'what nobody but the reader may see' is invalid: Wrong HTTP URL",
    'Bad Request: can\'t parse entities: Unsupported start tag "what nobody but the reader may see" at byte offset 3',
  ])('does not say what was in the message: %s', async description => {
    wire.will({ code: 400, description });
    const outcome = await send(1);
    expect(outcome).toMatchObject({ ok: false, reason: 'rejected' });
    expect(JSON.stringify(outcome)).not.toContain(SAID);
  });
});

describe('a message that may have arrived', () => {
  it.each<Behaviour>([
    ...LOST,
    { code: 500, description: "Internal Server Error: sent message was immediately deleted and can't be returned" },
  ])('is not sent again: %s', async behaviour => {
    wire.will(behaviour);
    expect(await send(1)).toMatchObject({ ok: false, reason: 'unknown' });
    expect(wire.seen.length).toBeLessThanOrEqual(1);
    expect(await send(1)).toMatchObject({ ok: true });
  });

  it.each(HANGING)('is not sent again after its time is over: %s', async behaviour => {
    wire.will(behaviour);
    const outcome = send(1, { deadlineMs: 5000 });
    await wire.saw(1);
    await clock.pass(5000);
    expect(await outcome).toMatchObject({ ok: false, reason: 'unknown' });
    expect(wire.seen.length).toBe(1);
  });
});

describe('while nobody listens', () => {
  it('a message is tried again, and arrives once when there is a listener', async () => {
    await wire.down();
    const outcome = send(1);
    await clock.due(500);
    const second = send(1, {}, 'the next one');
    await clock.pass(500);
    await clock.due(1000);
    await wire.up();
    await clock.pass(1000);
    expect(await outcome).toMatchObject({ ok: true });
    expect(await second).toMatchObject({ ok: true });
    expect(seen()).toEqual([SAID, 'the next one']);
    expect(made).toEqual(['unreachable', 'unreachable', 'ok', 'ok'].map(how => `sendMessage ${how}`));
  });

  it('it is given up after six attempts', async () => {
    await wire.down();
    const outcome = send(1);
    for (const ms of [500, 1000, 2000, 4000, 8000]) {
      await clock.due(ms);
      await clock.pass(ms);
    }
    expect(await outcome).toEqual({ ok: false, reason: 'unreachable', description: 'no connection: ECONNREFUSED' });
    expect(made.length).toBe(6);
  });

  it('it is given up when its time is over', async () => {
    await wire.down();
    const outcome = send(1, { deadlineMs: 1000 });
    await clock.due(500);
    await clock.pass(500);
    // The deadline of the attempt falls due in the same moment as the next attempt; only the pause is left.
    await clock.due(1000);
    await clock.pass(1000);
    expect(await outcome).toMatchObject({ ok: false, reason: 'unreachable' });
    expect(made.length).toBe(3);
  });
});

describe('what may be done twice', () => {
  it.each<Behaviour>(['reset', 'half-and-close', 'bad-gateway', 'empty'])(
    'is done again after: %s',
    async behaviour => {
      wire.will(behaviour);
      const outcome = edit();
      await clock.due(500);
      await clock.pass(500);
      expect(await outcome).toMatchObject({ ok: true });
      expect(wire.seen.length).toBe(2);
    },
  );

  it('may have been done when no attempt was answered', async () => {
    wire.will('reset');
    const outcome = edit({ deadlineMs: 600 });
    await clock.due(500);
    await wire.down();
    await clock.pass(500);
    await clock.due(1000);
    await clock.pass(1000);
    expect(await outcome).toMatchObject({ ok: false, reason: 'unknown' });
  });

  it('is named: whatever else is not done again', async () => {
    wire.will('reset', 'reset');
    const pinned = await gateway.call('pinChatMessage', { chat_id: 1, message_id: 1 });
    const copied = await gateway.call('copyMessage', { chat_id: 2, from_chat_id: 1, message_id: 1 });
    expect([pinned, copied]).toMatchObject([{ reason: 'unknown' }, { reason: 'unknown' }]);
    expect(wire.seen.length).toBe(2);
  });

  it('is not done again by the gateway where it is a poll, or worth nothing later', async () => {
    wire.will('reset', 'reset');
    expect(await gateway.call('getUpdates', { timeout: 30 })).toMatchObject({ ok: false, reason: 'unknown' });
    expect(await type(1)).toMatchObject({ ok: false, reason: 'unknown' });
    expect(wire.seen.length).toBe(2);
  });
});

describe('when Telegram wants fewer calls', () => {
  it('an answer waits as long as it takes, and those behind it in the chat keep their order', async () => {
    wire.will(flood(2400));
    const all = [send(1, {}, 'first'), send(1, {}, 'second')];
    await clock.due(2_400_000);
    await clock.pass(2_399_999);
    expect(seen()).toEqual(['first']);
    await clock.pass(1);
    expect(await all[0]).toMatchObject({ ok: true });
    expect(await all[1]).toMatchObject({ ok: true });
    expect(seen()).toEqual(['first', 'first', 'second']);
  });

  it('attempts from before do not count any more', async () => {
    wire.will('reset', flood(3), 'reset', 'reset', 'reset', 'reset', 'reset');
    const outcome = edit({ deadlineMs: 16_000 });
    for (const ms of [500, 3000, 500, 1000, 2000, 4000, 8000]) {
      await clock.due(ms);
      await clock.pass(ms);
    }
    expect(await outcome).toMatchObject({ ok: true });
    expect(wire.seen.length).toBe(8);
  });

  it('all bulk calls wait with it, answers to others do not, and nothing is shown in that chat', async () => {
    wire.will(flood(10));
    const first = send(1, { priority: 'bulk' });
    await clock.due(10_000);
    const bulk = send(2, { priority: 'bulk' }, 'bulk');
    expect(await send(3, {}, 'answer')).toMatchObject({ ok: true });
    expect(await type(1)).toMatchObject({ ok: false, reason: 'flood' });
    expect(await type(4)).toMatchObject({ ok: true });
    await clock.pass(10_000);
    expect(await first).toMatchObject({ ok: true });
    expect(await bulk).toMatchObject({ ok: true });
    expect(seen().toSorted()).toEqual(['answer', 'bulk', SAID, SAID, undefined].toSorted());
  });

  it('a call that may be dropped comes back at once', async () => {
    wire.will(flood(10));
    expect(await edit({ droppable: true })).toMatchObject({ ok: false, reason: 'flood', code: 429 });
    expect(await edit({ droppable: true })).toMatchObject({ ok: false, reason: 'flood' });
    expect(wire.seen.length).toBe(1);
  });

  it('what is about no chat waits no longer than its time', async () => {
    wire.will(flood(31), flood(3));
    expect(await gateway.call('getMe', {})).toMatchObject({ ok: false, reason: 'flood', code: 429 });
    const outcome = gateway.call('getMe', {});
    await clock.due(3000);
    await clock.pass(3000);
    expect(await outcome).toMatchObject({ ok: true });
  });
});

it('two hundred answers to two hundred chats are all sent at once', async () => {
  const chats = Array.from({ length: 200 }, (_, index) => index + 1);
  const outcomes = await Promise.all(chats.map(chat => send(chat)));
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  expect(wire.seen.length).toBe(200);
  expect(clock.now()).toBe(createClock().now());
});

it('whatever goes wrong, no message is there twice, and each chat has its own in order', async () => {
  const behaviour = fc.oneof(
    { weight: 3, arbitrary: fc.constant<Behaviour>('ok') },
    fc.constantFrom(...LOST, ...HANGING),
    fc.constant<Behaviour>({ code: 400, description: 'Bad Request: message is too long' }),
    fc.integer({ min: 1, max: 60 }).map(flood),
  );
  const plan = fc.array(behaviour, { minLength: 10, maxLength: 40, size: 'max' });
  const calls = fc.array(fc.record({ chat: fc.integer({ min: 1, max: 5 }), bulk: fc.boolean() }), {
    minLength: 5,
    maxLength: 25,
    size: 'max',
  });
  await fc.assert(
    fc.asyncProperty(plan, calls, async (behaviours, messages) => {
      const here = await startWire();
      const time = createClock();
      const out = gatewayTo(here, time);
      here.will(...behaviours);
      let open = messages.length;
      const outcomes = await Promise.all([
        ...messages.map(async ({ chat, bulk }, index) => {
          const priority = bulk ? 'bulk' : 'interactive';
          const outcome = await out.call('sendMessage', { chat_id: chat, text: `${index}` }, { priority });
          open -= 1;
          return outcome.ok ? 'ok' : outcome.reason;
        }),
        (async () => {
          while (open > 0) await time.pass(500);
          return '';
        })(),
      ]);
      const refused = (how: Behaviour) => typeof how === 'object' && 'code' in how;
      const there = here.seen.filter(({ how }) => !refused(how));
      for (const [index, { chat, bulk }] of messages.entries()) {
        const times = there.filter(({ payload }) => payload.text === `${index}`).length;
        expect(times).toBeLessThanOrEqual(1);
        if (outcomes[index] === 'ok') expect(times).toBe(1);
        else expect(['unknown', 'rejected']).toContain(outcomes[index]);
        const after = there.findIndex(({ payload }) => payload.text === `${index}`);
        const others = there.slice(0, Math.max(0, after)).filter(({ payload }) => payload.chat_id === chat);
        for (const { payload } of others) {
          const other = messages[Number(payload.text)];
          if (other?.bulk === bulk) expect(Number(payload.text)).toBeLessThan(index);
        }
      }
      await out.stop(0);
      await here.down();
      expect(time.count()).toBe(0);
    }),
    { numRuns: 25 },
  );
});

describe('a group that becomes a supergroup', () => {
  const moved: Behaviour = {
    code: 400,
    description: 'Bad Request: group chat was upgraded to a supergroup chat',
    parameters: { migrate_to_chat_id: -1002 },
  };

  it('gets what was meant for it under its new number, in order, and is told of once', async () => {
    wire.will(moved);
    const all = [send(-1, {}, 'a'), send(-1, {}, 'b'), send(-1, {}, 'c')];
    await Promise.all(all.slice(0, 2));
    await clock.due(1000);
    all.push(send(-1002, {}, 'd'), send(-1, {}, 'e'));
    for (const call of all.slice(2)) {
      await clock.due(1000);
      await clock.pass(1000);
      await call;
    }
    expect(wire.seen.map(({ payload }) => `${payload.text} ${payload.chat_id}`)).toEqual([
      'a -1',
      'a -1002',
      'b -1002',
      'c -1002',
      'd -1002',
      'e -1002',
    ]);
    expect(migrated).toEqual([[-1, -1002]]);
  });

  it('is followed once a call, and no circle is gone round for ever', async () => {
    const back: Behaviour = { ...moved, parameters: { migrate_to_chat_id: -1 } };
    wire.will(moved, back, back, moved);
    expect(await send(-1)).toMatchObject({ ok: false, reason: 'rejected' });
    expect(await send(-1)).toMatchObject({ ok: false, reason: 'rejected' });
    expect(wire.seen.map(({ payload }) => payload.chat_id)).toEqual([-1, -1002, -1002, -1]);
  });

  it.each([-1, 0.5, 1e300])('is not followed to what is no other number: %d', async to => {
    const odd: Behaviour = { ...moved, parameters: { migrate_to_chat_id: to } };
    wire.will(odd, odd);
    expect(await send(-1)).toMatchObject({ ok: false, reason: 'rejected' });
    await clock.pass(1000);
    expect(await type(-1)).toMatchObject({ ok: false, reason: 'rejected' });
    expect(await send(-1)).toMatchObject({ ok: true });
    expect(migrated).toEqual([]);
  });

  it('is not followed from its new number to the same one', async () => {
    wire.will(moved, moved);
    expect(await send(-1)).toMatchObject({ ok: false, reason: 'rejected' });
    expect(await send(-1)).toMatchObject({ ok: true });
    expect(migrated).toEqual([[-1, -1002]]);
  });

  it('is written to later where its new number cannot be kept, which holds up nobody', async () => {
    let away = true;
    const kept: number[] = [];
    const broken = gatewayTo(wire, {
      onMigrated: async (_, to) => {
        if (away) throw new Error('the store is out of order');
        kept.push(to);
      },
      log: pino({ level: 'trace' }, { write: line => void lines.push(line) }),
      now: clock.now,
      after: clock.after,
    });
    wire.will(moved, moved, moved);
    const call = () => broken.call('sendMessage', { chat_id: -1, text: SAID });
    expect(await call()).toMatchObject({ ok: false, reason: 'unreachable' });
    await clock.pass(1000);
    const typing = { chat_id: -1, action: 'typing' } as const;
    expect(await broken.call('sendChatAction', typing, { droppable: true })).toMatchObject({ reason: 'unreachable' });
    expect(lines.join()).toContain('the store is out of order');
    away = false;
    expect(await call()).toMatchObject({ ok: true });
    expect(kept).toEqual([-1002]);
    expect(wire.seen.map(({ payload }) => payload.chat_id)).toEqual([-1, -1, -1, -1002]);
    await broken.stop(0);
  });
});

describe('hurrying', () => {
  it('brings back what waits for quiet or its turn, lets what runs go on, and makes what need not wait', async () => {
    const { promise: when, resolve } = Promise.withResolvers<void>();
    wire.will(flood(120), { result: { message_id: 7 }, when });
    const quiet = send(1);
    await clock.due(120_000);
    const running = send(2);
    const behind = send(2);
    await wire.saw(2);
    gateway.hurry();
    for (const waiting of [quiet, behind]) expect(await waiting).toMatchObject({ ok: false, reason: 'stopped' });
    expect(await send(1)).toMatchObject({ ok: false, reason: 'stopped' });
    expect(await send(3)).toMatchObject({ ok: true });
    resolve();
    expect(await running).toMatchObject({ ok: true, result: { message_id: 7 } });
    wire.will(flood(1), 'reset-unread');
    expect(await send(4)).toMatchObject({ ok: false, reason: 'stopped' });
    expect(await edit()).toMatchObject({ ok: false, reason: 'stopped' });
    expect(wire.seen).toHaveLength(4);
    expect(clock.count()).toBe(0);
  });
});

describe('stopping', () => {
  it('gives running calls their time and makes none that wait', async () => {
    const answer = Promise.withResolvers<void>();
    wire.will({ result: { message_id: 9 }, when: answer.promise });
    const running = send(1);
    const waiting = send(1);
    await wire.saw(1);
    const end = gateway.stop(5000);
    expect(await waiting).toMatchObject({ ok: false, reason: 'stopped' });
    expect(await send(2)).toMatchObject({ ok: false, reason: 'stopped' });
    answer.resolve();
    expect(await running).toEqual({ ok: true, result: { message_id: 9 } });
    await end;
    expect(wire.seen.length).toBe(1);
    expect(clock.count()).toBe(0);
  });

  it('cuts short what takes longer: a message may have arrived, a poll is stopped', async () => {
    wire.will('hang', 'hang');
    const message = send(1);
    await wire.saw(1);
    const poll = gateway.call('getUpdates', {});
    await wire.saw(2);
    const end = gateway.stop(5000);
    await clock.pass(5000);
    expect(await message).toMatchObject({ ok: false, reason: 'unknown' });
    expect(await poll).toMatchObject({ ok: false, reason: 'stopped' });
    await end;
    expect(clock.count()).toBe(0);
  });

  it('ends what rests between two attempts, and what waits for quiet to end', async () => {
    wire.will('reset', flood(100));
    const again = edit();
    await clock.due(500);
    const quiet = send(2);
    await clock.due(100_000);
    await gateway.stop(5000);
    expect(await again).toMatchObject({ ok: false, reason: 'stopped' });
    expect(await quiet).toMatchObject({ ok: false, reason: 'stopped' });
    expect(clock.count()).toBe(0);
  });

  it('of one call by its signal ends that one alone', async () => {
    wire.will('hang');
    const giving = new AbortController();
    const poll = gateway.call('getUpdates', {}, { signal: giving.signal });
    await wire.saw(1);
    const other = send(1);
    giving.abort();
    expect(await poll).toMatchObject({ ok: false, reason: 'stopped' });
    expect(await other).toMatchObject({ ok: true });
    expect(await send(1, { signal: giving.signal })).toMatchObject({ ok: false, reason: 'stopped' });
  });

  it('of one call by its signal lets a message arrive that is on its way, and sends none after that', async () => {
    const answer = Promise.withResolvers<void>();
    wire.will({ result: { message_id: 9 }, when: answer.promise });
    const giving = new AbortController();
    const [sent, waiting] = [send(1, giving), send(1, giving)];
    await wire.saw(1);
    giving.abort();
    answer.resolve();
    expect(await sent).toMatchObject({ ok: true });
    expect(await waiting).toMatchObject({ ok: false, reason: 'stopped' });
    expect(wire.seen.length).toBe(1);
  });

  it('of one call while what comes before it is done keeps it from being made', async () => {
    const giving = new AbortController();
    const before = async () => {
      giving.abort();
      return true;
    };
    expect(await send(1, { before, signal: giving.signal })).toMatchObject({ ok: false, reason: 'stopped' });
    expect(wire.seen.length).toBe(0);
  });
});

it('shows the token in no outcome, log line, measurement or inspection, whatever goes wrong', async () => {
  const shown: unknown[] = [gateway];
  const faults: Behaviour[] = [
    ...LOST,
    { code: 401, description: `Unauthorized: bot${TOKEN} is unknown` },
    { code: 404, description: `Not Found: /bot${TOKEN}/sendMessage` },
    { code: 400, description: `Bad Request: ${encodeURIComponent(TOKEN)}` },
    flood(1),
  ];
  await wire.down();
  const refused = send(90);
  await clock.due(500);
  await wire.up();
  await clock.pass(500);
  shown.push(await refused);
  for (const [index, fault] of faults.entries()) {
    wire.will(fault);
    shown.push(await send(index + 1, { droppable: true }));
  }
  await clock.pass(1000);
  wire.will('reset');
  const again = edit();
  await clock.due(500);
  shown.push(gateway);
  await clock.pass(500);
  shown.push(await again);
  wire.will('hang', 'half-and-hang');
  for (const chat of [91, 92]) {
    const before = wire.seen.length;
    const late = send(chat, { deadlineMs: 1000 });
    await wire.saw(before + 1);
    await clock.pass(1000);
    shown.push(await late);
  }
  expect(lines.length).toBeGreaterThan(2);
  const everything = [inspect(shown, { depth: Infinity, showHidden: true }), ...lines, ...made].join('\n');
  expect(everything).not.toContain(TOKEN);
  expect(everything).not.toContain(encodeURIComponent(TOKEN));
  expect(everything).not.toContain('AAf-token');
  expect(everything).not.toContain(SAID);
});
