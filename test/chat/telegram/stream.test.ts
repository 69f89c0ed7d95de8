import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDrafts } from '../../../src/chat/telegram/drafts.ts';
import { stopKeyboard } from '../../../src/chat/telegram/keyboard.ts';
import type { CallOptions } from '../../../src/chat/telegram/outgoing/gateway.ts';
import type { Outcome } from '../../../src/chat/telegram/outgoing/outcome.ts';
import { createStream } from '../../../src/chat/telegram/stream.ts';
import { openStore } from '../../../src/store/database.ts';
import { openReplies } from '../../../src/store/replies.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import { capturedLog } from '../../captured-log.ts';
import { temporaryFolder } from '../../notes.ts';
import { until } from '../../until.ts';
import { createClock } from './outgoing/clock.ts';

type Reason = Extract<Outcome<unknown>, { ok: false }>['reason'];
const no = (reason: Reason, o: { code?: number; description?: string } = {}) => ({
  ok: false as const,
  reason,
  description: 'no good',
  ...o,
});

const UPDATE = 41;
const PRIVATE = { chatId: 7, kind: 'private' as const, threadId: undefined };
const GROUP = { chatId: -7, kind: 'supergroup' as const, threadId: 3 };
const said = (text: string, tail = '') => ({ text, tail });

/** Streams over a real store; Telegram answers as it is told to, one after the other, and then with success. */
async function open({ spot = PRIVATE as typeof PRIVATE | typeof GROUP } = {}) {
  const store = await openStore({ file: join(temporaryFolder(), 'noted.sqlite') });
  onTestFinished(() => store.close());
  const clock = createClock();
  const replies = openReplies(store, clock);
  const drafts = createDrafts();
  const log = capturedLog();
  const answers: (Outcome<unknown> | Promise<Outcome<unknown>>)[] = [];
  const calls: { method: string; payload: Record<string, unknown>; at: number }[] = [];
  const start = clock.now();
  const gateway = {
    async call(method: string, payload: object, { before, signal, droppable, deadlineMs }: CallOptions = {}) {
      expect(droppable).toBe(true);
      // Without its number nothing could be put in the place of a message.
      expect(deadlineMs).toBe(method === 'sendMessage' ? undefined : 5_000);
      if (signal?.aborted || (before && !(await before()))) return no('stopped') as never;
      calls.push({ method, payload: { ...payload }, at: clock.now() - start });
      return ((await answers.shift()) ?? { ok: true, result: { message_id: 5, chat: { id: spot.chatId } } }) as never;
    },
  };
  let shown = 0;
  return {
    clock,
    log,
    drafts,
    replies,
    calls,
    answers,
    shown: () => shown,
    methods: () => calls.map(({ method }) => method),
    texts: () => calls.map(({ payload }) => payload.text),
    times: () => calls.map(({ at }) => at),
    stream: (o: { attempts?: number; signal?: AbortSignal; replies?: typeof replies } = {}) =>
      createStream(
        { gateway, replies: o.replies ?? replies, drafts, log, after: clock.after },
        {
          turn: {
            updateId: UPDATE,
            attempts: o.attempts ?? 1,
            receivedAt: 0,
            signal: o.signal ?? new AbortController().signal,
          },
          spot,
          replyTo: spot === GROUP ? 3 : undefined,
          buttons: stopKeyboard('Stop', UPDATE),
          onShown: () => {
            shown += 1;
          },
        },
      ),
  };
}

