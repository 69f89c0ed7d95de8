import type { TelegramChat, TelegramMessage, TelegramUpdate, TelegramUser } from '@gramio/types';
import type { Call } from './calls.ts';
import { findEntities } from './find.ts';
import { keyboardOf } from './keyboard.ts';
import { reaches } from './privacy.ts';
import type { Kept, Person, Room, Status } from './rooms.ts';
import { seconds, type World } from './world.ts';

/** `updateId` is 0 where privacy mode keeps the message from the bot. */
export type Spoken = { updateId: number; messageId: number };
type WaitFor = <T>(look: () => T | undefined | false, o?: { what?: string; ms?: number }) => Promise<T>;
const STRANGER = "bot can't initiate conversation with a user";
const JUDGED = new Set([200, 400]);

type Event = Partial<TelegramUpdate>;
type Content = Omit<TelegramMessage, 'message_id' | 'chat'>;

/** What people do in chats, with the updates that Telegram makes of it. */
export function createPeople(world: World, waitFor: WaitFor, calls: readonly Call[]) {
  const { rooms, updates, people, queries } = world;

  return {
    /** Someone who has a private chat with the bot; a stranger has not yet written to it. */
    person(o: { id?: number; languageCode?: string; firstName?: string; stranger?: boolean } = {}): Person {
      const id = o.id ?? rooms.freeId('private');
      const firstName = o.firstName ?? `Person ${id}`;
      const user: TelegramUser = {
        id,
        is_bot: false,
        first_name: firstName,
        ...(o.languageCode !== undefined && { language_code: o.languageCode }),
      };
      people.set(id, user);
      const room = rooms.open({ id, type: 'private', first_name: firstName });
      if (o.stranger) room.barred = STRANGER;
      return { id, user, chat: room.chat };
    },

    /** A group that the bot is a member of. */
    group(o: { id?: number; kind?: 'group' | 'supergroup'; forum?: boolean; title?: string } = {}): TelegramChat {
      const type = o.kind ?? (o.forum ? 'supergroup' : 'group');
      const id = o.id ?? rooms.freeId(type);
      return rooms.open({ id, type, title: o.title ?? `Group ${id}`, ...(o.forum && { is_forum: true }) }).chat;
    },

    /** Makes somebody, or the bot, something in a group. Who writes in it is a member by that. */
    role(person: { id: number }, group: TelegramChat, status: Status): void {
      rooms.known(group.id).members.set(person.id, status);
    },

    /** Writes a message, in the private chat unless told otherwise. A thread in a forum comes into being by it. */
    say(
      person: Person,
      text: string,
      o: { in?: TelegramChat; thread?: number; replyTo?: number; caption?: boolean; forwardOrigin?: unknown } = {},
    ): Spoken {
      const room = rooms.known((o.in ?? person.chat).id);
      const before = room.lastSender;
      if (room.barred === STRANGER) room.barred = undefined;
      if (room.chat.type !== 'private' && !room.members.has(person.id)) room.members.set(person.id, 'member');
      if (o.thread !== undefined) room.threads?.add(o.thread);
      const message = rooms.add(room, written(person, text, room, o), false);
      const messageId = message.message_id;
      if (!reaches(message, room, world.me, before)) return { updateId: 0, messageId };
      return { updateId: updates.push({ message } satisfies Event), messageId };
    },

    /** Presses a button, named by its label or its data; resolves with the bot's answerCallbackQuery. */
    press(person: Person, of: { chatId: number; messageId: number }, button: string): Promise<Call> {
      const { message } = known(rooms.known(of.chatId), of.messageId);
      const buttons = keyboardOf(message)?.inline_keyboard.flat() ?? [];
      const pressed = buttons.find(({ text, callback_data }) => text === button || callback_data === button);
      if (pressed?.callback_data === undefined)
        throw new Error(
          `No button "${button}" to press; there are ${JSON.stringify(buttons.map(({ text }) => text))}.`,
        );
      const { callback_data: data } = pressed;
      const id = queries.ask();
      updates.push({
        callback_query: { id, from: person.user, message, chat_instance: `${of.chatId}`, data },
      } satisfies Event);
      return answerTo('answerCallbackQuery', 'callback_query_id', id);
    },

    /** Presses Stop at the draft that the bot shows. */
    stop(person: Person): void {
      const room = rooms.known(person.id);
      const { draft } = room;
      if (!draft?.canStop) throw new Error(`There is no draft with a button to stop it in chat ${person.id}.`);
      if (!draft.keepOnStop) room.draft = undefined;
      const { draftId: draft_id, threadId } = draft;
      updates.push({
        stopped_message_generation: {
          chat: room.chat,
          ...(threadId !== undefined && { message_thread_id: threadId }),
          draft_id,
        },
      } satisfies Event);
    },

    /** Types behind the bot's name in some chat; resolves with the bot's answerInlineQuery. */
    inline(person: Person, query: string, offset = ''): Promise<Call> {
      const id = queries.ask();
      updates.push({ inline_query: { id, from: person.user, query, offset, chat_type: 'sender' } } satisfies Event);
      return answerTo('answerInlineQuery', 'inline_query_id', id);
    },
  };

  function written(
    person: Person,
    text: string,
    room: Room,
    o: { thread?: number; replyTo?: number; caption?: boolean; forwardOrigin?: unknown },
  ): Content {
    const entities = findEntities(text);
    const replied = o.replyTo === undefined ? undefined : known(room, o.replyTo).message;
    const photo = { file_id: 'photo', file_unique_id: 'photo', width: 90, height: 90 };
    return {
      from: person.user,
      date: seconds(world.now()),
      ...(o.thread !== undefined && { message_thread_id: o.thread }),
      ...(o.thread !== undefined && room.threads && { is_topic_message: true as const }),
      ...(replied && { reply_to_message: replied }),
      ...(o.forwardOrigin !== undefined && { forward_origin: o.forwardOrigin as TelegramMessage['forward_origin'] }),
      ...(o.caption
        ? { photo: [photo], caption: text, ...(entities.length > 0 && { caption_entities: entities }) }
        : { text, ...(entities.length > 0 && { entities }) }),
    } as Content;
  }

  /** The bot's first answer to a question that Telegram took or refused. */
  function answerTo(method: string, name: string, id: string): Promise<Call> {
    let looked = calls.length;
    return waitFor(
      () => {
        for (; looked < calls.length; looked++) {
          const call = calls[looked];
          if (call?.method === method && String(call.payload[name]) === id && JUDGED.has(call.status)) return call;
        }
        return undefined;
      },
      { what: `${method} to ${id}` },
    );
  }
}

function known(room: Room, messageId: number): Kept {
  const kept = room.messages.get(messageId);
  if (kept === undefined) throw new Error(`There is no message ${messageId} in chat ${room.chat.id}.`);
  return kept;
}
