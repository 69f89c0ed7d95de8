import type { TelegramMessage, TelegramUser } from '@gramio/types';
import type { Room } from './rooms.ts';

/**
 * Whether a message comes to the bot at all. In groups a bot in privacy mode that is no administrator gets commands and messages that name it, answers to
 * its own messages, and a command without a name only where the bot wrote last.
 * @param before who wrote in the group before this message
 */
export function reaches(message: TelegramMessage, room: Room, me: TelegramUser, before: number | undefined): boolean {
  if (message.chat.type === 'private' || me.can_read_all_group_messages) return true;
  if (room.members.get(me.id) === 'administrator') return true;
  if (message.reply_to_message?.from?.id === me.id) return true;
  const text = message.text ?? message.caption ?? '';
  return (message.entities ?? message.caption_entities ?? []).some(({ type, offset, length }) => {
    const words = text.slice(offset, offset + length).toLowerCase();
    const [command, name] = words.split('@');
    if (type === 'mention') return name === me.username?.toLowerCase();
    if (type !== 'bot_command' || offset !== 0) return false;
    return name === undefined ? command !== undefined && before === me.id : name === me.username?.toLowerCase();
  });
}
