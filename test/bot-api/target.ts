import type { Parameters } from './parameters.ts';
import { record } from './parameters.ts';
import { badRequest } from './refusal.ts';
import type { Kept, Room } from './rooms.ts';

/** The topic that a message is for; undefined outside of topics. */
export function readThread(parameters: Parameters, room: Room): number | undefined {
  const id = parameters.integer('message_thread_id');
  if (id === 0) return undefined;
  if (!room.threads?.has(id)) throw badRequest('message thread not found');
  return id;
}

/** The message that is answered; undefined where none is, or where it is gone and that was said to be no matter. */
export function readReply(parameters: Parameters, room: Room): Kept | undefined {
  const given = parameters.json('reply_parameters', "can't parse reply parameters JSON object");
  const reply = record(given);
  if (given !== undefined && given !== null && reply === undefined)
    throw badRequest('object expected as reply parameters');
  if (reply && reply.message_id === undefined) throw badRequest('can\'t find field "message_id"');
  const id = reply ? Number(reply.message_id) : parameters.integer('reply_to_message_id');
  if (id === 0) return undefined;
  const elsewhere = reply?.chat_id !== undefined && String(reply.chat_id) !== String(room.chat.id);
  const kept = elsewhere ? undefined : room.messages.get(id);
  if (kept === undefined) {
    if (reply?.allow_sending_without_reply === true || parameters.flag('allow_sending_without_reply')) return undefined;
    throw badRequest('message to be replied not found');
  }
  const text = kept.message.text ?? kept.message.caption ?? '';
  if (reply?.quote !== undefined && !text.includes(String(reply.quote))) throw badRequest('QUOTE_TEXT_INVALID');
  return kept;
}

const PREVIEW_FLAGS = ['is_disabled', 'prefer_small_media', 'prefer_large_media', 'show_above_text'];

/** Checks link_preview_options; they change nothing that is seen here. */
export function checkPreview(given: unknown): void {
  const options = record(given);
  if (options === undefined) {
    if (given !== undefined && given !== null) throw badRequest('object expected as link preview options');
    return;
  }
  for (const flag of PREVIEW_FLAGS)
    if (options[flag] !== undefined && typeof options[flag] !== 'boolean')
      throw badRequest(`field "${flag}" must be of type Boolean`);
  if (options.url !== undefined && !/^[^\s]+\.[^\s]+$/.test(String(options.url)))
    throw badRequest('WEBPAGE_URL_INVALID');
}

/** A message that a call names. */
export function namedMessage(parameters: Parameters, room: Room, purpose: string): Kept {
  const id = parameters.integer('message_id');
  if (id === 0) throw badRequest('message identifier is not specified');
  const kept = room.messages.get(id);
  if (kept === undefined) throw badRequest(`message to ${purpose} not found`);
  return kept;
}
