import type { TelegramChat, TelegramMessage, TelegramUser } from '@gramio/types';
import type { Call } from './calls.ts';
import { findEntities } from './find.ts';
import { keyboardOf } from './keyboard.ts';
import type { Kept, Person, Room } from './rooms.ts';
import { seconds, type World } from './world.ts';

export type Spoken = { updateId: number; messageId: number };
type WaitFor = <T>(look: () => T | undefined | false, o?: { what?: string; ms?: number }) => Promise<T>;

/** What people do in chats, with the updates that Telegram makes of it. */
export function createPeople(world: World, waitFor: WaitFor, calls: readonly Call[]) {
  const { rooms, updates, me } = world;

  return {
    /** Someone who has a private chat with the bot. */
    person(o: { id?: number; languageCode?: string; firstName?: string } = {}): Person {
      const id = o.id ?? rooms.freeId('private');
      const firstName = o.firstName ?? `Person ${id}`;
      const user: TelegramUser = {
        id,
        is_bot: false,
        first_name: firstName,
        ...(o.languageCode !== undefined && { language_code: o.languageCode }),
      };
      const { chat } = rooms.open({ id, type: 'private', first_name: firstName });
      return { id, user, chat };
    },

    /** A group that the bot is a member of. */
    group(o: { id?: number; kind?: 'group' | 'supergroup'; forum?: boolean; title?: string } = {}): TelegramChat {
      const type = o.kind ?? (o.forum ? 'supergroup' : 'group');
      const id = o.id ?? rooms.freeId(type);
      return rooms.open({ id, type, title: o.title ?? `Group ${id}`, ...(o.forum && { is_forum: true }) }).chat;
    },

    /** Writes a message, in the private chat unless told otherwise. */
    say(
      person: Person,
      text: string,
      o: { in?: TelegramChat; thread?: number; replyTo?: number; caption?: boolean; forwardOrigin?: unknown } = {},
    ): Spoken {
      const room = rooms.known((o.in ?? person.chat).id);
      const entities = findEntities(text);
      const replied = o.replyTo === undefined ? undefined : known(room, o.replyTo).message;
      const found = entities.length > 0;
      const content = {
        from: person.user,
        date: seconds(world.now()),
        ...(o.thread !== undefined && { message_thread_id: o.thread, is_topic_message: true as const }),
        ...(replied && { reply_to_message: replied }),
        ...(o.forwardOrigin !== undefined && { forward_origin: o.forwardOrigin as TelegramMessage['forward_origin'] }),
        ...(o.caption
          ? { photo: [], caption: text, ...(found && { caption_entities: entities }) }
          : { text, ...(found && { entities }) }),
      } as Omit<TelegramMessage, 'message_id' | 'chat'>;
      const message = rooms.add(room, content, false);
      return { updateId: updates.push({ message }), messageId: message.message_id };
    },

    /** Presses a button, named by its label or its data; resolves with the bot's answerCallbackQuery. */
    press(person: Person, of: { chatId: number; messageId: number }, button: string): Promise<Call> {
      const room = rooms.known(of.chatId);
      const { message } = known(room, of.messageId);
      const buttons = keyboardOf(message)?.inline_keyboard.flat() ?? [];
      const pressed = buttons.find(({ text, callback_data }) => text === button || callback_data === button);
      if (pressed?.callback_data === undefined)
        throw new Error(
          `No button "${button}" to press; there are ${JSON.stringify(buttons.map(({ text }) => text))}.`,
        );
      const id = world.queries.ask();
      updates.push({
        callback_query: {
          id,
          from: person.user,
          message,
          chat_instance: String(of.chatId),
          data: pressed.callback_data,
        },
      });
      return answerTo('answerCallbackQuery', 'callback_query_id', id);
    },
  };

  function answerTo(method: string, name: string, id: string): Promise<Call> {
    return waitFor(() => calls.find(call => call.method === method && String(call.payload[name]) === id), {
      what: `${method} for ${id} by ${me.username}`,
    });
  }
}

function known(room: Room, messageId: number): Kept {
  const kept = room.messages.get(messageId);
  if (kept === undefined) throw new Error(`There is no message ${messageId} in chat ${room.chat.id}.`);
  return kept;
}
