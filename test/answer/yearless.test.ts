import { expect, it } from 'vitest';
import { openNotes } from '../notes.ts';

const notes = () => openNotes({ now: '2026-11-23T12:00:00+08:00' });

it.each([
  ['1月25日记了什么', '2021-01-25'],
  ['what did we note on January 24', '2021-01-24'],
  ['1月20日到1月21日', '2021-01-20'],
])('a day without its year is the last one on which something was noted: %s', async (text, from) => {
  expect((await notes()).understand(text).dates?.from).toBe(from);
});

it.each(['what did we note on 2026-01-25', '昨天记了什么', '上个月的条目', '3月3日记了什么'])(
  'a day that is named whole or counted from today, or that has no entries in any year, stays: %s',
  async text => {
    expect((await notes()).understand(text).dates?.from).toMatch(/^2026/);
  },
);
