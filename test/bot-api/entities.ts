import type { TelegramMessageEntity } from '@gramio/types';
import { checkLink, mentionedUser } from './link.ts';
import { record } from './parameters.ts';
import { badRequest } from './refusal.ts';

type Type = TelegramMessageEntity['type'];

/** Telegram finds these by itself; given ones count only where it would. */
const FOUND: readonly Type[] = ['mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number'];
const SPANS: readonly Type[] = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
  'date_time',
];
/** Entities that stand further or are longer than this are refused at once. */
const FAR = 1_000_000;

/**
 * Entities as a bot gives them, each checked as Telegram does; those that Telegram would find itself are left out. A type
 * that there is none of is refused here, as the server's parser has it; others report that it is ignored. A bot that
 * sends one is wrong either way.
 * @param knows whether the bot has met a person, whom alone it can mention by id
 */
export function readEntities(given: unknown, knows: (userId: number) => boolean): TelegramMessageEntity[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw badRequest("can't parse entities: expected an Array of MessageEntity");
  const entities = given.map(one => readEntity(one, knows)).filter(one => one !== undefined);
  for (const { offset, length } of entities) {
    if (offset < 0 || offset > FAR) throw badRequest(`receive an entity with incorrect offset ${offset}`);
    if (length < 0 || length > FAR) throw badRequest(`receive an entity with incorrect length ${length}`);
  }
  return entities.filter(({ length }) => length > 0);
}

function readEntity(given: unknown, knows: (userId: number) => boolean): TelegramMessageEntity | undefined {
  const entity = record(given);
  if (entity === undefined) throw badRequest("can't parse MessageEntity: expected an Object");
  const span = { offset: integer(entity, 'offset'), length: integer(entity, 'length') };
  const type = entity.type as Type;
  if (type === undefined) throw missing('type');
  if (FOUND.includes(type)) return undefined;
  if (SPANS.includes(type)) return { type, ...span };
  if (type === 'pre') return { type, ...span, ...(entity.language ? { language: String(entity.language) } : {}) };
  if (type === 'text_link') return readLink(entity, span, knows);
  if (type === 'text_mention') {
    const user = record(entity.user);
    if (user === undefined) throw missing('user');
    return mention(Number(user.id), span, knows);
  }
  if (type === 'custom_emoji') {
    if (entity.custom_emoji_id === undefined) throw missing('custom_emoji_id');
    const id = String(entity.custom_emoji_id);
    if (!/^\d{1,19}$/.test(id) || BigInt(id) >= 1n << 63n)
      throw badRequest('can\'t parse MessageEntity: Field "custom_emoji_id" must be a valid Number');
    return { type, ...span, custom_emoji_id: id };
  }
  throw badRequest("can't parse MessageEntity: Unsupported type specified");
}

type Span = { offset: number; length: number };

function readLink(entity: Record<string, unknown>, span: Span, knows: (userId: number) => boolean) {
  if (entity.url === undefined) throw missing('url');
  const url = String(entity.url);
  const user = mentionedUser(url);
  if (user !== undefined) return mention(user, span, knows);
  const checked = checkLink(url);
  if (!checked.ok) throw badRequest(`entity URL '${url}' is invalid: ${checked.why}`);
  return { type: 'text_link' as const, ...span, url: checked.url };
}

function mention(id: number, span: Span, knows: (userId: number) => boolean): TelegramMessageEntity {
  if (!knows(id)) throw badRequest('user not found');
  return { type: 'text_mention', ...span, user: { id, is_bot: false, first_name: `Person ${id}` } };
}

function integer(entity: Record<string, unknown>, name: string): number {
  const value = entity[name];
  if (value === undefined) throw missing(name);
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number))
    throw badRequest(`can't parse MessageEntity: Field "${name}" must be a valid Number`);
  return number;
}

const missing = (field: string) => badRequest(`can't parse MessageEntity: Can't find field "${field}"`);
