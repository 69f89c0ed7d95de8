import { expect, test } from 'vitest';
import { openExchanges } from '../../src/store/exchanges.ts';
import { openFeedback } from '../../src/store/feedback.ts';
import { overDatabases } from './databases.ts';
import { exchange, kept } from './exchange.ts';

overDatabases(fresh => {
  const feedbackOn = async () => {
    const store = await fresh.store();
    const clock = { now: 100 };
    return { store, clock, exchanges: openExchanges(store), feedback: openFeedback(store, { now: () => clock.now }) };
  };

  test('a verdict is kept with what it is about, and outlives it', async () => {
    const { store, exchanges, feedback } = await feedbackOn();
    const exchangeId = await kept(store, 7, { refused: true });
    expect(await feedback.give({ exchangeId, personId: 2, verdict: 'bad' })).toBe(true);
    await exchanges.turnTo(exchangeId, 2, 'another page', []);
    await exchanges.prune(Number.MAX_SAFE_INTEGER);
    const { askedAt, question, request, page, language, answer, sources } = exchange(7);
    const copied = { askedAt, question, request, page, language, answer, sources };
    expect(await feedback.list()).toEqual([{ at: 100, verdict: 'bad', personId: 2, refused: true, ...copied }]);
  });

  test('a person has one verdict on an answer: the last, or none once it is taken back', async () => {
    const { store, feedback, clock } = await feedbackOn();
    const exchangeId = await kept(store, 7);
    await feedback.give({ exchangeId, personId: 2, verdict: 'bad' });
    clock.now += 1;
    await feedback.give({ exchangeId, personId: 2, verdict: 'good' });
    await feedback.give({ exchangeId, personId: 3, verdict: 'bad' });
    const verdicts = async () => (await feedback.list()).map(({ at, personId, verdict }) => [at, personId, verdict]);
    expect(await verdicts()).toEqual([
      [101, 2, 'good'],
      [101, 3, 'bad'],
    ]);
    expect(await feedback.give({ exchangeId, personId: 2, verdict: undefined })).toBe(true);
    expect(await feedback.give({ exchangeId, personId: 2, verdict: undefined })).toBe(true);
    expect(await verdicts()).toEqual([[101, 3, 'bad']]);
  });

  test('there is no verdict on what is not there, but an old one can still be taken back', async () => {
    const { store, exchanges, feedback } = await feedbackOn();
    expect(await feedback.give({ exchangeId: 1, personId: 2, verdict: 'good' })).toBe(false);
    const exchangeId = await kept(store, 7);
    await feedback.give({ exchangeId, personId: 2, verdict: 'good' });
    await exchanges.prune(Number.MAX_SAFE_INTEGER);
    expect(await feedback.give({ exchangeId, personId: 2, verdict: 'bad' })).toBe(false);
    expect(await feedback.give({ exchangeId, personId: 2, verdict: undefined })).toBe(true);
    expect(await feedback.give({ exchangeId, personId: 2, verdict: undefined })).toBe(false);
    expect(await feedback.list()).toEqual([]);
  });

  test('verdicts are listed from the oldest, by time and kind', async () => {
    const { store, feedback, clock } = await feedbackOn();
    for (const [updateId, verdict] of [
      [1, 'good'],
      [2, 'bad'],
      [3, 'good'],
    ] as const) {
      clock.now += 10;
      const exchangeId = await kept(store, updateId, { question: `q${updateId}` });
      await feedback.give({ exchangeId, personId: 2, verdict });
    }
    const questions = async (filter?: Parameters<typeof feedback.list>[0]) =>
      (await feedback.list(filter)).map(({ question }) => question);
    expect(await questions()).toEqual(['q1', 'q2', 'q3']);
    expect(await questions({ since: 120 })).toEqual(['q2', 'q3']);
    expect(await questions({ verdict: 'good' })).toEqual(['q1', 'q3']);
    expect(await questions({ since: 111, verdict: 'bad' })).toEqual(['q2']);
  });
});
