import { atx, empty, image, labelled, midLineMarkers } from './line-kinds.ts';
import { type Marker, markerOf } from './lines.ts';

/** A number in the middle of a line at which a further item begins. */
export type Cut = { at: number; length: number; number: number };

/** Questions about the lines of a file that need nothing of the lines before: what a line holds, and what comes after it. */
export function lookahead(
  text: string,
  { starts, ends }: { starts: readonly number[]; ends: readonly number[] },
  refs: ReadonlyMap<string, string>,
) {
  return {
    starts,
    ends,
    lineAt,
    hasUrl,
    ownsUrl,
    paragraphOwnsUrl,
    isUnderline,
    beginsList,
    isSeparator,
    nextNumber,
    isThought,
    inlineMarkers,
  };

  function lineAt(index: number): string {
    return text.slice(starts[index], ends[index]);
  }

  /** Whether the line links somewhere; an image's address does not count. */
  function hasUrl(line: string): boolean {
    const scheme = line.indexOf('://');
    if (scheme > 0 && !line.includes('![') && !line.includes('<')) {
      if (line.startsWith('http', scheme - 4) || line.startsWith('https', scheme - 5)) return true;
      if (/(?:https?|ftp)$/i.test(line.slice(Math.max(0, scheme - 5), scheme))) return true;
    }
    if (scheme >= 0 || line.includes('www.')) {
      const bare = line.includes('![') || line.includes('<img') ? line.replace(image, '') : line;
      if (/(?:https?|ftp):\/\/[^\s]|www\.\w/i.test(bare)) return true;
    }
    return refs.size > 0 && line.includes(']') && /(?<!!)\[[^\]]+\]/.test(line);
  }

  /** Whether its link is its own subject rather than a labelled address of the item above (`论文地址：…`). */
  function ownsUrl(line: string): boolean {
    return hasUrl(line) && !labelled.test(line);
  }

  /** The same for any line down to the next blank one. */
  function paragraphOwnsUrl(from: number): boolean {
    for (let index = from; index < Math.min(from + 20, starts.length); index++) {
      const line = lineAt(index);
      if (empty.test(line)) return false;
      if (ownsUrl(line)) return true;
    }
    return false;
  }

  /** `===` or `---`, which make a heading of the line above. */
  function isUnderline(index: number): boolean {
    return index < starts.length && /^(?:=+|-{2,})[ \t]*$/.test(lineAt(index));
  }

  /** Whether a bullet or the number one stands here, at most `indent` columns in. */
  function beginsList(index: number, indent: number): boolean {
    if (index >= starts.length) return false;
    const marker = markerOf(lineAt(index));
    return marker !== undefined && marker.indent <= indent && (marker.number ?? 1) === 1;
  }

  /** `|---|---|`, below the head of a table. */
  function isSeparator(index: number): boolean {
    if (index >= starts.length) return false;
    const line = lineAt(index);
    return line.includes('-') && line.includes('|') && /^[\s|:-]+$/.test(line);
  }

  /** The number at the next numbered line of this section. */
  function nextNumber(from: number): number | undefined {
    for (let index = from; index < Math.min(from + 200, starts.length); index++) {
      const line = lineAt(index);
      if (line.startsWith('#')) return undefined;
      const marker = markerOf(line);
      if (marker?.number !== undefined && marker.indent < 2) return marker.number;
    }
    return undefined;
  }

  /** Words below a heading that stands among items and has no link itself: an item too, unless items of their own follow. */
  function isThought(from: number): boolean {
    let words = false;
    for (let index = from; index < Math.min(from + 50, starts.length); index++) {
      const line = lineAt(index);
      if (atx.test(line)) return words;
      if (hasUrl(line) && (markerOf(line) || /^[^\p{L}\p{N}]{0,8}(?:\[|https?:)/u.test(line))) return false;
      words ||= /\p{L}/u.test(line);
    }
    return words;
  }

  /**
   * Items that follow on the same line: `(3)… (4)…`. Only the next number in the same style counts, after white space or
   * closing punctuation, and only where the numbering proves it: a link or wide space stands before it, more numbers
   * follow, or the next line goes on from there. So `GPT (3)` and enumerations inside an item stay whole.
   */
  function inlineMarkers(index: number, line: string, marker: Marker): Cut[] {
    const pattern = midLineMarkers[marker.style];
    if (!pattern || marker.number === undefined) return [];
    if (marker.style !== 'circle' && !mayNumber(line, marker.number + 1, marker.length)) return [];
    const found: Cut[] = [];
    let expected = marker.number + 1;
    for (const match of line.matchAll(pattern)) {
      if (match.index < marker.length) continue;
      const inline = markerOf(match[0]);
      if (inline?.number !== expected) {
        if (found.length === 0 && inline?.number === 1) return [];
        continue;
      }
      found.push({ at: match.index, length: match[0].length, number: expected });
      expected++;
    }
    const firstFound = found[0];
    if (!firstFound) return [];
    const next = nextNumber(index + 1);
    if (next === firstFound.number) return [];
    const before = line.slice(marker.length, firstFound.at);
    const proven = found.length > 1 || next === expected || hasUrl(before) || /(?:\s{2}|\t|\u3000)$/.test(before);
    return proven ? found : [];
  }
}

/** Whether the number, and what can close it, stands somewhere from `from` on: one look that spares most lines the search. */
function mayNumber(line: string, number: number, from: number): boolean {
  const digits = String(number);
  for (let at = line.indexOf(digits, from); at >= 0; at = line.indexOf(digits, at + 1))
    if (')）.．、 '.includes(line[at + digits.length] ?? '?')) return true;
  return /[０-９]/.test(line);
}
