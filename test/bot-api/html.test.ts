import { describe, expect, it } from 'vitest';
import { startChat } from './caller.ts';

const { bot, chat } = await startChat();

const send = (text: string, mode = 'HTML') => bot.call('sendMessage', { chat_id: chat, text, parse_mode: mode });
const wrong = async (text: string, mode?: string) =>
  (await send(text, mode)).description?.replace("Bad Request: can't parse entities: ", '');
async function shown(text: string, mode?: string) {
  expect(await send(text, mode)).toMatchObject({ ok: true });
  const { text: plain, entities } = bot.emulator.messages(chat).at(-1) ?? { text: '', entities: [] };
  return [
    plain,
    ...entities.map(({ type, offset, length, url, language }) =>
      [type, offset, length, url ?? language].filter(v => v !== undefined),
    ),
  ];
}

describe('HTML', () => {
  it.each([
    ['<b>a</b><i>b</i>', ['ab', ['bold', 0, 1], ['italic', 1, 1]]],
    [
      '<strong>a</strong><em>b</em><ins>c</ins><del>d</del>',
      ['abcd', ['bold', 0, 1], ['italic', 1, 1], ['underline', 2, 1], ['strikethrough', 3, 1]],
    ],
    ['<b>a<i>b</i></b>', ['ab', ['bold', 0, 2], ['italic', 1, 1]]],
    ['<a href="https://a.b">x</a>', ['x', ['text_link', 0, 1, 'https://a.b/']]],
    ["<a href='https://a.b/?x=1&amp;y=2'>x</a>", ['x', ['text_link', 0, 1, 'https://a.b/?x=1&y=2']]],
    ['<a href="http://localhost">x</a>', ['x']],
    ['<a>a.example.com</a>', ['a.example.com', ['text_link', 0, 13, 'http://a.example.com/']]],
    ['<pre><code class="language-ts">x</code></pre>', ['x', ['pre', 0, 1, 'ts']]],
    ['<code class="language-ts">x</code>', ['x', ['code', 0, 1]]],
    ['<blockquote expandable>x</blockquote>', ['x', ['expandable_blockquote', 0, 1]]],
    ['<span class="tg-spoiler">x</span>', ['x', ['spoiler', 0, 1]]],
    ['a &lt; b &amp;&quot; &nbsp; &#65;&#x4e2d; &#0;', ['a < b &" &nbsp; A中 &#0;']],
    ['<B>x</b >', ['x', ['bold', 0, 1]]],
    ['<b>x</>', ['x', ['bold', 0, 1]]],
    ['<b></b>x', ['x']],
    ['😀<b>x</b>', ['😀x', ['bold', 2, 1]]],
  ])('%s', async (html, expected) => expect(await shown(html)).toEqual(expected));

  it.each([
    ['a<br>b', 'Unsupported start tag "br" at byte offset 1'],
    ['<br/>', 'Unsupported start tag "br/" at byte offset 0'],
    ['<p>x</p>', 'Unsupported start tag "p" at byte offset 0'],
    ['5 < 6 > 4', 'Unsupported start tag "" at byte offset 2'],
    ['中<h1>x</h1>', 'Unsupported start tag "h1" at byte offset 3'],
    ['x<b', 'Unclosed start tag at byte offset 1'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b><i>test</b></i>', 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['<b>unclosed', 'Can\'t find end tag corresponding to start tag "b"'],
    ['<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
    ['<a href=http://x.y>z</a>', 'Unexpected end of name token at byte offset 8'],
    ['<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<tg-emoji emoji-id="9999999999999999999">x</tg-emoji>', 'Invalid custom emoji identifier specified'],
  ])('%s is refused: %s', async (html, why) => expect(await wrong(html)).toBe(why));
});

describe('MarkdownV2', () => {
  it.each([
    [
      '*a* _b_ __c__ ~d~ ||e||',
      ['a b c d e', ['bold', 0, 1], ['italic', 2, 1], ['underline', 4, 1], ['strikethrough', 6, 1], ['spoiler', 8, 1]],
    ],
    ['hello\\.', ['hello.']],
    ['[x\\]y](https://a.b/c\\)d)', ['x]y', ['text_link', 0, 3, 'https://a.b/c)d']]],
    ['`a*b` ```ts\nlet x```', ['a*b let x', ['code', 0, 3], ['pre', 4, 5, 'ts']]],
    ['>one\n>two\nthree', ['one\ntwo\nthree', ['blockquote', 0, 7]]],
    ['*b _i_*', ['b i', ['bold', 0, 3], ['italic', 2, 1]]],
  ])('%s', async (text, expected) => expect(await shown(text, 'MarkdownV2')).toEqual(expected));

  it.each([
    ['hello.', "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ['a>b', "Character '>' is reserved and must be escaped with the preceding '\\'"],
    ['a|b', "Character '|' is reserved and must be escaped with the preceding '\\'"],
    ['test()', "Character '(' is reserved and must be escaped with the preceding '\\'"],
    ['*unclosed', "Can't find end of Bold entity at byte offset 0"],
    ['*bold _italic\\_*', "Can't find end of Bold entity at byte offset 15"],
  ])('%s is refused: %s', async (text, why) => expect(await wrong(text, 'MarkdownV2')).toBe(why));
});

describe('the first Markdown', () => {
  it.each([
    [
      '*a* _b_ `c` [d](https://a.b/)',
      ['a b c d', ['bold', 0, 1], ['italic', 2, 1], ['code', 4, 1], ['text_link', 6, 1, 'https://a.b/']],
    ],
    ['a\\*b.', ['a*b.']],
  ])('%s', async (text, expected) => expect(await shown(text, 'Markdown')).toEqual(expected));

  it('is refused where a mark does not end', async () => {
    expect(await wrong('*unclosed', 'Markdown')).toBe("Can't find end of the entity starting at byte offset 0");
  });
});
