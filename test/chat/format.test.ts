import { expect, it } from 'vitest';
import { toTerminal } from '../../src/chat/format.ts';

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
