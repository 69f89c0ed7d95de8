import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StoppedError } from '../../../src/chat/telegram/failures.ts';
import type { CallOptions } from '../../../src/chat/telegram/outgoing/gateway.ts';
import type { Outcome } from '../../../src/chat/telegram/outgoing/outcome.ts';
import { createSpeaker } from '../../../src/chat/telegram/speaker.ts';
import { openChats } from '../../../src/store/chats.ts';
import { openStore } from '../../../src/store/database.ts';
import { openReplies, type Replies } from '../../../src/store/replies.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import { capturedLog } from '../../captured-log.ts';
import { temporaryFolder } from '../../notes.ts';

const MARKDOWN = '**bold** words';
const KEYBOARD = { inline_keyboard: [[{ text: 'on', callback_data: '1s' }]] };
const no = (reason: 'unreachable' | 'stopped' | 'unauthorized' | 'flood' | 'rejected' | 'unknown') => ({
  ok: false as const,
  reason,
  description: 'no good',
});

/** A chat with a real store, in which Telegram answers as it is told to, one after the other, and then with success. */
async function openChat(...answers: (() => Outcome<unknown> | undefined)[]) {
  const store = await openStore({ file: join(temporaryFolder(), 'noted.sqlite') });
  onTestFinished(() => store.close());
  let now = 1_700_000_000_000;
  const at = { now: () => now };
  const kept = openReplies(store, at);
  let away = 0;
  const through = async <T>(call: () => Promise<T>): Promise<T> => {
    if (away === 0) return await call();
    away -= 1;
    throw new StoreError('The store is away.');
  };
  const replies: Replies = {
    ...kept,
    claim: reply => through(() => kept.claim(reply)),
    record: reply => through(() => kept.record(reply)),
  };
  const messages: Record<string, unknown>[] = [];
  const gateway = {
    async call(_: string, payload: object, { before, signal }: CallOptions = {}) {
      if (signal?.aborted || (before && !(await before()))) return no('stopped') as never;
      messages.push({ ...payload });
      const answer = answers.shift()?.();
      if (answer !== undefined) return answer as never;
      return { ok: true, result: { message_id: messages.length, chat: { id: 7 } } } as never;
    },
  };
  const log = capturedLog();
  let pauses = 0;
  const pause = async () => {
    pauses += 1;
  };
  return {
    messages,
    log,
    kept,
    pauses: () => pauses,
    pass(ms: number): undefined {
      now += ms;
    },
    /** the store fails so often */ lose(times: number): undefined {
      away = times;
    },
    speaker: (attempts = 1, signal = new AbortController().signal, standing?: number) =>
      createSpeaker(
        { gateway, replies, chats: openChats(store, at), log, ...at, pause },
        {
          turn: { updateId: 1, attempts, receivedAt: 1_700_000_000_000, signal },
          spot: { chatId: 7, kind: 'private', threadId: undefined },
          ...(standing !== undefined && { inPlaceOf: async () => standing }),
        },
      ),
  };
}

describe('a message that surely was not sent', () => {
  it.each(['unreachable', 'stopped', 'unauthorized', 'flood'] as const)(
    'is sent when its update is handled again: %s',
    async reason => {
      const chat = await openChat(() => no(reason));
      await expect((await chat.speaker()).say(MARKDOWN)).rejects.toThrow(StoppedError);
      await (await chat.speaker(2)).say(MARKDOWN);
      expect(chat.messages).toHaveLength(2);
      expect(await chat.kept.of(1)).toEqual([{ part: 1, state: 'sent', messageId: 2 }]);
    },
  );

  it('since the store was away before it is sent then, too', async () => {
    const chat = await openChat();
    const speaker = await chat.speaker();
    chat.lose(1);
    await expect(speaker.say(MARKDOWN)).rejects.toThrow(StoreError);
    expect(chat.messages).toEqual([]);
    await (await chat.speaker(2)).say(MARKDOWN);
    expect(chat.messages).toHaveLength(1);
  });

  it('is not sent where there is no more time', async () => {
    const chat = await openChat();
    const over = new AbortController();
    const speaker = await chat.speaker(1, over.signal);
    over.abort();
    await expect(speaker.say(MARKDOWN)).rejects.toThrow(StoppedError);
    expect(chat.messages).toEqual([]);
    expect(await chat.kept.of(1)).toEqual([]);
  });
});

