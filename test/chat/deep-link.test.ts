import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeepLink, decodeDeepLink, encodeDeepLink } from '../../src/chat/deep-link.ts';

describe('a link to the bot', () => {
  it.each<[string, DeepLink]>([
    ['today', { to: 'today' }],
    ['week', { to: 'week' }],
    ['tags', { to: 'tags' }],
    ['help', { to: 'help' }],
    ['day_2021-01-20', { to: 'day', day: '2021-01-20' }],
    ['ask_5Lqk5Y-J6aqM6K-B', { to: 'ask', question: '交叉验证' }],
  ])('%s leads there and back', (payload, link) => {
    expect(decodeDeepLink(payload)).toEqual(link);
    expect(encodeDeepLink(link)).toBe(payload);
  });

  it('carries any question of 45 bytes, in the characters that Telegram takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), text => {
        const question = text.trim();
        const payload = encodeDeepLink({ to: 'ask', question });
        if (Buffer.byteLength(question) > 45) {
          expect(payload).toBeUndefined();
        } else {
          expect(payload).toMatch(/^[\w-]{1,64}$/);
          expect(decodeDeepLink(payload ?? '')).toEqual(question === '' ? undefined : { to: 'ask', question });
        }
      }),
    );
  });

  it.each(['', 'nonsense', 'day_2021-02-30', 'day_today', 'ask_', 'ask_!!', 'ask__w', 'Today', 'day_2021-01-20x'])(
    'that says %j leads nowhere in particular',
    payload => {
      expect(decodeDeepLink(payload)).toBeUndefined();
    },
  );
});
