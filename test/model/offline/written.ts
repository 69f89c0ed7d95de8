import fc from 'fast-check';

const atom = fc.constantFrom(
  ...'*|**|_|__|~|~~|`|```|[|]|](|(|)|!|<|>|\\|&|&amp;|#|##|=|===|-|---|+|:|.'.split('|'),
  ...'1.|2)|- |* |+ |# |> |[x] |\\*|<br>|<!--'.split('|'),
  ...[
    '|',
    '|-|',
    ':-:',
    '\n',
    '\n',
    '\n\n',
    ' ',
    '    ',
    '\n    ',
    '\n\t',
    '\n1. ',
    '\n7) ',
    '\n- ',
    '\n+ ',
    '\n--- \n',
  ],
  ...['\n===\n', '\n> ', '\n|-|\n', '\n:-|-\n', '\n# ', '\n```\n', 'a', 'word', '中文', '，', '。', 'é', '3', '😀'],
  ...['https://a.com/_b_', 'https://a.com/x_(y)_z', 'https://a.com/?q[]=1&r[]=2', 'http://b.org', 'www.c.com/__d__'],
  ...[
    'ftp://d.com/_',
    'https://zh.wikipedia.org/wiki/中文_维基',
    'https://',
    '[t](https://a.com/中_文_)',
    '<https://e.com/中>',
  ],
);

/** What people write into notes, with all that could be taken for Markdown, and addresses. */
export const written = fc.array(atom, { maxLength: 24 }).map(atoms => atoms.join(''));

/** The same on one line. */
export const lined = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A text but for white space where it tells nothing: around lines, and of several blank lines. */
export function looks(text: string): string {
  return text
    .replace(/^[ \t\u00a0]+|[ \t\u00a0]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
