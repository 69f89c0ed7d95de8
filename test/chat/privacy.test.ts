import { describe, expect, it } from 'vitest';
import { type Models, privacy } from '../../src/chat/privacy.ts';

const [ANSWERS, SEARCH] = ['words.example.com', 'localhost:11434'];

const SAID = {
  en: {
    put: 'your question, the one before it and the entries found',
    found: 'what you ask or look up, and all entries',
    written: /what the model wrote, .*7 days\.?$/m,
    today: 'the count of today',
    alone: /by itself|by myself/,
  },
  zh: {
    put: '你的问题、上一个问题和找到的条目',
    found: '你问的和搜的内容，以及所有条目',
    written: /模型写的内容，.*7 天没用到就删除/,
    today: '今天的计数',
    alone: /自己给出/,
  },
} as const;

describe.each(['en', 'zh'] as const)('in %s', language => {
  const { put, found, written, today, alone } = SAID[language];
  const told = (models: Partial<Models>, place: 'console' | 'private' = 'private') =>
    privacy[language](place, { answers: undefined, search: undefined, ...models });

  it('says that nothing is sent where no model is asked', () => {
    for (const place of ['private', 'console'] as const) {
      const text = told({}, place);
      expect(text).toMatch(alone);
      for (const part of [put, found, today]) expect(text).not.toContain(part);
      expect(text).not.toMatch(written);
    }
  });

  it('names the server that words answers, what it is sent and what is kept of that', () => {
    for (const place of ['private', 'console'] as const) {
      const text = told({ answers: ANSWERS }, place);
      for (const part of [`**${ANSWERS}**`, put]) expect(text).toContain(part);
      expect(text).not.toContain(found);
      expect(text).not.toMatch(alone);
    }
    for (const text of [told({ answers: ANSWERS }), told({ answers: ANSWERS }, 'console')])
      expect(text).toMatch(written);
    expect(told({ answers: ANSWERS })).toContain(today);
  });

  it('names the server that search asks, of which nothing more is kept', () => {
    for (const place of ['private', 'console'] as const) {
      const text = told({ search: SEARCH }, place);
      for (const part of [`**${SEARCH}**`, found]) expect(text).toContain(part);
      for (const part of [put, today]) expect(text).not.toContain(part);
      expect(text).not.toMatch(written);
      expect(text).not.toMatch(alone);
    }
  });

  it('names both where both are asked', () => {
    const text = told({ answers: ANSWERS, search: SEARCH });
    for (const part of [`**${ANSWERS}**`, `**${SEARCH}**`, put, found, today]) expect(text).toContain(part);
  });
});
