import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagesOf } from '../../../../src/chat/telegram/format/messages.ts';
import { asWritten } from '../../../../src/model/offline/writer.ts';
import { startChat } from '../../../bot-api/caller.ts';
import { hostileMarkdown } from './hostile.ts';
import { expectWellFormed } from './well-formed.ts';

const { bot, chat } = await startChat();

const ANSWER = `**Anchors** help the detector [1][3]. It was measured twice [2].

This answer was cut short.`;
const SOURCES = `> **Sources**
> [1] 2021-01-20 (1) Why \\[anchors\\] help
> https://a.com/x_(y)
> https://b.com/second
> [2] notes/2021.md (12) Undated
> [3] 2021-01-24 (2) Local only
> http://localhost/x
> https://c.com/d?e=f&g=[1]`;

const shown = (markdown: string) =>
  messagesOf(markdown).map(({ text, entities }) => ({
    text,
    quoted: entities.flatMap(({ type, offset, length }) =>
      type.endsWith('blockquote') ? [[type, text.slice(offset, offset + length)]] : [],
    ),
    links: entities.flatMap(({ url, offset, length }) => (url ? [[text.slice(offset, offset + length), url]] : [])),
  }));

describe('the sources of an answer', () => {
  it('are folded behind it; their titles and the numbers in the answer lead to them', () => {
    const list = `Sources
[1] 2021-01-20 (1) Why [anchors] help
https://b.com/second
[2] notes/2021.md (12) Undated
[3] 2021-01-24 (2) Local only
http://localhost/x`;
    const text = `Anchors help the detector [1][3]. It was measured twice [2].

This answer was cut short.`;
    expect(shown(`${ANSWER}\n\n${SOURCES}`)).toEqual([
      {
        text: `${text}\n\n${list}`,
        quoted: [['expandable_blockquote', list]],
        links: [
          ['[1]', 'https://a.com/x_(y)'],
          ['[3]', 'https://c.com/d?e=f&g=[1]'],
          ['Why [anchors] help', 'https://a.com/x_(y)'],
          ['Local only', 'https://c.com/d?e=f&g=[1]'],
        ],
      },
    ]);
  });

  it('are told from what was found besides', () => {
    const [message] = shown(`Anchors help [1].\n\n${SOURCES.replace('> [2]', '> **Also found**\n> [2]')}`);
    expect(message?.quoted).toEqual([
      ['expandable_blockquote', expect.stringMatching(/\nhttps:\/\/b\.com\/second\nAlso found\n\[2\] notes/)],
    ]);
    expect(message?.links.map(([words]) => words)).toEqual(['[1]', 'Why [anchors] help', 'Local only']);
  });

  it('have their name in Chinese too', () => {
    const [message] = shown('锚点有用 [1]。\n\n> **来源**\n> [1] 2021-01-20 (1) 为什么用锚点\n> https://a.com');
    expect(message?.quoted).toEqual([['expandable_blockquote', '来源\n[1] 2021-01-20 (1) 为什么用锚点']]);
    expect(message?.links).toEqual([
      ['[1]', 'https://a.com'],
      ['为什么用锚点', 'https://a.com'],
    ]);
  });

  it.each([
    ['in code', '`see [1]`'],
    ['that is a link already', '[1](https://other.com/x)'],
    ['that is no source’s', 'see [4]'],
  ])('are not linked from a number %s', (_, markdown) => {
    const [message] = shown(`${markdown}\n\n> **Sources**\n> [1] 2021-01-20 (1) T\n> https://a.com/x`);
    expect(message?.links.filter(([words]) => words !== 'T').map(([, url]) => url)).not.toContain('https://a.com/x');
  });

  it.each([
    ['under another name', '> **Notes**\n> [1] 2021-01-20 (1) T\n> https://a.com/x'],
    ['with something else among them', '> **Sources**\n> [1] 2021-01-20 (1) T\n> words and more'],
    ['none of them', '> **Sources**'],
    ['not at the end', '> **Sources**\n> [1] 2021-01-20 (1) T\n\nMore.'],
  ])('that are no such list are a quotation as any other: %s', (_, markdown) => {
    expect(shown(`Words [1].\n\n${markdown}`).flatMap(({ quoted }) => quoted.map(([type]) => type))).toEqual([
      'blockquote',
    ]);
  });

  it('stay linked where a long answer goes over several messages, of at most 100 entities each', () => {
    const count = 130;
    const words = Array.from(
      { length: count },
      (_, n) => `Sentence number ${n + 1} has its words and its source [${n + 1}].`,
    );
    const list = Array.from(
      { length: count },
      (_, n) => `> [${n + 1}] 2021-01-20 (${n + 1}) Title\n> https://a.com/${n + 1}`,
    );
    const messages = messagesOf(`${words.join(' ')}\n\n> **Sources**\n${list.join('\n')}`);
    expect(messages.length).toBeGreaterThan(2);
    const links = messages.flatMap(message => {
      expectWellFormed(message);
      expect(message.entities.length).toBeLessThanOrEqual(100);
      return message.entities.flatMap(({ url, offset, length }) =>
        url ? [[message.text.slice(offset, offset + length), url]] : [],
      );
    });
    expect(links).toEqual([
      ...Array.from({ length: count }, (_, n) => [`[${n + 1}]`, `https://a.com/${n + 1}`]),
      ...Array.from({ length: count }, (_, n) => ['Title', `https://a.com/${n + 1}`]),
    ]);
    const folded = messages.filter(({ entities }) => entities.some(({ type }) => type === 'expandable_blockquote'));
    expect(folded.length).toBeGreaterThan(1);
  });

  it('are taken by Telegram whatever stands in them and before them, and link to nothing but addresses of theirs', async () => {
    const title = hostileMarkdown.map(text => asWritten(text.replace(/\s+/g, ' ').trim()));
    const source = fc.record({
      title,
      urls: fc.array(fc.constantFrom('https://a.com/x_(y)', 'http://localhost', 'https://b.org/中'), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(hostileMarkdown, fc.array(source, { minLength: 1, maxLength: 4 }), async (text, sources) => {
        const list = sources.map(({ title, urls }, n) => [`[${n + 1}] 2021-01-20 (${n + 1}) x${title}`, ...urls]);
        const markdown = `${text}\n\n> **Sources**\n${list
          .flat()
          .map(line => `> ${line}`)
          .join('\n')}`;
        for (const message of messagesOf(markdown)) {
          expectWellFormed(message);
          expect(await bot.refusal('sendMessage', { chat_id: chat, ...message })).toBeUndefined();
        }
      }),
      { numRuns: 150 },
    );
  });
});
