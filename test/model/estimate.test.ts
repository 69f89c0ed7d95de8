import { expect, it } from 'vitest';
import { estimateTokens } from '../../src/model/estimate.ts';

it.each([
  ['', 0],
  ['word', 1],
  ['words', 2],
  ['机器学习', 4],
  ['用 PyTorch 做图像分割。', 7 + 3],
  ['한국어', 3],
])('%j is about %i tokens', (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});
