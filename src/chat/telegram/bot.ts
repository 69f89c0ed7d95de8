import { texts } from '../texts.ts';
import { converse } from './conversation.ts';
import { createDrafts } from './drafts.ts';
import { createGenerations } from './generations.ts';
import type { Handle } from './incoming/attempt.ts';
import { answerInline } from './inline.ts';
import { languageOf } from './language.ts';
import type { Bot, BotParts, Turn } from './parts.ts';
import { press } from './press.ts';
import { createSpeaker } from './speaker.ts';
import { stop } from './stop.ts';
import { telegramTexts } from './texts.ts';
import { type Incoming, readUpdate } from './update.ts';

/** The pictures of an album come one right after the other; so many albums at once are more than there will be. */
const ALBUMS = 100;

/** Makes the handler of updates: each is read, and what it asks for is done. */
export function createBot(parts: BotParts): Handle {
  const bot: Bot = { ...parts, generations: createGenerations(parts), drafts: createDrafts() };
  const albums = new Map<string, number>();
  /** Of the many messages of an album, the first one speaks for all; it may have to be handled more than once. */
  const isRepeated = (album: string, updateId: number) => {
    const first = albums.get(album) ?? updateId;
    albums.set(album, first);
    for (const oldest of albums.keys()) if (albums.size > ALBUMS) albums.delete(oldest);
    return first !== updateId;
  };
  return async ({ update, updateId, attempts, receivedAt }, signal) => {
    const incoming = readUpdate(update);
    if (incoming === undefined) return;
    const album = 'album' in incoming ? incoming.album : undefined;
    if (album !== undefined && isRepeated(album, updateId) && incoming.is === 'wordless') return;
    await handle(incoming, { updateId, attempts, receivedAt, signal }, bot);
  };
}

async function handle(incoming: Incoming, turn: Turn, parts: Bot): Promise<void> {
  switch (incoming.is) {
    case 'text':
      return converse(incoming, turn, parts);
    case 'press':
      return press(incoming, turn, parts);
    case 'inline':
      return answerInline(incoming, turn, parts);
    case 'stopped': {
      const { spot, draftId } = incoming;
      // Drafts are in private chats, which have the person's number, and have that of the update that they answer.
      await stop({ spot, personId: spot.chatId, updateId: draftId }, parts);
      return;
    }
    case 'migrated':
      return parts.chats.migrate(incoming.from, incoming.to);
    case 'wordless':
      return wordless(incoming, turn, parts);
    case 'membership':
      return membership(incoming, turn, parts);
  }
}

/** In private a picture or a voice message is told that it is not understood; in a group it is nobody's business. */
async function wordless({ spot, from }: Extract<Incoming, { is: 'wordless' }>, turn: Turn, parts: BotParts) {
  if (spot.kind !== 'private' || !(await parts.access.mayTalk({ personId: from.id }))) return;
  const speaker = await createSpeaker(parts, { turn, spot });
  await speaker.say(telegramTexts[(await languageOf(from, parts)).language].wordless);
}

/** The bot was blocked or let in again, added to a group or taken out of it. A group that adds it is told how to ask. */
async function membership(
  { spot, from, present, before }: Extract<Incoming, { is: 'membership' }>,
  turn: Turn,
  parts: BotParts,
) {
  await parts.chats.see({ id: spot.chatId, kind: spot.kind });
  await parts.chats.setState(spot.chatId, present ? 'active' : spot.kind === 'private' ? 'blocked' : 'left');
  const added = present && !before && (spot.kind === 'group' || spot.kind === 'supergroup');
  if (!added) return;
  const speaker = await createSpeaker(parts, { turn, spot });
  const { language } = await languageOf(from, parts);
  const welcome = await parts.access.mayTalk({ personId: from.id, chatId: spot.chatId });
  await speaker.say(
    welcome
      ? texts[language].help({
          place: 'group',
          username: parts.me.username,
          writes: parts.models.answers !== undefined,
        })
      : telegramTexts[language].closedGroup(spot.chatId),
  );
}
