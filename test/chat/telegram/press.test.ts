import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { StoppedError } from '../../../src/chat/telegram/failures.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import { until } from '../../until.ts';
import { startPressing } from './pressing.ts';

type Reason = 'unreachable' | 'stopped' | 'unauthorized' | 'unsupported' | 'flood' | 'unknown' | 'rejected' | 'gone';

const no = (reason: Reason) => ({
  ok: false as const,
  reason,
  description: 'no',
});

describe('an edit that did not go out', () => {
  it.each(['unreachable', 'stopped', 'flood'] as const)(
    'leaves the press for later, and the page as it is shown: %s',
    async reason => {
      let away = true;
      const answer = ({ method }: { method: string }) =>
        away && method === 'editMessageText' ? no(reason) : undefined;
      const { press, buttons, exchange, made } = await startPressing({ answer });
      await expect(press(buttons.second)).rejects.toThrow(StoppedError);
      expect(await exchange()).toMatchObject({ page: 1 });
      away = false;
      await press(buttons.second);
      expect(await exchange()).toMatchObject({ page: 2 });
      expect(made('editMessageText').at(-1)?.payload.text).toMatch(/^13 entries.*, 9 to 13:/s);
      expect(made('sendMessage')).toEqual([]);
    },
  );

  it('of what was asked for of oneself comes later too', async () => {
    let away = true;
    const answer = ({ method }: { method: string }) =>
      away && method === 'editMessageText' ? no('unreachable') : undefined;
    const { press, buttons, exchange, made } = await startPressing({ answer });
    await expect(press(buttons.forget)).rejects.toThrow(StoppedError);
    expect(await exchange()).toBeUndefined();
    away = false;
    await press(buttons.forget);
    expect(made('editMessageText').at(-1)?.payload.text).toMatch(/^Erased/);
  });

  it('of a verdict’s mark leaves the press for later, and the verdict stays', async () => {
    let away = true;
    const answer = ({ method }: { method: string }) =>
      away && method === 'editMessageReplyMarkup' ? no('stopped') : undefined;
    const { press, buttons, verdict, made } = await startPressing({ answer });
    await expect(press(buttons.good)).rejects.toThrow(StoppedError);
    away = false;
    await press(buttons.good);
    expect(await verdict()).toBe('good');
    expect(JSON.stringify(made('editMessageReplyMarkup').at(-1)?.payload)).toContain('👍 ✓');
  });

  it.each(['rejected', 'unknown', 'unauthorized', 'unsupported'] as const)(
    'since Telegram does not change that message comes as a new one: %s',
    async reason => {
      const answer = ({ method }: { method: string }) => (method === 'editMessageText' ? no(reason) : undefined);
      const { press, buttons, exchange, made, log } = await startPressing({ answer });
      await press(buttons.second);
      const [message] = made('sendMessage');
      expect(message?.payload.text).toMatch(/^13 entries.*, 9 to 13:/s);
      expect(JSON.stringify(message?.payload.reply_markup)).toContain('2 / 2');
      expect(await exchange()).toMatchObject({ page: 2 });
      expect(log.lines).toContainEqual(expect.objectContaining({ level: 50, description: 'no' }));
    },
  );

  it.each(['unknown', 'unauthorized', 'unsupported'] as const)(
    'of a verdict’s mark each time leaves the verdict, and the press is through: %s',
    async reason => {
      const answer = ({ method }: { method: string }) => (method === 'editMessageReplyMarkup' ? no(reason) : undefined);
      const { press, buttons, verdict, log } = await startPressing({ answer });
      await press(buttons.good);
      expect(await verdict()).toBe('good');
      expect(log.lines).toContainEqual(expect.objectContaining({ level: 50, reason }));
    },
  );

  it('since the token is wrong leaves the press for later', async () => {
    const answer = ({ method }: { method: string }) =>
      method === 'answerCallbackQuery' ? undefined : no('unauthorized');
    const { press, buttons, exchange } = await startPressing({ answer });
    await expect(press(buttons.second)).rejects.toThrow(StoppedError);
    expect(await exchange()).toMatchObject({ page: 1 });
  });

  it('since the message is gone is nobody’s loss', async () => {
    const answer = ({ method }: { method: string }) => (method === 'editMessageText' ? no('gone') : undefined);
    const { press, buttons, made } = await startPressing({ answer });
    await press(buttons.second);
    expect(made('sendMessage')).toEqual([]);
  });
});

