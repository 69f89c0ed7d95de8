import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toTerminal } from '../../src/chat/format.ts';
import { asWritten } from '../../src/model/offline/writer.ts';
import { looks, written } from '../model/offline/written.ts';

const plain = { isTTY: false } as NodeJS.WriteStream;

it('takes the marks of bold, quotations and escapes away where no styles are shown', () => {
  expect(toTerminal('**2** \\*a\\* my\\_x\n> 这里讲**目标检测**', plain)).toBe('2 *a* my_x\n    │ 这里讲目标检测');
});

it('keeps signs inside bold as they were written', () => {
  expect(toTerminal('**a\\*b**', plain)).toBe('a*b');
});

it('sets links in, under the entry that they belong to', () => {
  expect(toTerminal('[1] title\nhttps://example.com/a', plain)).toBe('[1] title\n    https://example.com/a');
});

it('shows what a person wrote as it was written', () => {
  fc.assert(
    fc.property(written, text => {
      expect(looks(toTerminal(asWritten(text), plain))).toBe(looks(text));
    }),
    { numRuns: 500 },
  );
});

it('shows an address in angle brackets, which tell where it ends, without them', () => {
  const text = 'see https://a.com/中文_x and https://a.com/y';
  const markdown = asWritten(text, ['https://a.com/中文_x', 'https://a.com/y']);
  expect(markdown).toBe('see <https://a.com/中文_x> and https://a.com/y');
  expect(toTerminal(markdown, plain)).toBe(text);
});
