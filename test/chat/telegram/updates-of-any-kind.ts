import fc from 'fast-check';
import { encodeDeepLink } from '../../../src/chat/deep-link.ts';
import type { Chat, Emulator, Person } from '../../bot-api/emulator.ts';
import { hostileMarkdown } from './format/hostile.ts';

/** A chat and somebody in it. */
export type Place = { chat: Chat; person: Person };

/** Stands in much of what is said, and has no business in a log. */
export const CANARY = 'zqxcanary';

/** So many people with their private chats, and half as many groups and forums. */
export function placesIn(emulator: Emulator, count: number): Place[] {
  const people = Array.from({ length: count }, (_, index) =>
    emulator.person({ languageCode: ['en', 'zh-hans', 'fr', ''][index % 4] ?? 'en', firstName: `P ${index}` }),
  );
  return people.flatMap((person, index) => {
    const alone = { chat: person.chat, person };
    if (index % 2 === 1) return [alone];
    const group = emulator.group({ kind: index % 4 === 0 ? 'group' : 'supergroup', forum: index % 8 === 2 });
    return [alone, { chat: group, person }];
  });
}

const HUGE = 100_000;

const words = [
  ...[
    '交叉验证',
    'what did we note about GAN',
    '2021.1.24 记了什么',
    'how many entries are there',
    'hi',
    '谢谢',
    'more',
  ],
  ...[
    '第二条呢',
    'its link',
    'and on January 24?',
    'last week',
    '这周',
    'when did we first mention mxnet',
    '#必读',
    '1',
    '[2]',
  ],
  ...[
    '',
    ' ',
    '\n',
    '?',
    '。',
    '/',
    '//',
    '/ /',
    '@',
    '@noted_bot',
    '@noted_bot 交叉验证',
    '#',
    '\u0000',
    '\u200b',
    '\u3164',
  ],
  ...[
    '\ud83d',
    '\ude00',
    '\ud83d\ud83d',
    '\u202e/help',
    '\u2066交叉\u2069',
    '👨‍👩‍👧‍👦',
    'e\u0301'.repeat(50),
    '\ufdd00\ufdd1',
    '\uffff',
  ],
  ...['__proto__', 'constructor', 'null', 'NaN', "'; drop table exchanges; --", '<script>', '%s%n', '../../etc/passwd'],
];

const COMMANDS = [
  ...[
    'start',
    'help',
    'ask',
    'search',
    'today',
    'day',
    'week',
    'tags',
    'more',
    'language',
    'privacy',
    'forget',
    'status',
  ],
  ...['quit', 'exit', 'nonsense', 'a'.repeat(40), 'Ask', 'HELP', '搜索'],
];

const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map(units => String.fromCharCode(...units)),
);

const hugeText = fc
  .tuple(fc.oneof(fc.constantFrom(...words), oddText, hostileMarkdown), fc.constantFrom(5_000, 20_000, HUGE))
  .map(([unit, length]) => (unit || 'x').repeat(Math.ceil(length / (unit.length || 1))).slice(0, length));

const said = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  { weight: 4, arbitrary: oddText },
  { weight: 2, arbitrary: hostileMarkdown },
  { weight: 1, arbitrary: hugeText },
);

const payload = fc.oneof(
  said,
  fc.constantFrom('help', 'tags', 'day_2021-01-20', 'day_9999-99-99', 'ask_', 'ask_4pyT', 'ask_////', 'x'.repeat(64)),
  said.map(question => encodeDeepLink({ to: 'ask', question: question.slice(0, 15) }) ?? ''),
);

const command = fc
  .tuple(fc.constantFrom(...COMMANDS), fc.constantFrom('', '', '@noted_bot', '@NOTED_BOT', '@other_bot', '@'), payload)
  .map(([name, address, argument]) => `/${name}${address} ${argument}`);

/** What a person may type, and what none would. */
const text = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: said }, { weight: 2, arbitrary: command }), fc.boolean())
  .map(([typed, named]) => (named ? `${typed} ${CANARY}` : typed));

const buttonData = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 5 })).map(([id, page]) => `1p:${id}:${page}`),
  fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom('good', 'bad'))
    .map(([id, verdict]) => `1r:${id}:${verdict}`),
  fc.constantFrom('1l:en', '1l:zh', '1l:auto', '1f:yes', '1f:no', '1f:', '2p:1:1', '1p:0:0', `1p:${'9'.repeat(16)}:1`),
  said,
);

/** What stands in the place of a value. */
const wrong: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e300, 2 ** 53, -(2 ** 63), '', '0', [], {}, [[]], [null], {
    id: 1,
  }),
  fc.constantFrom<unknown>({ type: 'private' }, { id: 'x', type: 'private' }, { hasOwnProperty: 1 }, { length: -1 }),
  oddText,
  hugeText,
  fc.integer({ min: 1, max: 3_000 }).map(deep => JSON.parse(`${'['.repeat(deep)}${']'.repeat(deep)}`)),
  fc.array(fc.constantFrom({ type: 'mention', offset: 0, length: 9 }, { type: 'bold' }, 7, null), { maxLength: 500 }),
);

const entity = fc.record({
  type: fc.constantFrom('mention', 'text_mention', 'bot_command', 'url', 'bold', 'nonsense'),
  offset: fc.oneof(fc.integer({ min: -2, max: 20 }), fc.constantFrom(1e9, 0.5, 2 ** 53)),
  length: fc.oneof(fc.integer({ min: -2, max: 20 }), fc.constantFrom(1e9, 0.5)),
});

