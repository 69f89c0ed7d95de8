import type { Log } from '../../log.ts';
import type { Chats } from '../../store/chats.ts';
import type { Replies } from '../../store/replies.ts';
import { StoppedError } from './failures.ts';
import type { Gateway } from './gateway.ts';
import type { Keyboard } from './keyboard.ts';
import { messagesOf } from './messages.ts';
import type { Rich } from './rich.ts';
import type { Spot } from './update.ts';

/** Says things in a chat in answer to one update. */
export type Speaker = {
  /** Sends Markdown, in as many messages as it takes; the buttons stand under the last. */
  say(markdown: string, under?: Under): Promise<void>;
  /** Sends a line that is not part of the reply and may be left out when the update is handled again. */
  remark(markdown: string): Promise<void>;
};

export type SpeakerParts = { gateway: Pick<Gateway, 'call'>; replies: Replies; chats: Chats; log: Log };

/** What has nothing to do with the message: it goes out once Telegram is within reach, or the bot was started anew. */
const LATER: ReadonlySet<string> = new Set(['stopped', 'unreachable', 'unauthorized', 'flood']);

/**
 * Makes a speaker for one update. What was sent is kept, so that an update that is handled again after a crash goes on
 * where it was: a message that surely went out, or that may have, is not sent a second time.
 * @throws StoppedError when a message could not go out for now
 */
export async function createSpeaker(
  { gateway, replies, chats, log }: SpeakerParts,
  { updateId, spot, replyTo }: { updateId: number; spot: Spot; replyTo?: number | undefined },
): Promise<Speaker> {
  const sentBefore = new Set((await replies.of(updateId)).map(({ part }) => part));
  let next = 1;
  let silenced = false;

  const send = async (part: number, { text, entities }: Rich, { keyboard, exchangeId }: Under) => {
    if (silenced || sentBefore.has(part)) return;
    const sent = { updateId, part, chatId: spot.chatId, exchangeId };
    let claimed: boolean | undefined;
    const message = {
      chat_id: spot.chatId,
      text,
      entities,
      link_preview_options: { is_disabled: true },
      ...(spot.threadId !== undefined && { message_thread_id: spot.threadId }),
      ...(replyTo !== undefined &&
        part === 1 && { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
      ...(keyboard !== undefined && { reply_markup: keyboard }),
    };
    // From then on until Telegram says that it is there, nobody would know: the program may be killed. While the message
    // waits for its turn, it has surely not been sent.
    const before = async () => {
      claimed = await replies.claim(sent);
      return claimed;
    };
    const outcome = await gateway.call('sendMessage', message, { before });
    // Another process does, which took this one for dead.
    if (claimed === false) return;
    if (outcome.ok) {
      // Of the chat that it is in: a group may have become a supergroup on the way.
      const { message_id: messageId, chat } = outcome.result;
      return replies.record({ ...sent, chatId: chat.id, messageId, state: 'sent' });
    }
    if (outcome.reason === 'unknown') return;
    if (claimed) await replies.withdraw(updateId, part);
    if (LATER.has(outcome.reason)) throw new StoppedError();
    // Nobody can be told here: the rest of this reply would fare no better.
    silenced = true;
    const { reason, description } = outcome;
    if (reason === 'blocked') await chats.setState(spot.chatId, spot.kind === 'private' ? 'blocked' : 'left');
    log[reason === 'blocked' || reason === 'gone' ? 'info' : 'error'](
      { reason, description },
      'a reply could not be sent',
    );
  };

  return {
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

type Under = { keyboard?: Keyboard | undefined; exchangeId?: number | undefined };
