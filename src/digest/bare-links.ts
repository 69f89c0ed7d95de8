import { addDistinct, type DistinctWords } from './distinct-words.ts';
import { hole } from './stand-in.ts';
import { urlEnd } from './url.ts';

/** One line read: `plain` without marks and URLs (each URL left a `hole`), `full` with URLs. */
export type Inline = { plain: string; full: string };

/** What lines add to the entry that they belong to; the readers of a line write it here. */
export type Found = { emphasis: string[]; urls: DistinctWords };

/** What makes a line more than words: a mark of inline Markdown, or a link. */
export const inlineMark = /[*_`[<\\&~!]|:\/\/|www\./i;

/** Reads a line of words and bare links, the commonest there is; undefined where there is more to it. */
export function readBareLinks(line: string, found: Found): Inline | undefined {
  let plain = '';
  let at = 0;
  const urls: string[] = [];
  for (let colon = line.indexOf('://'); colon >= 0; colon = line.indexOf('://', at)) {
    const start = colon - (line.charCodeAt(colon - 1) === 115 ? 5 : 4);
    if (start < at || !line.startsWith('http', start)) return undefined;
    const end = urlEnd(line, start);
    const words = line.slice(at, start);
    if (end <= colon || inlineMark.test(words)) return undefined;
    urls.push(line.slice(start, end));
    plain += words + hole;
    at = end;
  }
  const tail = line.slice(at);
  if (urls.length === 0 || inlineMark.test(tail)) return undefined;
  for (const url of urls) addDistinct(found.urls, url);
  return { plain: plain + tail, full: line };
}
