import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toRich } from '../../../../src/chat/telegram/format/entities.ts';
import { hostileMarkdown } from './hostile.ts';
import { expectWellFormed } from './well-formed.ts';

/** Entities as what they are on, for a reader: `bold(words)`, `text_link(words → address)`. */
function marksOf(markdown: string): string[] {
  const { text, entities } = toRich(markdown);
  return entities.map(({ type, offset, length, url, language }) => {
    const more = url ?? language;
    return `${type}(${text.slice(offset, offset + length)}${more === undefined ? '' : ` → ${more}`})`;
  });
}
const textOf = (markdown: string) => toRich(markdown).text;

describe('an answer out of the digest', () => {
  const answer = [
    'Two entries in the notes are on this, the closest first:',
    '',
    '[1] 2021-01-20 (1) Title \\[with\\] \\*escapes\\* my\\_x #tag',
    '> 这里讲**目标检测**的 anchor',
    'https://example.com/a_b_(c)',
    'https://zh.wikipedia.org/wiki/中文_维基',
    '',
    '[2] 2021-01-21 (3) 约3~5天，10~20人',
    'https://arxiv.org/abs/**1**',
    'http://localhost/x',
  ].join('\n');

  it('keeps its lines, numbers and addresses as they are', () => {
    expect(textOf(answer)).toBe(
      [
        'Two entries in the notes are on this, the closest first:',
        '',
        '[1] 2021-01-20 (1) Title [with] *escapes* my_x #tag',
        '这里讲目标检测的 anchor',
        'https://example.com/a_b_(c)',
        'https://zh.wikipedia.org/wiki/中文_维基',
        '',
        '[2] 2021-01-21 (3) 约3~5天，10~20人',
        'https://arxiv.org/abs/**1**',
        'http://localhost/x',
      ].join('\n'),
    );
  });

  it('ends a quotation at its line, and leaves alone the links that Telegram finds or does not take', () => {
    expect(marksOf(answer)).toEqual([
      'blockquote(这里讲目标检测的 anchor)',
      'bold(目标检测)',
      'text_link(https://example.com/a_b_(c) → https://example.com/a_b_(c))',
      'text_link(https://zh.wikipedia.org/wiki/中文_维基 → https://zh.wikipedia.org/wiki/中文_维基)',
      'text_link(https://arxiv.org/abs/**1** → https://arxiv.org/abs/**1**)',
    ]);
  });
});

describe('an address', () => {
  it.each([
    ['中文见https://a.com/b，然后', ['text_link(https://a.com/b → https://a.com/b)']],
    ['see https://a.com/b.', ['text_link(https://a.com/b → https://a.com/b)']],
    ['see https://a.com/b and (https://a.com/c d)', []],
    ['**https://a.com/b**', ['bold(https://a.com/b)']],
    ['https://a.com/b_c_，d', ['text_link(https://a.com/b_c_，d → https://a.com/b_c_，d)']],
    ['- https://a.com/_b_', []],
    ['> https://a.com/_b_', ['blockquote(https://a.com/_b_)']],
    ['- https://a.com/b，说明', ['text_link(https://a.com/b → https://a.com/b)']],
    ['<https://a.com/中 b', ['text_link(https://a.com/ → https://a.com/)']],
    ['\\[w\\](https://a.com/_b_) _x_', ['text_link(https://a.com/_b_ → https://a.com/_b_)', 'italic(x)']],
    ['`<https://a.com/b>`', ['code(<https://a.com/b>)']],
    ['<https://a.com/b>中', ['text_link(https://a.com/b → https://a.com/b)']],
    ['`https://a.com/中`', ['code(https://a.com/中)']],
    ['[https://a.com/b](https://a.com/b)', []],
    ['[words](https://a.com/b_(c)_d "title")', ['text_link(words → https://a.com/b_(c)_d)']],
    ['[*a* `b`](https://a.com)', ['text_link(a b → https://a.com)', 'italic(a)']],
    ['[](https://a.com/中)', ['text_link(https://a.com/中 → https://a.com/中)']],
    ['![picture](https://a.com/p.png)', ['text_link(picture → https://a.com/p.png)']],
    ['[words](javascript:alert(1))', []],
    ['[words](tg://resolve?domain=x)', []],
    ['[words](http://localhost/x)', []],
  ])('in %j is a link where it should be', (markdown, marks) => {
    expect(marksOf(markdown)).toEqual(marks);
  });

  it('stands beside words whose link Telegram does not take', () => {
    expect(textOf('[words](http://localhost/x), [more](tg://x), [a](./b.md), [c](mailto:c@d.ef)')).toBe(
      'words (http://localhost/x), more (tg://x), a (./b.md), c (c@d.ef)',
    );
  });

  it('is left out where it is a program', () => {
    expect(textOf('[words](javascript:alert(1))')).toBe('words');
  });
});

