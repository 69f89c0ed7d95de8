import fc from 'fast-check';
import { expect, test } from 'vitest';
import { told } from '../../../src/chat/telegram/told.ts';

class GoneError extends Error {}

test('an error is told by its class, its message and its place, without what hangs on it', () => {
  const error = Object.assign(new GoneError('no such chat\nand more'), { on: { payload: 'private words' } });
  const line = told(error);
  expect(line).toMatchObject({ error: 'GoneError', message: 'no such chat' });
  expect(line.at).toContain('told.test.ts');
  expect(Object.keys(line)).toEqual(['error', 'message', 'at']);
  expect(told('just words')).toEqual({ error: 'string', message: 'just words', at: undefined });
});

test('words of the update are left out, whatever their case or language', () => {
  const update = { message: { text: 'How is 机器学习 taught in Zürich?', from: { id: 7 } } };
  expect(told(new Error('cannot read "机器学习" of ZÜRICH at 7'), update).message).toBe('cannot read "…" of … at 7');
});

test('longer and shorter forms of their words are left out, and words that others are glued to', () => {
  const update = { message: { text: 'learning with 机器学习 and café in Karlsruhe' } };
  const message = 'near机器学习: learnings, learn, unlearning; 机器人; CAFE\u0301s; Karlsruher: that was all';
  expect(told(new Error(message), update).message).toBe('…: …, …, …; …; …; …: that was all');
});

test('of short words that stand in every text none is left out', () => {
  expect(told(new Error('is it in a set of 3'), { text: 'is it in a set of 3 ?' }).message).toBe('is it in a set of 3');
});

test('a stack that somebody pasted is not taken for the place of an error', () => {
  const text = 'why this?\n    at private (/home/ann/secret.ts:1:1)\n    at other (/home/ann/other.ts:2:2)';
  const update = { message: { text } };
  const error = new Error(`cannot read ${text}`);
  expect(told(error, update).at).toContain('told.test.ts');
  expect(told(error).at).toContain('told.test.ts');
  error.message = 'cannot read why';
  expect(told(error, update).at).toContain('told.test.ts');
  error.message = 'said differently later';
  expect(told(error, update).at).toBeUndefined();
  const without = new Error('no place');
  delete without.stack;
  expect(told(without).at).toBeUndefined();
});

test('whatever is thrown over whatever update, it can be told', () => {
  fc.assert(fc.property(fc.anything(), fc.jsonValue(), (thrown, update) => void told(thrown, update)));
});
