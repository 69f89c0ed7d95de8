import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { encodeAction } from '../../../src/chat/actions.ts';
import { createDrafts } from '../../../src/chat/telegram/drafts.ts';
import { createGenerations } from '../../../src/chat/telegram/generations.ts';
import type { CallOptions } from '../../../src/chat/telegram/outgoing/gateway.ts';
import type { Outcome } from '../../../src/chat/telegram/outgoing/outcome.ts';
import type { Bot } from '../../../src/chat/telegram/parts.ts';
import { press } from '../../../src/chat/telegram/press.ts';
import { openChats } from '../../../src/store/chats.ts';
import { openStore } from '../../../src/store/database.ts';
import { openExchanges } from '../../../src/store/exchanges.ts';
import { openFeedback } from '../../../src/store/feedback.ts';
import { forgetPerson } from '../../../src/store/forget.ts';
import { openInbox } from '../../../src/store/inbox.ts';
import { openPeople } from '../../../src/store/people.ts';
import { openReplies } from '../../../src/store/replies.ts';
import { capturedLog } from '../../captured-log.ts';
import { openNotes, temporaryFolder } from '../../notes.ts';

type Made = { method: string; payload: Record<string, unknown>; options: CallOptions | undefined };
type Answer = (call: Made) => Outcome<unknown> | undefined | Promise<Outcome<unknown> | undefined>;

const PERSON = 7;
const ASKED = 100;

/**
 * One person who presses buttons under one answer of two pages, over a real store and digest; Telegram answers as it is
 * told to, with success where it is told nothing.
 */
export async function startPressing({ answer = () => undefined }: { answer?: Answer } = {}) {
  const app = await openNotes();
  const store = await openStore({ file: join(temporaryFolder(), 'noted.sqlite') });
  onTestFinished(() => store.close());
  const log = capturedLog();
  const at = { now: () => 1_700_000_000_000 };
  const [chats, exchanges] = [openChats(store, at), openExchanges(store)];
  const inbox = openInbox(store, at);
  const calls: Made[] = [];
  const gateway = {
    async call(method: string, payload: object, options?: CallOptions) {
      const made = { method, payload: { ...payload }, options };
      if (options?.before !== undefined && !(await options.before())) return { ok: false, reason: 'stopped' } as never;
      calls.push(made);
      const sent = { message_id: calls.length, chat: { id: PERSON } };
      return ((await answer(made)) ?? { ok: true, result: sent }) as never;
    },
  };
  const parts: Bot = {
    ...app,
    gateway,
    me: { id: 1, username: 'noted_bot' },
    access: { open: true, roleOf: () => 'other', mayTalk: async () => true },
    people: openPeople(store, at),
    chats,
    exchanges,
    replies: openReplies(store, at),
    feedback: openFeedback(store, at),
    forget: (personId, except) => forgetPerson(store, personId, { except, today: '2021-01-27' }),
    freshen: async () => {},
    status: () => Promise.reject(new Error('nobody asks')),
    language: 'en',
    log,
    generations: createGenerations(),
    drafts: createDrafts(),
    ...at,
  };
  await inbox.receive([{ updateId: ASKED, lane: 'chat:7', personId: PERSON, payload: '{}' }]);
  const request = { mode: 'answer' as const, question: app.understand('last 7 days') };
  const first = await app.respond(request, { number: 1, size: 8 });
  const id = await exchanges.save({
    ...{ updateId: ASKED, chatId: PERSON, threadId: undefined, personId: PERSON, askedAt: at.now(), language: 'en' },
    ...{ request: { request, pages: 2 }, page: 1, question: 'last 7 days', answer: first.text, refused: false },
    sources: [],
  });
  if (id === undefined) throw new Error('not kept');
  return {
    parts,
    calls,
    log,
    exchange: () => exchanges.byId(id),
    verdict: () => parts.feedback.of({ exchangeId: id, personId: PERSON }),
    made: (method: string) => calls.filter(call => call.method === method),
    buttons: {
      second: encodeAction({ do: 'page', exchange: id, page: 2 }),
      good: encodeAction({ do: 'rate', exchange: id, verdict: 'good' }),
      forget: encodeAction({ do: 'forget', sure: true }),
    },
    /** Has the press with that number handled, again where it was before. */
    press(
      data: string,
      { updateId = ASKED + 1, attempts = 1, signal = new AbortController().signal, changed = {} }: Pressing = {},
    ) {
      const pressed = {
        ...{ id: `${updateId}`, data, real: true, messageId: 5, askedBy: undefined },
        from: { id: PERSON, languageCode: 'en' },
        spot: { chatId: PERSON, kind: 'private' as const, threadId: undefined },
      };
      return press(pressed, { updateId, attempts, receivedAt: at.now(), signal }, { ...parts, ...changed });
    },
  };
}

type Pressing = { updateId?: number; attempts?: number; signal?: AbortSignal; changed?: Partial<Bot> };
