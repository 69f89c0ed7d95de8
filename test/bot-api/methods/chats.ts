import { badRequest } from '../refusal.ts';
import { mayWrite } from '../rooms.ts';
import type { Method } from '../world.ts';

const ACTIONS = new Set(
  (
    'typing upload_photo record_video upload_video record_voice upload_voice record_audio upload_audio upload_document ' +
    'choose_sticker find_location pick_up_location record_video_note upload_video_note cancel'
  ).split(' '),
);

export const sendChatAction: Method = (parameters, world) => {
  const room = world.rooms.addressed(parameters);
  const action = parameters.text('action');
  if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request');
  mayWrite(room);
  const threadId = parameters.has('message_thread_id') ? parameters.integer('message_thread_id') : undefined;
  room.actions.push({ action, threadId, at: world.now() });
  return true;
};
