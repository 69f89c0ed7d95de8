import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Entry } from '../../src/digest/entry.ts';
import { parse } from '../../src/digest/parse.ts';
import { generate } from '../../src/eval/generate.ts';
import { ABOUT, FIRST, LAST } from '../../src/eval/phrases.ts';
import { folderOf } from '../../src/eval/sets.ts';
import { fold } from '../../src/model/offline/tokens.ts';
import { openNotes } from '../notes.ts';

const ENGLISH = `# 2021-01-28
1. Object detection with neural networks on a phone https://a.example/1 #vision
2. Why database indexes get slow
# 2021-02-03
1. Gradient descent drawn by hand https://a.example/2
`;

const FILES = { '2021.md': readFileSync(join(folderOf('seed'), '2021.md'), 'utf8'), 'english.md': ENGLISH };

/** The seed and some English days, as notes and as the parser alone reads them. */
async function openMixed() {
  const { library } = await openNotes({ files: FILES });
  const entries = Object.entries(FILES).flatMap(([file, text]) => parse(text, { file }).entries);
  return { library, entries };
}

/** What stands in the question for `{}` of the first phrase that fits. */
function topicOf(question: string, phrases: readonly string[]): string {
  // The bare topic fits every question: it is tried last.
  for (const phrase of phrases.toSorted((one, other) => other.length - one.length)) {
    const [before = '', after = ''] = phrase.split('{}');
    if (question.startsWith(before) && question.endsWith(after)) {
      return question.slice(before.length, question.length - after.length);
    }
  }
  throw new Error(`no phrase fits ${question}`);
}

function idsOf(entries: readonly Entry[]): string[] {
  return entries.map(({ id }) => id);
}

test('the same digest and seed give the same questions, another seed others', async () => {
  const { library } = await openNotes();
  const asked = async (seed: number) => (await generate(library, { seed })).map(({ graded }) => graded);
  expect(await asked(1)).toEqual(await asked(1));
  expect(await asked(1)).not.toEqual(await asked(2));
});

test('every kind of question is made, no more of a kind than was asked for, in both languages', async () => {
  const { library } = await openNotes();
  const byKind = Map.groupBy(await generate(library, { most: 10 }), ({ graded }) => graded.kind);
  const kinds = ['count', 'cross-lingual', 'date', 'first', 'keyword', 'last', 'refusal'];
  expect([...byKind.keys()].sort()).toEqual(kinds);
  for (const some of byKind.values()) expect(some.length).toBeLessThanOrEqual(10);
  const questions = [...byKind.values()].flat().map(({ graded }) => graded.question);
  expect(questions.some(question => /\p{Script=Han}/u.test(question))).toBe(true);
  expect(questions.some(question => /^[\x20-\x7e]+$/.test(question))).toBe(true);
});

test('days and numbers are those that the Markdown says', async () => {
  const { library, entries } = await openMixed();
  const generated = await generate(library);
  for (const { graded } of generated.filter(({ graded }) => graded.kind === 'date')) {
    const ids = Object.keys(graded.relevant);
    const date = ids[0]?.slice(0, 10);
    expect(ids, graded.question).toEqual(idsOf(entries.filter(entry => entry.date === date)));
    expect(graded.question.replaceAll(/\D/g, ''), graded.question).toContain(String(Number(date?.slice(8))));
  }
  for (const { graded } of generated.filter(({ graded }) => graded.kind === 'count')) {
    const { question, count } = graded;
    const [, tag] = /#([\p{L}\p{N}]+)/u.exec(question) ?? [];
    const numbers = (question.match(/\d+/g) ?? []).map(Number);
    const meant = entries.filter(({ date, tags }) => {
      if (tag !== undefined) return tags.includes(tag);
      // A month may be named; whatever numbers the question has are year, month and day in this order.
      const [year, month, day] = (date ?? '').split('-').map(Number);
      if (/[A-Z][a-z]+ \d{4}/.test(question)) return date?.startsWith(monthIn(question)) === true;
      return numbers.every((number, index) => number === [year, month, day][index]);
    });
    expect(count, question).toBe(meant.length);
  }
});

function monthIn(question: string): string {
  const [, name = '', year = ''] = /([A-Z][a-z]+) (\d{4})/.exec(question) ?? [];
  const month = new Date(`${name} 1, ${year} 12:00 UTC`).getUTCMonth() + 1;
  return `${year}-${String(month).padStart(2, '0')}`;
}

test('first and last mentions are those that reading the Markdown from top to bottom finds', async () => {
  const { library, entries } = await openMixed();
  const generated = await generate(library);
  for (const [kind, phrases] of [['first', FIRST] as const, ['last', LAST] as const]) {
    const asked = generated.filter(({ graded }) => graded.kind === kind);
    expect(asked.length).toBeGreaterThan(5);
    for (const { graded } of asked) {
      const word = topicOf(graded.question, phrases);
      const sought = /^[a-z]/.test(word) ? new RegExp(`(?<![a-z0-9])${word}(?![a-z0-9])`) : new RegExp(word);
      const ids = idsOf(entries.filter(({ text }) => sought.test(fold(text.replace(/https?:\S+/g, '')))));
      expect(Object.keys(graded.relevant), graded.question).toEqual(kind === 'first' ? ids.slice(0, 1) : ids.slice(-1));
    }
  }
});

test('an entry asked for in its own words has them in its title', async () => {
  const { library, entries } = await openMixed();
  const asked = (await generate(library)).filter(({ graded }) => graded.kind === 'keyword');
  for (const { graded } of asked) {
    const topic = topicOf(graded.question, [...ABOUT.zh, ...ABOUT.en]);
    const titles = entries.filter(({ id }) => id in graded.relevant).map(({ title }) => fold(title));
    const having = titles.filter(title => topic.split(' ').every(part => title.includes(part)));
    expect(having.length, graded.question).toBeGreaterThan(0);
  }
});

test('a question in the other language has a word of it', async () => {
  const { library, entries } = await openMixed();
  const asked = (await generate(library)).filter(({ graded }) => graded.kind === 'cross-lingual');
  for (const { graded } of asked) {
    const topic = topicOf(graded.question, [...ABOUT.zh, ...ABOUT.en]);
    const [entry] = entries.filter(({ id }) => id in graded.relevant);
    const chinese = /\p{Script=Han}/u.test(entry?.title ?? '');
    expect(/\p{Script=Han}/u.test(topic), `${graded.question} for ${entry?.title}`).toBe(!chinese);
  }
});

test('a question to be refused is put to a library that lacks what would answer it', async () => {
  const { library } = await openNotes();
  const generated = await generate(library);
  const keyword = generated.filter(({ graded }) => graded.kind === 'keyword');
  const answers = new Map(keyword.map(({ graded }) => [graded.question, Object.keys(graded.relevant)]));
  const refusals = generated.filter(({ graded }) => graded.kind === 'refusal');
  expect(refusals.length).toBeGreaterThan(10);
  for (const { graded, library: rest } of refusals) {
    const left = new Set((await rest.entries()).map(({ id }) => id));
    const hidden = answers.get(graded.question) ?? [];
    expect(hidden.length, graded.question).toBeGreaterThan(0);
    for (const id of hidden) expect(left.has(id), graded.question).toBe(false);
  }
});

test('of an empty digest only the number of entries is asked', async () => {
  const { library } = await openNotes({ files: { 'empty.md': '# nothing yet\n' } });
  const generated = await generate(library);
  expect(generated.map(({ graded }) => graded.count)).toEqual([0, 0]);
});
