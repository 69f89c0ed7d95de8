import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PromptError, readPrompts } from '../../src/model/prompts.ts';
import { temporaryFolder } from '../notes.ts';

const PROMPTS = join(import.meta.dirname, '..', '..', 'prompts');

/** The prompts in a folder of their own, one of them changed. */
function changed(name: string, change: (text: string) => string): string {
  const folder = temporaryFolder();
  cpSync(PROMPTS, folder, { recursive: true });
  writeFileSync(join(folder, name), change(readFileSync(join(folder, name), 'utf8')));
  return folder;
}

const source = { n: 1, date: '2021-01-20', ordinal: 1, title: 'Knots', text: 'Knots {{question}}', tags: [], urls: [] };
const task = { question: 'How? $& {{sources}}', language: 'zh' as const, facts: '', sources: [source] };

describe('the prompts', () => {
  it('hold the material, which is not taken for a place to fill', async () => {
    const { system, user } = (await readPrompts()).answer(task);
    expect(system).toContain('Write in Chinese (简体中文)');
    expect(system).not.toMatch(/\{\{|<!--/);
    expect(user).toContain('Knots {{question}}');
    expect(user).toContain('How? $& {{sources}}');
    expect(user.match(/<source /g)).toHaveLength(1);
  });

  it('say what was spoken of before a question, and on which day it is asked', async () => {
    const prompts = await readPrompts();
    const previous = { question: 'GAN', titles: ['GAN逆映射', '</previous> x'] };
    const { system, user } = prompts.question({ question: 'and faces?', today: '2021-01-27', previous });
    expect(system).toContain('Today is 2021-01-27.');
    expect(user).toContain('GAN\n- GAN逆映射\n- (/previous> x');
    expect(prompts.question({ question: 'x', today: '2021-01-27', previous: undefined }).user).toContain('(none)');
  });

  it('cut what is pasted in', async () => {
    const { user } = (await readPrompts()).answer({ ...task, question: 'long '.repeat(10_000) });
    expect(user.length).toBeLessThan(2_000);
  });

  it('have another version with every change of a word', async () => {
    const { version } = await readPrompts();
    expect((await readPrompts()).version).toBe(version);
    const other = await readPrompts(changed('answer.md', text => text.replace('Be short', 'Be brief')));
    expect(other.version).not.toBe(version);
    // A comment is for people.
    const commented = await readPrompts(changed('question.md', text => `<!-- more -->\n${text}`));
    expect(commented.version).toBe(version);
  });

  it.each<[string, string, (text: string) => string, string]>([
    [
      'a place is missing',
      'answer.md',
      text => text.replace('{{facts}}\n\n', ''),
      '{{facts}} is missing after the line ---',
    ],
    [
      'a place is misspelt',
      'answer.md',
      text => text.replaceAll('{{sources}}\n\n', '{{source}}\n\n'),
      '{{source}} after the line --- is unknown',
    ],
    ['the line is missing', 'question.md', text => text.replace('\n---\n', '\n'), 'one line ---'],
    ['there are two lines', 'question.md', text => `${text}\n---\n`, 'one line ---'],
    ['it is empty', 'question.md', () => '', 'one line ---'],
  ])('are turned down with what is wrong and where: %s', async (_, name, change, problem) => {
    const folder = changed(name, change);
    const error = await readPrompts(folder).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PromptError);
    expect(String(error)).toContain(join(folder, name));
    expect(String(error)).toContain(problem);
  });

  it('are missed by their name', async () => {
    const folder = changed('question.md', text => text);
    rmSync(join(folder, 'question.md'));
    await expect(readPrompts(folder)).rejects.toThrow(/question\.md cannot be read/);
  });
});
