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

  test('a part that was about to leave may be sent by who begins the update anew, and by nobody who began it before', async () => {
    const replies = await repliesOn();
    const part = { updateId: 7, part: 1, chatId: 1 };
    expect(await replies.claim({ ...part, attempt: 1 })).toBe(true);
    expect(await replies.of(7)).toEqual([{ part: 1, state: 'sending', messageId: undefined }]);
    expect(await replies.claim({ ...part, attempt: 2 })).toBe(true);
    expect(await replies.claim({ ...part, attempt: 1 })).toBe(false);
    // One that was left for later is begun with the same number again.
    expect(await replies.claim({ ...part, attempt: 2 })).toBe(true);
    expect(await replies.unknownIn(1)).toBe(0);
  });

  test.each(['sent', 'unknown'] as const)('a part that is %s is not sent again', async state => {
    const replies = await repliesOn();
    const part = { updateId: 7, part: 1, chatId: 1 };
    await replies.claim({ ...part, attempt: 1 });
    await replies.record({ ...part, exchangeId: 3, state });
    expect(await replies.claim({ ...part, attempt: 2 })).toBe(false);
    expect(await replies.of(7)).toEqual([{ part: 1, state, messageId: undefined }]);
    expect(await replies.claim({ ...part, part: 2, attempt: 2 })).toBe(true);
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