describe('a citation', () => {
  it.each([
    ['as [1] and [2][3] say [4]: so', 'as [1] and [2][3] say [4]: so'],
    ['[1]\n\n[1]: https://a.com/b_c_d', '[1]\n\n[1]: https://a.com/b_c_d'],
    ['[1](https://a.com)', '[1]'],
    ['[^1] and [text][ref]\n\n[ref]: x "y"', '[^1] and [text][ref]\n\n[ref]: x "y"'],
  ])('in %j stays as it is written', (markdown, text) => {
    expect(textOf(markdown)).toBe(text);
  });
});

describe('Markdown of a language model', () => {
  it.each([
    ['# Head *line*\ntext', 'Head line\ntext', ['bold(Head line)', 'italic(line)']],
    ['a\nb  \nc\\\nd', 'a\nb\nc\nd', []],
    ['a\n\n\n\nb', 'a\n\nb', []],
    ['**注意：**请看**“这”**里', '注意：请看“这”里', ['bold(注意：)', 'bold(“这”)']],
    ['2 * 3 * 4, a_b_c, 3~5~6', '2 * 3 * 4, a_b_c, 3~5~6', []],
    ['***both*** ~~gone~~', 'both gone', ['italic(both)', 'bold(both)', 'strikethrough(gone)']],
    ['**a `b` c**', 'a b c', ['bold(a)', 'code(b)', 'bold(c)']],
    ['- a\n- b\n  1. c\n  2. d\n- [x] e\n- [ ] f', '• a\n• b\n  1. c\n  2. d\n☑ e\n☐ f', []],
    ['3) a\n4) b', '3) a\n4) b', []],
    ['3. a\n5. b\n\n1) c\n7) d', '3. a\n5. b\n\n1) c\n7) d', []],
    ['A & B &#39;q&#39; &lt;', 'A & B &#39;q&#39; &lt;', []],
    ['- a\n\n  more\n\n- b', '• a\n\n  more\n\n• b', []],
    ['- help:\n/help shows this', '• help:\n/help shows this', []],
    ['> a\n> > b\n\nc', 'a\nb\n\nc', ['blockquote(a\nb)']],
    ['> - a\n> - b', '• a\n• b', ['blockquote(• a\n• b)']],
    ['<b>a</b> &amp; <!-- c -->\n<div>**d**</div>', '<b>a</b> &amp; <!-- c -->\n<div>d</div>', ['bold(d)']],
    ['a\n\n---\n\nb', 'a\n\n———\n\nb', []],
    ['```ts\nif (a) {\n\tb();\n}\n```\nafter', 'if (a) {\n    b();\n}\nafter', ['pre(if (a) {\n    b();\n} → ts)']],
    ['```\n  indented\n\n[1] **x**\n', '  indented\n\n[1] **x**', ['pre(  indented\n\n[1] **x**)']],
    ['- a\n  ```sh\n  ls\n  ```\n- b', '• a\nls\n• b', ['pre(ls → sh)']],
  ])('%j is shown well', (markdown, text, marks) => {
    expect(textOf(markdown)).toBe(text);
    expect(marksOf(markdown)).toEqual(marks);
  });

  it('has its tables aligned, with two cells for a Chinese character', () => {
    expect(textOf('| 名称 | n | mid |\n|---|--:|:-:|\n| **YOLO** | 1 | x |\n| 检测 | 22 | |')).toBe(
      ['名称 |  n | mid', '-----+----+----', 'YOLO |  1 |  x', '检测 | 22 |'].join('\n'),
    );
  });

  it('has tables with links, or too wide for a telephone, as lines of column and value', () => {
    const table = '| Name | Link |\n|---|---|\n| a | [b](https://b.com) |\n| c<br>d | |';
    expect(textOf(table)).toBe('Name: a\nLink: b\n\nName: c\nd');
    expect(marksOf(table)).toContain('text_link(b → https://b.com)');
    expect(textOf(`| A | B |\n|---|---|\n| ${'long '.repeat(10)}| x |`)).toBe(`A: ${'long '.repeat(10).trim()}\nB: x`);
  });

  it('has tables with more cells than columns as they are written', () => {
    const table = '| A | B |\n|---|---|\n| 1 | 2 | 3 |';
    expect(textOf(table)).toBe(table);
    expect(textOf('| A | B |\n|---|---|\n| 1 \\| 2 | 3 |')).toBe('A     | B\n------+--\n1 | 2 | 3');
  });
});