/** The parts of messages that come beside their text, or in its place. */
const beside = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  fc.array(entity, { maxLength: 5 }).map(entities => ({ entities })),
  fc.constantFrom<object>(
    { sender_chat: { id: -1001, type: 'channel' }, from: { id: 136817688, is_bot: true, first_name: 'C' } },
    { via_bot: { id: 5, is_bot: true, first_name: 'b' } },
    { message_thread_id: 7 },
    { media_group_id: '12' },
    { forward_origin: { type: 'hidden_user', sender_user_name: 'x', date: 1 } },
    { reply_to_message: { message_id: 1, date: 0, chat: { id: 1, type: 'private' } } },
    { reply_to_message: { message_id: 1e15, from: { id: 7654321, is_bot: true, first_name: 'N' } } },
    { external_reply: { origin: {} }, quote: { text: 'x', position: 0 } },
  ),
);

const contents = [
  ...[
    'photo',
    'video',
    'animation',
    'sticker',
    'voice',
    'video_note',
    'audio',
    'document',
    'paid_media',
    'story',
    'contact',
  ],
  ...['location', 'venue', 'poll', 'dice', 'game', 'checklist', 'invoice', 'new_chat_members', 'left_chat_member'],
  ...['new_chat_title', 'pinned_message', 'successful_payment', 'web_app_data', 'forum_topic_created', 'boost_added'],
];

const content = fc.oneof(
  { weight: 8, arbitrary: text.map(typed => ({ text: typed })) },
  { weight: 1, arbitrary: text.map(typed => ({ caption: typed, photo: [] })) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...contents), wrong).map(([name, value]) => ({ [name]: value })) },
);

const KINDS_OF_MESSAGES = [
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_message',
  'guest_message',
];
const KINDS_OF_OTHERS = [
  ...['business_connection', 'edited_business_message', 'deleted_business_messages', 'message_reaction', 'chat_boost'],
  ...['message_reaction_count', 'chosen_inline_result', 'shipping_query', 'pre_checkout_query', 'purchased_paid_media'],
  ...['poll', 'poll_answer', 'chat_member', 'chat_join_request', 'removed_chat_boost', 'managed_bot', 'subscription'],
  ...['stopped_message_generation', 'an_update_of_tomorrow', '__proto__', ''],
];

type Update = Record<string, unknown>;

/** An update of any kind as Telegram could send it, in one of these places; what is said in it is nobody's everyday words. */
function wellFormed(places: readonly Place[]): fc.Arbitrary<Update> {
  const place = fc.constantFrom(...places);
  const number = fc.integer({ min: 1, max: 5_000 });
  const message = fc.tuple(place, number, content, beside).map(([{ chat, person }, message_id, what, more]) => {
    return { message_id, date: 1, chat, from: person.user, ...what, ...more };
  });
  const status = fc.constantFrom('creator', 'administrator', 'member', 'restricted', 'left', 'kicked', 'nonsense');
  const member = status.map(value => ({ status: value, user: { id: 7654321, is_bot: true, first_name: 'Noted' } }));
  return fc.oneof(
    { weight: 12, arbitrary: message.map(one => ({ message: one })) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...KINDS_OF_MESSAGES), message).map(([kind, one]) => ({ [kind]: one })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...KINDS_OF_OTHERS), message).map(([kind, one]) => ({ [kind]: one })),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(message, buttonData, number).map(([one, data, id]) => ({
        callback_query: { id: `${id}`, from: one.from, message: one, chat_instance: '1', data },
      })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(place, said, fc.oneof(fc.constantFrom('', '20', '-1', '1e9'), oddText), number)
        .map(([{ person }, query, offset, id]) => ({
          inline_query: { id: `${id}`, from: person.user, query, offset },
        })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(place, member, member).map(([{ chat, person }, old_chat_member, new_chat_member]) => ({
        my_chat_member: { chat, from: person.user, date: 1, old_chat_member, new_chat_member },
      })),
    },
  );
}

/** Takes something out of an update, or puts something wrong in its place. */
function damaged(update: Update, at: number, by: unknown): Update {
  const copy: Update = structuredClone(update);
  const slots: { holder: Record<string, unknown>; name: string }[] = [];
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const name of Object.keys(value)) {
      // An object is a record of whatever is in it.
      const holder = value as Record<string, unknown>;
      slots.push({ holder, name });
      visit(holder[name]);
    }
  };
  visit(copy);
  const slot = slots[at % Math.max(1, slots.length)];
  if (slot === undefined) return copy;
  if (by === undefined) delete slot.holder[slot.name];
  else slot.holder[slot.name] = by;
  return copy;
}

/** Updates of every kind of the Bot API, two in three whole, the others with something missing, of a wrong type or huge. */
export function updatesOfAnyKind(places: readonly Place[]): fc.Arbitrary<Update> {
  const whole = wellFormed(places);
  return fc.oneof(
    { weight: 2, arbitrary: whole },
    {
      weight: 1,
      arbitrary: fc
        .tuple(whole, fc.nat(60), fc.oneof(fc.constant(undefined), wrong))
        .map(([update, at, by]) => damaged(update, at, by)),
    },
  );
}
