import { describe, expect, it, onTestFinished } from 'vitest';
import { startCaller, startChat } from './caller.ts';

const { bot, chat } = await startChat();

const refusal = async (method: string, payload: Record<string, unknown>) =>
  (await bot.refusal(method, { chat_id: chat, ...payload }))?.replace('Bad Request: ', '');
const sent = async (payload: Record<string, unknown> = {}) =>
  (await bot.call('sendMessage', { chat_id: chat, text: 'x', ...payload })).result as { message_id: number };
const shown = () => bot.emulator.messages(chat).at(-1);

describe('sendMessage', () => {
  it.each([
    [{ text: '', chat_id: 0 }, 'message text is empty'],
    [{ chat_id: '' }, 'chat_id is empty'],
    [{ chat_id: 0 }, 'chat not found'],
    [{ chat_id: -1 }, 'chat not found'],
    [{ chat_id: '@nobody_of_that_name' }, 'chat not found'],
    [{ chat_id: 'not_a_chat' }, 'chat not found'],
    [{ message_thread_id: 999_999_999 }, 'message thread not found'],
    [{ reply_parameters: { message_id: 999_999_999 } }, 'message to be replied not found'],
    [{ reply_parameters: { quote: 'hello' } }, 'can\'t find field "message_id"'],
    [{ reply_to_message_id: 999_999_999 }, 'message to be replied not found'],
    [{ link_preview_options: { is_disabled: 'yes' } }, 'field "is_disabled" must be of type Boolean'],
    [{ link_preview_options: { url: 'not-a-url' } }, 'WEBPAGE_URL_INVALID'],
    [{ allow_paid_broadcast: true }, 'FLOODSKIP_NOT_ALLOWED'],
    [{ reply_markup: { inline_keyboard: 'bad' } }, 'field "inline_keyboard" must be of type Array'],
    [{ reply_markup: { force_reply: 'yes' } }, 'field "force_reply" must be of type Boolean'],
    [{ reply_markup: '{' }, "can't parse reply keyboard markup JSON object"],
  ])('with %j is refused: %s', async (payload, why) =>
    expect(await refusal('sendMessage', { text: 'x', ...payload })).toBe(why),
  );

  it('answers a message that is there, and goes without where that may be', async () => {
    const { message_id } = await sent();
    await sent({ reply_parameters: { message_id } });
    expect(shown()?.replyTo).toBe(message_id);
    await sent({ reply_parameters: { message_id: 999_999, allow_sending_without_reply: true } });
    expect(shown()?.replyTo).toBeUndefined();
  });

  it('goes to a topic that somebody opened', async () => {
    const forum = bot.emulator.group({ forum: true });
    bot.emulator.say(bot.emulator.person(), 'hello', { in: forum, thread: 7 });
    await sent({ chat_id: forum.id, message_thread_id: 7 });
    expect(bot.emulator.messages(forum.id).at(-1)?.threadId).toBe(7);
    expect(await refusal('sendMessage', { chat_id: forum.id, text: 'x', message_thread_id: 8 })).toBe(
      'message thread not found',
    );
  });
});

