import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { talk } from '../../../src/chat/console/console.ts';
import { createLog } from '../../../src/log.ts';
import { openNotes } from '../../notes.ts';

/** What the console says to these lines. */
async function saying(...lines: string[]): Promise<string> {
  const app = await openNotes({ now: '2021-01-25T12:00:00+08:00' });
  const input = new PassThrough();
  const output = new PassThrough();
  const heard = text(output);
  input.end(`${lines.join('\n')}\n`);
  await talk({
    input,
    output,
    error: new PassThrough(),
    language: 'en',
    parts: { ...app, pageSize: 8 },
    catchUp: async () => {},
    log: createLog('silent'),
    signal: new AbortController().signal,
  });
  output.end();
  return heard;
}

describe('the console', () => {
  it('keeps what was said before in mind', async () => {
    const heard = await saying('what did we note about cross-validation', 'the second one', 'more', '1月24日呢');
    expect(heard).toMatch(/› the second one\nIn full:\n\n\[2\] 2021-01-20 \(3\)/);
    expect(heard).toMatch(/› more\nThat was all/);
    expect(heard).toMatch(/› 1月24日呢\n2021-01-24 的笔记里没有：没找到关于“cross-validation”/);
  });

  it('turns pages, and says how', async () => {
    const heard = await saying('January 2021', '/more', 'more');
    expect(heard).toContain('Page 1 of 4; /more shows the next.');
    expect(heard).toMatch(/› \/more\n25 entries.*, 9 to 16:/);
    expect(heard).toContain('[24] 2021-01-25 (3)');
  });

  it('takes a choice by its number, and only right after it was offered', async () => {
    const heard = await saying('/language', '2', 'mxnet', '/language 自动', 'what did we note about mxnet');
    expect(heard).toMatch(/1\. English\n2\. 中文\n3\. /);
    expect(heard).toContain('› 2\n以后用中文回答。');
    expect(heard).toMatch(/› mxnet\n笔记里有 2 条/);
    expect(heard).toMatch(/› what did we note about mxnet\n2 entries/);
    expect(await saying('/forget', 'mxnet', '1')).not.toContain('Erased');
  });

  it('forgets when it is told to', async () => {
    const heard = await saying('mxnet', '/forget', '1', '/more');
    expect(heard).toMatch(/Erased: 1 question with its answer, 0 ratings/);
    expect(heard).toMatch(/› \/more\nThere is no answer to go on with/);
  });

  it('ends at a word as well, but not at one in a question', async () => {
    for (const word of ['quit', 'Exit', '/quit', '/exit now']) expect(await saying(word, 'mxnet')).toBe('');
    expect(await saying('exit codes', 'mxnet')).toContain('› mxnet');
  });
});
