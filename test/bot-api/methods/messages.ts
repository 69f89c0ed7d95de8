import type { TelegramMessage } from '@gramio/types';
import type { Keyboard } from '../keyboard.ts';
import { readMarkup } from '../keyboard.ts';
import type { Parameters } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import { mayWrite } from '../rooms.ts';
import { checkPreview, namedMessage, readReply, readThread } from '../target.ts';
import { messageText, type Rich } from '../text.ts';
import { type Method, seconds, type World } from '../world.ts';

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
/** A bot can delete a message that is not older than 48 hours. */
const DELETABLE_S = 48 * 3600;

function readText(parameters: Parameters, { rooms }: World): Rich {
  return messageText({
    text: parameters.text('text'),
    parseMode: parameters.text('parse_mode'),
    entities: parameters.json('entities', "can't parse entities JSON object"),
    knows: id => rooms.get(id)?.chat.type === 'private',
  });
}

export const sendMessage: Method = (parameters, world) => {
  const { rooms, flood, me, now } = world;
  const rich = readText(parameters, world);
  checkPreview(parameters.json('link_preview_options'));
  const markup = readMarkup(parameters.json('reply_markup', "can't parse reply keyboard markup JSON object"));
  const room = rooms.addressed(parameters);
  mayWrite(room);
  const threadId = readThread(parameters, room);
  const reply = readReply(parameters, room);
  if (parameters.flag('allow_paid_broadcast')) throw badRequest('FLOODSKIP_NOT_ALLOWED');
  flood.count(room);
  return rooms.add(
    room,
    {
      from: me,
      date: seconds(now()),
      ...(threadId !== undefined && { message_thread_id: threadId, is_topic_message: true as const }),
      ...(reply && { reply_to_message: withoutReply(reply.message) }),
      ...content(rich, markup),
    },
    true,
  );
};

export const editMessageText: Method = (parameters, world) => {
  const rich = readText(parameters, world);
  checkPreview(parameters.json('link_preview_options'));
  return edit(parameters, world, rich);
};

export const editMessageReplyMarkup: Method = (parameters, world) => edit(parameters, world, undefined);

/** @param rich the new text, or undefined where only the buttons change */
function edit(parameters: Parameters, world: World, rich: Rich | undefined): unknown {
  const markup = readMarkup(parameters.json('reply_markup', "can't parse reply keyboard markup JSON object"));
  if (parameters.has('inline_message_id')) return true;
  const room = world.rooms.addressed(parameters);
  const kept = namedMessage(parameters, room, 'edit');
  mayWrite(room);
  if (!kept.ofBot) throw badRequest("message can't be edited");
  if (rich && kept.message.text === undefined) throw badRequest('there is no text in the message to edit');
  const { reply_markup: _, entities, text, edit_date: __, ...rest } = kept.message;
  const edited: TelegramMessage = {
    ...rest,
    ...content(rich ?? { text: text ?? '', entities: entities ?? [] }, markup),
    edit_date: seconds(world.now()),
  };
  if (shape(kept.message) === shape(edited)) throw badRequest(NOT_MODIFIED);
  world.flood.count(room, { kind: 'edit' });
  kept.message = edited;
  kept.edits += 1;
  return edited;
}

const content = ({ text, entities }: Rich, markup: Keyboard | undefined) => ({
  text,
  ...(entities.length > 0 && { entities }),
  ...(markup && { reply_markup: markup }),
});

const shape = ({ text, entities, reply_markup }: TelegramMessage) => JSON.stringify([text, entities, reply_markup]);

const withoutReply = ({ reply_to_message: _, ...message }: TelegramMessage): TelegramMessage => message;

export const deleteMessage: Method = (parameters, world) => {
  const room = world.rooms.addressed(parameters);
  const { message, ofBot } = namedMessage(parameters, room, 'delete');
  const old = seconds(world.now()) - message.date > DELETABLE_S;
  if (old || (!ofBot && room.chat.type !== 'private')) throw badRequest("message can't be deleted");
  room.messages.delete(message.message_id);
  return true;
};

export const deleteMessages: Method = (parameters, world) => {
  const room = world.rooms.addressed(parameters);
  const ids = parameters.json('message_ids', "can't parse message identifiers JSON object");
  if (!Array.isArray(ids)) throw badRequest('expected an Array of message identifiers');
  if (ids.length === 0) throw badRequest('message identifiers are not specified');
  if (ids.length > 100) throw badRequest('too many message identifiers specified');
  for (const id of ids) {
    const kept = room.messages.get(Number(id));
    if (kept && (kept.ofBot || room.chat.type === 'private')) room.messages.delete(Number(id));
  }
  return true;
};
