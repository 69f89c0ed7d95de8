import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inFull, numberedFrom } from '../../../../src/answer/cite.ts';
import { toRich } from '../../../../src/chat/telegram/format/entities.ts';
import { split } from '../../../../src/chat/telegram/format/split.ts';
import { parse } from '../../../../src/digest/parse.ts';
import { startChat } from '../../../bot-api/caller.ts';
import { hostileMarkdown } from './hostile.ts';

const { bot, chat } = await startChat();

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

/** Addresses as people put them between words. */
const item = fc
  .array(
    fc.tuple(
      fc.constantFrom('see ', '见', '（', '，这篇讲', '。\n', ' *x* ', '、', '; ', ' (see ', ' "', ' _x_ ', '\n1. '),
      fc.constantFrom(
        ...[
          'https://a.com/_b_',
          'https://a.com/x_(y)_z',
          'https://a.com/?q[]=1&r[]=2',
          'http://b.org',
          'https://c.com/d.',
        ],
        ...[
          'https://zh.wikipedia.org/wiki/中文_维基',
          '[t](https://a.com/中_文_)',
          '[t](https://a.com/x，y)',
          '<https://e.com/中>',
        ],
      ),
      fc.constantFrom(' ', '，', '。', '）', ')', '" ', '\n', '、', '这篇', '? ', ' and '),
    ),
    { maxLength: 6 },
  )
  .map(parts => parts.flat().join(''));

it('sends entries in full so that people see no links of http but to the addresses in them', async () => {
  await fc.assert(
    fc.asyncProperty(item, async words => {
      for (const entry of parse(`## 2021.1.20\n(1)${words}\n`, { file: 'x.md' }).entries) {
        await bot.call('sendMessage', { chat_id: chat, ...toRich(inFull(numberedFrom(0))(entry, 0)) });
        const { text = '', entities = [] } = bot.emulator.messages(chat).at(-1) ?? {};
        for (const { type, offset, length, url = text.slice(offset, offset + length) } of entities)
          if (type === 'url' || type === 'text_link') expect(entry.urls.map(rootless)).toContain(rootless(url));
      }
    }),
    { numRuns: 300 },
  );
});

/** Telegram spells a link to a host alone with a slash. */
const rootless = (url: string) => url.replace(/^(https?:\/\/[^/]+)\/$/, '$1');

/** Without what Telegram takes out of a text. */
function plain(text: string): string {
  return text
    .replace(/[\u0333\u033f\u030a]/g, '')
    .replaceAll('\t', ' ')
    .trim();
}
