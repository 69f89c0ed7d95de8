import type { Store } from '../../src/store/database.ts';
import { type Answered, openExchanges } from '../../src/store/exchanges.ts';
import { openInbox } from '../../src/store/inbox.ts';

/** An exchange for tests, as it is saved. */
export const exchange = (updateId: number, rest: Partial<Answered> = {}): Answered => ({
  updateId,
  chatId: 1,
  threadId: undefined,
  personId: 1,
  askedAt: 1000 + updateId,
  language: 'zh',
  request: { mode: 'answer', question: { text: '有什么新东西', dates: { from: '2021-01-18' } } },
  page: 1,
  question: '有什么新东西',
  answer: '[1] 2021-01-20 (1) **标题** \\[注\\]\n> 引文 𠮷',
  refused: false,
  sources: ['2021-01-20#1', '2021-01-18#3'],
  ...rest,
});

/** Keeps an exchange as the bot does: while the update that asks is handled. Gives its id. */
export async function kept(store: Store, updateId: number, rest?: Partial<Answered>): Promise<number> {
  const inbox = openInbox(store, { now: () => 1 });
  await inbox.receive([{ updateId, lane: 'chat:1', payload: '{}' }]);
  const id = await openExchanges(store).save(exchange(updateId, rest));
  await inbox.claim({ holder: 'a', leaseMs: 1, most: 1 });
  await inbox.done(updateId, 'done', 'a');
  await inbox.release('a', 'chat:1');
  if (id === undefined) throw new Error('the exchange was not kept');
  return id;
}
