import { expect, test } from 'vitest';
import { answer } from '../../src/answer/answer.ts';
import { without } from '../../src/eval/without.ts';
import { openNotes } from '../notes.ts';

async function openPart() {
  const app = await openNotes();
  const hits = await app.library.matching('terms', ['交叉', '叉验', '验证'], { every: true, limit: 10 });
  return { app, hits, hidden: hits.map(({ entry }) => entry.id), part: without(app.library, hits) };
}

test('a library without some entries counts, lists and finds the others only', async () => {
  const { app, hidden, part } = await openPart();
  const { library } = app;
  expect(hidden).toContain('2021-01-20#1');
  expect(part.size()).toBe(library.size() - hidden.length);
  const all = (await library.entries()).map(({ id }) => id);
  const rest = all.filter(id => !hidden.includes(id));
  expect((await part.entries()).map(({ id }) => id)).toEqual(rest);
  expect((await part.entries({}, { offset: 3, limit: 4 })).map(({ id }) => id)).toEqual(rest.slice(3, 7));
  const day = { from: '2021-01-20', to: '2021-01-20' };
  expect(part.count(day)).toBe((await part.entries(day)).length);
  expect(part.count({ ids: ['2021-01-20#1', '2021-01-21#1'] })).toBe(1);
  expect(await part.matching('terms', ['交叉', '验证'], { limit: 10 })).not.toContainEqual(
    expect.objectContaining({ entry: expect.objectContaining({ id: '2021-01-20#1' }) }),
  );
});

test('words that only the left-out entries have are as rare as words that nobody wrote', async () => {
  const { app, hits, part } = await openPart();
  expect(app.library.frequency('terms', '叉验')).toBe(hits.length);
  expect(part.frequency('terms', '叉验')).toBe(0);
});

test('what the left-out entries say is refused, and answered once they are back', async () => {
  const { app, part } = await openPart();
  const question = app.understand('有没有讲交叉验证的');
  expect((await answer(question, { library: part, embedder: app.embedder })).refused).toBe(true);
  expect((await app.answer(question)).refused).toBe(false);
});
