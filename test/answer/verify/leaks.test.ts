import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/eval/random.ts';
import { createAdversary, leaked, shown } from './adversary.ts';
import { seed, verified } from './seed.ts';
import { honestChinese, honestEnglish } from './spoken.ts';

const ANSWERS = 500;

describe.each([
  ['en', honestEnglish],
  ['zh', honestChinese],
] as const)(
  'five hundred answers in %s that invent ids, addresses, days, numbers, titles and claims',
  (language, honest) => {
    const attack = createAdversary(seed, { random: randomFrom(2021), language, honest });
    const answers = Array.from({ length: ANSWERS }, () => {
      const made = attack();
      return { ...made, verified: verified(made.answer, language).text };
    });

    it('let nothing of it through', () => {
      const through = answers.flatMap(({ leaks, verified: text }) => leaks.filter(leak => leaked(text, leak)));
      expect(answers.flatMap(({ leaks }) => leaks).length).toBeGreaterThan(ANSWERS);
      expect(through).toEqual([]);
    });

    it('keep the sentences between', () => {
      const words = (text: string) => shown(text.replace(/\[\d+\]/g, ''));
      const told = answers.flatMap(({ honest: sentences, verified: text }) =>
        sentences.map(sentence => words(text).includes(words(sentence))),
      );
      expect(told.filter(Boolean).length / told.length).toBeGreaterThan(0.95);
    });
  },
);
