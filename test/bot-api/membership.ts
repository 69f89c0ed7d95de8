import type { TelegramChat, TelegramChatMember, TelegramUpdate, TelegramUser } from '@gramio/types';
import type { Person, Room } from './rooms.ts';
import { seconds, type World } from './world.ts';

/** What changes between the bot and a chat, with the updates that Telegram makes of it. */
export function createMembership({ rooms, updates, me, now }: World) {
  const someone: TelegramUser = { id: 999, is_bot: false, first_name: 'Owner' };

  type Standing = 'member' | 'kicked' | 'left';

  function tell(room: Room, from: TelegramUser, before: Standing, after: Standing): void {
    const member = (status: Standing): TelegramChatMember =>
      status === 'kicked' ? { user: me, status, until_date: 0 } : { user: me, status };
    updates.push({
      my_chat_member: {
        chat: room.chat,
        from,
        date: seconds(now()),
        old_chat_member: member(before),
        new_chat_member: member(after),
      },
    } satisfies Partial<TelegramUpdate>);
  }

  return {
    block(person: Person): void {
      const room = rooms.known(person.id);
      room.barred = 'bot was blocked by the user';
      tell(room, person.user, 'member', 'kicked');
    },

    unblock(person: Person): void {
      const room = rooms.known(person.id);
      room.barred = undefined;
      tell(room, person.user, 'kicked', 'member');
    },

    /** Closes a chat to the bot without a word, as with a person who is gone: `why` is what stands behind "Forbidden: ". */
    bar(chatId: number, why = 'user is deactivated'): void {
      rooms.known(chatId).barred = why;
    },

    /** Somebody takes the bot into a group. */
    join(group: TelegramChat): void {
      const room = rooms.known(group.id);
      room.barred = undefined;
      tell(room, someone, 'left', 'member');
    },

    kick(group: TelegramChat): void {
      const room = rooms.known(group.id);
      room.barred = `bot was kicked from the ${group.type} chat`;
      tell(room, someone, 'member', 'kicked');
    },

    /** Makes a supergroup of a group; gives the new chat. */
    migrate(group: TelegramChat): TelegramChat {
      const old = rooms.known(group.id);
      const id = rooms.freeId('supergroup');
      const next = rooms.open({ ...group, id, type: 'supergroup' });
      const common = { from: someone, date: seconds(now()) };
      updates.push({ message: rooms.add(old, { ...common, migrate_to_chat_id: id }, false) });
      updates.push({ message: rooms.add(next, { ...common, migrate_from_chat_id: group.id }, false) });
      old.migratedTo = id;
      return next.chat;
    },
  };
}
