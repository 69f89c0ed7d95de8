import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, startCaller, UNLIMITED } from './caller.ts';
import type { Chat, Person } from './emulator.ts';

let bot: Caller;

beforeAll(async () => {
  bot = await startCaller({ limits: UNLIMITED });
});
afterAll(() => bot.close());

type Updates = Record<
  string,
  { old_chat_member?: { status: string }; new_chat_member?: { status: string }; text?: string }
>[];

/** All that came since the last look. */
let offset = 0;
async function updates(): Promise<Updates> {
  const result = (await bot.call('getUpdates', { offset })).result as (Updates[number] & { update_id: number })[];
  offset = (result.at(-1)?.update_id ?? offset - 1) + 1;
  return result;
}
/** A group with somebody in it. */
function inhabited(): { group: Chat; person: Person } {
  const group = bot.emulator.group();
  return { group, person: bot.emulator.person() };
}
const say = (chat: number) => bot.call('sendMessage', { chat_id: chat, text: 'x' });

describe('a person', () => {
  it('who blocks the bot cannot be written to until they come back', async () => {
    const person = bot.emulator.person();
    bot.emulator.block(person);
    expect(await say(person.id)).toMatchObject({ status: 403, description: 'Forbidden: bot was blocked by the user' });
    bot.emulator.unblock(person);
    expect(await say(person.id)).toMatchObject({ ok: true });
    expect(
      (await updates()).map(({ my_chat_member: change }) => [
        change?.old_chat_member?.status,
        change?.new_chat_member?.status,
      ]),
    ).toEqual([
      ['member', 'kicked'],
      ['kicked', 'member'],
    ]);
  });
});

describe('somebody', () => {
  it('who never wrote to the bot cannot be written to, nor one who is gone', async () => {
    const stranger = bot.emulator.person({ stranger: true });
    expect(await say(stranger.id)).toMatchObject({
      status: 403,
      description: "Forbidden: bot can't initiate conversation with a user",
    });
    bot.emulator.say(stranger, '/start');
    expect(await say(stranger.id)).toMatchObject({ ok: true });
    bot.emulator.bar(stranger.id);
    expect(await say(stranger.id)).toMatchObject({ status: 403, description: 'Forbidden: user is deactivated' });
    await updates();
  });
});

describe('a group', () => {
  it('that became a supergroup says where it went', async () => {
    const group = bot.emulator.group();
    const next = bot.emulator.migrate(group);
    expect(await say(group.id)).toMatchObject({
      status: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: next.id },
    });
    expect(await say(next.id)).toMatchObject({ ok: true });
    expect(await updates()).toMatchObject([
      { message: { chat: { id: group.id }, migrate_to_chat_id: next.id } },
      { message: { chat: { id: next.id }, migrate_from_chat_id: group.id } },
    ]);
  });

  it('that threw the bot out is closed to it', async () => {
    const group = bot.emulator.group({ kind: 'supergroup' });
    bot.emulator.kick(group);
    expect(await say(group.id)).toMatchObject({
      status: 403,
      description: 'Forbidden: bot was kicked from the supergroup chat',
    });
    expect(await updates()).toHaveLength(1);
  });

  it('shows a bot in privacy mode only what is meant for it', async () => {
    const { group, person } = inhabited();
    const told = (text: string, o: { replyTo?: number } = {}) =>
      bot.emulator.say(person, text, { in: group, ...o }).updateId > 0;
    expect(told('hello')).toBe(false);
    expect(told('/today')).toBe(false);
    expect(told('/today@noted_bot')).toBe(true);
    expect(told('/today@other_bot')).toBe(false);
    expect(told('what of @Noted_Bot ?')).toBe(true);
    const { result } = await say(group.id);
    expect(told('/today')).toBe(true);
    expect(told('/today')).toBe(false);
    expect(told('thanks', { replyTo: (result as { message_id: number }).message_id })).toBe(true);
    bot.emulator.role(bot.emulator.me, group, 'administrator');
    expect(told('hello')).toBe(true);
    expect(await updates()).toHaveLength(5);
  });

  it('tells who is what in it', async () => {
    const group = bot.emulator.group();
    const [owner, guest] = [bot.emulator.person(), bot.emulator.person()];
    bot.emulator.role(owner, group, 'creator');
    const status = async (user: number) =>
      ((await bot.call('getChatMember', { chat_id: group.id, user_id: user })).result as { status: string } | undefined)
        ?.status;
    expect(await status(owner.id)).toBe('creator');
    expect(await status(guest.id)).toBe('left');
    bot.emulator.say(guest, 'hello', { in: group });
    expect(await status(guest.id)).toBe('member');
    expect(await bot.refusal('getChatMember', { chat_id: group.id, user_id: 5 })).toBe(
      'Bad Request: PARTICIPANT_ID_INVALID',
    );
    expect((await bot.call('getChatAdministrators', { chat_id: group.id })).result).toMatchObject([
      { user: { id: owner.id } },
    ]);
    expect((await bot.call('getChat', { chat_id: group.id })).result).toMatchObject({ id: group.id, type: 'group' });
  });

  it('counts its messages itself once it is a supergroup', async () => {
    const [one, other] = [bot.emulator.group({ kind: 'supergroup' }), bot.emulator.group({ kind: 'supergroup' })];
    expect((await say(one.id)).result).toMatchObject({ message_id: 1 });
    expect((await say(other.id)).result).toMatchObject({ message_id: 1 });
  });
});

