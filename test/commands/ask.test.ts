import { describe, expect, it } from 'vitest';
import { digestFolder } from '../notes.ts';
import { sourcesIn, startModelServer } from '../openai/server.ts';
import { ended, lines, run, start } from './program.ts';

describe('ask, with a model that words answers', () => {
  it('gives the same members as without one, the sources in the order in which they are cited', async () => {
    const server = await startModelServer();
    server.answers(request =>
      sourcesIn(request)
        .reverse()
        .map(({ n, title }) => `There is ${title} [${n}].`)
        .join(' '),
    );
    const where = { digest: digestFolder(), settings: server.settings() };
    const { code, output } = await run(['ask', 'what did we note about mxnet', '--json'], where);
    expect(code).toBe(0);
    const [answer] = lines(output);
    expect(Object.keys(answer)).toEqual(['answer', 'refused', 'sources', 'nearest']);
    expect(answer.answer).toMatch(/^There is .*mxnet.* \[1\]\. There is .* \[2\]\.\n\n> \*\*Sources\*\*\n> \[1\] /);
    expect(answer.sources.map(({ n, id }: { n: number; id: string }) => [n, id])).toEqual([
      [1, '2021-01-25#2'],
      [2, '2021-01-25#1'],
    ]);
  });

  it('answers out of the notes where the server is down, and says so', async () => {
    const settings = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_CHAT_MODEL: 'nobody' };
    const { code, output, error } = await run(['ask', '交叉验证'], { digest: digestFolder(), settings });
    expect(code).toBe(0);
    expect(output).toMatch(/^笔记里有 2 条相关.*暂时无法生成总结，以上是原始条目。\n$/s);
    expect(error).toContain('"trouble":"unreachable"');
  });

  it('ends at Ctrl+C without a word while it waits for the model', async () => {
    const server = await startModelServer();
    const asked = new Promise<void>(resolve =>
      server.answers(() => {
        resolve();
        return 'hang';
      }),
    );
    const child = start(['ask', 'mxnet'], { digest: digestFolder(), settings: server.settings() });
    const over = ended(child);
    await asked;
    child.kill('SIGINT');
    const { code, output, error } = await over;
    expect({ code, output }).toEqual({ code: 1, output: '' });
    // How the digest is taken in is told where that takes long.
    expect(error).not.toMatch(/failed|stopped/);
  });
});
