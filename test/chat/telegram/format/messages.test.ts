import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toRich } from '../../../../src/chat/telegram/format/entities.ts';
import { messagesOf } from '../../../../src/chat/telegram/format/messages.ts';
import { linkTitles } from '../../../../src/chat/telegram/format/titles.ts';
import { asWritten } from '../../../../src/model/offline/writer.ts';
import { hostileMarkdown } from './hostile.ts';
import { expectWellFormed } from './well-formed.ts';

const shown = (markdown: string) =>
  messagesOf(markdown).map(({ text, entities }) => ({
    text,
    links: entities.flatMap(({ url, offset, length }) => (url ? [[text.slice(offset, offset + length), url]] : [])),
  }));

describe('an entry', () => {
  it('has its first link in its title, behind which the tags stand, and the others below', () => {
    const markdown = [
      'Two entries:',
      '',
      '[1] 2021-01-20 (1) Title \\[with\\] marks #tag #other',
      '> what it **says**',
      'https://example.com/a_(b)?c=d&e=f',
      'https://example.com/second',
      '',
      '[2] notes/2021.md (12) Undated',
      'https://example.com/third',
    ].join('\n');
    const text =
      'Two entries:\n\n[1] 2021-01-20 (1) Title [with] marks #tag #other\nwhat it says\nhttps://example.com/second\n\n[2] notes/2021.md (12) Undated';
    expect(shown(markdown)).toEqual([
      {
        text,
        links: [
          ['Title [with] marks', 'https://example.com/a_(b)?c=d&e=f'],
          ['Undated', 'https://example.com/third'],
        ],
      },
    ]);
  });

  it.each([
    ['without a link', '2021-01-20 (1) Title\n> says'],
    ['whose title is its tags', '[1] 2021-01-20 (1) #tag\nhttps://example.com'],
    ['whose link Telegram does not take', '[1] 2021-01-20 (1) Title\nhttp://localhost/x'],
    ['whose title has an address in it', '[1] 2021-01-20 (1) see https://a.com/x\nhttps://example.com'],
    ['whose links were asked for', '[1] Title\nhttps://example.com'],
  ])('%s stays as it is', (_, markdown) => {
    const rich = toRich(markdown);
    expect(linkTitles(rich)).toEqual(rich);
  });

  it('shows its title as it was written, whatever that is', () => {
    fc.assert(
      fc.property(hostileMarkdown, hostile => {
        const line = `[1] 2021-01-20 (1) x${asWritten(hostile.replace(/\s+/g, ' ').trim())}`;
        const [{ text }, both] = [toRich(line), toRich(`${line}\nhttps://example.com/x`)];
        fc.pre(both.text === `${text}\nhttps://example.com/x`);
        const linked = linkTitles(both);
        expect([text, both.text]).toContain(linked.text);
        expectWellFormed(linked);
      }),
    );
  });

  it('is found in time with the length of the text', () => {
    const lines = ['[1] 2021-01-20 (1)', ' #a'.repeat(50_000), '\nhttps://example.com\n'].join('');
    const text = lines.repeat(20);
    const entities = Array.from({ length: 100_000 }, (_, index) => {
      return { type: 'bold' as const, offset: index * 20, length: 1 };
    });
    expect(linkTitles({ text, entities }).text).toContain('#a');
    const short = '\n'.repeat(1_000_000);
    expect(linkTitles({ text: short, entities }).text).toBe(short);
  });
});
