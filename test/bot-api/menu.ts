import type { TelegramChat } from '@gramio/types';
import { type Command, menuKey } from './methods/profile.ts';
import type { Person } from './rooms.ts';
import type { World } from './world.ts';

/** The commands that Telegram offers: the narrowest scope that has any, first in the person's language (Bot API, "Determining list of commands"). */
export function shownMenu({ menu, rooms }: World, person: Person, group: TelegramChat | undefined): readonly Command[] {
  const room = group && rooms.known(group.id);
  const status = room?.members.get(person.id);
  const isAdmin = status === 'administrator' || status === 'creator';
  const scopes = room
    ? [
        `chat_member ${room.chat.id} ${person.id}`,
        ...(isAdmin ? [`chat_administrators ${room.chat.id}`] : []),
        `chat ${room.chat.id}`,
        ...(isAdmin ? ['all_chat_administrators'] : []),
        'all_group_chats',
        'default',
      ]
    : [`chat ${person.id}`, 'all_private_chats', 'default'];
  for (const scope of scopes) {
    for (const language of [person.user.language_code?.slice(0, 2) ?? '', '']) {
      const commands = menu.get(menuKey(scope, language));
      if (commands) return commands;
    }
  }
  return [];
}
