import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GradedFollowUp, type GradedQuestion, readFollowUps, readQuestions } from './questions.ts';

/** The digests with graded questions that come with the program. */
export const SETS = ['seed', 'sample'] as const;

/** The zone that the sets' questions were written in. */
export const ZONE = 'Asia/Shanghai';

/** Where a set's digest is. */
export function folderOf(set: (typeof SETS)[number]): string {
  return join(import.meta.dirname, '..', '..', 'data', 'eval', set);
}

/** A set's graded questions. */
export async function questionsOf(set: (typeof SETS)[number]): Promise<GradedQuestion[]> {
  return readQuestionsFile(join(folderOf(set), 'questions.jsonl'));
}

/** A set's questions that are put after another one. */
export async function followUpsOf(set: (typeof SETS)[number]): Promise<GradedFollowUp[]> {
  const path = join(folderOf(set), 'follow-ups.jsonl');
  return readFollowUps(await readFile(path, 'utf8'), path);
}

/** @throws QuestionsFileError, or what the file system says */
export async function readQuestionsFile(path: string): Promise<GradedQuestion[]> {
  return readQuestions(await readFile(path, 'utf8'), path);
}

/** A data folder that is there for as long as the work takes. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'noted-eval-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
