import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/answer/answer.ts';
import type { Asking } from '../../../src/answer/asking.ts';
import { talk } from '../../../src/chat/console/console.ts';
import { createLog } from '../../../src/log.ts';
import { openNotes } from '../../notes.ts';
import { openScreen } from './screen.ts';

const ENTER = '\r';
const CTRL_C = '\u0003';

/** A talk of somebody who types at a terminal; each question is answered by hand. */
async function typing() {
  const app = await openNotes();
  const screen = openScreen();
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const questions: ((asking: Asking & { answer(text: string): void; text: string }) => void)[] = [];
  const asked: (Asking & { answer(text: string): void; text: string })[] = [];
  const over = talk({
    input,
    output: screen.output,
    error: screen.output,
    language: 'en',
    parts: {
      ...app,
      pageSize: 8,
      write(request, asking) {
        const { promise, resolve, reject } = Promise.withResolvers<Answer>();
        const { signal } = asking;
        signal?.addEventListener('abort', () => reject(signal.reason));
        const answer = (text: string) => resolve({ text, refused: false, sources: [], nearest: [] });
        const one = { ...asking, answer, text: request.question.text };
        const taken = questions.shift();
        if (taken === undefined) asked.push(one);
        else taken(one);
        return promise;
      },
    },
    catchUp: async () => {},
    log: createLog('silent'),
    signal: new AbortController().signal,
    every: () => () => {},
  });
  return {
    over,
    screen,
    type: (keys: string) => input.write(keys),
    /** the question that is to be answered next */
    async question() {
      return asked.shift() ?? new Promise<(typeof asked)[number]>(resolve => questions.push(resolve));
    },
  };
}

describe('a person at a terminal', () => {
  it('sees an answer while it is written, and then what is still missing of it', async () => {
    const { over, screen, type, question } = await typing();
    type(`mxnet${ENTER}`);
    const { onDraft, answer } = await question();
    onDraft?.({ text: '**mxnet** is a library [1].', tail: ' It has' });
    expect(screen.seen()).toBe('› mxnet\nmxnet is a library [1]. It has');
    answer('**mxnet** is a library [1].\n\n> **Sources**\n> [1] 2021-01-25 (1) mxnet');
    await screen.shows('(1) mxnet\n\n›');
    type(`quit${ENTER}`);
    await over;
    expect(screen.seen()).toBe('› mxnet\nmxnet is a library [1].\n\nSources\n[1] 2021-01-25 (1) mxnet\n\n› quit');
  });

  it('stops an answer by Ctrl+C, and goes on talking', async () => {
    const { over, screen, type, question } = await typing();
    type(`mxnet${ENTER}`);
    const { enough, signal, answer } = await question();
    type(CTRL_C);
    expect(enough?.aborted).toBe(true);
    expect(signal?.aborted).toBe(false);
    answer('What there is.');
    await screen.shows('What there is.\n\n›');
    type(`anchor${ENTER}`);
    const next = await question();
    expect(next.enough?.aborted).toBe(false);
    next.answer('More.');
    await screen.shows('More.\n\n›');
    type(CTRL_C);
    await over;
    expect(screen.seen()).toBe('› mxnet\nWhat there is.\n\n› anchor\nMore.\n\n›');
  });

  it('ends the talk by a second Ctrl+C, without waiting for an answer', async () => {
    const { over, screen, type, question } = await typing();
    type(`mxnet${ENTER}`);
    const { signal, onDraft } = await question();
    onDraft?.({ text: 'One [1].', tail: ' Tw' });
    type(CTRL_C);
    type(CTRL_C);
    await over;
    expect(signal?.aborted).toBe(true);
    expect(screen.seen()).toBe('› mxnet\nOne [1].');
  });

  it('types ahead without disturbing the answer', async () => {
    const { over, screen, type, question } = await typing();
    type(`mxnet${ENTER}`);
    const first = await question();
    first.onDraft?.({ text: 'One [1].', tail: '' });
    type(`anchor${ENTER}and`);
    expect(screen.seen()).toBe('› mxnet\nOne [1].');
    first.answer('One [1]. Two [2].');
    const second = await question();
    expect(second.text).toBe('anchor');
    expect(screen.seen()).toBe('› mxnet\nOne [1]. Two [2].\n\n› anchor');
    second.answer('Three [3].');
    await screen.shows('Three [3].\n\n› and');
    type(` so${ENTER}`);
    const third = await question();
    expect(third.text).toBe('and so');
    third.answer('Four.');
    await screen.shows('› and so\nFour.\n\n›');
    type(CTRL_C);
    await over;
  });
});
