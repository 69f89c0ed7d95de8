import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestFolder, temporaryFolder } from '../notes.ts';
import { run } from './program.ts';

function questionsFile(...lines: string[]): string {
  const path = join(temporaryFolder(), 'mine.jsonl');
  writeFileSync(path, lines.join('\n'));
  return path;
}

const CROSS_VALIDATION = '{"question": "交叉验证", "kind": "keyword", "relevant": {"2021-01-20#1": 2}}';
const WRONG = '{"question": "2021.1.20", "kind": "date", "relevant": {"2021-01-20#1": 2}}';

test('a person’s own questions are graded against their digest, as one JSON value', async () => {
  const path = questionsFile(CROSS_VALIDATION, WRONG);
  const { code, output } = await run(['eval', '--questions', path, '--json'], { digest: digestFolder() });
  expect(code).toBe(0);
  expect(output.trimEnd().split('\n')).toHaveLength(1);
  const { sets } = JSON.parse(output);
  expect(sets).toHaveLength(1);
  expect(sets[0].kinds).toEqual([
    { kind: 'keyword', n: 1, recall1: 1, recall5: 1, mrr: 1 },
    { kind: 'date', n: 1, exact: 0 },
  ]);
  expect(sets[0].failures).toHaveLength(1);
  expect(sets[0].failures[0]).toMatchObject({ kind: 'date', question: '2021.1.20', problem: 'wrong' });
});

test('the failing questions are named only when they are asked for', async () => {
  const path = questionsFile(CROSS_VALIDATION, WRONG);
  const digest = digestFolder();
  const short = await run(['eval', '--questions', path], { digest });
  expect(short.output).toMatch(/keyword +1 +1\.00 +1\.00 +1\.00 +–/);
  expect(short.output).not.toContain('2021.1.20');
  const long = await run(['eval', '--questions', path, '--verbose'], { digest });
  expect(long.output).toContain('date: 2021.1.20');
});

test('a bad line of a questions file is named by file and line', async () => {
  const path = questionsFile(CROSS_VALIDATION, '{"question": "x"}');
  const { code, error } = await run(['eval', '--questions', path], { digest: digestFolder() });
  expect(code).toBe(1);
  expect(error).toContain(`${path}:2: kind`);
});

test('a word that is no option is bad usage', async () => {
  expect((await run(['eval', 'seed'])).code).toBe(2);
});
