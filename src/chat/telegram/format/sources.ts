import { alsoFoundLine, sourcesLine } from '../../../answer/wording.ts';
import { toRich } from './entities.ts';
import { isSafeLink } from './link.ts';
import { type Entity, joined, type Rich } from './rich.ts';
import { linkTitles } from './titles.ts';

/** A source as it is listed, and the heading over it where it is the first of those that are not cited. */
type Source = { n: number; words: string; urls: string[]; heading: string | undefined };

/**
 * An answer that cites its sources and lists them at its end: the list folded, with each title leading where its entry
 * does, and so does each `[n]` before it. Undefined where there is no such list.
 */
export function citing(markdown: string): Rich | undefined {
  const lines = markdown.trimEnd().split('\n');
  const start = lines.findLastIndex(line => !line.startsWith('>')) + 1;
  const heading = sourcesLine.exec(lines[start] ?? '')?.[1];
  const sources = heading === undefined ? undefined : readSources(lines.slice(start + 1));
  if (heading === undefined || sources === undefined) return undefined;
  const text = linkCitations(linkTitles(toRich(lines.slice(0, start).join('\n'))), sources);
  const list = joined([toRich(heading), ...sources.flatMap(listed)], '\n');
  const folded: Entity = { type: 'expandable_blockquote', offset: 0, length: list.text.length };
  const quotation = { text: list.text, entities: [folded, ...list.entities] };
  return text.text === '' ? quotation : joined([text, quotation], '\n\n');
}

/** Each source is a line with its number, and a line for each of its addresses; undefined where there is anything else. */
function readSources(lines: readonly string[]): Source[] | undefined {
  const sources: Source[] = [];
  let heading: string | undefined;
  for (const line of lines) {
    const also = alsoFoundLine.exec(line)?.[1];
    if (also !== undefined) {
      heading = also;
      continue;
    }
    const [, n, words = '', url] = /^> (?:\[(\d{1,6})\] (.+)|(\S+))$/.exec(line) ?? [];
    const last = sources.at(-1);
    if (n !== undefined) {
      sources.push({ n: Number(n), words, urls: [], heading });
      heading = undefined;
    } else if (url !== undefined && last !== undefined) last.urls.push(url);
    else return undefined;
  }
  return sources.length > 0 ? sources : undefined;
}

function listed({ n, words, urls, heading }: Source): Rich[] {
  const linked = targetOf(urls);
  const others = urls.filter(url => url !== linked);
  const source = linkTitles(toRich([`[${n}] ${words}`, ...(linked ? [linked] : []), ...others].join('\n')));
  return heading === undefined ? [source] : [toRich(heading), source];
}

/** Where the title and the citations of a source lead: its first address that Telegram takes. */
function targetOf(urls: readonly string[]): string | undefined {
  return urls.find(isSafeLink);
}

const OPAQUE: ReadonlySet<Entity['type']> = new Set<Entity['type']>(['text_link', 'code', 'pre']);

/** Lets each `[n]` lead to its source, but in code and where it is a link already. */
function linkCitations({ text, entities }: Rich, sources: readonly Source[]): Rich {
  const targets = new Map(sources.map(({ n, urls }) => [n, targetOf(urls)]));
  const links: Entity[] = [];
  let next = 0;
  const open: Entity[] = [];
  for (const { 0: citation, 1: n, index: offset } of text.matchAll(/\[(\d{1,6})\]/g)) {
    const url = targets.get(Number(n));
    const end = offset + citation.length;
    for (let entity = entities[next]; entity !== undefined && entity.offset < end; entity = entities[++next])
      open.push(entity);
    const around = open.filter(one => one.offset + one.length > offset);
    open.splice(0, open.length, ...around);
    const fits = around.every(one => !OPAQUE.has(one.type) && one.offset <= offset && one.offset + one.length >= end);
    if (url !== undefined && fits) links.push({ type: 'text_link', offset, length: citation.length, url });
  }
  return { text, entities: [...entities, ...links].sort((a, b) => a.offset - b.offset || b.length - a.length) };
}