describe('the commands', () => {
  const set = (commands: unknown, o: Record<string, unknown> = {}) => bot.refusal('setMyCommands', { commands, ...o });
  const one = (command: string, description = 'does') => [{ command, description }];

  it.each([
    [one('a'.repeat(33)), 'command length must not exceed 32'],
    [one('/'), 'command must be non-empty'],
    [one('a', ' '), 'command description must be non-empty'],
    [one('a', 'x'.repeat(257)), 'command description length must not exceed 256'],
    [one('Help'), 'BOT_COMMAND_INVALID'],
    [one('帮助'), 'BOT_COMMAND_INVALID'],
    [Array.from({ length: 101 }, (_, i) => ({ command: `c${i}`, description: 'x' })), 'BOT_COMMANDS_TOO_MUCH'],
  ])('are judged (case %#)', async (commands, why) => expect(await set(commands)).toBe(`Bad Request: ${why}`));

  it('need a scope and a language that exist', async () => {
    expect(await set(one('a'), { scope: { type: 'planet' } })).toBe(
      "Bad Request: can't parse BotCommandScope: Unsupported type specified",
    );
    expect(await set(one('a'), { scope: { type: 'chat', chat_id: 5 } })).toBe('Bad Request: chat not found');
    expect(await set(one('a'), { language_code: 'zh-hans' })).toBe('Bad Request: invalid language code specified');
  });

  it('are shown from the narrowest scope, in the language of the person where there is one', async () => {
    await set(one('/all'));
    await set(one('private'), { scope: { type: 'all_private_chats' } });
    await set(one('private_zh'), { scope: { type: 'all_private_chats' }, language_code: 'zh' });
    await set(one('admin'), { scope: { type: 'all_chat_administrators' } });
    const [english, chinese] = [
      bot.emulator.person({ languageCode: 'en' }),
      bot.emulator.person({ languageCode: 'zh-hans' }),
    ];
    const group = bot.emulator.group();
    bot.emulator.role(chinese, group, 'administrator');
    const names = (...of: Parameters<typeof bot.emulator.menu>) =>
      bot.emulator.menu(...of).map(({ command }) => command);
    expect(names(english)).toEqual(['private']);
    expect(names(chinese)).toEqual(['private_zh']);
    expect(names(english, { in: group })).toEqual(['all']);
    expect(names(chinese, { in: group })).toEqual(['admin']);
    await bot.call('deleteMyCommands', { scope: { type: 'all_private_chats' } });
    expect(names(english)).toEqual(['all']);
    expect((await bot.call('getMyCommands')).result).toEqual(one('all'));
  });

  it('go with a name and descriptions, by language', async () => {
    await bot.call('setMyDescription', { description: '摘要', language_code: 'zh' });
    expect((await bot.call('getMyDescription', { language_code: 'zh' })).result).toEqual({ description: '摘要' });
    expect((await bot.call('getMyDescription')).result).toEqual({ description: '' });
    expect(await bot.refusal('setMyShortDescription', { short_description: 'x'.repeat(121) })).toMatch(
      /^Bad Request: /,
    );
  });
});
