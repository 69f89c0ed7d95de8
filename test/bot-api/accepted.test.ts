import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startChat } from './caller.ts';
import { checkLink } from './link.ts';
import { nest } from './nest.ts';
import { Refusal } from './refusal.ts';
import { codePoints, messageText, type Rich } from './text.ts';

const { bot, chat } = await startChat();

const piece = fc.constantFrom(
  'a',
  ' ',
  '\n',
  '好',
  '😀',
  '\r',
  '\t',
  '\u202e',
  '#tag ',
  '@someone ',
  '/do ',
  'https://a.b/c ',
  '<b>',
  '</b>',
  '&lt;',
  '*',
  '`',
  '>',
);
const text = fc.array(piece, { maxLength: 40 }).map(pieces => pieces.join(''));
const url = fc.oneof(
  fc.constantFrom('https://a.b', 'tg://resolve?domain=x', 'http://x', 'not a link', ''),
  fc.webUrl(),
  fc.string(),
);
const span = { offset: fc.integer({ min: -1, max: 60 }), length: fc.integer({ min: -1, max: 60 }) };
const entity = fc.oneof(
  fc.record({
    ...span,
    type: fc.constantFrom(
      'bold',
      'italic',
      'underline',
      'strikethrough',
      'spoiler',
      'code',
      'pre',
      'blockquote',
      'expandable_blockquote',
      'url',
      'hashtag',
    ),
  }),
  fc.record({ ...span, type: fc.constant('text_link'), url }),
);
const given = fc.record({
  text,
  parseMode: fc.constantFrom('', 'HTML', 'MarkdownV2', 'Markdown'),
  entities: fc.array(entity, { maxLength: 12 }),
  knows: fc.constant(() => false),
});

/** What each UTF-16 unit of a text is. */
const looks = ({ text, entities }: Rich) =>
  text.split('').map((_, at) =>
    entities
      .filter(({ offset, length }) => at >= offset && at < offset + length)
      .map(({ type, url }) => `${type} ${url}`)
      .sort(),
  );

function taken(o: Parameters<typeof messageText>[0]): Rich | undefined {
  try {
    return messageText(o);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

describe('whatever is accepted', () => {
  it('is shown trimmed, within its length, with entities inside of it, nested, none empty or blank', () => {
    fc.assert(
      fc.property(given, o => {
        const shown = taken(o);
        if (shown === undefined) return;
        expect(shown.text.trim()).not.toBe('');
        expect(shown.text).not.toMatch(/[ \n]$|[\r\t\u202e]/);
        expect(codePoints(shown.text)).toBeLessThanOrEqual(4096);
        expect(shown.entities.length).toBeLessThanOrEqual(100);
        for (const { type, offset, length, url } of shown.entities) {
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(length).toBeGreaterThan(0);
          expect(offset + length).toBeLessThanOrEqual(shown.text.length);
          expect(shown.text.slice(offset, offset + length).isWellFormed()).toBe(true);
          if (type !== 'text_link') expect(shown.text.slice(offset, offset + length).trim()).not.toBe('');
          else expect(checkLink(url ?? '')).toEqual({ ok: true, url });
        }
        expect(nest(shown.entities)).toEqual(shown.entities);
      }),
      { numRuns: 2000 },
    );
  });

  it('looks the same if it is sent again as it was shown, however its entities are cut', () => {
    fc.assert(
      fc.property(given, o => {
        const shown = taken(o);
        if (shown === undefined) return;
        const again = taken({ text: shown.text, parseMode: '', entities: shown.entities, knows: o.knows });
        expect(again?.text).toBe(shown.text);
        expect(again && looks(again)).toEqual(looks(shown));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('over the wire', () => {
  it('whatever arguments a call has, it is taken or refused in words', async () => {
    const method = fc.constantFrom(
      'sendMessage',
      'editMessageText',
      'answerInlineQuery',
      'setMyCommands',
      'sendMessageDraft',
      'setWebhook',
      'setMessageReaction',
      'getChatMember',
      'deleteMessages',
    );
    const name = fc.constantFrom(
      'text',
      'entities',
      'reply_markup',
      'reply_parameters',
      'message_id',
      'results',
      'commands',
      'scope',
      'parse_mode',
      'reaction',
      'url',
      'draft_id',
      'message_ids',
      'user_id',
    );
    await fc.assert(
      fc.asyncProperty(method, fc.dictionary(name, fc.jsonValue({ maxDepth: 3 })), async (which, payload) => {
        const answer = await bot.call(which, { chat_id: chat, ...payload });
        expect([200, 400, 429]).toContain(answer.status);
        if (!answer.ok) expect(answer.description).toMatch(/^Bad Request: \S|^Too Many Requests: /);
      }),
      { numRuns: 300 },
    );
  });
});
