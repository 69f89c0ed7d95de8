import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestFolder, temporaryFolder } from '../notes.ts';
import { ended, lines, NOTED, run, start } from './program.ts';

describe('the program without arguments', () => {
  it('takes the digest in, says in two lines what it is, and answers each line of its input in order', async () => {
    const { code, output } = await run([], {
      digest: digestFolder(),
      input: 'what did we note about cross-validation\n\n2021.1.24 记了什么\nhow do I bake sourdough\n',
    });
    expect(code).toBe(0);
    const [about, how, ...answers] = output.split('\n');
    expect(about).toContain('25 entries');
    expect(how).toContain('/help');
    const text = answers.join('\n');
    expect(text.indexOf('Cross-Validation')).toBeLessThan(text.indexOf('2021-01-24 共 5 条'));
    expect(text).toMatch(/Not in the notes.*\n*$/);
    expect(text).not.toContain('**');
  });

  it('ends at /quit', async () => {
    const { code, output } = await run([], { digest: digestFolder(), input: '/quit\nhow many entries are there\n' });
    expect(code).toBe(0);
    expect(output).not.toContain('There are');
  });
});

describe('ingest', () => {
  it('reports what it did, and the second time has nothing to do', async () => {
    const where = { digest: digestFolder(), state: temporaryFolder() };
    expect(lines((await run(['ingest', '--json'], where)).output)).toMatchObject([
      { added: 25, removed: 0, entries: 25, problems: [] },
    ]);
    expect(lines((await run(['ingest', '--json'], where)).output)).toMatchObject([
      { added: 0, changed: 0, unchanged: 25 },
    ]);
  });

  it('names file and line of what it cannot read, takes the rest in, and ends well', async () => {
    const digest = digestFolder({ 'good.md': '## 2021-01-18\n(1) fine https://example.com/a\n' });
    writeFileSync(join(digest, 'gbk.md'), Buffer.from([0x23, 0x20, 0x61, 0x0a, 0xbd, 0xbb, 0xb2, 0xe6]));
    const { code, output, error } = await run(['ingest', '--json'], { digest });
    expect(code).toBe(0);
    expect(lines(output)).toMatchObject([{ added: 1, problems: [{ file: 'gbk.md', line: 2 }] }]);
    expect(error).toContain('gbk.md:2:');
    expect(error).toContain('UTF-8');
  });

  it('fails where there is no digest folder, and says what to do', async () => {
    const { code, output, error } = await run(['ingest', '--json'], { digest: '/no/such/folder' });
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(error).toContain('/no/such/folder does not exist');
    expect(error).toContain('DIGEST_DIR');
  });
});

describe('ask', () => {
  it('gives the answer with its sources as JSON', async () => {
    const { output } = await run(['ask', '交叉验证', '--json'], { digest: digestFolder() });
    expect(lines(output)).toMatchObject([
      {
        refused: false,
        sources: [
          {
            n: 1,
            id: '2021-01-20#1',
            date: '2021-01-20',
            ordinal: 1,
            title: 'Cross-Validation（交叉验证）详解',
            urls: ['https://zhuanlan.zhihu.com/p/24825503?refer=rdatamining'],
          },
          { n: 2, id: '2021-01-20#3' },
        ],
      },
    ]);
  });

  it('understands relative days from --now', async () => {
    const { output } = await run(['ask', '上周三的条目', '--now', '2021-01-26', '--json'], { digest: digestFolder() });
    expect(lines(output)[0].sources.map(({ id }: { id: string }) => id)).toEqual([
      '2021-01-20#1',
      '2021-01-20#2',
      '2021-01-20#3',
      '2021-01-20#4',
    ]);
  });

  it('answers a question a line from standard input', async () => {
    const { output } = await run(['ask', '-', '--json'], {
      digest: digestFolder(),
      input: 'mxnet\n\nhow do I bake sourdough\n',
    });
    expect(lines(output)).toMatchObject([
      { question: 'mxnet', refused: false },
      { question: 'how do I bake sourdough', refused: true, sources: [] },
    ]);
  });
});

describe('search', () => {
  it('gives a JSON line a hit, best first, no more than the limit', async () => {
    const hits = lines(
      (await run(['search', '目标检测', '--limit', '3', '--json'], { digest: digestFolder() })).output,
    );
    expect(hits).toHaveLength(3);
    expect(hits[0]).toMatchObject({ id: '2021-01-24#5', date: '2021-01-24', ordinal: 5 });
    expect(hits[0].score).toBeGreaterThanOrEqual(hits[1].score);
  });

  it('gives one line a question for questions from standard input', async () => {
    const { output } = await run(['search', '-', '--json', '--limit', '2'], {
      digest: digestFolder(),
      input: 'anchor\n2021.1.25\n',
    });
    expect(lines(output)).toMatchObject([
      { question: 'anchor', hits: [{ id: '2021-01-24#5' }, {}] },
      { question: '2021.1.25', hits: [{ id: '2021-01-25#1' }, { id: '2021-01-25#2' }] },
    ]);
  });

  it('finds what was noted since the last time', async () => {
    const where = { digest: digestFolder(), state: temporaryFolder() };
    await run(['ingest'], where);
    appendFileSync(join(where.digest, '2021.md'), '\n(5)量子计算机入门 https://example.com/q\n');
    expect(lines((await run(['search', '量子计算机', '--limit', '1', '--json'], where)).output)).toMatchObject([
      { id: '2021-01-25#5' },
    ]);
  });
});

