import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inFull, numberedFrom } from '../../../../src/answer/cite.ts';
import { toRich } from '../../../../src/chat/telegram/format/entities.ts';
import { parse } from '../../../../src/digest/parse.ts';
import { asWritten } from '../../../../src/model/offline/writer.ts';
import { lined, looks, written } from '../../../model/offline/written.ts';

/** Everything that the text leads to by a link of ours. */
const targets = (markdown: string) => toRich(markdown).entities.flatMap(({ url }) => url ?? []);
const entriesOf = (item: string) => parse(`## 2021.1.20\n(1)${item}\n`, { file: 'x.md' }).entries;

describe('what a person wrote', () => {
  it('is shown as it was written', () => {
    fc.assert(
      fc.property(written, text => {
        expect(looks(toRich(asWritten(text)).text)).toBe(looks(text));
      }),
      { numRuns: 500 },
    );
  });

  it('is shown as it was written in the middle of a line and in a quotation', () => {
    fc.assert(
      fc.property(written.map(lined), text => {
        expect(looks(toRich(`[1] 2021-01-20 (1) ${asWritten(text)}`).text)).toBe(looks(`[1] 2021-01-20 (1) ${text}`));
        expect(looks(toRich(`> ${asWritten(text)}`).text)).toBe(looks(text));
      }),
      { numRuns: 500 },
    );
  });

  it('is shown as it was written where it is long, or full of marks', () => {
    for (const text of ['*a_ '.repeat(2000), `${'a* '.repeat(700)}\n`.repeat(20), '*\n_ '.repeat(600)])
      expect(looks(toRich(asWritten(text)).text)).toBe(looks(text));
  });

  it('has no formatting', () => {
    fc.assert(
      fc.property(written, text => {
        const types = toRich(asWritten(text)).entities.map(({ type }) => type);
        expect(types.filter(type => type !== 'text_link')).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['3. x\n5. y', '1) a\n7) b', 'a\n---\nb', 'a\n===\nb', 'a | b\n--|--\n1 | 2', '+ x\n- y', '# x\n>y'])(
    'is no block of Markdown: %j',
    text => {
      expect(toRich(asWritten(text))).toEqual({ text, entities: [] });
    },
  );

  it('keeps how far its lines are set in', () => {
    expect(toRich(asWritten('a:\n    if x:\n\treturn')).text).toBe(
      'a:\n    if x:\n    return'.replaceAll('    ', '\u00a0'.repeat(4)),
    );
  });
});

describe('an entry in full', () => {
  it.each([
    ['note https://en.wikipedia.org/wiki/Python_(programming_language) end'],
    ['https://a.com/_next/x.js'],
    ['see https://a.com/?q[]=1&r[]=2 there'],
    ['https://arxiv.org/abs/2101.1，这篇讲交叉验证'],
    ['[title](https://a.com/中文_x_) and [more](https://a.com/x，y)'],
  ])('leads to the addresses of %j', item => {
    const [entry] = entriesOf(item);
    const { text, entities } = toRich(entry === undefined ? '' : inFull(numberedFrom(0))(entry, 0));
    const found = entities.flatMap(({ url, offset, length }) =>
      url === undefined ? [] : [[url, text.slice(offset, offset + length)]],
    );
    for (const [url, words] of found) expect(words).toBe(url);
    expect(entry?.urls).toEqual(expect.arrayContaining(found.map(([url]) => url)));
    for (const url of entry?.urls ?? []) expect(text).toContain(url);
  });

  it('leads nowhere but to its own addresses', () => {
    fc.assert(
      fc.property(written, item => {
        // Addresses in code are none of the entry's; a scheme alone may become one when marks behind it are taken away.
        for (const entry of entriesOf(item.replace(/`|https:\/\/(?!\w+\.)/g, ''))) {
          // No browser takes these in an address.
          if (entry.urls.some(url => /[<>]/.test(url))) continue;
          const led = targets(inFull(numberedFrom(0))(entry, 0));
          expect(entry.urls).toEqual(expect.arrayContaining(led));
        }
      }),
      { numRuns: 500 },
    );
  });
});
