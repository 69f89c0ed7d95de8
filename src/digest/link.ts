import { control } from './url.ts';

const punctuation = /[!-/:-@[-`{-~]/;
const escapes = new RegExp(`\\\\(${punctuation.source})`, 'g');
const noPairs: ReadonlyMap<number, number> = new Map();

/** For each `[` the `]` that closes it, in one pass. */
export function bracketPairs(line: string): ReadonlyMap<number, number> {
  if (!line.includes(']')) return noPairs;
  const pairs = new Map<number, number>();
  const stack: number[] = [];
  for (let at = line.search(/[[\]]/); at >= 0 && at < line.length; at++) {
    const char = line.charCodeAt(at);
    if (char === 92) at++;
    else if (char === 91) stack.push(at);
    else if (char === 93) {
      const open = stack.pop();
      if (open !== undefined) pairs.set(open, at);
    }
  }
  return pairs;
}

/**
 * What follows at `at` behind a `[label]`: `(url "title")`, `（url）`, `[ref]`, or nothing where the label itself is a known
 * reference. `after` is where the line goes on; undefined where the brackets are no link.
 */
export function linkTarget(
  line: string,
  at: number,
  refs: ReadonlyMap<string, string>,
  label: string,
): { url: string; after: number } | undefined {
  const open = line[at];
  if (open === '(' || open === '（') {
    const inside = destination(line, at + 1, open === '(' ? ')' : '）');
    if (inside) return inside;
  }
  if (refs.size === 0) return undefined;
  if (open === '[') {
    const close = line.indexOf(']', at);
    const name = close < 0 || close - at > 1000 ? undefined : line.slice(at + 1, close) || label;
    const url = name === undefined ? undefined : refs.get(refName(name));
    if (url !== undefined) return { url, after: close + 1 };
  }
  const url = label.length > 1000 ? undefined : refs.get(refName(label));
  return url === undefined ? undefined : { url, after: at };
}

/** References are the same whatever their case and spaces. */
export function refName(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}

function destination(line: string, from: number, closing: string): { url: string; after: number } | undefined {
  let at = from;
  while (line[at] === ' ') at++;
  if (line[at] === '<') {
    const close = line.indexOf('>', at);
    if (close < 0) return undefined;
    return target(line.slice(at + 1, close), closingAfter(line, close + 1, closing));
  }
  const begin = at;
  // CommonMark gives up at 32 open brackets; so does this, which keeps hostile lines linear.
  let depth = 0;
  for (; at < line.length; at++) {
    const char = line[at] ?? '';
    if (char === closing && depth === 0) return target(line.slice(begin, at), at);
    if (char === '\\' && punctuation.test(line[at + 1] ?? '')) at++;
    if ((char === '(' || char === '（') && ++depth > 32) return undefined;
    if (depth > 0 && (char === ')' || char === '）')) depth--;
    if (char === ' ' || char === '\t') return target(line.slice(begin, at), closingAfter(line, at, closing));
  }
  return undefined;
}

/** A control character makes no address; what is before it is then read as a bare link. */
function target(written: string, closing: number): { url: string; after: number } | undefined {
  return closing < 0 || control.test(written) ? undefined : { url: unescaped(written), after: closing + 1 };
}

/** An address as it is meant: `\_` in Markdown is `_`. */
export function unescaped(written: string): string {
  return written.includes('\\') ? written.replace(escapes, '$1') : written;
}

/** The closing bracket after an optional title in quotes. */
function closingAfter(line: string, from: number, closing: string): number {
  const match = /^\s*(?:"[^"]*"|'[^']*'|\([^()]*\))?\s*/.exec(line.slice(from, from + 200));
  const at = from + (match ? match[0].length : 0);
  return line[at] === closing ? at : -1;
}
