import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, decodeAction, encodeAction } from '../../src/chat/actions.ts';

const id = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant('page' as const), exchange: id, page: fc.integer({ min: 1, max: 999_999_999 }) }),
  fc.constant({ do: 'stay' as const }),
  fc.record({
    do: fc.constant('rate' as const),
    exchange: id,
    verdict: fc.constantFrom('good' as const, 'bad' as const),
  }),
  fc.record({
    do: fc.constant('language' as const),
    language: fc.constantFrom('en' as const, 'zh' as const, undefined),
  }),
  fc.record({ do: fc.constant('forget' as const), sure: fc.boolean() }),
  fc.record({ do: fc.constant('stop' as const), update: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }) }),
);

describe('a button', () => {
  it('carries any action in 64 bytes and gives it back', () => {
    fc.assert(
      fc.property(action, one => {
        const data = encodeAction(one);
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
        expect(decodeAction(data)).toEqual(one);
      }),
    );
  });

  it.each([
    '',
    '1p:0:1',
    '1p:1:0',
    '1p:01:1',
    '1p:1',
    '1p:9007199254740992:1',
    '2p:1:1',
    '1s:1',
    '1r:1:fine',
    '1l:fr',
    '1f:yes\n',
    '1p:1:1 ',
    '1x:',
    '1x:01',
    '1x:-1',
  ])('that carries %j, as nobody here wrote it, does nothing', data => {
    expect(decodeAction(data)).toBeUndefined();
  });

  it('that carries whatever else means one thing or nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'1plrsfx:059yesnogdbauzh-'), maxLength: 24 }), data => {
        const decoded = decodeAction(data);
        if (decoded !== undefined) expect(encodeAction(decoded)).toBe(data);
      }),
    );
  });
});
