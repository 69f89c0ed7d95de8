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

test('whatever is thrown over whatever update, it can be told', () => {
  fc.assert(fc.property(fc.anything(), fc.jsonValue(), (thrown, update) => void told(thrown, update)));
});
