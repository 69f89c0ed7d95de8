import { expect, test } from 'vitest';
import { openReplies } from '../../src/store/replies.ts';
import { overDatabases } from './databases.ts';

overDatabases(fresh => {
  const repliesOn = async () => openReplies(await fresh.store(), { now: () => 1 });

  test('what an update was answered with is known, in the order of its parts', async () => {
    const replies = await repliesOn();
    await replies.record({ updateId: 7, part: 2, chatId: 1, state: 'unknown' });
    await replies.record({ updateId: 7, part: 1, chatId: 1, messageId: 50, state: 'sent' });
    expect(await replies.of(7)).toEqual([
      { part: 1, state: 'sent', messageId: 50 },
      { part: 2, state: 'unknown', messageId: undefined },
    ]);
    expect(await replies.of(8)).toEqual([]);
  });

  test('a later record of a part replaces the earlier, and forgets no message', async () => {
    const replies = await repliesOn();
    await replies.record({ updateId: 7, part: 1, chatId: 1, state: 'unknown' });
    await replies.record({ updateId: 7, part: 1, chatId: 1, messageId: 50, exchangeId: 3, state: 'sent' });
    await replies.record({ updateId: 7, part: 1, chatId: 1, state: 'sent' });
    expect(await replies.of(7)).toEqual([{ part: 1, state: 'sent', messageId: 50 }]);
    expect(await replies.unknownIn(1)).toBe(0);
  });

  test('of several who would send the same part, one may; the others may not even when it is sent', async () => {
    const store = await fresh.store();
    const [one, other] = [1, 2].map(at => openReplies(store, { now: () => at }));
    const part = { updateId: 7, part: 1, chatId: 1 };
    const mayThey = await Promise.all([one, other, one].map(replies => replies?.claim(part)));
    expect(mayThey.toSorted()).toEqual([false, false, true]);
    expect(await one?.of(7)).toEqual([{ part: 1, state: 'unknown', messageId: undefined }]);
    await one?.record({ ...part, messageId: 50, exchangeId: 3, state: 'sent' });
    expect(await other?.claim(part)).toBe(false);
    expect(await one?.of(7)).toEqual([{ part: 1, state: 'sent', messageId: 50 }]);
    expect(await other?.claim({ ...part, part: 2 })).toBe(true);
    await one?.withdraw(7, 2);
    expect(await one?.claim({ ...part, part: 2 })).toBe(true);
  });

  test('a part that never left is as if it had not been recorded', async () => {
    const replies = await repliesOn();
    await replies.record({ updateId: 7, part: 1, chatId: 1, messageId: 50, state: 'sent' });
    await replies.record({ updateId: 7, part: 2, chatId: 1, state: 'unknown' });
    await replies.withdraw(7, 2);
    expect(await replies.of(7)).toEqual([{ part: 1, state: 'sent', messageId: 50 }]);
    expect(await replies.unknownIn(1)).toBe(0);
  });

  test('a chat is told once of messages that may not have arrived', async () => {
    const replies = await repliesOn();
    await replies.record({ updateId: 7, part: 1, chatId: 1, state: 'unknown' });
    await replies.record({ updateId: 7, part: 2, chatId: 1, state: 'sent' });
    await replies.record({ updateId: 8, part: 1, chatId: 1, state: 'unknown' });
    await replies.record({ updateId: 9, part: 1, chatId: 2, state: 'unknown' });
    expect(await replies.unknownIn(1)).toBe(2);
    await replies.told(1);
    expect([await replies.unknownIn(1), await replies.unknownIn(2), await replies.unknownIn(3)]).toEqual([0, 1, 0]);
    await replies.record({ updateId: 10, part: 1, chatId: 1, state: 'unknown' });
    expect(await replies.unknownIn(1)).toBe(1);
  });
});
