import { describe, expect, test } from 'vitest';
import { COUNTED, ENTRIES, FIRST, KEPT, LAST } from './said-in-english.ts';
import { spoken } from './spoken.ts';

// What people write in a chat, in English. The reading: kind, topic, days, tags, preferences, all on 3 February 2021.
describe('in English, what asks for entries', () => {
  test.each(ENTRIES)('%s', (text, reading) => expect(spoken(text)).toBe(reading));
});

describe('in English, what asks how many there are', () => {
  test.each(COUNTED)('%s', (text, reading) => expect(spoken(text)).toBe(reading));
});

describe('in English, what asks for the first', () => {
  test.each(FIRST)('%s', (text, reading) => expect(spoken(text)).toBe(reading));
});

describe('in English, what asks for the last', () => {
  test.each(LAST)('%s', (text, reading) => expect(spoken(text)).toBe(reading));
});

describe('in English, what has a topic that only looks like asking, and keeps it', () => {
  test.each(KEPT)('%s', (text, reading) => expect(spoken(text)).toBe(reading));
});
