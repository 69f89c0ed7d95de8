import { record } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import { mayWrite } from '../rooms.ts';
import { namedMessage, readThread } from '../target.ts';
import { optionalText } from '../text.ts';
import type { Method } from '../world.ts';

const ACTIONS = new Set(
  (
    'typing upload_photo record_video upload_video record_voice upload_voice record_audio upload_audio upload_document ' +
    'choose_sticker find_location pick_up_location record_video_note upload_video_note cancel'
  ).split(' '),
);
/** The fixed set that bots may react with (Bot API, ReactionTypeEmoji). */
const REACTIONS = new Set(
  (
    '❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 ' +
    '👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'
  ).split(' '),
);
/** What a frame of a draft counts for in the chat's flood limit, where a message counts 1. */
const DRAFT_COST = 0.25;

export const sendChatAction: Method = (parameters, { rooms, now }) => {
  const room = rooms.addressed(parameters);
  const action = parameters.text('action').toLowerCase();
  if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request');
  mayWrite(room);
  room.actions.push({ action, threadId: readThread(parameters, room), at: now() });
  return true;
};

export const sendMessageDraft: Method = (parameters, { rooms, flood, now }) => {
  const rich = optionalText(
    {
      text: parameters.text('text'),
      parseMode: parameters.text('parse_mode'),
      entities: parameters.json('entities', "can't parse entities JSON object"),
      knows: id => rooms.get(id)?.chat.type === 'private',
    },
    'draft',
  );
  const room = rooms.addressed(parameters);
  if (room.chat.type !== 'private') throw badRequest('TEXTDRAFT_PEER_INVALID');
  const draftId = parameters.integer('draft_id');
  if (draftId === 0) throw badRequest('RANDOM_ID_INVALID');
  mayWrite(room);
  const threadId = readThread(parameters, room);
  flood.count(room, { cost: DRAFT_COST });
  const stop = { canStop: parameters.flag('can_stop'), keepOnStop: parameters.flag('keep_on_stop') };
  const draft = { draftId, ...rich, threadId, ...stop, at: now() };
  room.drafts.push(draft);
  room.draft = draft;
  return true;
};

export const setMessageReaction: Method = (parameters, { rooms }) => {
  const room = rooms.addressed(parameters);
  const given = parameters.json('reaction', "can't parse reaction types JSON object") ?? [];
  if (!Array.isArray(given)) throw badRequest('expected an Array of ReactionType');
  const kept = namedMessage(parameters, room, 'react');
  mayWrite(room);
  if (given.length > 1) throw badRequest('REACTIONS_TOO_MANY');
  for (const one of given) {
    const reaction = record(one);
    if (reaction?.type !== 'emoji' && reaction?.type !== 'custom_emoji')
      throw badRequest("can't parse ReactionType: Unsupported type specified");
    if (reaction.type === 'custom_emoji' || !REACTIONS.has(String(reaction.emoji).replace(/\ufe0f/g, '')))
      throw badRequest('REACTION_INVALID');
  }
  kept.reactions = given;
  return true;
};
