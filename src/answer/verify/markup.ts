/** A marked sentence without what only a program reads. */
export type Unmarked = {
  /** Markdown: emphasis and code in pairs, nothing else */ text: string;
  /** what it led to, unseen */ targets: string[];
  /** markup is left that might yet be read as some */ broken: boolean;
};

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  period: '.',
  colon: ':',
  sol: '/',
  commat: '@',
  num: '#',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  rsqb: ']',
  lbrack: '[',
  rbrack: ']',
  hyphen: '-',
  dash: '-',
  percnt: '%',
  hellip: '…',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  mdash: '—',
  ndash: '–',
  middot: '·',
  bull: '•',
  excl: '!',
  quest: '?',
  comma: ',',
  semi: ';',
};

/** Characters written in another way: `\*`, `&#46;`, `&period;`. */
export function unescaped(text: string): string {
  let plain = text;
  // What was escaped twice is read by a reader's program in the end.
  for (let times = 0; times < 3 && entity.test(plain); times++) plain = decoded(plain);
  return plain.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

const entity = /&(?:#\d|#x[\da-f]|[a-z][a-z\d]*;)/i;

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code < 0xd800 ? String.fromCodePoint(code) : ' ';
  });
}

/** @param isWritten whether a piece in angle brackets stands so in a source, as Vec<T> may */
export function unmark(marked: string, isWritten: (piece: string) => boolean): Unmarked {
  const targets: string[] = [];
  const target = (text: string) => {
    targets.push(text);
    return '';
  };
  let text = marked
    .replace(/<!--[^>]*>/g, '')
    .replace(/<((?:[a-z][a-z0-9+.-]{1,20}:|[^\s<>@]+@)[^\s<>]*)>/gi, '$1')
    .replace(/!\[[^[\]]*\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s[^()]*)?\)|\[[^[\]]*\])/g, ' ')
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<\/?[a-z][^<>]*>/gi, tag => (isWritten(tag) ? tag : target(tag)));
  // Links within links come from the inside out; a sentence with more of them is no sentence.
  for (let depth = 0; depth < 4; depth++) {
    const before = text;
    text = text
      .replace(/\[([^[\]]*)\]\(\s*([^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s[^()]*)?\)/g, (_, words, address) => {
        targets.push(address);
        return words;
      })
      .replace(/\[([^[\]]+)\](?=[\u{f0000}-\u{ffffd}])/gu, '$1')
      .replace(/\[([^[\]]+)\]\[[^[\]]*\]/g, '$1');
    if (text === before) break;
  }
  const broken =
    entity.test(text) ||
    /\]\s?\(|\]\[|\]:\s|<\/?[a-z!?]/i.test(text.replace(/<[^<>]*>/g, tag => (isWritten(tag) ? '' : tag)));
  return { text: paired(text.replace(/~~/g, '')), targets, broken };
}

/** A Markdown sentence as its words alone, for looking at what it says. */
export function unemphasized(text: string): string {
  return text.replace(/(?<!\s)\*+|\*+(?!\s)|`|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '');
}

/** Emphasis that does not close within its sentence is none; what is in code stays as it is. */
function paired(text: string): string {
  const ticks = text.match(/`+/g) ?? [];
  const even = ticks.every(tick => tick === '`') && ticks.length % 2 === 0 ? text : text.replace(/`+/g, '');
  const parts = even.split(/(`[^`]*`)/);
  const prose = parts.filter((_, at) => at % 2 === 0).join('\n');
  const strong = (prose.match(/\*\*/g)?.length ?? 0) % 2 === 0 && !/\*{3,}/.test(prose);
  const weak = (prose.replaceAll('**', '').match(/(?<!\s)\*|\*(?!\s)/g)?.length ?? 0) % 2 === 0;
  const lines = (prose.match(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu)?.length ?? 0) % 2 === 0;
  return parts
    .map((part, at) => {
      if (at % 2 === 1) return part;
      let kept = strong ? part : part.replace(/\*{2,}/g, '');
      if (!weak) kept = kept.replace(/(?<![*\s])\*(?!\*)|(?<!\*)\*(?![*\s])/g, '');
      return lines ? kept : kept.replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '');
    })
    .join('')
    .replace(/<(?=[a-z!/?])/gi, '\\<');
}
