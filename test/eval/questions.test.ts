import { expect, test } from 'vitest';
import { QuestionsFileError, readFollowUps, readQuestions } from '../../src/eval/questions.ts';
import { folderOf, followUpsOf, questionsOf, SETS } from '../../src/eval/sets.ts';
import { openNotes, temporaryFolder } from '../notes.ts';

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

test('a follow-up has what it goes on from, and a vague one what it means', () => {
  const vague = '{"before": "mxnet", "question": "and tuning it", "kind": "vague", "relevant": {"a": 2}';
  const [read] = readFollowUps(`${vague}, "means": {"en": "mxnet fine-tuning", "zh": "mxnet 微调"}}`, 'f.jsonl');
  expect(read).toMatchObject({ before: 'mxnet', means: { en: 'mxnet fine-tuning' } });
  expect(() => readFollowUps(`${vague}}`, 'f.jsonl')).toThrow('f.jsonl:1: a question of kind "vague"');
  const refused = '{"before": "mxnet", "question": "and bread?", "kind": "refusal", "relevant": {"a": 2}}';
  expect(() => readFollowUps(refused, 'f.jsonl')).toThrow('f.jsonl:1: a question has "relevant" entries');
});

test.each(SETS)('every entry that the questions of the set %s are graded by is in its digest', async set => {
  const { library } = await openNotes({ settings: { DIGEST_DIR: folderOf(set), DATA_DIR: temporaryFolder() } });
  const graded = [...(await questionsOf(set)), ...(await followUpsOf(set))];
  const ids = [...new Set(graded.flatMap(({ relevant }) => Object.keys(relevant)))];
  const there = new Set((await library.byIds(ids)).map(({ id }) => id));
  expect(ids.filter(id => !there.has(id))).toEqual([]);
});
