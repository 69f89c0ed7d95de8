import { urlsIn } from '../../../digest/url.ts';

/** Around the number of a hidden address: characters that Unicode keeps for such inner use, and that no text keeps. */
const OPEN = '\ufdd0';
const CLOSE = '\ufdd1';
const hidden = /\ufdd0(\d+)\ufdd1/g;

const onlyUrl = /^(?:(?:https?|ftp):\/\/|www\.)[^\s\\<>]+$/i;

/**
 * Bare addresses in Markdown, those in angle brackets too, hidden from its lexer, which would read `_` and `*` in them as
 * marks and take Chinese text behind them along. A line that is nothing but an address, as answers have them under an
 * entry, is one to its last character; anywhere else it ends where `urlEnd` says. Targets of Markdown's links stay as
 * they are.
 */
export type BareUrls = {
  /** the Markdown with a short stand-in for each address */ markdown: string;
  /** cuts a text at its stand-ins: text, address, text, …, so that every second one is an address */
  apart(text: string): string[];
  /** puts the addresses back as they were written */ restore(text: string): string;
};

export function hideBareUrls(markdown: string): BareUrls {
  const urls: { url: string; raw: string }[] = [];
  const hide = (url: string, raw = url) => `${OPEN}${urls.push({ url, raw }) - 1}${CLOSE}`;
  const lines = markdown.split('\n').map(line => {
    if (onlyUrl.test(line)) return hide(line);
    let text = '';
    let at = 0;
    for (const { start, end } of urlsIn(line)) {
      if (start < at || isTarget(line, start)) continue;
      const bracketed = inBrackets(line, start);
      text += line.slice(at, bracketed?.start ?? start);
      text += bracketed === undefined ? hide(line.slice(start, end)) : hide(bracketed.url, `<${bracketed.url}>`);
      at = bracketed?.end ?? end;
    }
    return text + line.slice(at);
  });
  return {
    markdown: lines.join('\n'),
    apart: text =>
      text.split(hidden).map((piece, index) => (index % 2 === 0 ? piece : (urls[Number(piece)]?.url ?? ''))),
    restore: text => text.replace(hidden, (_, index) => urls[Number(index)]?.raw ?? ''),
  };
}

/** Whether an address at a place is what `[words](…)` leads to. */
function isTarget(line: string, at: number): boolean {
  const before = /\]\( ?<?$/.exec(line.slice(Math.max(0, at - 4), at));
  return before !== null && !isEscaped(line, at - before[0].length);
}

/** An address that stands in angle brackets: they tell where it ends. */
function inBrackets(line: string, at: number): { start: number; end: number; url: string } | undefined {
  const start = at - 1;
  if (line[start] !== '<' || isEscaped(line, start)) return undefined;
  const end = at + (/^[^\s<>]*/.exec(line.slice(at))?.[0].length ?? 0);
  return line[end] === '>' ? { start, end: end + 1, url: line.slice(at, end) } : undefined;
}

function isEscaped(line: string, at: number): boolean {
  let from = at;
  while (line[from - 1] === '\\') from--;
  return (at - from) % 2 === 1;
}
