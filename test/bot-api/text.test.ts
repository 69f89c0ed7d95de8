import { describe, expect, it } from 'vitest';
import { startChat } from './caller.ts';

const { bot, chat } = await startChat();

const send = (payload: Record<string, unknown>) => bot.call('sendMessage', { chat_id: chat, ...payload });
const refused = async (payload: Record<string, unknown>) =>
  (await send(payload)).description?.replace('Bad Request: ', '');
const shown = () => bot.emulator.messages(chat).at(-1);

describe('the length of a text', () => {
  it('is counted in code points: 4096 emoji are taken, 4097 are not', async () => {
    expect((await send({ text: '😀'.repeat(4096) })).ok).toBe(true);
    expect(await refused({ text: '😀'.repeat(4097) })).toBe('message is too long');
  });

  it('is counted after markup is taken away and white space is cut', async () => {
    expect((await send({ text: `<b>${'x'.repeat(4096)}</b>  \n`, parse_mode: 'HTML' })).ok).toBe(true);
    expect((await send({ text: `  \n${'x'.repeat(4096)}   ` })).ok).toBe(true);
  });

  it('has a limit in bytes that is looked at first', async () => {
    expect(await refused({ text: '好'.repeat(11_000) })).toBe('text is too long');
  });

  it.each([
    [{}, 'message text is empty'],
    [{ text: '' }, 'message text is empty'],
    [{ text: '  \n ' }, 'text must be non-empty'],
    [{ text: '<b> </b>', parse_mode: 'HTML' }, 'text must be non-empty'],
    [{ text: '\u202e\r' }, 'text must be non-empty'],
    [{ text: 'x', parse_mode: 'BBCode' }, 'unsupported parse_mode'],
  ])('%j is refused: %s', async (payload, why) => expect(await refused(payload)).toBe(why));

  it('shows a null as the word, since the server reads arguments as text', async () => {
    await send({ text: null });
    expect(shown()?.text).toBe('null');
  });
});

describe('entities', () => {
  const bold = (offset: number, length: number) => ({ type: 'bold', offset, length });
  const link = (url?: string) => ({ type: 'text_link', offset: 0, length: 4, ...(url !== undefined && { url }) });

  it.each([
    ['hello', bold(-1, 1), 'receive an entity with incorrect offset -1'],
    ['hello', bold(0, -1), 'receive an entity with incorrect length -1'],
    ['hello', bold(100, 1), 'entity begins after the end of the text at UTF-16 offset 100'],
    ['hello', bold(0, 100), 'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100'],
    ['a😀b', bold(2, 1), 'entity begins in a middle of a UTF-16 symbol at byte offset 5'],
    ['a😀b', bold(0, 2), 'entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 5'],
    ['hello', { type: 'shout', offset: 0, length: 1 }, "can't parse MessageEntity: Unsupported type specified"],
    ['hello', { type: 'bold', offset: 0 }, 'can\'t parse MessageEntity: Can\'t find field "length"'],
    ['hello', link(), 'can\'t parse MessageEntity: Can\'t find field "url"'],
    ['hello', link(''), "entity URL '' is invalid: URL host is empty"],
    ['hello', link('not-a-url'), "entity URL 'not-a-url' is invalid: Wrong HTTP URL"],
    ['hello', link('http://localhost'), "entity URL 'http://localhost' is invalid: Wrong HTTP URL"],
    ['hello', link('ftp://example.com'), "entity URL 'ftp://example.com' is invalid: Unsupported URL protocol"],
    [
      'hello',
      link('javascript:alert(1)'),
      "entity URL 'javascript:alert(1)' is invalid: Wrong port number specified in the URL",
    ],
    ['hello', link('http://a b.com'), "entity URL 'http://a b.com' is invalid: Disallowed character in URL host"],
    ['hello', link('tg://user?id=5'), 'user not found'],
    [
      'hello',
      { type: 'custom_emoji', offset: 0, length: 1, custom_emoji_id: '9999999999999999999' },
      'can\'t parse MessageEntity: Field "custom_emoji_id" must be a valid Number',
    ],
  ])('of %j, %j are refused: %s', async (text, entity, why) =>
    expect(await refused({ text, entities: [entity] })).toBe(why),
  );

  it('count UTF-16 units, and their links are spelled as Telegram spells them', async () => {
    await send({
      text: '😀 site',
      entities: [{ type: 'text_link', offset: 3, length: 4, url: 'HTTPS://Example.com?q=a b' }],
    });
    expect(shown()?.entities).toEqual([
      { type: 'text_link', offset: 3, length: 4, url: 'https://example.com/?q=a%20b' },
    ]);
  });

  it('follow the text when white space in front of it is cut, unless they cover it', async () => {
    await send({ text: '  x y', entities: [bold(4, 1)] });
    expect(shown()).toMatchObject({ text: 'x y', entities: [bold(2, 1)] });
    await send({ text: ' x y ', entities: [bold(0, 5)] });
    expect(shown()).toMatchObject({ text: 'x y', entities: [bold(0, 3)] });
  });

  it('that cross each other are repaired, and in code there are none', async () => {
    await send({ text: 'abcdefgh', entities: [bold(0, 5), { type: 'italic', offset: 3, length: 5 }] });
    expect(shown()?.entities).toEqual([bold(0, 3), { type: 'italic', offset: 3, length: 5 }, bold(3, 2)]);
    await send({ text: 'abcdefgh', entities: [{ type: 'code', offset: 2, length: 4 }, bold(0, 8)] });
    expect(shown()?.entities).toEqual([bold(0, 2), { type: 'code', offset: 2, length: 4 }, bold(6, 2)]);
  });

  it('lose what is beyond a hundred, and are refused when they are too much together', async () => {
    const many = Array.from({ length: 150 }, (_, i) => bold(2 * i, 1));
    await send({ text: 'x '.repeat(150), entities: many });
    expect(shown()?.entities).toEqual(many.slice(0, 100));
    const links = many
      .slice(0, 90)
      .map(one => ({ ...one, type: 'text_link', url: `https://example.com/${'x'.repeat(150)}` }));
    expect(await refused({ text: 'x '.repeat(150), entities: links })).toBe('ENTITIES_TOO_LONG');
  });

  it('give way to a parse_mode', async () => {
    await send({ text: '<i>x</i>', parse_mode: 'html', entities: [bold(0, 99)] });
    expect(shown()).toMatchObject({ text: 'x', entities: [{ type: 'italic', offset: 0, length: 1 }] });
  });

  it('are found by Telegram itself for links, names, tags and commands', async () => {
    await send({ text: '见 https://a.co/ @durov #标签 /more', entities: [{ type: 'url', offset: 0, length: 1 }] });
    expect(shown()?.entities.map(({ type, offset, length }) => [type, offset, length])).toEqual([
      ['url', 2, 13],
      ['mention', 16, 6],
      ['hashtag', 23, 3],
      ['bot_command', 27, 5],
    ]);
  });

  it('turn tabs to spaces and lose what has no width', async () => {
    await send({ text: 'a\tb\r\nc\u202ed', entities: [{ type: 'pre', offset: 0, length: 8 }] });
    expect(shown()).toMatchObject({ text: 'a b\ncd', entities: [{ type: 'pre', offset: 0, length: 6 }] });
  });
});
