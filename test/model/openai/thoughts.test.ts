import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createThoughtFilter } from '../../../src/model/openai/thoughts.ts';

function filtered(pieces: readonly string[]): string {
  const filter = createThoughtFilter();
  return pieces.map(filter.push).join('') + filter.end();
}

it.each([
  ['<think>Hm.</think>Yes.', 'Yes.'],
  ['\n<thinking>\n1 < 2\n</thinking>\n\nYes.', 'Yes.'],
  ['<think></think><think>And?</think> Yes.', 'Yes.'],
  ['<think>Without an end', ''],
  ['<thin', '<thin'],
  ['<b>Yes.</b> <think>no</think>', '<b>Yes.</b> <think>no</think>'],
  ['  Yes. ', 'Yes. '],
  ['', ''],
])('What is thought before the answer is no part of it: %j', (text, answer) => {
  expect(filtered([text])).toBe(answer);
});

it('It does not matter in which pieces the text comes', () => {
  const part = fc.constantFrom('<think>', '</think>', '<reasoning>', '</reasoning>', '<', '\n', 'Yes', '。');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(60), { maxLength: 12 }), (parts, cuts) => {
      const text = parts.join('');
      const places = [0, ...cuts.filter(at => at < text.length).sort((a, b) => a - b), text.length];
      const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
      expect(filtered(pieces)).toBe(filtered([text]));
    }),
  );
});

it('What is certain to be the answer is not held back', () => {
  const filter = createThoughtFilter();
  expect(filter.push('Y')).toBe('Y');
  expect(filter.push('<think>')).toBe('<think>');
});
