import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toRich } from '../../../src/chat/telegram/entities.ts';
import { split } from '../../../src/chat/telegram/split.ts';
import { type Caller, startCaller, UNLIMITED } from '../../bot-api/caller.ts';
import { hostileMarkdown } from './hostile.ts';

let bot: Caller;
let chat: number;

beforeAll(async () => {
  bot = await startCaller({ limits: UNLIMITED });
  chat = bot.emulator.person().id;
});
afterAll(() => bot.close());

it('sends whatever Markdown there is without a refusal, and people see its text', async () => {
  await fc.assert(
    fc.asyncProperty(hostileMarkdown, async markdown => {
      for (const { text, entities } of split(toRich(markdown))) {
        expect(await bot.refusal('sendMessage', { chat_id: chat, text, entities })).toBeUndefined();
        const message = bot.emulator.messages(chat).at(-1);
        expect(plain(message?.text ?? '')).toBe(plain(text));
      }
    }),
    { numRuns: 150 },
  );
});

/** Without what Telegram takes out of a text. */
function plain(text: string): string {
  return text
    .replace(/[\u0333\u033f\u030a]/g, '')
    .replaceAll('\t', ' ')
    .trim();
}
