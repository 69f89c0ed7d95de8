import { describe, expect, it } from 'vitest';
import type { Searchable } from '../../src/answer/retrieve.ts';
import { refusals } from '../../src/eval/measure.ts';
import { RANKED } from '../../src/eval/questions.ts';
import { folderOf, questionsOf, SETS } from '../../src/eval/sets.ts';
import { words } from '../../src/model/offline/tokens.ts';
import type { ChatRequest } from '../openai/chat.ts';
import { openWriting } from './writing.ts';

/** Words of titles that most entries have, as somebody who wants to find something would try them. */
async function topicsOf(library: Searchable): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const { title } of await library.entries()) {
    const named = words(title).filter(({ stop, text }) => !stop && text.length > 1);
    for (const text of new Set(named.map(word => word.text))) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([text]) => text);
}

/** The words of a question, and what a dictionary has in their place. */
function synonyms(question: string): string {
  return words(question)
    .filter(({ stop }) => !stop)
    .flatMap(({ senses }) => [...new Set(senses.flat())].slice(0, 3))
    .join(' ');
}

const questionIn = ({ messages }: ChatRequest) =>
  /^<question mark="\w+">\n(.*?)\n<\/question/ms.exec(messages.at(-1)?.content ?? '')?.[1] ?? '';

/** Ways to put a question so that something is found. */
const EAGER: Readonly<Record<string, (question: string, topics: readonly string[]) => string>> = {
  'leaves out all but one word': question => words(question).find(({ stop }) => !stop)?.text ?? question,
  'repeats it with much that many entries are on': (question, topics) => `${question} ${topics.slice(0, 12).join(' ')}`,
  'repeats it with synonyms and topics': (question, topics) =>
    `${question} ${synonyms(question)} ${topics.slice(0, 6).join(' ')}`,
};

const asked = RANKED.map(String).concat('refusal');

describe.each(SETS)('a model that always wants to answer, and to find more, on %s', set => {
  it('has nothing answered that the notes do not hold, however it puts the question', async () => {
    const { app, ask, offline, model } = await openWriting({
      settings: { DIGEST_DIR: folderOf(set) },
      breaker: { admits: () => true, worked: () => {}, failed: () => {}, passed: () => {} },
      // What was said of a question in one way is not to be said in the next.
      written: { get: async () => undefined, put: async () => {} },
    });
    const topics = await topicsOf(app.library);
    const questions = (await questionsOf(set)).filter(({ kind }) => asked.includes(kind));
    const judged: { question: string; due: boolean; refused: boolean }[] = [];
    for (const { question, kind } of questions) {
      judged.push({ question, due: kind === 'refusal', refused: (await offline(question)).refused });
    }
    const rules = refusals(judged).f1;
    for (const [how, eager] of Object.entries(EAGER)) {
      model.answers(request => {
        if (request.stream === true) return 'It is all in the notes [1].';
        const query = eager(questionIn(request), topics).slice(0, 200);
        return JSON.stringify({ en: query, zh: query, from: null, to: null, kind: 'explain' });
      });
      const wrong: string[] = [];
      const cases: { due: boolean; refused: boolean }[] = [];
      for (const { question, due, refused } of judged) {
        // What rules answer is answered: only what they refuse is put in other words.
        const still = refused && (await ask(question)).refused;
        if (due && refused && !still) wrong.push(question);
        cases.push({ due, refused: still });
      }
      expect(wrong, how).toEqual([]);
      expect(refusals(cases).f1).toBeGreaterThanOrEqual(rules);
    }
  });
});
