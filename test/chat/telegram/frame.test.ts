import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf } from '../../../src/chat/telegram/frame.ts';
import { startChat } from '../../bot-api/caller.ts';
import { hostileMarkdown } from './format/hostile.ts';
import { expectWellFormed } from './format/well-formed.ts';

const { bot, chat } = await startChat();

const shown = (tail: string, text = '') => frameOf({ text, tail })?.text;

describe('a frame', () => {
  it('shows what stands and what is being written', () => {
    const frame = frameOf({ text: '**Folds** split data [1]. ', tail: 'They take' });
    expect(frame).toEqual({
      text: 'Folds split data [1]. They take',
      entities: [{ type: 'bold', offset: 0, length: 5 }],
    });
  });

  it.each([
    ['They **take', 'They'],
    ['They **take** time', 'They take time'],
    ['They *take', 'They'],
    ['They take *', 'They take'],
    ['They take 2 * 3', 'They take 2 * 3'],
    ['They `ta*ke', 'They'],
    ['They `ta*ke` time', 'They ta*ke time'],
    ['They ~~take', 'They'],
    ['They take [1', 'They take'],
    ['They take [1] time', 'They take [1] time'],
    ['They [take](https://a.com/x', 'They'],
    ['They take \\*', 'They take *'],
    ['They take \\', 'They take'],
  ])('of %j shows %j: no mark that is still open', (tail, text) => {
    expect(shown(tail)).toBe(text);
  });

  it('leaves nothing out of what stands', () => {
    expect(shown('more', 'It is 2**3 [1]. ')).toBe('It is 2**3 [1]. more');
  });

  it('is none where there is nothing to see yet', () => {
    expect(frameOf({ text: '', tail: '' })).toBeUndefined();
    expect(frameOf({ text: '\n', tail: '**' })).toBeUndefined();
  });

  it('is one message, however long the answer gets', () => {
    const frame = frameOf({ text: 'A long sentence. '.repeat(1000), tail: 'And' });
    expect([...(frame?.text ?? '')].length).toBeLessThanOrEqual(4096);
  });

  it('is taken as a draft and as a message wherever the answer is cut', async () => {
    await fc.assert(
      fc.asyncProperty(hostileMarkdown, fc.nat(200), fc.nat(200), async (markdown, one, two) => {
        const [from, to] = [Math.min(one, two), Math.max(one, two)];
        const frame = frameOf({ text: markdown.slice(0, from), tail: markdown.slice(from, to) });
        if (frame === undefined) return;
        expectWellFormed(frame);
        expect(await bot.refusal('sendMessageDraft', { chat_id: chat, draft_id: 1, ...frame })).toBeUndefined();
        expect(await bot.refusal('sendMessage', { chat_id: chat, ...frame })).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
