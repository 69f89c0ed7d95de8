import { addOnce, type Once } from './once.ts';
import { hole } from './stand-in.ts';
import { urlEnd } from './url.ts';

/** One line read: `plain` without marks and URLs (each URL left a `hole`), `full` with URLs. */
export type Inline = { plain: string; full: string };

/** What a line adds to the entry that it belongs to. */
export type Found = { emphasis: string[]; urls: Once };

/** What makes a line more than words. */
export const marks = /[*_`[<\\&~!]|:\/\/|www\./i;

/** Reads a line of words and bare links, the commonest there is; undefined where there is more to it. */
export function readPlainLinks(line: string, found: Found): Inline | undefined {
  let plain = '';
  let at = 0;
  const urls: string[] = [];
  for (let colon = line.indexOf('://'); colon >= 0; colon = line.indexOf('://', at)) {
    const start = colon - (line.charCodeAt(colon - 1) === 115 ? 5 : 4);
    if (start < at || !line.startsWith('http', start)) return undefined;
    const end = urlEnd(line, start);
    const words = line.slice(at, start);
    if (end <= colon || marks.test(words)) return undefined;
    urls.push(line.slice(start, end));
    plain += words + hole;
    at = end;
  }
  const tail = line.slice(at);
  if (urls.length === 0 || marks.test(tail)) return undefined;
  for (const url of urls) addOnce(found.urls, url);
  return { plain: plain + tail, full: line };
}
