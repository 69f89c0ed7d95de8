import { urlEnd } from '../../digest/url.ts';

/** Around the number of a hidden address: characters that Unicode keeps for such inner use, and that no text keeps. */
const OPEN = '\ufdd0';
const CLOSE = '\ufdd1';
const hidden = /\ufdd0(\d+)\ufdd1/g;

const begin = /(?:https?|ftp):\/\/|www\./gi;
const onlyUrl = /^[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)?((?:(?:https?|ftp):\/\/|www\.)\S+)[ \t]*$/i;

/**
 * Bare addresses in Markdown, hidden from its lexer, which would read `_` and `*` in them as marks and take Chinese text
 * behind them along. A line that is nothing but an address is one to its last character; within other words it ends
 * where `urlEnd` says. Targets of Markdown's links stay as they are.
 */
export type BareUrls = {
  /** the Markdown with a short stand-in for each address */ markdown: string;
  /** cuts a text at its stand-ins: text, address, text, …, so that every second one is an address */
  apart(text: string): string[];
  /** puts the addresses back */ restore(text: string): string;
};

export function hideBareUrls(markdown: string): BareUrls {
  const urls: string[] = [];
  const hide = (url: string) => `${OPEN}${urls.push(url) - 1}${CLOSE}`;
  const lines = markdown.split('\n').map(line => {
    const only = onlyUrl.exec(line)?.[1];
    if (only !== undefined) return line.replace(only, () => hide(only));
    let text = '';
    let at = 0;
    for (const { index } of line.matchAll(begin)) {
      const end = index < at || isTarget(line, index) ? index : urlEnd(line, index);
      if (end <= index) continue;
      text += line.slice(at, index) + hide(line.slice(index, end));
      at = end;
    }
    return text + line.slice(at);
  });
  return {
    markdown: lines.join('\n'),
    apart: text => text.split(hidden).map((piece, index) => (index % 2 === 0 ? piece : (urls[Number(piece)] ?? ''))),
    restore: text => text.replace(hidden, (_, index) => urls[Number(index)] ?? ''),
  };
}

/** Whether an address at a place is what `[words](…)` leads to, or stands in `<…>`. */
function isTarget(line: string, at: number): boolean {
  return /(?:\]\( ?<?|<)$/.test(line.slice(Math.max(0, at - 4), at));
}