describe('in a private chat an answer', () => {
  it('is shown at once in a draft that can be stopped, and then as it grows, the last that there is of it', async () => {
    const { stream, clock, calls, texts, times, shown } = await open();
    const { show, end } = await stream();
    show(said('', 'One'));
    await clock.pass(100);
    for (const words of ['One two', 'One two three', 'One two three.']) show(said('', words));
    await clock.pass(399);
    show(said('One two three. ', 'Four'));
    await clock.pass(2000);
    expect(texts()).toEqual(['One', 'One two three. Four']);
    expect(times()).toEqual([0, 500]);
    expect(calls[0]).toMatchObject({
      method: 'sendMessageDraft',
      payload: { chat_id: 7, draft_id: UPDATE, text: 'One', entities: [], can_stop: true, keep_on_stop: true },
    });
    expect(shown()).toBe(2);
    expect(await end()).toBeUndefined();
    expect(clock.count()).toBe(0);
  });

  it('is not shown where there is nothing new to see', async () => {
    const { stream, clock, texts } = await open();
    const { show, end } = await stream();
    show(said('', ' \n'));
    show(said('', 'One'));
    await clock.pass(1000);
    show(said('', 'One **tw'));
    show(said('', 'One [1'));
    await clock.pass(1000);
    show(said('', 'One [1]'));
    await clock.pass(1000);
    expect(texts()).toEqual(['One', 'One [1]']);
    await end();
  });

  it('is shown again before its draft goes away, for as long as the model thinks', async () => {
    const { stream, clock, texts, times } = await open();
    const { show, end } = await stream();
    show(said('One.'));
    await clock.pass(60_000);
    expect(texts()).toEqual(['One.', 'One.', 'One.']);
    expect(times()).toEqual([0, 25_000, 50_000]);
    await end();
    expect(clock.count()).toBe(0);
  });

  it('is shown in a message where the server knows no drafts, and those after it at once', async () => {
    for (const refusal of [no('unsupported'), no('rejected', { description: 'Bad Request: unknown method' })]) {
      const { stream, clock, answers, methods, drafts, times, replies, shown } = await open();
      answers.push(refusal);
      const { show, end } = await stream();
      show(said('', 'One'));
      await until(() => shown() === 1);
      for (let count = 2; count < 6; count += 1) {
        show(said('', 'One '.repeat(count)));
        await clock.pass(1100);
      }
      expect(methods()).toEqual([
        'sendMessageDraft',
        'sendMessage',
        ...Array.from({ length: 4 }, () => 'editMessageText'),
      ]);
      expect(times()).toEqual([0, 0, 1100, 2200, 3300, 4400]);
      expect(await end()).toBe(5);
      expect(drafts.usedIn({ ...PRIVATE, chatId: 8 })).toBe(false);
      expect(await replies.of(UPDATE)).toEqual([{ part: -2, state: 'sent', messageId: 5 }]);
    }
  });

  it('is shown in a message where that chat alone takes no drafts', async () => {
    const { stream, answers, methods, drafts } = await open();
    answers.push(no('rejected', { description: 'Bad Request: TEXTDRAFT_PEER_INVALID' }));
    const { show, end } = await stream();
    show(said('', 'One'));
    await end();
    expect(methods()).toEqual(['sendMessageDraft', 'sendMessage']);
    expect([drafts.usedIn(PRIVATE), drafts.usedIn({ ...PRIVATE, chatId: 8 })]).toEqual([false, true]);
  });
});

describe('in a group an answer', () => {
  it('is shown in a message that replies, with a button to stop it, and changes every three seconds', async () => {
    const { stream, clock, calls, times, replies, shown } = await open({ spot: GROUP });
    const { show, end } = await stream();
    show(said('', 'word'));
    await until(() => shown() === 1);
    for (let count = 2; count < 100; count += 1) {
      show(said('', 'word '.repeat(count)));
      await clock.pass(100);
    }
    const [first, second] = calls;
    const same = { chat_id: -7, reply_markup: { inline_keyboard: [[{ text: 'Stop', callback_data: '1x:41' }]] } };
    expect(first).toMatchObject({
      method: 'sendMessage',
      payload: { ...same, text: 'word', message_thread_id: 3, reply_parameters: { message_id: 3 } },
    });
    expect(second).toMatchObject({ method: 'editMessageText', payload: { ...same, message_id: 5 } });
    expect(times()).toEqual([0, 1100, 4200, 7300]);
    expect(await end()).toBe(5);
    expect(await replies.of(UPDATE)).toEqual([{ part: -2, state: 'sent', messageId: 5 }]);
    expect(clock.count()).toBe(0);
  });

  it('goes on in the message that was left behind, where its update is handled again', async () => {
    const { stream, methods, calls } = await open({ spot: GROUP });
    const before = await stream();
    before.show(said('', 'One'));
    await before.end();
    const { show, end } = await stream({ attempts: 2 });
    show(said('', 'One two'));
    expect(await end()).toBe(5);
    expect(methods()).toEqual(['sendMessage', 'editMessageText']);
    expect(calls[1]?.payload.message_id).toBe(5);
  });

  it('is shown no further, where its update is handled again, if its message may have left and has no number', async () => {
    const { stream, methods, replies } = await open({ spot: GROUP });
    await replies.claim({ updateId: UPDATE, part: -2, chatId: -7, attempt: 1 });
    const { show, end } = await stream({ attempts: 2 });
    show(said('', 'One'));
    expect(await end()).toBeUndefined();
    expect(methods()).toEqual([]);
  });

  it('that comes to nothing before any of it was shown has no message', async () => {
    const { stream } = await open({ spot: GROUP });
    expect(await (await stream()).end()).toBeUndefined();
  });

  it('is not shown by a process whose update another one has taken over', async () => {
    const { stream, methods, replies } = await open({ spot: GROUP });
    const { show, end } = await stream();
    await replies.claim({ updateId: UPDATE, part: -2, chatId: -7, attempt: 2 });
    show(said('', 'One'));
    expect(await end()).toBeUndefined();
    expect(methods()).toEqual([]);
  });

  it('comes as a new one where somebody deletes the message meanwhile', async () => {
    const { stream, clock, answers, methods, shown } = await open({ spot: GROUP });
    const { show, end } = await stream();
    show(said('', 'One'));
    await until(() => shown() === 1);
    answers.push(no('gone'));
    show(said('', 'One two'));
    await clock.pass(9000);
    show(said('', 'One two three'));
    await clock.pass(9000);
    expect(methods()).toEqual(['sendMessage', 'editMessageText']);
    expect(await end()).toBeUndefined();
  });

  it('is shown no further where nobody knows whether its message is there', async () => {
    const { stream, clock, answers, methods } = await open({ spot: GROUP });
    answers.push(no('unknown'));
    const { show, end } = await stream();
    show(said('', 'One'));
    await until(() => methods().length === 1);
    show(said('', 'One two'));
    await clock.pass(9000);
    expect(methods()).toEqual(['sendMessage']);
    expect(await end()).toBeUndefined();
  });
});

