import type { Log } from '../../log.ts';
import type { Chats } from '../../store/chats.ts';
import type { Replies } from '../../store/replies.ts';
import { StoppedError } from './dispatcher.ts';
import { type Rich, toRich } from './entities.ts';
import type { Gateway } from './gateway.ts';
import type { Keyboard } from './keyboard.ts';
import { split } from './split.ts';
import type { Spot } from './update.ts';

/** Says things in a chat in answer to one update. */
export type Speaker = {
  /** Sends Markdown, in as many messages as it takes; the buttons stand under the last. */
  say(markdown: string, under?: Under): Promise<void>;
  /** Sends a line that is not part of the reply and may be left out when the update is handled again. */
  remark(markdown: string): Promise<void>;
};

export type SpeakerParts = { gateway: Pick<Gateway, 'call'>; replies: Replies; chats: Chats; log: Log };

/**
 * Makes a speaker for one update. What was sent is kept, so that an update that is handled again after a crash goes on
 * where it was: a message that surely went out, or that may have, is not sent a second time.
 * @throws StoppedError from `say` when the program ends before a message could go out
 */
export async function createSpeaker(
  { gateway, replies, chats, log }: SpeakerParts,
  { updateId, spot, replyTo }: { updateId: number; spot: Spot; replyTo?: number | undefined },
): Promise<Speaker> {
  const before = new Set((await replies.of(updateId)).map(({ part }) => part));
  let next = 1;
  let silenced = false;

  const send = async (part: number, { text, entities }: Rich, { keyboard, exchangeId }: Under) => {
    if (silenced || before.has(part)) return;
    const outcome = await gateway.call('sendMessage', {
      chat_id: spot.chatId,
      text,
      entities,
      link_preview_options: { is_disabled: true },
      ...(spot.threadId !== undefined && { message_thread_id: spot.threadId }),
      ...(replyTo !== undefined &&
        part === 1 && { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
      ...(keyboard !== undefined && { reply_markup: keyboard }),
    });
    const sent = { updateId, part, chatId: spot.chatId, exchangeId };
    if (outcome.ok) return replies.record({ ...sent, state: 'sent', messageId: outcome.result.message_id });
    if (outcome.reason === 'unknown') return replies.record({ ...sent, state: 'unknown' });
    if (outcome.reason === 'stopped') throw new StoppedError();
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
      const messages = split(toRich(markdown));
      for (const [index, message] of messages.entries()) {
        const last = index === messages.length - 1;
        await send(next++, message, { exchangeId, keyboard: last ? keyboard : undefined });
      }
    },
    async remark(markdown) {
      const [message] = split(toRich(markdown));
      if (message !== undefined) await send(0, message, {});
    },
  };
}

type Under = { keyboard?: Keyboard | undefined; exchangeId?: number | undefined };
