import { Bot, InlineKeyboard } from 'grammy';
import { afterEach, expect, it } from 'vitest';
import { type Emulator, startEmulator } from './emulator.ts';

let emulator: Emulator;
let bot: Bot;
let running: Promise<void> | undefined;

async function start(set: (bot: Bot) => void): Promise<void> {
  emulator = await startEmulator();
  bot = new Bot(emulator.token, { client: { apiRoot: emulator.root } });
  set(bot);
  running = bot.start({ drop_pending_updates: false });
}

afterEach(async () => {
  await bot.stop();
  await running;
  await emulator.close();
});

it('serves a bot made with another library: commands, buttons and edits', async () => {
  await start(bot => {
    bot.command('start', ctx => ctx.reply('Welcome', { reply_markup: new InlineKeyboard().text('More', 'more:1') }));
    bot.callbackQuery('more:1', async ctx => {
      await ctx.answerCallbackQuery('As you wish');
      await ctx.editMessageText('More of it');
    });
  });
  const person = emulator.person();
  emulator.say(person, '/start');
  const welcome = await emulator.waitFor(() =>
    emulator.messages(person.id).find(message => message.text === 'Welcome'),
  );
  const answer = await emulator.press(person, { chatId: person.id, messageId: welcome.messageId }, 'More');
  expect(answer.payload).toMatchObject({ text: 'As you wish' });
  await emulator.waitFor(() => emulator.messages(person.id).some(message => message.text === 'More of it'));
  expect(emulator.messages(person.id).at(-1)).toMatchObject({
    messageId: welcome.messageId,
    edits: 1,
    replyMarkup: undefined,
  });
  expect(emulator.rejected()).toEqual([]);
});
