import { expect, test } from 'vitest';
import { messageOf } from '../src/errors.ts';

test('an error says its message, anything else what it is as text', () => {
  expect(messageOf(new TypeError('no such day'))).toBe('no such day');
  expect(messageOf('just words')).toBe('just words');
  expect(messageOf(undefined)).toBe('undefined');
  expect(messageOf(Object.create(null))).toBe('object');
});

test('where several attempts failed, each of them is named', () => {
  const attempts = ['::1 refused', '127.0.0.1 refused'].map(message => new Error(message));
  expect(messageOf(new AggregateError(attempts))).toBe('::1 refused; 127.0.0.1 refused');
  expect(messageOf(new AggregateError([], 'nothing worked'))).toBe('nothing worked');
});