describe('a page that was sent as a new message', () => {
  it('is not shown in place of the old one too where the press is handled again', async () => {
    const { press, buttons, exchange, made, parts } = await startPressing();
    const { exchanges } = parts;
    const id = (await exchange())?.id ?? 0;
    // It stands in several messages, so that the next page cannot take the place of one.
    await exchanges.turnTo(id, 1, 'words '.repeat(1000), []);
    const dying = {
      ...exchanges,
      async turnTo(...given: Parameters<typeof exchanges.turnTo>) {
        await exchanges.turnTo(...given);
        throw new StoreError('The program ends here.');
      },
    };
    await expect(press(buttons.second, { changed: { exchanges: dying } })).rejects.toThrow(StoreError);
    await press(buttons.second, { attempts: 2 });
    expect(made('sendMessage')).toHaveLength(1);
    expect(made('editMessageText')).toEqual([]);
    expect(await exchange()).toMatchObject({ page: 2 });
  });
});

describe('a page that cannot be made', () => {
  it('says so, and what is wrong stands in the log', async () => {
    const { press, buttons, made, log, exchange } = await startPressing();
    await press(buttons.second, { changed: { respond: () => Promise.reject(new Error('the library is broken')) } });
    expect(made('sendMessage')[0]?.payload.text).toMatch(/^Something went wrong/);
    expect(made('answerCallbackQuery')).toHaveLength(1);
    expect(JSON.stringify(log.lines)).toContain('the library is broken');
    expect(await exchange()).toMatchObject({ page: 1 });
  });

  it('since the store is away is left for later', async () => {
    const { press, buttons, made } = await startPressing();
    const respond = () => Promise.reject(new StoreError('The store is away.'));
    await expect(press(buttons.second, { changed: { respond } })).rejects.toThrow(StoreError);
    expect(made('sendMessage')).toEqual([]);
  });
});

describe('the acknowledgement of a press', () => {
  it('holds up nothing, is worth little and is through when the press is', async () => {
    const acknowledged = Promise.withResolvers<undefined>();
    const edited = Promise.withResolvers<void>();
    const { press, buttons, calls, exchange } = await startPressing({
      answer({ method }) {
        if (method === 'answerCallbackQuery') return acknowledged.promise;
        edited.resolve();
        return undefined;
      },
    });
    let through = false;
    const done = press(buttons.second).then(() => {
      through = true;
    });
    await edited.promise;
    expect(calls.map(({ method }) => method)).toEqual(['answerCallbackQuery', 'editMessageText']);
    expect(calls[0]?.options?.deadlineMs).toBe(5000);
    await until(async () => (await exchange())?.page === 2);
    for (let round = 0; round < 20; round += 1) await setImmediate();
    expect(through).toBe(false);
    acknowledged.resolve(undefined);
    await done;
  });

  it('that fails, however it does, takes nothing from the press', async () => {
    const answer = ({ method }: { method: string }) => {
      if (method === 'answerCallbackQuery') throw new Error('no good');
      return undefined;
    };
    const { press, buttons, exchange, log } = await startPressing({ answer });
    await press(buttons.second);
    expect(await exchange()).toMatchObject({ page: 2 });
    expect(JSON.stringify(log.lines)).toContain('no good');
  });
});

describe('a verdict', () => {
  it('is not taken back by the same press, handled again after the program ended right behind it', async () => {
    const { press, buttons, verdict, parts } = await startPressing();
    const { feedback } = parts;
    const dying = {
      ...feedback,
      async give(...given: Parameters<typeof feedback.give>) {
        await feedback.give(...given);
        throw new StoreError('The program ends here.');
      },
    };
    await expect(press(buttons.good, { changed: { feedback: dying } })).rejects.toThrow(StoreError);
    await press(buttons.good, { attempts: 2 });
    expect(await verdict()).toBe('good');
    await press(buttons.good, { updateId: 102 });
    expect(await verdict()).toBeUndefined();
  });

  it('is given by the same press, handled again after the program ended right before it', async () => {
    const { press, buttons, verdict, parts, made } = await startPressing();
    const give = () => Promise.reject(new StoreError('The program ends here.'));
    const changed = { feedback: { ...parts.feedback, give } };
    await expect(press(buttons.good, { changed })).rejects.toThrow(StoreError);
    await press(buttons.good, { attempts: 2 });
    expect(await verdict()).toBe('good');
    expect(made('answerCallbackQuery').at(-1)?.payload.text).toBe('Thank you, noted.');
  });

  it('is not given where another process has taken over', async () => {
    const { press, buttons, verdict } = await startPressing();
    const over = new AbortController();
    over.abort();
    await expect(press(buttons.good, { signal: over.signal })).rejects.toThrow(StoppedError);
    expect(await verdict()).toBeUndefined();
  });
});
