import fc from 'fast-check';

/** What makes Markdown, addresses and graphemes what they are, to be thrown together. */
const ATOMS = [
  ...[
    '*',
    '**',
    '***',
    '_',
    '__',
    '~',
    '~~',
    '`',
    '``',
    '```',
    '~~~',
    '[',
    ']',
    '](',
    '(',
    ')',
    '![',
    '!',
    '<',
    '>',
    '\\',
  ],
  ...[
    '# ',
    '## ',
    '> ',
    '>> ',
    '- ',
    '* ',
    '1. ',
    '2) ',
    '- [x] ',
    '- [ ] ',
    '---',
    '===',
    '|',
    '|-|',
    ':-:',
    '[1]',
    '[2]: ',
  ],
  ...[
    '\n',
    '\n',
    '\n',
    '\n\n',
    '\n\n',
    ' ',
    '  ',
    '    ',
    '\t',
    '\r\n',
    '\n```\n',
    '\n```ts\n',
    '<br>',
    '<b>',
    '</b>',
    '<!--',
    '&amp;',
  ],
  ...[
    'a',
    'word',
    'Two words.',
    '中文',
    '中。文！',
    '“好。”',
    '，',
    'אבג',
    'مرحبا',
    '1',
    '#tag',
    '/help',
    '@some_bot',
    'notes.md',
  ],
  ...[
    'https://a.com',
    'https://a.com/x_(y)_z',
    'https://zh.wikipedia.org/wiki/中文_维基',
    'http://localhost/a',
    'www.a.com/b',
  ],
  ...[
    '[t](https://a.com/b)',
    '[t](javascript:1)',
    '[t](<https://a.com/b c>)',
    '<https://a.com/d>',
    'tg://resolve?domain=x',
  ],
  ...[
    '😀',
    '👨‍👩‍👧‍👦',
    '🇩🇪',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    'e\u0301',
    '\u0301',
    '\u200d',
    'ก็',
    '각',
  ],
  ...[
    '\ud83d',
    '\ude00',
    '\u0000',
    '\u001b[2J',
    '\u007f',
    '\u202e',
    '\u2066',
    '\u200b',
    '\u200f',
    '\u2028',
    '\ufeff',
    '\ufffc',
  ],
  ...['\ufdd0', '\ufdd1', '\ufdd00\ufdd1', '\uffff', '\u2800', '\u3000', '\u00a0', '\u3164', '\u0333', '\u030a'],
];

const atom = fc.constantFrom(...ATOMS);
const mixed = fc.array(fc.oneof({ weight: 8, arbitrary: atom }, fc.string({ unit: 'binary', maxLength: 5 })), {
  maxLength: 120,
});
/** The same over and over, long enough for several messages. */
const repeated = fc
  .tuple(fc.array(atom, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 9000 }))
  .map(([atoms, length]) => {
    const unit = atoms.join('');
    return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
  });

/** Markdown as nobody writes it, with everything that a text can hold. */
export const hostileMarkdown = fc
  .array(fc.oneof({ weight: 3, arbitrary: mixed.map(atoms => atoms.join('')) }, repeated), {
    minLength: 1,
    maxLength: 4,
  })
  .map(pieces => pieces.join('\n'));
