import { expect, test } from 'vitest';
import { QuestionsFileError, readQuestions } from '../../src/eval/questions.ts';

const GOOD = '{"question": "交叉验证", "kind": "keyword", "relevant": {"2021-01-20#1": 2}}';

test('questions are read a line each, blank lines left out', () => {
  const text = `${GOOD}\n\n{"question": "多少条", "kind": "count", "relevant": {}, "count": 3}\r\n`;
  expect(readQuestions(text, 'q.jsonl').map(({ kind }) => kind)).toEqual(['keyword', 'count']);
});

test('every bad line is named by file and line, with what is wrong with it', () => {
  const bad = [
    GOOD,
    'not json',
    '{"question": "x", "kind": "guess", "relevant": {"a": 2}}',
    '{"question": "x", "kind": "keyword", "relevant": {"a": 3}}',
    '{"question": "x", "kind": "keyword", "relevant": {}}',
    '{"question": "x", "kind": "count", "relevant": {}}',
    '{"question": "x", "kind": "date", "relevant": {"a": 2}, "now": "yesterday"}',
  ].join('\n');
  expect(() => readQuestions(bad, 'mine/q.jsonl')).toThrow(QuestionsFileError);
  let message = '';
  try {
    readQuestions(bad, 'mine/q.jsonl');
  } catch (error) {
    message = String(error);
  }
  expect(message.match(/mine\/q\.jsonl:\d+/g)).toEqual([2, 3, 4, 5, 6, 7].map(line => `mine/q.jsonl:${line}`));
  expect(message).toContain(':3: kind:');
  expect(message).toContain(':5: a question has "relevant" entries');
});
