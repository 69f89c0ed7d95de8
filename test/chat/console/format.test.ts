import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toTerminal } from '../../../src/chat/console/format.ts';
import { asWritten } from '../../../src/model/offline/writer.ts';
import { looks, written } from '../../model/offline/written.ts';
import { openScreen } from './screen.ts';

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

it('shows what a model writes without the marks of italics, code and headings, and lists as lists', () => {
  const markdown = '## Title\n\n*a* and _b_, `x*y` and a_b_c, 2 * 3\n- one\n* two\n  + three\n1. four';
  expect(toTerminal(markdown, plain)).toBe('Title\n\na and b, x*y and a_b_c, 2 * 3\n- one\n- two\n  - three\n1. four');
});

it('leaves addresses as they are, whatever looks like a mark in them', () => {
  const text = '*see* https://a.com/_b_/*c*d and www.a.com/`x';
  expect(toTerminal(text, plain)).toBe('see https://a.com/_b_/*c*d and www.a.com/`x');
});

it('sets the sources of a written answer like the entries of any other', () => {
  const markdown = 'Words [1].\n\n> **Sources**\n> [1] 2021-01-20 (1) Title\n> https://example.com/a\n\n> quoted';
  expect(toTerminal(markdown, plain)).toBe(
    'Words [1].\n\nSources\n[1] 2021-01-20 (1) Title\n    https://example.com/a\n\n    │ quoted',
  );
});

describe('a terminal of 40 columns', () => {
  const seen = (markdown: string) => {
    const screen = openScreen(40);
    screen.output.write(toTerminal(markdown, screen.output));
    expect(screen.overflows()).toBe(0);
    return screen.seen();
  };

  it('has rows that end between words', () => {
    expect(seen('Cross-validation splits **the data into** parts, and tests on each [1].')).toBe(
      'Cross-validation splits the data into\nparts, and tests on each [1].',
    );
  });

  it('has rows that end between Chinese characters, but not before a mark or a citation', () => {
    expect(seen('交叉验证把数据分成几份，每一份都当一次测试集。[1]其余的用来训练，最后取平均。[2]')).toBe(
      '交叉验证把数据分成几份，每一份都当一次\n测试集。[1]其余的用来训练，最后取平\n均。[2]',
    );
  });

  it('sets further rows of items, entries and quotations in', () => {
    expect(seen('- an item that does not fit into one row of it')).toBe(
      '- an item that does not fit into one\n  row of it',
    );
    expect(seen('[1] 2021-01-20 (1) Cross-Validation（交叉验证）详解')).toBe(
      '[1] 2021-01-20 (1) Cross-Validation（交\n    叉验证）详解',
    );
    expect(seen('> a quotation that does not fit into one row')).toBe(
      '    │ a quotation that does not fit\n    │ into one row',
    );
  });

  it('has no row that is too long, but where a word is', () => {
    const word = fc.constantFrom(
      'a',
      'words',
      '**bold**',
      '交叉验证',
      '，',
      '。',
      '“x”',
      '——',
      '[1]',
      '（加噪）',
      '\n',
      '\n- ',
      '\n> ',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), words => {
        const screen = openScreen(40);
        const text = words.join(' ').replace(/ \n/g, '\n');
        screen.output.write(toTerminal(text, screen.output));
        expect(screen.overflows()).toBe(0);
        const whole = toTerminal(text, plain);
        expect(screen.seen().replace(/[\s│]+/g, '')).toBe(whole.replace(/[\s│]+/g, ''));
      }),
    );
  });
});
