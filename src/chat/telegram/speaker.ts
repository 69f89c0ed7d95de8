import type { Log } from '../../log.ts';
import type { Chats } from '../../store/chats.ts';
import type { Replies } from '../../store/replies.ts';
import { StoreError } from '../../store/store-error.ts';
import { type Pause, pause as pauseForReal } from '../../timing/pause.ts';
import { StoppedError } from './failures.ts';
import { messagesOf } from './format/messages.ts';
import type { Rich } from './format/rich.ts';
import type { Keyboard } from './keyboard.ts';
import type { Gateway } from './outgoing/gateway.ts';
import { isPassing, type Outcome } from './outgoing/outcome.ts';
import type { Turn } from './parts.ts';
import type { Spot } from './update.ts';

/** Says things in a chat in answer to one update. */
export type Speaker = {
  /** whether the reply was begun when the update was handled before */ begun: boolean;
  /** Sends Markdown, in as many messages as it takes; the buttons stand under the last. */
  say(markdown: string, under?: Under): Promise<void>;
  /** Sends a line that is not part of the reply and may be left out when the update is handled again. */
  remark(markdown: string): Promise<void>;
};

export type SpeakerParts = {
  gateway: Pick<Gateway, 'call'>;
  replies: Replies;
  chats: Chats;
  log: Log;
  /** epoch milliseconds */ now: () => number;
  pause?: Pause;
};

type Speaking = {
  turn: Turn;
  spot: Spot;
  replyTo?: number | undefined;
  /** asked for the message, where there is one, that the first one takes the place of */
  inPlaceOf?: () => Promise<number | undefined>;
};

/** Between two attempts at keeping what became of a message. */
const KEEP_PAUSE_MS = 500;

/**
 * For so long after a question its answer is put in the place of what was begun of it or, where nobody knows whether it is,
 * put there again: that comes to the same. A message that Telegram will not change at all must not hold up its chat.
 */
const CHANGED_MS = 300_000;

/**
 * Makes a speaker for one update. What was sent is kept, so that an update that is handled again after a crash goes on
 * where it was: of its messages, only one that was leaving when the program died may be said twice.
 * @throws StoppedError when a message could not go out for now
 */
export async function createSpeaker(
  { gateway, replies, chats, log, now, pause = pauseForReal }: SpeakerParts,
  { turn, spot, replyTo, inPlaceOf }: Speaking,
): Promise<Speaker> {
  const { updateId, attempts: attempt, receivedAt, signal } = turn;
  const before = await replies.of(updateId);
  const gone = new Set(before.filter(({ state }) => state !== 'sending').map(({ part }) => part));
  let next = 1;
  let silenced = false;

  const send = async (part: number, rich: Rich, { keyboard, exchangeId }: Under) => {
    if (silenced || gone.has(part)) return;
    const sent = { updateId, part, chatId: spot.chatId, exchangeId };
    let claimed: boolean | undefined;
    // Right before the request: a process that was taken for dead must not send what its successor sends. What was claimed
    // and surely did not leave needs nothing done to it: whoever handles the update next claims it again.
    const claim = async () => {
      claimed = !signal.aborted && (await replies.claim({ ...sent, attempt }));
      return claimed;
    };
    let standing = part === 1 ? await inPlaceOf?.() : undefined;
    /** what was begun and cannot be changed any more: worth nothing beside the whole */
    let half: number | undefined;
    const attemptAt = ({ text, entities }: Rich, under: Keyboard | undefined): Promise<Outcome<unknown>> => {
      const message = {
        chat_id: spot.chatId,
        text,
        entities,
        link_preview_options: { is_disabled: true },
        ...(under !== undefined && { reply_markup: under }),
      };
      if (standing !== undefined)
        return gateway.call('editMessageText', { ...message, message_id: standing }, { before: claim, signal });
      const place = {
        ...(spot.threadId !== undefined && { message_thread_id: spot.threadId }),
        ...(replyTo !== undefined &&
          part === 1 && { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
      };
      return gateway.call('sendMessage', { ...message, ...place }, { before: claim, signal });
    };
    let outcome = await attemptAt(rich, keyboard);
    if (standing !== undefined && !outcome.ok && !isPassing(outcome.reason) && outcome.reason !== 'blocked') {
      const { reason, description } = outcome;
      if (reason === 'unknown' && now() - receivedAt < CHANGED_MS) throw new StoppedError();
      log[reason === 'gone' ? 'info' : 'error']({ reason, description }, 'a message could not be edited');
      half = reason === 'gone' ? undefined : standing;
      standing = undefined;
      outcome = await attemptAt(rich, keyboard);
    }
    if (!outcome.ok && outcome.reason === 'rejected' && (rich.entities.length > 0 || keyboard !== undefined)) {
      log.error({ description: outcome.description }, 'a reply was refused and goes out as mere text');
      outcome = await attemptAt({ text: rich.text, entities: [] }, undefined);
    }
    if (claimed === false && !signal.aborted) {
      // Another process, which took this one for dead, has said it or is about to: then the update is no longer this one's.
      const known = (await replies.of(updateId)).find(one => one.part === part);
      if (known === undefined || known.state === 'sending') throw new StoppedError();
      return;
    }
    if (outcome.ok) {
      await keep({ ...sent, messageId: standing, ...placeOf(outcome.result), state: 'sent' });
      if (half !== undefined)
        await gateway.call('deleteMessage', { chat_id: spot.chatId, message_id: half }, { signal });
      return;
    }
    const { reason, description } = outcome;
    if (reason === 'unknown') return keep({ ...sent, state: 'unknown' });
    if (isPassing(reason)) throw new StoppedError();
    // Nobody can be told here: the rest of this reply would fare no better.
    silenced = true;
    if (reason === 'blocked') await chats.setState(spot.chatId, spot.kind === 'private' ? 'blocked' : 'left');
    log[reason === 'blocked' || reason === 'gone' ? 'info' : 'error'](
      { reason, description },
      'a reply could not be sent',
    );
  };

  /** What is not kept of a message that left would be sent once more, so a store that is away is waited for. */
  const keep = async (reply: Parameters<Replies['record']>[0]) => {
    for (;;) {
      try {
        return await replies.record(reply);
      } catch (error) {
        if (!(error instanceof StoreError) || signal.aborted) throw error;
        await pause(KEEP_PAUSE_MS, signal);
      }
    }
  };

  return {
    begun: before.some(({ part }) => part > 0),
    async say(markdown, { keyboard, exchangeId } = {}) {
      const messages = messagesOf(markdown);
      for (const [index, message] of messages.entries()) {
        const last = index === messages.length - 1;
        await send(next++, message, { exchangeId, keyboard: last ? keyboard : undefined });
      }
    },
    async remark(markdown) {
      const [message] = messagesOf(markdown);
      if (message !== undefined) await send(0, message, {});
    },
  };
}

/**
 * The chat that a message is in, for a group may have become a supergroup on the way, and its number there. The message is
 * sent whatever the result looks like: what it does not tell is left out.
 */
export function placeOf(result: unknown): { chatId?: number; messageId?: number } {
  const { message_id: messageId, chat }: { message_id?: unknown; chat?: { id?: unknown } | null } = Object(result);
  const chatId = chat?.id;
  return {
    ...(typeof chatId === 'number' && { chatId }),
    ...(typeof messageId === 'number' && { messageId }),
  };
}

type Under = { keyboard?: Keyboard | undefined; exchangeId?: number | undefined };
