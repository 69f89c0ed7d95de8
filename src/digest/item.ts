import type { Found } from './bare-links.ts';
import type { DistinctWords } from './distinct-words.ts';
import { fences } from './fences.ts';
import { readInline } from './inline.ts';
import { collectTags } from './tags.ts';
import { printable, tidied } from './tidy.ts';
import { titleOf } from './title.ts';

/** What an item's own words say, whatever its day and number. */
export type Words = { title: string; text: string; tags: string[]; emphasis: string[]; urls: string[] };

const bullet = /^[ \t\u3000\u00a0]*(?:>[ \t]?)*[ \t\u3000\u00a0]*(?:[-*+•●▪◦○・·]\s+(?:\[[ xX]\]\s+)?|#{1,6}\s+)?/;
const quote = /^[ \t]*(?:>[ \t]?)+/;

/** Reads an item's raw text, from behind its marker to its end. In a table's `cell` a bar says nothing about tags. */
export function readItem(raw: string, refs: ReadonlyMap<string, string>, cell = false): Words {
  const found: Found = { emphasis: [], urls: { words: [], seen: undefined } };
  const tags: DistinctWords = { words: [], seen: undefined };
  const lines: string[] = [];
  let title = '';
  let comment = false;
  const written = linesOf(raw);
  const fenceEnd = fences(written.length, index => written[index] ?? '');
  let codeEnd = -1;
  for (const [index, line] of written.entries()) {
    if (index <= codeEnd) {
      if (index < codeEnd && printable(line).trim()) lines.push(printable(line).trimEnd());
      continue;
    }
    if (lines.length > 0 && (line.includes('```') || line.includes('~~~'))) {
      const end = fenceEnd(index);
      if (typeof end === 'number') {
        codeEnd = end;
        continue;
      }
    }
    if (line === '') continue;
    let rest = line;
    if (comment) {
      const close = rest.indexOf('-->');
      if (close < 0) continue;
      rest = rest.slice(close + 3);
    }
    comment = rest.includes('<!--') && rest.lastIndexOf('<!--') > rest.lastIndexOf('-->');
    if (isNavigation(rest)) continue;
    const body = rest.replace(lines.length === 0 ? quote : bullet, '');
    const inline = readInline(body.trim(), found, refs);
    if (/[【#|｜]/.test(inline.plain)) collectTags(inline.plain, lines.length === 0 && !cell, tags);
    const full = tidied(inline.full);
    if (full) lines.push(full);
    if (!title && full) title = titleOf(inline.plain, tags.words, cell);
  }
  return {
    title: title || (found.urls.words[0] ?? lines[0] ?? ''),
    text: lines.join('\n'),
    // Copies are cut to size; an array that grew by pushing keeps room for seventeen.
    tags: sized(tags.words),
    emphasis: sized(found.emphasis),
    urls: sized(found.urls.words),
  };
}

function sized(list: string[]): string[] {
  return list.length === 0 ? list : list.slice();
}

function linesOf(raw: string): string[] {
  return raw.includes('\r') ? raw.split(/\r\n?|\n/) : raw.split('\n');
}

/** A line that only leads to another place of the same page, or keeps an outliner's books, says nothing about the item. */
function isNavigation(line: string): boolean {
  if (line.includes('::') && /^\s*(?:id|collapsed):: /.test(line)) return true;
  if (!line.includes('#') || line.length > 500) return false;
  return (
    /^\s*(?:<[^<>]*>\s*)*<a\s+href\s*=\s*["']#[^"']*["'][^<>]*>[^<>]*<\/a>\s*(?:<[^<>]*>\s*)*$/i.test(line) ||
    /^\s*\[[^[\]]*\]\(#[^()]*\)\s*$/.test(line)
  );
}
