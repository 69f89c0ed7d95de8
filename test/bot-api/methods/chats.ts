import type { TelegramChatFullInfo, TelegramChatMember, TelegramUser } from '@gramio/types';
import { badRequest, forbidden } from '../refusal.ts';
import type { Room } from '../rooms.ts';
import type { Method, World } from '../world.ts';

export const getChat: Method = (parameters, { rooms }) => {
  const room = rooms.addressed(parameters);
  if (room.chat.type !== 'private' && room.barred !== undefined) throw forbidden(room.barred);
  return {
    ...room.chat,
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
  } satisfies TelegramChatFullInfo;
};

export const getChatMember: Method = (parameters, world) => {
  const room = world.rooms.addressed(parameters);
  if (room.barred !== undefined) throw forbidden(room.barred);
  const id = parameters.integer('user_id');
  if (id <= 0) throw badRequest('invalid user_id specified');
  const user = id === world.me.id ? world.me : world.people.get(id);
  if (user === undefined) throw badRequest('PARTICIPANT_ID_INVALID');
  return memberOf(room, user, world);
};

export const getChatAdministrators: Method = (parameters, world) => {
  const room = world.rooms.addressed(parameters);
  if (room.chat.type === 'private') throw badRequest('there are no administrators in the private chat');
  if (room.barred !== undefined) throw forbidden(room.barred);
  return [...room.members]
    .filter(([, status]) => status === 'administrator' || status === 'creator')
    .map(([id]) => world.people.get(id))
    .filter(user => user !== undefined)
    .map(user => memberOf(room, user, world));
};

export const getChatMemberCount: Method = (parameters, { rooms }) => {
  const room = rooms.addressed(parameters);
  return room.chat.type === 'private' ? 2 : room.members.size + 1;
};

export const leaveChat: Method = (parameters, { rooms }) => {
  const room = rooms.addressed(parameters);
  if (room.chat.type === 'private') throw badRequest("chat member status can't be changed in private chats");
  room.barred = `bot is not a member of the ${room.chat.type} chat`;
  return true;
};

function memberOf(room: Room, user: TelegramUser, { me }: World): TelegramChatMember {
  const alone = room.chat.type === 'private' && (user.id === me.id || user.id === room.chat.id);
  const status = user.id === me.id || alone ? 'member' : (room.members.get(user.id) ?? 'left');
  if (status === 'creator') return { status, user, is_anonymous: false };
  if (status === 'kicked') return { status, user, until_date: 0 };
  if (status !== 'administrator') return { status, user };
  return {
    status,
    user,
    can_be_edited: false,
    is_anonymous: false,
    can_manage_chat: true,
    can_delete_messages: true,
    can_manage_video_chats: true,
    can_restrict_members: true,
    can_promote_members: false,
    can_change_info: true,
    can_invite_users: true,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    can_send_welcome_messages: false,
  };
}