describe('a message that was sent', () => {
  it('is kept once the store is there again, and not sent a second time', async () => {
    const chat = await openChat(() => chat.lose(3));
    await (await chat.speaker()).say(MARKDOWN);
    expect(chat.pauses()).toBe(3);
    await (await chat.speaker(2)).say(MARKDOWN);
    expect(chat.messages).toHaveLength(1);
  });

  it('or may have been, is kept like that once the store is there again', async () => {
    const chat = await openChat(() => {
      chat.lose(3);
      return no('unknown');
    });
    await (await chat.speaker()).say(MARKDOWN);
    expect(chat.pauses()).toBe(3);
    await (await chat.speaker(2)).say(MARKDOWN);
    expect(chat.messages).toHaveLength(1);
    expect(await chat.kept.unknownIn(7)).toBe(1);
  });

  it('waits for the store no longer than there is time', async () => {
    const over = new AbortController();
    const chat = await openChat(() => {
      over.abort();
      return chat.lose(Number.POSITIVE_INFINITY);
    });
    await expect((await chat.speaker(1, over.signal)).say(MARKDOWN)).rejects.toThrow(StoreError);
  });

  it.each([
    ['without its chat', { message_id: 9 }, 9],
    ['without its number', { chat: { id: 7 } }, undefined],
    ['with a mere true', true, undefined],
    ['with nothing', undefined, undefined],
    ['with what is no number', { message_id: 'x', chat: { id: 'y' } }, undefined],
    ['with a chat that is none', { message_id: 9, chat: null }, 9],
  ])('is kept as sent where Telegram answers %s', async (_, result, messageId) => {
    const chat = await openChat(() => ({ ok: true, result }));
    await (await chat.speaker()).say(MARKDOWN);
    expect(await chat.kept.of(1)).toEqual([{ part: 1, state: 'sent', messageId }]);
    await (await chat.speaker(2)).say(MARKDOWN);
    expect(chat.messages).toHaveLength(1);
  });

  it('is not said to be through by a process that was frozen while its successor sends it', async () => {
    const chat = await openChat();
    const frozen = await chat.speaker(1);
    await chat.kept.claim({ updateId: 1, part: 1, chatId: 7, attempt: 2 });
    await expect(frozen.say(MARKDOWN)).rejects.toThrow(StoppedError);
    expect(chat.messages).toEqual([]);
  });

  it('is not sent by a process that was frozen meanwhile, whatever it had begun', async () => {
    const chat = await openChat();
    const frozen = await chat.speaker(1);
    await (await chat.speaker(2)).say(MARKDOWN);
    await frozen.say(MARKDOWN);
    expect(chat.messages).toHaveLength(1);
  });
});

describe('a message that Telegram refuses', () => {
  it('goes out as mere text, and the log says why', async () => {
    const chat = await openChat(() => no('rejected'));
    await (await chat.speaker()).say(MARKDOWN, { keyboard: KEYBOARD });
    expect(chat.messages).toMatchObject([
      { text: 'bold words', entities: [{ type: 'bold' }], reply_markup: KEYBOARD },
      { text: 'bold words', entities: [] },
    ]);
    expect(chat.messages[1]).not.toHaveProperty('reply_markup');
    expect(chat.log.lines).toMatchObject([{ level: 50, description: 'no good' }]);
    expect(await chat.kept.of(1)).toEqual([{ part: 1, state: 'sent', messageId: 2 }]);
  });

  it('as mere text too is given up, and nothing more is said', async () => {
    const chat = await openChat(
      () => no('rejected'),
      () => no('rejected'),
    );
    const speaker = await chat.speaker();
    await speaker.say(MARKDOWN);
    await speaker.say('more');
    expect(chat.messages).toHaveLength(2);
    expect(chat.log.lines).toMatchObject([{ level: 50 }, { level: 50, reason: 'rejected' }]);
  });

  it('with nothing to leave out is not tried again', async () => {
    const chat = await openChat(() => no('rejected'));
    await (await chat.speaker()).say('words');
    expect(chat.messages).toHaveLength(1);
  });
});

describe('an answer that takes the place of a message', () => {
  const STANDING = 50;
  const never = new AbortController().signal;

  it('changes it, and is kept as that message', async () => {
    const chat = await openChat(() => ({ ok: true, result: true }));
    await (await chat.speaker(1, never, STANDING)).say(MARKDOWN, { keyboard: KEYBOARD });
    expect(chat.messages).toMatchObject([{ message_id: STANDING, text: 'bold words', reply_markup: KEYBOARD }]);
    expect(await chat.kept.of(1)).toEqual([{ part: 1, state: 'sent', messageId: STANDING }]);
  });

  it.each([
    ['it is refused', 'rejected', 0],
    ['nobody knows for minutes whether it was', 'unknown', 300_000],
  ] as const)(
    'is sent as a new one where that cannot be changed, and the half of it is deleted: %s',
    async (_, reason, ms) => {
      const chat = await openChat(() => no(reason));
      chat.pass(ms);
      await (await chat.speaker(1, never, STANDING)).say(MARKDOWN);
      const [edit, message, deletion, ...more] = chat.messages;
      expect(edit).toMatchObject({ message_id: STANDING });
      expect(message).not.toHaveProperty('message_id');
      expect(deletion).toEqual({ chat_id: 7, message_id: STANDING });
      expect(more).toEqual([]);
      expect(await chat.kept.of(1)).toEqual([{ part: 1, state: 'sent', messageId: 2 }]);
    },
  );

  it.each(['unreachable', 'stopped', 'flood', 'unknown'] as const)(
    'waits where it cannot be changed for now: %s',
    async reason => {
      const chat = await openChat(() => no(reason));
      await expect((await chat.speaker(1, never, STANDING)).say(MARKDOWN)).rejects.toThrow(StoppedError);
      await (await chat.speaker(2, never, STANDING)).say(MARKDOWN);
      expect(chat.messages.map(({ message_id }) => message_id)).toEqual([STANDING, STANDING]);
    },
  );

  it('has its further messages below it', async () => {
    const chat = await openChat();
    await (await chat.speaker(1, never, STANDING)).say('A long sentence. '.repeat(400));
    expect(chat.messages.map(({ message_id }) => message_id)).toEqual([STANDING, undefined]);
  });
});
