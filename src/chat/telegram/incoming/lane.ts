import type { TelegramUpdate } from '@gramio/types';
import { decodeAction } from '../../actions.ts';
import { readCommand } from '../../commands.ts';

/** The kinds of update that the Bot API has: the name of the one member beside `update_id`. */
export type UpdateKind = Exclude<keyof TelegramUpdate, 'update_id'>;

/** What an update is filed under: its number, the lane it waits in, and the person whose doing it is. */
export type Filing = { updateId: number; lane: string; personId?: number | undefined };

/**
 * Where each kind of update waits. Updates of one lane are handled one after another, lanes beside each other: what
 * happens in a chat keeps its order and holds up no other chat. Two things must not wait for an answer that is being
 * written: what a person types after the bot's name in other chats, and the wish to stop that answer, however it is told.
 */
const LANES: { [Kind in UpdateKind]: 'chat' | 'inline' | 'stop' } = {
  message: 'chat',
  edited_message: 'chat',
  channel_post: 'chat',
  edited_channel_post: 'chat',
  business_connection: 'chat',
  business_message: 'chat',
  edited_business_message: 'chat',
  deleted_business_messages: 'chat',
  guest_message: 'chat',
  message_reaction: 'chat',
  message_reaction_count: 'chat',
  inline_query: 'inline',
  chosen_inline_result: 'inline',
  callback_query: 'chat',
  shipping_query: 'chat',
  pre_checkout_query: 'chat',
  purchased_paid_media: 'chat',
  poll: 'chat',
  poll_answer: 'chat',
  my_chat_member: 'chat',
  chat_member: 'chat',
  chat_join_request: 'chat',
  chat_boost: 'chat',
  removed_chat_boost: 'chat',
  managed_bot: 'chat',
  subscription: 'chat',
  stopped_message_generation: 'stop',
};

/**
 * How an update is filed, or undefined for what has no usable `update_id` and so cannot be kept. What belongs to a
 * chat waits in the chat's lane, what belongs only to a person in the lane of the private chat with them (which has the
 * person's number), and what names neither in one lane of its own.
 */
export function laneOf(update: unknown): Filing | undefined {
  const updateId = numberIn(update, 'update_id');
  if (updateId === undefined || updateId < 0) return undefined;
  const kind = kindOf(update);
  const content = objectIn(update, kind === 'other' ? nameIn(update) : kind);
  const personId = idIn(content, 'from') ?? idIn(content, 'user');
  const chatId = idIn(content, 'chat') ?? idIn(objectIn(content, 'message'), 'chat') ?? personId;
  const line = kind === 'other' ? 'chat' : stops(kind, content) ? 'stop' : LANES[kind];
  return { updateId, lane: chatId === undefined ? 'other' : `${line}:${chatId}`, personId };
}

/** Where what happens in a chat waits. */
export function laneOfChat(chatId: number): string {
  return `chat:${chatId}`;
}

/** Whether a message is the command to stop and nothing else, be it to this bot or to another. */
export function isStop(text: string): boolean {
  const command = readCommand(text.trim());
  return command?.name === 'stop' && command.argument === '';
}

/** Whether a message is the command to stop, or a press that of the button. */
function stops(kind: UpdateKind, content: unknown): boolean {
  const [text, data] = [objectIn(content, 'text'), objectIn(content, 'data')];
  if (kind === 'message') return typeof text === 'string' && isStop(text);
  return kind === 'callback_query' && typeof data === 'string' && decodeAction(data)?.do === 'stop';
}

/** The kind of an update, `other` for one that the Bot API did not have when this was written. */
export function kindOf(update: unknown): UpdateKind | 'other' {
  return namesIn(update).find(isKind) ?? 'other';
}

/** The member that an update of an unknown kind has beside its number. */
function nameIn(update: unknown): string {
  return namesIn(update).find(name => name !== 'update_id') ?? '';
}

function namesIn(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function isKind(name: string): name is UpdateKind {
  return Object.hasOwn(LANES, name);
}

function objectIn(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function idIn(value: unknown, name: string): number | undefined {
  return numberIn(objectIn(value, name), 'id');
}

function numberIn(value: unknown, name: string): number | undefined {
  const found = objectIn(value, name);
  return typeof found === 'number' && Number.isSafeInteger(found) ? found : undefined;
}
