import { isSafeLink } from './link.ts';
import type { Entity, Rich } from './rich.ts';

/** Number, day or file, and place in it, which stand before an entry's title. */
const place = /^(?:\[\d+\] )?[^()]{1,200} \(\d+\) /;

type Line = { start: number; end: number };

/**
 * Lets the titles of entries lead to their links: a telephone shows an address on a line of its own as two or three, and
 * there is nothing to read in it. An entry's further links stay below it.
 */
export function linkTitles({ text, entities }: Rich): Rich {
  const lines = linesOf(text);
  const quoted = new Set(entities.filter(({ type }) => type === 'blockquote').flatMap(quote => linesIn(quote, lines)));
  const marked = new Set(entities.flatMap(entity => linesIn(entity, lines)));
  const links: Entity[] = [];
  const cuts: Line[] = [];
  for (const [index, line] of lines.entries()) {
    const words = text.slice(line.start, line.end);
    const head = place.exec(words)?.[0].length;
    // An address in a title is a link by itself.
    if (head === undefined || marked.has(index) || words.includes('://')) continue;
    let at = index + 1;
    while (quoted.has(at)) at++;
    const below = lines[at];
    const url = below === undefined ? '' : text.slice(below.start, below.end);
    const length = titleLength(words.slice(head));
    if (below === undefined || length === 0 || !isSafeLink(url)) continue;
    links.push({ type: 'text_link', offset: line.start + head, length, url });
    cuts.push({ start: below.start - 1, end: below.end });
  }
  return without(cuts, { text, entities: [...entities, ...links] });
}

/** How much of the words behind the place is the title: all but the tags at their end. */
function titleLength(words: string): number {
  const all = words.split(' ');
  return all.slice(0, all.findLastIndex(word => !word.startsWith('#')) + 1).join(' ').length;
}

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split('\n').map(line => {
    const found = { start, end: start + line.length };
    start = found.end + 1;
    return found;
  });
}

/** The numbers of the lines that an entity reaches into. */
function linesIn({ offset, length }: Entity, lines: readonly Line[]): number[] {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (let at = low; (lines[at]?.start ?? Number.POSITIVE_INFINITY) < offset + length; at++) found.push(at);
  return found;
}

/** The rest of a text, with what is marked in it. */
function without(cuts: readonly Line[], { text, entities }: Rich): Rich {
  const starts = [0, ...cuts.map(({ end }) => end)];
  const kept = starts.map((start, index) => text.slice(start, cuts[index]?.start)).join('');
  const moved: Entity[] = [];
  let next = 0;
  let gone = 0;
  for (const entity of entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length)) {
    for (let cut = cuts[next]; cut !== undefined && cut.end <= entity.offset; cut = cuts[++next])
      gone += cut.end - cut.start;
    if (entity.offset < (cuts[next]?.start ?? text.length)) moved.push({ ...entity, offset: entity.offset - gone });
  }
  return { text: kept, entities: moved };
}