describe('buttons', () => {
  const press = (...buttons: Record<string, unknown>[]) => ({
    text: 'x',
    reply_markup: { inline_keyboard: [buttons] },
  });

  it.each([
    [{ text: 'b', callback_data: 'x'.repeat(65) }, 'BUTTON_DATA_INVALID'],
    [{ text: 'b', callback_data: 'я'.repeat(33) }, 'BUTTON_DATA_INVALID'],
    [
      { text: 'b', callback_data: '' },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [{ text: 'b' }, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
    [{ callback_data: 'x' }, 'can\'t parse inline keyboard button: Can\'t find field "text"'],
    [{ text: 'b', url: 'not-a-url' }, "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL"],
    [
      { text: 'b', url: 'ftp://example.com' },
      "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
    ],
    [{ text: 'b', pay: true }, 'BUTTON_TYPE_INVALID'],
    [{ text: 'b', copy_text: { text: '' } }, 'BUTTON_COPY_TEXT_INVALID'],
    [
      { text: 'b', web_app: { url: 'http://example.com' } },
      "inline keyboard button Web App URL 'http://example.com' is invalid: Only HTTPS links are allowed",
    ],
  ])('%j is refused: %s', async (button, why) => expect(await refusal('sendMessage', press(button))).toBe(why));

  it('are a hundred at most', async () => {
    const rows = (count: number) => Array.from({ length: count }, () => [{ text: 'b', callback_data: '1' }]);
    expect(await refusal('sendMessage', { text: 'x', reply_markup: { inline_keyboard: rows(100) } })).toBeUndefined();
    expect(await refusal('sendMessage', { text: 'x', reply_markup: { inline_keyboard: rows(101) } })).toBe(
      'reply markup is too long',
    );
  });

  it('take 64 bytes of data; more than twelve in a row and those without a label are cut without a word', async () => {
    const buttons = Array.from({ length: 14 }, (_, i) => ({
      text: i === 0 ? '' : `${i}`,
      callback_data: 'я'.repeat(32),
    }));
    await sent(press(...buttons));
    expect(shown()?.replyMarkup?.inline_keyboard[0]?.map(({ text }) => text)).toEqual(
      buttons.slice(1, 13).map(({ text }) => text),
    );
  });

  it('come as JSON text too, as some libraries send them', async () => {
    await sent({
      reply_markup: JSON.stringify({ inline_keyboard: [[{ text: 'b', url: 'tg://resolve?domain=durov' }]] }),
    });
    expect(shown()?.replyMarkup?.inline_keyboard).toEqual([[{ text: 'b', url: 'tg://resolve?domain=durov' }]]);
    expect(bot.emulator.calls.at(-1)?.payload.reply_markup).toHaveProperty('inline_keyboard');
  });
});

describe('an edit', () => {
  const keyboard = { inline_keyboard: [[{ text: 'b', callback_data: '1' }]] };

  it('that changes nothing is refused, buttons and markup considered', async () => {
    const { message_id } = await sent({ text: '<b>x</b>', parse_mode: 'HTML', reply_markup: keyboard });
    const entities = [{ type: 'bold', offset: 0, length: 1 }];
    const why =
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
    expect(await refusal('editMessageText', { message_id, text: 'x ', entities, reply_markup: keyboard })).toBe(why);
    expect(await refusal('editMessageReplyMarkup', { message_id, reply_markup: keyboard })).toBe(why);
    expect(await refusal('editMessageText', { message_id, text: 'x', entities })).toBeUndefined();
    expect(shown()).toMatchObject({ edits: 1, replyMarkup: undefined });
  });

  it('needs a message of its own that has a text', async () => {
    const person = bot.emulator.person();
    const { messageId } = bot.emulator.say(person, 'mine');
    expect(await refusal('editMessageText', { message_id: 999_999, text: 'x' })).toBe('message to edit not found');
    expect(await refusal('editMessageText', { text: 'x' })).toBe('message identifier is not specified');
    expect(await refusal('editMessageText', { chat_id: person.id, message_id: messageId, text: 'x' })).toBe(
      "message can't be edited",
    );
  });
});

describe('a deletion', () => {
  it('takes a message away once', async () => {
    const { message_id } = await sent();
    expect(await refusal('deleteMessage', { message_id })).toBeUndefined();
    expect(await refusal('deleteMessage', { message_id })).toBe('message to delete not found');
    expect(await refusal('editMessageText', { message_id, text: 'y' })).toBe('message to edit not found');
  });

  it("takes other people's messages only in private", async () => {
    const group = bot.emulator.group();
    const { messageId } = bot.emulator.say(bot.emulator.person(), 'hello', { in: group });
    expect(await refusal('deleteMessage', { chat_id: group.id, message_id: messageId })).toBe(
      "message can't be deleted",
    );
    expect(await refusal('deleteMessages', { message_ids: Array.from({ length: 101 }, (_, i) => i) })).toBe(
      'too many message identifiers specified',
    );
  });
});

describe('reactions, actions and drafts', () => {
  it('are judged too', async () => {
    const { message_id } = await sent();
    const react = (...emoji: string[]) =>
      refusal('setMessageReaction', { message_id, reaction: emoji.map(one => ({ type: 'emoji', emoji: one })) });
    expect(await react('👀')).toBeUndefined();
    expect(await react('❤️')).toBeUndefined();
    expect(await react('👍', '👎')).toBe('REACTIONS_TOO_MANY');
    expect(await react('🍕')).toBe('REACTION_INVALID');
    expect(await refusal('setMessageReaction', { message_id: 999_999, reaction: [] })).toBe(
      'message to react not found',
    );
    expect(await refusal('sendChatAction', { action: 'thinking' })).toBe('wrong parameter action in request');
    expect(await refusal('sendChatAction', { action: 'typing' })).toBeUndefined();
    expect(bot.emulator.actions(chat)).toMatchObject([{ action: 'typing' }]);
    expect(await refusal('sendMessageDraft', { draft_id: 0, text: 'x' })).toBe('RANDOM_ID_INVALID');
    expect(await refusal('sendMessageDraft', { chat_id: bot.emulator.group().id, draft_id: 1, text: 'x' })).toBe(
      'TEXTDRAFT_PEER_INVALID',
    );
    expect(await refusal('sendMessageDraft', { draft_id: 1, text: '' })).toBeUndefined();
    expect(await refusal('sendMessageDraft', { draft_id: 1, text: 'x' })).toBeUndefined();
    expect(bot.emulator.drafts(chat)).toMatchObject([
      { draftId: 1, text: '' },
      { draftId: 1, text: 'x' },
    ]);
  });

  it('of drafts the last is shown until a message comes from the bot', async () => {
    await refusal('sendMessageDraft', { draft_id: 1, text: 'x' });
    await refusal('sendMessageDraft', { draft_id: 1, text: 'xy' });
    expect(bot.emulator.draft(chat)?.text).toBe('xy');
    await sent();
    expect(bot.emulator.draft(chat)).toBeUndefined();
  });

  it('a draft can be stopped where it says so, which the bot is told, and goes away with that unless it is to stay', async () => {
    const person = bot.emulator.person();
    const updates = async () => (await bot.call('getUpdates', { offset: -1 })).result;
    const draft = (more: object) =>
      bot.call('sendMessageDraft', { chat_id: person.id, draft_id: 7, text: 'x', ...more });
    await draft({});
    expect(() => bot.emulator.stop(person)).toThrow('no draft with a button');
    await draft({ can_stop: true, keep_on_stop: true });
    bot.emulator.stop(person);
    expect(await updates()).toMatchObject([{ stopped_message_generation: { chat: { id: person.id }, draft_id: 7 } }]);
    expect(bot.emulator.draft(person.id)).toBeDefined();
    await draft({ can_stop: true });
    bot.emulator.stop(person);
    expect(bot.emulator.draft(person.id)).toBeUndefined();
  });

  it('of drafts a server knows nothing that is older than they are', async () => {
    const old = await startCaller({ drafts: false });
    onTestFinished(() => old.close());
    const { id } = old.emulator.person();
    expect(await old.call('sendMessageDraft', { chat_id: id, draft_id: 1, text: 'x' })).toMatchObject({
      status: 404,
      description: 'Not Found: method not found',
    });
  });
});
