import { z } from 'zod';
import type { ChatKind } from '../../store/tables.ts';

/** A person as far as the bot looks at them. */
export type Sender = { id: number; languageCode: string | undefined };

/** A place in Telegram where messages are: a chat, and in a forum the topic. */
export type Spot = { chatId: number; kind: ChatKind; threadId: number | undefined };

export type TextMessage = {
  spot: Spot;
  from: Sender;
  messageId: number;
  /** of a picture and the like: what is written under it */ text: string;
  /** of several pictures sent as one */ album: string | undefined;
  /** what Telegram marked in the text; in UTF-16 units */ entities: readonly MarkedText[];
  repliedTo: { messageId: number; senderId: number | undefined } | undefined;
};

type MarkedText = { type: string; offset: number; length: number; userId: number | undefined };

/** The press of a button under a message. */
export type Press = {
  id: string;
  from: Sender;
  spot: Spot;
  messageId: number;
  data: string;
  /** whether that message has such a button indeed: data can be made up, what Telegram tells of a message cannot */
  real: boolean;
  /** who wrote what that message replies to */ askedBy: number | undefined;
};

/** What an update means to the bot. */
export type Incoming =
  | ({ is: 'text' } & TextMessage)
  /** a picture, a voice message and the like, with nothing written under it */
  | { is: 'wordless'; spot: Spot; from: Sender; messageId: number; album: string | undefined }
  | ({ is: 'press' } & Press)
  | { is: 'inline'; id: string; from: Sender; query: string; offset: string }
  /** who reads an answer while it is written has pressed Stop; only in private chats is there such a thing */
  | { is: 'stopped'; spot: Spot; draftId: number }
  | { is: 'membership'; spot: Spot; from: Sender; present: boolean; before: boolean }
  | { is: 'migrated'; from: number; to: number };

/** Telegram's texts have 4,096 characters at most, of two UTF-16 units at most; what is longer is not from there. */
const LONGEST = 2 * 4096;

const Id = z.int();
const Text = z.string().transform(text => text.slice(0, LONGEST));
const User = z.object({ id: Id, is_bot: z.boolean().catch(false), language_code: Text.optional().catch(undefined) });
const Chat = z.object({ id: Id, type: z.enum(['private', 'group', 'supergroup', 'channel']) });
const Entity = z.object({
  type: Text,
  offset: z.int().nonnegative(),
  length: z.int().positive(),
  user: User.optional().catch(undefined),
});
/** The data of the buttons under a message. */
const Buttons = z
  .object({ inline_keyboard: z.array(z.array(z.object({ callback_data: Text.optional() }))) })
  .transform(({ inline_keyboard }) => inline_keyboard.flat().flatMap(({ callback_data: data }) => data ?? []))
  .catch([]);
/** Who speaks in a group as the group itself, or as a channel. */
const SenderChat = z.object({ id: Id }).optional().catch(undefined);

/** What people send that may have words under it, or none. The rest are events ("pinned a message"), which ask nothing. */
const CONTENTS = [
  ...['photo', 'video', 'animation', 'sticker', 'voice', 'video_note', 'audio', 'document', 'paid_media', 'story'],
  ...['contact', 'location', 'venue', 'poll', 'dice', 'game', 'checklist', 'invoice', 'rich_message'],
];

const Message = z.looseObject({
  message_id: Id,
  chat: Chat,
  from: User.optional(),
  sender_chat: SenderChat,
  text: Text.optional(),
  entities: z.array(Entity).catch([]),
  caption: Text.optional(),
  caption_entities: z.array(Entity).catch([]),
  media_group_id: Text.optional().catch(undefined),
  message_thread_id: Id.optional().catch(undefined),
  is_topic_message: z.boolean().optional().catch(undefined),
  reply_to_message: z
    .object({ message_id: Id, from: User.optional().catch(undefined), sender_chat: SenderChat })
    .optional()
    .catch(undefined),
  via_bot: User.optional().catch(undefined),
  reply_markup: Buttons,
  migrate_to_chat_id: Id.optional().catch(undefined),
});
type Message = z.infer<typeof Message>;
const ChatMember = z.object({ status: Text, is_member: z.boolean().optional().catch(undefined) });