describe('entries', () => {
  it('gives every entry in order, with all that is known of it', async () => {
    const all = lines((await run(['entries', '--json'], { digest: digestFolder() })).output);
    expect(all).toHaveLength(25);
    expect(all[8]).toEqual({
      id: '2021-01-20#1',
      file: '2021.md',
      line: 13,
      date: '2021-01-20',
      ordinal: 1,
      title: 'Cross-Validation（交叉验证）详解',
      text: '【机器学习】Cross-Validation（交叉验证）详解 https://zhuanlan.zhihu.com/p/24825503?refer=rdatamining',
      tags: ['机器学习'],
      emphasis: [],
      urls: ['https://zhuanlan.zhihu.com/p/24825503?refer=rdatamining'],
    });
  });

  it('narrows to days and tags', async () => {
    const where = { digest: digestFolder(), state: temporaryFolder() };
    const ids = async (...args: string[]) =>
      lines((await run(['entries', '--json', ...args], where)).output).map(({ id }) => id);
    expect(await ids('--from', '2021.1.24', '--to', '2021-01-24')).toHaveLength(5);
    expect(await ids('--tag', '机器学习')).toEqual(['2021-01-20#1']);
  });
});

describe('bad usage and settings', () => {
  it.each([
    [['frobnicate'], 'no command "frobnicate"'],
    [['ask'], 'There is no question'],
    [['search', 'x', '--limit', 'many'], '--limit takes a whole number'],
    [['ask', 'x', '--now', 'soon'], '--now takes an ISO time'],
    [['ask', 'x', '--now', '2021-02-30'], '--now takes an ISO time'],
    [['entries', '--frm', 'x'], 'no option --frm'],
    [['entries', '--from', 'foo 2021-01-24 bar'], '--from takes a day'],
    [['entries', '--from', '2021-01-25', '--to', '2021-01-20'], 'is after --to'],
    [['ingest', 'now'], 'ingest [--json]'],
    [['toString'], 'no command "toString"'],
  ])('%j ends with 2 and says what would be right', async (args, message) => {
    const { code, output, error } = await run(args, { digest: digestFolder() });
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(error).toContain(message);
    expect(error).not.toContain('    at ');
  });

  it('a wrong setting ends with 2 and is named', async () => {
    const { code, error } = await run(['ask', 'x'], { digest: digestFolder(), settings: { TIMEZONE: 'Mars' } });
    expect(code).toBe(2);
    expect(error).toContain('TIMEZONE must be a time zone');
  });

  it('reads .env in the working directory, and the environment comes before it', async () => {
    const digest = digestFolder();
    const home = temporaryFolder();
    writeFileSync(join(home, '.env'), `TIMEZONE=Mars\nDIGEST_DIR=${digest}\n`);
    expect((await run(['entries'], { cwd: home, settings: { TIMEZONE: 'UTC' } })).code).toBe(0);
    expect((await run(['entries'], { cwd: home, settings: { TIMEZONE: '' } })).code).toBe(2);
  });
});

describe('trouble', () => {
  it('is told once when the digest folder goes away, and what was taken in still answers', async () => {
    const digest = digestFolder();
    const state = temporaryFolder();
    await run(['ingest'], { digest, state });
    renameSync(digest, `${digest}-gone`);
    const { code, output, error } = await run([], { digest, state, input: 'how many entries are there\nmxnet\n' });
    expect(code).toBe(0);
    expect(output).toContain('There are 25 entries');
    expect(output).toContain('2021-01-25 (1)');
    expect(error.match(/does not exist/g)).toHaveLength(1);
  });

  it('with the data folder is told with what to do', async () => {
    const state = join(temporaryFolder(), 'file');
    writeFileSync(state, '');
    const { code, error } = await run(['ask', 'mxnet'], { digest: digestFolder(), state });
    expect(code).toBe(1);
    expect(error).toContain('there is a file of that name');
    expect(error).toContain('DATA_DIR');
  });

  it('ends a command that waits for questions, before it has read any', async () => {
    const child = start(['ask', '-'], { digest: '/no/such/folder' });
    const { code, error } = await ended(child);
    expect(code).toBe(1);
    expect(error).toContain('does not exist');
  });

  it('of an output that cannot be written is no success', async () => {
    const child = spawn(NOTED, ['entries'], {
      env: { ...process.env, DIGEST_DIR: digestFolder(), DATA_DIR: temporaryFolder() },
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    expect((await once(child, 'close'))[0]).toBe(1);
  });

  it('does not follow from SIGTERM: a command that waits for questions ends', async () => {
    const child = start(['ask', '-', '--json'], { digest: digestFolder() });
    child.stdin.write('mxnet\n');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect((await ended(child)).code).toBe(1);
  });
});

it('reads a time without an offset in the time zone of the settings', async () => {
  const digest = digestFolder({ 'a.md': '## 2021-01-20\n(1) noted https://example.com/a\n' });
  const settings = { TIMEZONE: 'America/New_York' };
  const ask = (now: string) => run(['ask', 'what did we note yesterday', '--now', now, '--json'], { digest, settings });
  expect(lines((await ask('2021-01-21T23:30:00')).output)[0].refused).toBe(false);
  expect(lines((await ask('2021-01-21T23:30:00Z')).output)[0].refused).toBe(false);
  expect(lines((await ask('2021-01-22T00:30:00')).output)[0].refused).toBe(true);
});
