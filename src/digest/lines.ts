/** How a line begins that lists something: `(1)`, `1.`, `1、`, `①`, `-` … */
export type Marker = {
  style: 'round' | 'dot' | 'comma' | 'half' | 'circle' | 'bullet';
  /** The printed number, where there is one. */
  number: number | undefined;
  /** Columns before the marker; a tab counts for four. */
  indent: number;
  /** Where the words begin, counted from the beginning of the line. */
  length: number;
  /** Bold that opened before the number (`**1. 标题**`) and belongs to the words. */
  bold: string;
};

const lead = '^([ \\t\\u3000\\u00a0\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]*)';
const digits = '([0-9０-９]{1,3})';
const tail = '[ \\t\\u3000\\u00a0]*';
const box = '(?:(?:\\[[ xX]\\]|TODO|DOING|DONE|LATER|NOW)(?:[ \\t]+|$))?';
const numberedLine = new RegExp(
  `${lead}(?:\\*\\*|__)?(?:[(（] ?${digits} ?[)）]${tail}|${digits}(?:([.．])(?![0-9０-９.])|([、])|([)）]))${tail}|([①-⑳⑴-⒇⒈-⒛❶-❿])${tail}|([0-9]|10)\\ufe0f?\\u20e3${tail})`,
);
const bulletLine = new RegExp(
  `${lead}(?:[-*+](?:[ \\t\\u3000\\u00a0]+|$)|[-](?=[\\[【\\u4e00-\\u9fff])|[•●▪◆■▶►◾◼‣⁃]${tail}|[·・○◦▫](?=[ \\t\\u4e00-\\u9fffA-Za-z\\[【])${tail})${box}`,
);
const circles: [first: number, last: number][] = [
  [0x2460, 0x2473],
  [0x2474, 0x2487],
  [0x2488, 0x249b],
  [0x2776, 0x277f],
];

/** Most lines begin with a letter, and no marker does; one look at the first character spares two searches. */
const letter = /^[A-Za-z\u3400-\u9fff<>[\]`"'“”「」《》]/;

/** The marker that the line begins with, or undefined. `1.5 倍`, `2021.1.18`, `**bold**`, `---` and `-- name` begin with none. */
export function markerOf(line: string): Marker | undefined {
  if (letter.test(line)) return undefined;
  const numbered = numberedLine.exec(line);
  if (numbered) {
    const [all, space = '', round, plain, dot, comma, half, circle, cap] = numbered;
    const mark = all[space.length];
    const bold = mark === '*' ? '**' : mark === '_' ? '__' : '';
    const number = round ?? plain ?? cap;
    return {
      style: round ? 'round' : dot || cap ? 'dot' : comma ? 'comma' : half ? 'half' : 'circle',
      number: number === undefined ? circled(circle ?? '') : numberOf(number),
      indent: columns(space),
      length: all.length,
      bold,
    };
  }
  const bullet = bulletLine.exec(line);
  if (!bullet) return undefined;
  if (/^[-*_ \t]+$/.test(line) && /[-*_].*[-*_].*[-*_]/.test(line.slice(0, 100))) return undefined;
  return { style: 'bullet', number: undefined, indent: columns(bullet[1] ?? ''), length: bullet[0].length, bold: '' };
}

function circled(char: string): number {
  const code = char.charCodeAt(0);
  for (const [first, last] of circles) if (code >= first && code <= last) return code - first + 1;
  return 0;
}

/** A number as printed, in half- or full-width digits. */
export function numberOf(printed: string): number {
  return Number(printed.replace(/[０-９]/g, digit => String.fromCharCode(digit.charCodeAt(0) - 0xfee0)));
}

/** The width of leading space; invisible characters have none. */
export function columns(space: string): number {
  let width = 0;
  for (const char of space) {
    if (char === '\t') width += 4 - (width % 4);
    else if (char === ' ' || char === '\u00a0') width++;
    else if (char === '\u3000') width += 2;
  }
  return width;
}

/** Starts of lines and of their endings, so that a line is `text.slice(starts[i], ends[i])`. CRLF, LF and lone CR end lines. */
export function splitLines(text: string): { starts: number[]; ends: number[] } {
  const starts: number[] = [];
  const ends: number[] = [];
  let from = 0;
  // Most files know one ending, and a plain search makes no garbage.
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      starts.push(from);
      ends.push(at);
      from = at + 1;
    }
    if (from < text.length) {
      starts.push(from);
      ends.push(text.length);
    }
    return { starts, ends };
  }
  for (const match of text.matchAll(/\r\n?|\n/g)) {
    starts.push(from);
    ends.push(match.index);
    from = match.index + match[0].length;
  }
  if (from < text.length) {
    starts.push(from);
    ends.push(text.length);
  }
  return { starts, ends };
}
