import type { TelegramChat, TelegramMessage, TelegramUser } from '@gramio/types';
import type { Parameters } from './parameters.ts';
import { badRequest, forbidden, Refusal } from './refusal.ts';

/** A message of a chat as it is now. */
export type Kept = { message: TelegramMessage; edits: number; reactions: unknown[]; ofBot: boolean };
export type Status = 'creator' | 'administrator' | 'member' | 'left' | 'kicked';
export type Draft = {
  draftId: number;
  text: string;
  entities: TelegramMessage['entities'];
  threadId: number | undefined;
  /** whether there is a button to stop it, and whether it stays when that is pressed */ canStop: boolean;
  keepOnStop: boolean;
  at: number;
};
export type Action = { action: string; threadId: number | undefined; at: number };

/** A chat, what is in it, and how the bot stands to it. */
export type Room = {
  chat: TelegramChat;
  /** Why nothing can be sent there: the words behind "Forbidden: ". */
  barred: string | undefined;
  migratedTo: number | undefined;
  /** Topics by their message_thread_id; undefined in a chat without topics. */
  threads: Set<number> | undefined;
  messages: Map<number, Kept>;
  /** The people of a group and what they are in it. */
  members: Map<number, Status>;
  /** Every frame that was shown, oldest first. */
  drafts: Draft[];
  /** The frame that was shown last, until a message of the bot takes its place. */
  draft: Draft | undefined;
  actions: Action[];
  /** The one who wrote last; it decides which commands a bot in privacy mode sees. */
  lastSender: number | undefined;
  /** Supergroups count their messages themselves, all other chats share the bot's counter. */
  nextMessageId: number;
};

export type Rooms = ReturnType<typeof createRooms>;

/** All chats that the bot can know of. */
export function createRooms() {
  const rooms = new Map<number, Room>();
  let nextMessageId = 1;
  let nextPerson = 1001;
  let nextGroup = -5001;
  let nextSupergroup = -1_000_000_005_001;

  function open(chat: TelegramChat): Room {
    const room: Room = {
      chat,
      barred: undefined,
      migratedTo: undefined,
      threads: chat.is_forum ? new Set() : undefined,
      messages: new Map(),
      members: new Map(),
      drafts: [],
      draft: undefined,
      actions: [],
      lastSender: undefined,
      nextMessageId: 1,
    };
    rooms.set(chat.id, room);
    return room;
  }

  function freeId(type: TelegramChat['type']): number {
    for (;;) {
      const id = type === 'private' ? nextPerson++ : type === 'group' ? nextGroup-- : nextSupergroup--;
      if (!rooms.has(id)) return id;
    }
  }

  return {
    open,
    freeId,
    get: (id: number) => rooms.get(id),

    /** The chat with this id, or a complaint to the test that asks for it. */
    known(id: number): Room {
      const room = rooms.get(id);
      if (room === undefined) throw new Error(`There is no chat ${id} in this emulator.`);
      return room;
    },

    add(room: Room, content: Omit<TelegramMessage, 'message_id' | 'chat'>, ofBot: boolean): TelegramMessage {
      const id = room.chat.type === 'supergroup' ? room.nextMessageId++ : nextMessageId++;
      const message: TelegramMessage = { message_id: id, chat: room.chat, ...content };
      room.messages.set(id, { message, edits: 0, reactions: [], ofBot });
      room.lastSender = content.from?.id;
      if (ofBot) room.draft = undefined;
      return message;
    },

    /** The chat that a call is for, by its chat_id. */
    addressed(parameters: Parameters): Room {
      const given = parameters.text('chat_id');
      if (given === '') throw badRequest('chat_id is empty');
      const room = /^-?\d+$/.test(given) ? rooms.get(Number(given)) : byName(given);
      if (room === undefined) throw badRequest('chat not found');
      if (room.migratedTo !== undefined)
        throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
          migrate_to_chat_id: room.migratedTo,
        });
      return room;
    },
  };

  function byName(given: string): Room | undefined {
    if (!given.startsWith('@')) return undefined;
    for (const room of rooms.values()) if (room.chat.username === given.slice(1)) return room;
    return undefined;
  }
}

/** Throws what Telegram says where the bot may not write. */
export function mayWrite(room: Room): void {
  if (room.barred !== undefined) throw forbidden(room.barred);
}

export type Person = { id: number; user: TelegramUser; chat: TelegramChat };