describe('characters that show nothing', () => {
  it('are left out where they could mislead, and joiners of emoji and scripts are not', () => {
    expect(textOf('a\u0000\u001b[2Jb\u202egnp.exe\u2066\u200b\ufeff')).toBe('a[2Jbgnp.exe');
    expect(textOf('👨‍👩‍👧‍👦 می‌خواهم')).toBe('👨‍👩‍👧‍👦 می‌خواهم');
  });

  it.each(['', ' \n\t', '\u200d\u2800\u3164', '```\n\n```', '# \n\n', '\ufeff'])(
    'alone, as in %j, make no text',
    markdown => {
      expect(toRich(markdown)).toEqual({ text: '', entities: [] });
    },
  );

  it('never fill a message', () => {
    expect(textOf(`\`\`\`\na${'\n'.repeat(9000)}b\n\`\`\``)).toBe('a\n\nb');
    expect(textOf(`a${'\u200d'.repeat(9000)}b`)).toBe('a b');
    expect(textOf(`a${'<br>\u200f'.repeat(700)}b`).length).toBeLessThan(600);
  });

  it('are halves of characters too, which no message may hold', () => {
    expect(textOf('a\ud83d b')).toBe('a\ufffd b');
  });
});

it('shows Markdown that is none as it is written', () => {
  expect(textOf(`${'- '.repeat(30)}a`)).toBe(`${'- '.repeat(30)}a`);
  expect(textOf(`${'*a '.repeat(2000)}`)).toBe('*a '.repeat(2000).trim());
});

it('reads Markdown that is longer than the lexer is given at once', () => {
  const item = '- **bold** and [link](https://a.com/x)\n';
  const long = `# Head\n\n${item.repeat(200)}\n\`\`\`\n${'code\n'.repeat(3000)}\`\`\`\n**after**`;
  const { entities } = toRich(long);
  const count = (type: string) => entities.filter(entity => entity.type === type).length;
  expect([count('bold'), count('text_link'), count('pre')]).toEqual([202, 200, 1]);
});

it('shows what is behind the length that it reads as it is written', () => {
  const text = textOf(`${'line\n'.repeat(14_000)}**end** https://a.com/中文`);
  expect(text).toHaveLength(5 * 14_000 + '**end** https://a.com/中文'.length);
  expect(text).toMatch(/\*\*end\*\* https:\/\/a.com\/中文$/);
});

it('makes of any Markdown a text with entities that Telegram can take', () => {
  fc.assert(
    fc.property(hostileMarkdown, markdown => {
      const rich = toRich(markdown);
      expect(rich.text.trimEnd()).toBe(rich.text);
      expectWellFormed(rich);
    }),
    { numRuns: 400 },
  );
});
