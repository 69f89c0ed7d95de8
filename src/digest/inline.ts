import { type Found, type Inline, inlineMark, readBareLinks } from './bare-links.ts';
import { addDistinct } from './distinct-words.ts';
import { bracketPairs, linkTarget, refName } from './link.ts';
import { hole, shielded } from './stand-in.ts';
import { clean } from './tidy.ts';
import { isAbsolute, urlEnd } from './url.ts';

const tag =
  /^<(?:\/?(?:a|abbr|article|audio|b|big|blockquote|br|center|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|nobr|ol|p|picture|pre|q|s|section|small|source|span|strong|sub|summary|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video)(?=[\s/>])[^<>]*)>/i;
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#39': "'" };

/** Reads the inline Markdown of one line. Marks that people leave unclosed are dropped; nothing here ever fails. */
export function readInline(line: string, found: Found, refs: ReadonlyMap<string, string>): Inline {
  if (!inlineMark.test(line)) return { plain: line, full: line };
  const simple = readBareLinks(line, found);
  if (simple) return simple;
  const closers = bracketPairs(line);
  let plain = '';
  let full = '';
  let at = 0;
  /** Where the text of an open bold run or link began; -1: none is open. */
  let bold = -1;
  let boldMark = '';
  /** Where the code ends that was opened last. */
  let codeEnd = -1;
  /** Where each kind of closing mark was last looked for and found, so that no stretch is searched twice. */
  let nearest: Map<string, number> | undefined;
  const links: {
    close: number;
    after: number;
    url: string | undefined;
    plain: number;
    full: number;
    image: boolean;
  }[] = [];

  function put(text: string): void {
    plain += at < codeEnd ? shielded(text) : text;
    full += text;
  }
  function putUrl(url: string): void {
    addDistinct(found.urls, url);
    plain += hole;
    full += url;
  }
  function find(mark: string, from: number): number {
    const known = nearest?.get(mark);
    if (known !== undefined && (known < 0 || known >= from)) return known;
    const position = line.indexOf(mark, from);
    nearest ??= new Map();
    nearest.set(mark, position);
    return position;
  }
  function closeBold(): void {
    const words = clean(plain.slice(bold));
    if (words) found.emphasis.push(words);
    bold = -1;
  }

  while (at < line.length) {
    const open = links.at(-1);
    if (open && at === open.close) {
      links.pop();
      at = open.after;
      if (open.image) continue;
      if (open.url !== undefined) {
        const words = full.slice(open.full);
        if (words !== open.url) {
          if (words.trim()) full += ' ';
          full += open.url;
        }
        addDistinct(found.urls, open.url);
        if (/[\p{L}\p{N}]/u.test(line[at] ?? '')) full += ' ';
      }
      continue;
    }
    const char = line[at] ?? '';
    const next = line[at + 1];
    switch (char) {
      case '\\':
        if (next !== undefined && /[!-/:-@[-`{-~]/.test(next)) {
          put(next);
          at += 2;
          continue;
        }
        // A hard break at the end of the line.
        if (next === undefined) {
          at++;
          continue;
        }
        break;
      case '`': {
        let ticks = 1;
        while (line[at + ticks] === '`') ticks++;
        const close = ticks > 3 || at <= codeEnd ? -1 : find('```'.slice(0, ticks), at + ticks);
        if (close > 0) {
          codeEnd = close;
          const code = line.slice(at + ticks, close);
          // A command's address is a link like any other; the rest of it is read with it.
          if (code.includes('://')) at += ticks;
          else {
            put(code);
            at = close + ticks;
          }
        } else at += ticks;
        continue;
      }
      case '*':
      case '_':
      case '~':
        if (next === char) {
          let run = 2;
          while (line[at + run] === char) run++;
          const mark = char + char;
          const wordBefore = char === '_' && /\w/.test(line[at - 1] ?? '') && /\w/.test(line[at + run] ?? '');
          if (char === '~') {
            at += run;
            continue;
          }
          const name = char === '_' ? dunder.exec(line.slice(at, at + 40))?.[0] : undefined;
          if (wordBefore || run > 4 || name !== undefined) {
            run = name?.length ?? run;
            put(line.slice(at, at + run));
          } else if (bold >= 0 && boldMark === mark) {
            closeBold();
          } else if (bold < 0) {
            const close = find(mark, at + run);
            if (close < 0 || /\s/.test(line[at + run] ?? ' ') || /\s/.test(line[close - 1] ?? ' ')) {
              if (/\w/.test(line[at - 1] ?? '') && /\w/.test(line[at + run] ?? '')) put(mark);
            } else {
              bold = plain.length;
              boldMark = mark;
            }
          }
          at += run;
          continue;
        }
        if (char !== '~' && isItalic(line, at)) {
          at++;
          continue;
        }
        break;
      case '#':
        // `#[[two words]]` names a page; as a tag it would be cut at its first space.
        if (next === '[' && /^\[\[[^[\]\s]*\s/.test(line.slice(at + 1, at + 100))) {
          at++;
          continue;
        }
        break;
      case '!':
        if (next === '[' && closers.has(at + 1)) {
          const close = closers.get(at + 1) ?? at;
          const target = linkTarget(line, close + 1, refs, line.slice(at + 2, close));
          if (target) {
            links.push({
              close,
              after: target.after,
              url: undefined,
              plain: plain.length,
              full: full.length,
              image: true,
            });
            at += 2;
            continue;
          }
        }
        break;
      case '[': {
        const close = closers.get(at);
        if (next === '[' && close !== undefined && line[close + 1] !== '(') {
          const length = readWiki(at, close);
          if (length > 0) {
            at += length;
            continue;
          }
        }
        const target = close === undefined ? undefined : linkTarget(line, close + 1, refs, line.slice(at + 1, close));
        if (close !== undefined && target) {
          if (line[at + 1] === '^') {
            if (isAbsolute(target.url)) putUrl(target.url);
            at = target.after;
            continue;
          }
          const url = isAbsolute(target.url) ? target.url : undefined;
          links.push({ close, after: target.after, url, plain: plain.length, full: full.length, image: false });
          at++;
          continue;
        }
        break;
      }
      case '<': {
        const length = readAngle(at);
        if (length > 0) {
          at += length;
          continue;
        }
        break;
      }
      case '&': {
        const entity = /^&(amp|lt|gt|quot|apos|nbsp|#39);/.exec(line.slice(at, at + 8));
        if (entity) {
          put(entities[entity[1] ?? ''] ?? '');
          at += entity[0].length;
          continue;
        }
        break;
      }
      case 'h':
      case 'H':
      case 'f':
      case 'F':
      case 'w':
      case 'W': {
        if (at > 0 && char.toLowerCase() === 'w' && /[\w.@/]/.test(line[at - 1] ?? '')) break;
        const end = urlEnd(line, at);
        if (end > at) {
          putUrl(line.slice(at, open && end > open.close ? open.close : end));
          at = open && end > open.close ? open.close : end;
          continue;
        }
        break;
      }
    }
    const until = nextSpecial(line, at + 1, open?.close ?? line.length);
    put(line.slice(at, until));
    at = until;
  }
  if (bold >= 0) closeBold();
  // A line that lost no marks is its own text: a view of the file, not a copy built of pieces.
  return { plain, full: full === line ? line : full };

  /** `[[page]]`, `[[page|words]]`, `[[https://…][words]]`; 0 where two brackets only happen to stand together. */
  function readWiki(from: number, close: number): number {
    const inner = closers.get(from + 1);
    if (inner === undefined) return 0;
    const inside = line.slice(from + 2, inner);
    if (inner === close - 1) {
      if (inside.includes('://') || refs.has(refName(inside))) return 0;
      put(inside.slice(inside.lastIndexOf('|') + 1));
      return close + 1 - from;
    }
    if (line[inner + 1] !== '[' || closers.get(inner + 1) !== close - 1 || !isAbsolute(inside)) return 0;
    put(line.slice(inner + 2, close - 1));
    full += ' ';
    putUrl(inside);
    return close + 1 - from;
  }

  /** `<https://…>`, `<a href="…">`, bold tags, comments and the rest of HTML; 0 where `<` is only a less-than. */
  function readAngle(from: number): number {
    if (line.startsWith('<!--', from)) {
      const close = find('-->', from + 4);
      return (close < 0 ? line.length : close + 3) - from;
    }
    const close = find('>', from);
    if (close < 0 || close - from > 2000) return 0;
    const inside = line.slice(from + 1, close);
    // People leave spaces inside, and a slash: `<https://a.cn/x />`.
    const address = /^\s*(\S+?)(?:\s+\/?)?$/.exec(inside)?.[1];
    if (address !== undefined && isAbsolute(address)) {
      putUrl(address);
      return inside.length + 2;
    }
    const html = tag.exec(line.slice(from, close + 1));
    if (!html) return 0;
    if (/^<(?:b|strong)[\s>]/i.test(html[0]) && bold < 0) {
      bold = plain.length;
      boldMark = '<b>';
    } else if (/^<\/(?:b|strong)[\s>]/i.test(html[0]) && boldMark === '<b>' && bold >= 0) closeBold();
    else if (/^<(?:br|p|div|td|th|li)\b/i.test(html[0])) put(' ');
    const anchor = /^<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(html[0]);
    const url = anchor?.[1] ?? anchor?.[2] ?? anchor?.[3];
    if (url !== undefined && isAbsolute(url)) {
      putUrl(url);
      full += ' ';
    }
    return html[0].length;
  }
}

/** Python's own names wear the marks of bold. */
const dunder =
  /^__(?:init|main|name|call|new|del|repr|str|len|iter|next|enter|exit|[gs]et(?:attr|item)|doc|file|all|dict|class|slots|version)__|^__\w+__(?=\.py)/;

const specials = /[*_`[<\\&~!\]]|#(?=\[\[)|h(?=ttps?:\/\/)|f(?=tp:\/\/)|w(?=ww\.)/gi;

function nextSpecial(line: string, from: number, limit: number): number {
  specials.lastIndex = from;
  const match = specials.exec(line);
  return Math.min(match ? match.index : line.length, limit);
}

/** One `*` or `_` is a mark where a word begins or ends on one side of it only: not in `snake_case`, `对象_动作`, `2 * 3` or `2*3`. */
function isItalic(line: string, at: number): boolean {
  const before = line[at - 1] ?? ' ';
  const after = line[at + 1] ?? ' ';
  if (/\s/.test(before) && /\s/.test(after)) return false;
  if (line[at] === '_') return !(/[\p{L}\p{N}_]/u.test(before) && /[\p{L}\p{N}_]/u.test(after));
  return !(/\w/.test(before) && /\w/.test(after));
}
