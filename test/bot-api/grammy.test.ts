import { Bot, type Context, GrammyError, InlineKeyboard, InlineQueryResultBuilder } from 'grammy';
import { afterEach, expect, it } from 'vitest';
import { type Emulator, startEmulator } from './emulator.ts';

let emulator: Emulator;
let bot: Bot;
let running: Promise<void> | undefined;

async function start(set: (bot: Bot) => void): Promise<void> {
  emulator = await startEmulator();
  bot = new Bot(emulator.token, { client: { apiRoot: emulator.root } });
  set(bot);
  running = bot.start();
}

afterEach(async () => {
  await bot.stop();
  await running;
  await emulator.close();
});

/** The newest message in a chat that has the text. */
const seen = (chatId: number, text: string) =>
  emulator.waitFor(() => emulator.messages(chatId).findLast(message => message.text === text), { what: text });

it('serves commands, buttons and edits', async () => {
  await start(bot => {
    bot.command('start', ctx =>
      ctx.reply(`Welcome ${ctx.match}`, {
        reply_markup: new InlineKeyboard().text('More', 'more:1').url('Site', 'https://a.b'),
      }),
    );
    bot.callbackQuery('more:1', async ctx => {
      await ctx.answerCallbackQuery('As you wish');
      await ctx.editMessageText('<b>More</b> of it', { parse_mode: 'HTML' });
    });
  });
  const person = emulator.person();
  emulator.say(person, '/start payload');
  const { messageId } = await seen(person.id, 'Welcome payload');
  const answer = await emulator.press(person, { chatId: person.id, messageId }, 'More');
  expect(answer.payload).toMatchObject({ text: 'As you wish' });
  expect(await seen(person.id, 'More of it')).toMatchObject({
    messageId,
    edits: 1,
    entities: [{ type: 'bold', offset: 0, length: 4 }],
    replyMarkup: undefined,
  });
  expect(emulator.rejected()).toEqual([]);
});

it('serves inline queries', async () => {
  await start(bot => {
    bot.on('inline_query', ctx =>
      ctx.answerInlineQuery([InlineQueryResultBuilder.article('1', ctx.inlineQuery.query).text('found')], {
        cache_time: 0,
      }),
    );
  });
  const { payload } = await emulator.inline(emulator.person(), 'maps');
  expect(payload.results).toMatchObject([{ type: 'article', id: '1', title: 'maps' }]);
  expect(emulator.rejected()).toEqual([]);
});

it('serves groups, topics and answers to messages', async () => {
  await start(bot => {
    bot.command('ask', ctx =>
      ctx.reply('in the topic', {
        reply_parameters: { message_id: ctx.msgId },
        ...(ctx.msg.message_thread_id !== undefined && { message_thread_id: ctx.msg.message_thread_id }),
      }),
    );
    bot.on('my_chat_member', ctx => ctx.reply(`now ${ctx.myChatMember.new_chat_member.status}`));
    bot.on('::url', ctx => ctx.react('👀'));
  });
  const forum = emulator.group({ forum: true });
  const person = emulator.person();
  const asked = emulator.say(person, '/ask@noted_bot x', { in: forum, thread: 5 });
  expect(await seen(forum.id, 'in the topic')).toMatchObject({ threadId: 5, replyTo: asked.messageId });
  emulator.join(forum);
  await seen(forum.id, 'now member');
  emulator.say(person, 'see https://a.co/b');
  await emulator.waitFor(() =>
    emulator.calls.some(({ method, status }) => method === 'setMessageReaction' && status === 200),
  );
  expect(emulator.rejected()).toEqual([]);
});

it('is refused as by Telegram', async () => {
  const errors: GrammyError[] = [];
  const tries: ((ctx: Context) => Promise<unknown>)[] = [
    ctx => ctx.reply('x'.repeat(4097)),
    ctx => ctx.reply('<br>', { parse_mode: 'HTML' }),
    ctx => ctx.api.sendMessage(1, 'x'),
    ctx => ctx.api.editMessageText(ctx.chatId ?? 0, 999, 'x'),
    async ctx => {
      for (;;) await ctx.reply('flood');
    },
  ];
  await start(bot => {
    bot.on('message', async ctx => {
      for (const attempt of tries)
        await attempt(ctx).catch(error => {
          if (error instanceof GrammyError) errors.push(error);
        });
      await ctx.api.setMyCommands([{ command: 'help', description: 'Help' }]);
    });
  });
  const person = emulator.person();
  emulator.say(person, 'go');
  await emulator.waitFor(() => emulator.menu(person).length > 0);
  expect(errors.map(({ error_code, description }) => [error_code, description])).toEqual([
    [400, 'Bad Request: message is too long'],
    [400, 'Bad Request: can\'t parse entities: Unsupported start tag "br" at byte offset 0'],
    [400, 'Bad Request: chat not found'],
    [400, 'Bad Request: message to edit not found'],
    [429, 'Too Many Requests: retry after 1'],
  ]);
  expect(errors.at(-1)?.parameters).toEqual({ retry_after: 1 });
  expect(emulator.rejected()).toHaveLength(5);
});