/** The kinds of update that the bot asks Telegram for. */
export const UPDATE_KINDS = [
  'message',
  'callback_query',
  'inline_query',
  'my_chat_member',
  'stopped_message_generation',
] as const;

const Update = z.object({
  message: Message.optional(),
  callback_query: z.object({ id: Text, from: User, data: Text, message: Message }).optional(),
  inline_query: z.object({ id: Text, from: User, query: Text, offset: Text.catch('') }).optional(),
  my_chat_member: z
    .object({ chat: Chat, from: User, old_chat_member: ChatMember, new_chat_member: ChatMember })
    .optional(),
  stopped_message_generation: z.object({ chat: Chat, draft_id: Id }).optional(),
});

/**
 * Reads an update of the Bot API, whatever is in it. Undefined for one that asks nothing of the bot: of a kind that it
 * does not handle, from another bot, by way of a bot (`@bot …` puts words in a person's mouth), or malformed.
 */
export function readUpdate(update: unknown): Incoming | undefined {
  const { data } = Update.safeParse(update);
  if (data?.message) return readMessage(data.message);
  if (data?.callback_query) {
    const { id, from, data: pressed, message } = data.callback_query;
    return {
      is: 'press',
      id,
      from: senderOf(from),
      spot: spotOf(message),
      messageId: message.message_id,
      data: pressed,
      real: message.reply_markup.includes(pressed),
      askedBy: message.reply_to_message && writerOf(message.reply_to_message)?.id,
    };
  }
  if (data?.inline_query) {
    const { id, from, query, offset } = data.inline_query;
    return { is: 'inline', id, from: senderOf(from), query, offset };
  }
  if (data?.my_chat_member) {
    const { chat, from, old_chat_member: before, new_chat_member: now } = data.my_chat_member;
    const spot = { chatId: chat.id, kind: chat.type, threadId: undefined };
    return { is: 'membership', spot, from: senderOf(from), present: isPresent(now), before: isPresent(before) };
  }
  if (data?.stopped_message_generation) {
    const { chat, draft_id: draftId } = data.stopped_message_generation;
    return { is: 'stopped', spot: { chatId: chat.id, kind: chat.type, threadId: undefined }, draftId };
  }
  return undefined;
}

function readMessage(message: Message): Incoming | undefined {
  const { chat, message_id: messageId, reply_to_message: repliedTo } = message;
  const from = writerOf(message);
  if (message.migrate_to_chat_id !== undefined) {
    return { is: 'migrated', from: chat.id, to: message.migrate_to_chat_id };
  }
  if (from === undefined || from.is_bot || message.via_bot !== undefined || chat.type === 'channel') return undefined;
  const common = { spot: spotOf(message), from: senderOf(from), messageId, album: message.media_group_id };
  const text = message.text ?? message.caption;
  if (text === undefined) {
    if (!CONTENTS.some(name => message[name] !== undefined)) return undefined;
    return { is: 'wordless', ...common };
  }
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  return {
    is: 'text',
    ...common,
    text,
    entities: entities.map(({ type, offset, length, user }) => ({ type, offset, length, userId: user?.id })),
    repliedTo: repliedTo && { messageId: repliedTo.message_id, senderId: repliedTo.from?.id },
  };
}

/** Telegram puts a bot of its own in the place of one who speaks as a group or channel. */
function writerOf({ from, sender_chat: chat }: Pick<Message, 'from' | 'sender_chat'>): Message['from'] {
  return chat === undefined ? from : { ...from, id: chat.id, is_bot: false };
}

function senderOf({ id, language_code: languageCode }: { id: number; language_code?: string | undefined }): Sender {
  return { id, languageCode };
}

function spotOf({ chat, message_thread_id: threadId, is_topic_message: inTopic }: Message): Spot {
  // Replies in an ordinary group carry a thread id too, which is no topic.
  return { chatId: chat.id, kind: chat.type, threadId: inTopic === true ? threadId : undefined };
}

function isPresent({ status, is_member: isMember }: z.infer<typeof ChatMember>): boolean {
  return status === 'restricted' ? isMember === true : !['left', 'kicked'].includes(status);
}
