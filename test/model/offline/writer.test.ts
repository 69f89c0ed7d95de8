import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asWritten, quote } from '../../../src/model/offline/writer.ts';

it('quotes the line of the notes that says most on the topic, its words in bold', () => {
  const entry = {
    title: 'alphapose的输出格式',
    text: 'alphapose的输出格式 https://example.com/x\n前17个输出是COCO关键点。其余的是MPII',
  };
  expect(quote(entry, 'COCO 关键点')).toBe('前17个输出是**COCO关键点**。');
});

it('quotes nothing where a short title says it already', () => {
  expect(
    quote(
      { title: 'Cross-Validation（交叉验证）详解', text: 'Cross-Validation（交叉验证）详解 https://example.com' },
      '交叉验证',
    ),
  ).toBeUndefined();
});

it('quotes only what surrounds the words where a title is long', () => {
  const title = `${'很多别的内容，'.repeat(20)}交叉验证，${'以及更多，'.repeat(20)}`;
  const quoted = quote({ title, text: title }, '交叉验证') ?? '';
  expect(quoted).toContain('**交叉验证**');
  expect([...quoted].length).toBeLessThan(80);
});

it('cuts through no character and quotes nothing that is not there, whatever the entry is made of', () => {
  const piece = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom('交叉验证', '验证', '😀', '𠮷', '\u{2f80a}', '👩‍👩‍👧', '*', '`', '，', ' ', 'é'),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
  );
  const text = fc.array(piece, { minLength: 1, maxLength: 160 }).map(pieces => pieces.join(''));
  const plain = (written: string) => written.replace(/[…*\\]/g, '');
  fc.assert(
    fc.property(text, fc.constantFrom('交叉验证', '\u{2f80a}验证', 'validation 𠮷'), (written, topic) => {
      const quoted = quote({ title: 'x', text: written }, topic) ?? '';
      expect(quoted.isWellFormed()).toBe(true);
      expect(plain(written)).toContain(plain(quoted));
      expect(plain(quoted).length).toBeLessThanOrEqual(120);
    }),
    { numRuns: 500 },
  );
});

it('marks a word of the other language', () => {
  expect(quote({ title: 'x', text: 'x\n这里讲目标检测的事' }, 'object detection')).toBe('这里讲**目标检测**的事');
});

it('keeps what a person wrote from being read as Markdown, and plain text as it is', () => {
  expect(asWritten('*a* [b](c) `d` <e> my_file_name')).toBe('\\*a\\* \\[b\\](c) \\`d\\` \\<e> my_file_name');
  expect(asWritten('目标检测 (2020) – ok')).toBe('目标检测 (2020) – ok');
  expect(asWritten('1. a\n- b\n2021.1 -3 #4')).toBe('1\\. a\n\\- b\n2021.1 -3 #4');
  expect(asWritten('see https://a.com/x_(_y_)_z, *b*')).toBe('see https://a.com/x_(_y_)_z, \\*b\\*');
});
