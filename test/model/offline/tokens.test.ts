import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, offlineAnalyzer, wordSpans, words } from '../../../src/model/offline/tokens.ts';

const { analyze } = offlineAnalyzer;

describe('the surface space', () => {
  it('has every pair of neighbouring Han characters, however the segmenter cuts', () => {
    expect(analyze('交叉验证').terms).toEqual(['交叉', '叉验', '验证']);
    expect(analyze('歌').terms).toEqual(['歌']);
  });

  it('has the stems of Latin words without stop words', () => {
    expect(analyze('the anchors of detection').terms).toEqual(['anchor', 'detect']);
  });

  it.each([
    ['AlphaPose', 'pose'],
    ['YOLOv2', 'yolo'],
    ['HDF5', 'hdf'],
    ['Cross-Validation', 'valid'],
    ['C++', 'c++'],
    ['ＢＥＲＴ', 'bert'],
    ['目标检测Anchor是什么', 'anchor'],
  ])('finds %s by %s', (text, token) => {
    expect(analyze(text).terms).toContain(token);
  });

  it('takes the words of a web address and leaves its hashes out', () => {
    const { terms } = analyze(
      '见 https://github.com/MVIG-SJTU/AlphaPose/blob/master/x https://mp.weixin.qq.com/s/Qvjk7mz8d9lxeyIMND1mPA',
    );
    expect(terms).toEqual(expect.arrayContaining(['github', 'alphapos', 'weixin']));
    expect(terms.some(term => term.includes('lxeyi'))).toBe(false);
  });

  it('does not tell traditional from simplified characters, nor changes words that both write alike', () => {
    expect(fold('開發者')).toBe('开发者');
    expect(fold('著名 覆盖')).toBe('著名 覆盖');
  });
});

describe('the gloss space', () => {
  it.each([
    ['目标检测', 'object detection'],
    ['交叉验证', 'cross-validation'],
    ['数据库', 'database'],
    ['机器学习', 'machine learning'],
    ['损失函数', 'loss function'],
  ])('%s and “%s” meet', (chinese, english) => {
    const glosses = analyze(chinese).glosses;
    for (const { terms } of words(english)) expect(glosses).toContain(terms[0]);
  });

  it('knows what abbreviations stand for', () => {
    expect(analyze('k8s').glosses).toContain(analyze('kubernetes').glosses[0]);
  });
});

it('marks words where they stand in the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('目', '标', '检', '测', 'a', 'B', '3', ' ', '，', '😀', '-') }),
      text => {
        for (const { word, start, end } of wordSpans(text)) {
          expect(start).toBeLessThan(end);
          expect(fold(text.slice(start, end))).toContain(word.text);
        }
      },
    ),
  );
});

it('reads any string, and no token is empty or has white space', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const { terms, glosses } = analyze(text);
      for (const token of [...terms, ...glosses]) expect(token).toMatch(/^\S+$/u);
      expect(words(text).length).toBeLessThanOrEqual(text.length * 2);
    }),
  );
});
