import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBreaker } from '../../src/timing/breaker.ts';

const REST = { failures: 2, first: 30_000, longest: 300_000 };

describe('a server that is down', () => {
  it('is asked again at once after one failure, and left alone for half a minute after two in a row', () => {
    const breaker = createBreaker(REST);
    expect(breaker.admits(0)).toBe(true);
    breaker.failed(0);
    expect(breaker.admits(0)).toBe(true);
    breaker.failed(1_000);
    expect([1_000, 30_999].map(now => breaker.admits(now))).toEqual([false, false]);
    expect(breaker.admits(31_000)).toBe(true);
  });

  it('is tried by one question, for which the others do not wait', () => {
    const breaker = createBreaker(REST);
    for (const now of [0, 0]) breaker.failed(now);
    expect([1, 2, 3].map(() => breaker.admits(30_000))).toEqual([true, false, false]);
    breaker.passed();
    expect(breaker.admits(30_000)).toBe(true);
    breaker.worked();
    expect([1, 2, 3].map(() => breaker.admits(30_000))).toEqual([true, true, true]);
  });

  it('is left alone for twice as long each time, up to five minutes, and half a minute again once it has worked', () => {
    const breaker = createBreaker(REST);
    let now = 0;
    const rest = () => {
      const began = now;
      while (!breaker.admits(now)) now += 1_000;
      return (now - began) / 1_000;
    };
    const rests: number[] = [];
    breaker.failed(now);
    for (let times = 0; times < 6; times++) {
      breaker.failed(now);
      rests.push(rest());
    }
    expect(rests).toEqual([30, 60, 120, 240, 300, 300]);
    breaker.worked();
    for (const _ of [1, 2]) breaker.failed(now);
    expect(rest()).toBe(30);
  });

  it('is left alone for as long as it asks to be, within an hour', () => {
    for (const [asked, rested] of [
      [1_000, 30_000],
      [90_000, 90_000],
      [86_400_000, 3_600_000],
    ] as const) {
      const breaker = createBreaker(REST);
      for (const _ of [1, 2]) breaker.failed(0, asked);
      expect([breaker.admits(rested - 1), breaker.admits(rested)]).toEqual([false, true]);
    }
  });

  it('is always asked again in the end, whatever happened', () => {
    const event = fc.tuple(
      fc.constantFrom('worked', 'passed', 'failed', 'asked'),
      fc.nat({ max: 600_000 }),
      fc.option(fc.nat({ max: 1e9 }), { nil: undefined }),
    );
    fc.assert(
      fc.property(fc.array(event), events => {
        const breaker = createBreaker(REST);
        let now = 0;
        let asking = 0;
        for (const [what, later, askedMs] of events) {
          now += later;
          if (what === 'asked') asking += breaker.admits(now) ? 1 : 0;
          else if (asking > 0) {
            asking -= 1;
            if (what === 'failed') breaker.failed(now, askedMs);
            else breaker[what === 'worked' ? 'worked' : 'passed']();
          }
        }
        // Whoever was let through says how it went.
        for (; asking > 0; asking--) breaker.failed(now);
        expect(breaker.admits(now + 3_600_000)).toBe(true);
      }),
    );
  });
});
