import type { TextMessage } from './update.ts';

/** The bot's own name and id. */
export type Me = { id: number; username: string };

/**
 * What a message says to the bot; undefined where it is not meant for it. In private every message is. In groups those
 * are that name the bot, reply to one of its messages, or are a command of its own; a command that names another bot
 * never is. Where the bot is named by the way, its name is taken out.
 */
export function addressed(message: TextMessage, me: Me, isOwnCommand: (name: string) => boolean): string | undefined {
  const command = /^\/([a-z0-9_]+)(?:@(\w+))?(?=\s|$)/i.exec(message.text);
  if (command) {
    const [, name = '', bot] = command;
    if (bot !== undefined && !same(bot, me.username)) return undefined;
    const mine = bot !== undefined || message.spot.kind === 'private' || isOwnCommand(name.toLowerCase());
    return mine ? message.text : undefined;
  }
  const named = mentionsOf(message, me);
  if (message.spot.kind !== 'private' && named.length === 0 && message.repliedTo?.senderId !== me.id) return undefined;
  let { text } = message;
  for (const { offset, length } of named.toReversed()) text = `${text.slice(0, offset)} ${text.slice(offset + length)}`;
  return text.trim();
}

/** Where the text names the bot, by @name or, for people whose app does so, by a link to it. */
function mentionsOf({ text, entities }: TextMessage, me: Me) {
  return entities.filter(({ type, offset, length, userId }) =>
    type === 'mention'
      ? same(text.slice(offset + 1, offset + length), me.username)
      : type === 'text_mention' && userId === me.id,
  );
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