describe('a frame that the chat does not take', () => {
  it('at that moment is followed soon by what there is by then', async () => {
    const { stream, clock, answers, texts, times } = await open();
    answers.push(no('flood'), no('flood'));
    const { show, end } = await stream();
    show(said('', 'One'));
    await clock.pass(200);
    show(said('', 'One two'));
    await clock.pass(1000);
    expect(texts()).toEqual(['One', 'One', 'One two']);
    expect(times()).toEqual([0, 150, 300]);
    await end();
  });

  it('since it had too many makes those after it come more slowly', async () => {
    const { stream, clock, answers, times } = await open();
    answers.push(no('flood', { code: 429 }), no('flood', { code: 429 }));
    const { show, end } = await stream();
    for (let count = 1; count < 50; count += 1) {
      show(said('', 'word '.repeat(count)));
      await clock.pass(100);
    }
    expect(times()).toEqual([0, 750, 1875, 3000, 4125]);
    await end();
  });

  it.each(['unknown', 'unreachable'] as const)('for it is lost is followed by the next one: %s', async reason => {
    const { stream, clock, answers, texts } = await open();
    answers.push(no(reason));
    const { show, end } = await stream();
    show(said('', 'One'));
    await clock.pass(1000);
    expect(texts()).toEqual(['One', 'One']);
    await end();
  });

  it.each(['blocked', 'gone', 'unauthorized', 'stopped'] as const)('nor any other is the last: %s', async reason => {
    const { stream, clock, answers, texts } = await open();
    answers.push(no(reason));
    const { show, end } = await stream();
    show(said('', 'One'));
    await clock.pass(1000);
    show(said('', 'One two'));
    await clock.pass(1000);
    expect(texts()).toEqual(['One']);
    await end();
    expect(clock.count()).toBe(0);
  });
});

describe('the end', () => {
  it('waits for the frame that is under way, and nothing is shown behind it', async () => {
    const { stream, clock, answers, texts } = await open();
    const held = Promise.withResolvers<Outcome<unknown>>();
    answers.push(held.promise);
    const { show, end } = await stream();
    show(said('', 'One'));
    await clock.pass(1);
    show(said('', 'One two'));
    let ended = false;
    const ending = end().then(() => {
      ended = true;
    });
    await clock.pass(1000);
    expect(ended).toBe(false);
    held.resolve({ ok: true, result: true });
    await ending;
    show(said('', 'One two three'));
    await clock.pass(60_000);
    expect(texts()).toEqual(['One']);
  });

  it('comes with the store away, too: what is shown is no trouble, and words are in no log', async () => {
    const { stream, log, replies } = await open({ spot: GROUP });
    const away = { ...replies, record: () => Promise.reject(new StoreError('The store is away.')) };
    const { show, end } = await stream({ replies: away });
    show(said('', 'Onomatopoeia'));
    expect(await end()).toBe(5);
    expect(log.lines).toMatchObject([{ level: 50, message: 'The store is away.' }]);
    expect(JSON.stringify(log.lines)).not.toContain('Onomatopoeia');
  });
});
