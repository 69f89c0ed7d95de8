import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/digest/parse.ts';
import { seed, verified } from './seed.ts';
import { honestChinese, honestElsewhere, honestEnglish, inventedChinese, inventedEnglish } from './spoken.ts';

describe.each([
  ['en', honestEnglish, inventedEnglish],
  ['zh', honestChinese, inventedChinese],
] as const)('in %s', (language, honest, invented) => {
  it('what the entries say in other words stands as it is written', () => {
    const lost = honest.filter(sentence => verified(sentence, language).text !== sentence);
    // Two issues are counted nowhere in the entry that links to them.
    expect(lost).toEqual(honest.filter(sentence => /Two AlphaPose|两个 issue/.test(sentence)));
  });

  it('what they do not say does not stand', () => {
    expect(invented.filter(sentence => verified(sentence, language).text !== '')).toEqual([]);
  });
});

it('what other digests say in other words stands, but for names that are translated', () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'data', 'eval', 'sample');
  const told = Object.entries(honestElsewhere).flatMap(([file, { en, zh }]) => {
    const entries = parse(readFileSync(join(folder, file), 'utf8'), { file }).entries.map((entry, n) => ({
      ...entry,
      n: n + 1,
    }));
    const cited = (about: string) => entries.find(({ text }) => text.includes(about))?.n;
    return [
      ...en.map(([about, said]) => [
        `${said} [${cited(about)}].`,
        verified(`${said} [${cited(about)}].`, 'en', entries).text,
      ]),
      ...zh.map(([about, said]) => [
        `${said}[${cited(about)}]。`,
        verified(`${said}[${cited(about)}]。`, 'zh', entries).text,
      ]),
    ];
  });
  expect(told.filter(([said, shown]) => said === shown).length / told.length).toBeGreaterThan(0.95);
});

describe('a name', () => {
  it('that no cited source has is taken for a claim', () => {
    expect(verified('Cross-validation is explained in detail by PyTorch [9].').dropped).toMatchObject([
      { why: 'unsupported' },
    ]);
    expect(verified('Microsoft 的 MediaPipe 可以做面部和手势预测[3]。', 'zh').dropped).toMatchObject([
      { why: 'unsupported' },
    ]);
  });

  it('counts as known in the other language', () => {
    expect(verified('The MediaPipe project of Google predicts faces, hands and poses [3].').dropped).toEqual([]);
  });
});

it('a sentence that says nothing does not stand', () => {
  expect(verified('It also is [9].').text).toBe('');
  expect(seed).toHaveLength(25);
});
