import type { TelegramInlineKeyboardMarkup, TelegramMessage } from '@gramio/types';
import type { Parameters } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import { type Kept, mayWrite, type Room } from '../rooms.ts';
import { readText } from '../text.ts';
import { type Method, seconds } from '../world.ts';

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

export const sendMessage: Method = (parameters, world) => {
  const rich = readText(parameters);
  const room = world.rooms.addressed(parameters);
  mayWrite(room);
  world.flood.count(room);
  const markup = parameters.json('reply_markup') as TelegramInlineKeyboardMarkup | undefined;
  return world.rooms.add(
    room,
    {
      from: world.me,
      date: seconds(world.now()),
      text: rich.text,
      ...(rich.entities.length > 0 && { entities: rich.entities }),
      ...(markup?.inline_keyboard && { reply_markup: markup }),
    },
    true,
  );
};

export const editMessageText: Method = (parameters, world) => {
  const rich = readText(parameters);
  const room = world.rooms.addressed(parameters);
  const kept = ownMessage(room, parameters, 'edit');
  mayWrite(room);
  const markup = parameters.json('reply_markup') as TelegramInlineKeyboardMarkup | undefined;
  const { reply_markup: _, entities: __, ...rest } = kept.message;
  const edited: TelegramMessage = {
    ...rest,
    text: rich.text,
    edit_date: seconds(world.now()),
    ...(rich.entities.length > 0 && { entities: rich.entities }),
    ...(markup?.inline_keyboard && { reply_markup: markup }),
  };
  if (same(kept.message, edited)) throw badRequest(NOT_MODIFIED);
  world.flood.count(room);
  kept.message = edited;
  kept.edits += 1;
  return edited;
};

function same(before: TelegramMessage, after: TelegramMessage): boolean {
  const content = ({ text, entities, reply_markup }: TelegramMessage) => JSON.stringify([text, entities, reply_markup]);
  return content(before) === content(after);
}

function ownMessage(room: Room, parameters: Parameters, verb: string): Kept {
  const kept = room.messages.get(parameters.integer('message_id'));
  if (kept === undefined) throw badRequest(`message to ${verb} not found`);
  if (!kept.ofBot) throw badRequest(`message can't be ${verb}ed`);
  return kept;
}
