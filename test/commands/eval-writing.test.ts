import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { honest, model } from '../eval/models.ts';
import { digestFolder, temporaryFolder } from '../notes.ts';
import { startModelServer } from '../openai/server.ts';
import { run } from './program.ts';

function questionsFile(): string {
  const path = join(temporaryFolder(), 'mine.jsonl');
  const lines = [
    '{"question": "交叉验证", "kind": "keyword", "relevant": {"2021-01-20#1": 2, "2021-01-20#3": 1}}',
    '{"question": "what did we note about mxnet", "kind": "several", "relevant": {"2021-01-25#1": 2, "2021-01-25#2": 2}}',
    '{"question": "how do I bake sourdough", "kind": "refusal", "relevant": {}}',
  ];
  writeFileSync(path, lines.join('\n'));
  return path;
}

test('a person’s own questions are put to the model over their digest, as one JSON value', async () => {
  const server = await startModelServer();
  server.answers(model(honest));
  const options = { digest: digestFolder(), settings: { ...server.settings(), QUESTIONS_PER_DAY: '1' } };
  const { code, output, error } = await run(['eval', '--llm', '--questions', questionsFile(), '--json'], options);
  expect(error).toContain('3 questions: about 3 requests to test-chat at 127.0.0.1');
  expect(code).toBe(0);
  expect(output.trimEnd().split('\n')).toHaveLength(1);
  const [set] = JSON.parse(output).sets;
  expect(set).toMatchObject({
    n: 3,
    answered: { model: 1, rules: 1 },
    written: 1,
    refusal: { model: { f1: 1 }, rules: { f1: 1 } },
    citations: { precision: 1, recall: 1 },
    claims: { dropped: 0, unsupported: 0 },
    language: 1,
  });
});

test('of the graded samples a few are asked where few are wanted, and what they brought is a table', async () => {
  const server = await startModelServer();
  server.answers(model(honest));
  const { code, output, error } = await run(['eval', '--llm', '--limit', '9'], { settings: server.settings() });
  expect(error).toContain('18 questions and 18 follow-ups: about ');
  expect(code).toBe(0);
  expect(output).toMatch(/^seed +n +model +rules +difference$/m);
  expect(output).toMatch(/^sample +n +model +rules +difference$/m);
  expect(output).toMatch(/follow-ups, vague: recall@5/);
  expect(server.requests.length).toBeGreaterThan(15);
  expect(server.requests.length).toBeLessThanOrEqual(72);
});

test('without a model it says what to set', async () => {
  const { code, error } = await run(['eval', '--llm']);
  expect(code).toBe(2);
  expect(error).toContain('OPENAI_CHAT_MODEL must name the model');
});

test('a limit without a model to ask is bad usage', async () => {
  const { code, error } = await run(['eval', '--limit', '3']);
  expect(code).toBe(2);
  expect(error).toContain('--limit goes with --llm');
});

test('a model that is down ends it, with what was measured and the reason', async () => {
  const server = await startModelServer();
  server.answers(() => ({ status: 401 }));
  const { code, output, error } = await run(['eval', '--llm', '--limit', '9'], { settings: server.settings() });
  expect(code).toBe(1);
  expect(output).toContain('unauthorized');
  expect(output).not.toContain('sample');
  expect(error).toContain('The model failed 5 questions in a row');
});
