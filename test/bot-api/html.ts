import type { TelegramMessageEntity } from '@gramio/types';
import { checkLink, mentionedUser } from './link.ts';
import { badRequest } from './refusal.ts';
import type { Rich } from './text.ts';

const TAGS = new Set(
  'a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote'.split(' '),
);
const PLAIN: Readonly<Record<string, 'bold' | 'italic' | 'strikethrough' | 'underline' | 'spoiler'>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  u: 'underline',
  ins: 'underline',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
};
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

type Open = { tag: string; argument: string; offset: number };

/** Telegram's small HTML, read by its own rules, which are not those of HTML. */
export function parseHtml(source: string): Rich {
  let text = '';
  const entities: TelegramMessageEntity[] = [];
  const open: Open[] = [];
  let at = 0;
  while (at < source.length) {
    const c = source.charAt(at);
    if (c === '&') {
      const decoded = decodeReference(source, at);
      text += decoded.text;
      at = decoded.end;
    } else if (c !== '<') {
      text += c;
      at += 1;
    } else if (source[at + 1] === '/') at = closeTag(at);
    else at = openTag(at);
  }
  const left = open.at(-1);
  if (left) throw unparsable(`Can't find end tag corresponding to start tag "${left.tag}"`);
  for (const one of entities) if (one.type === 'code') delete one.language;
  return { text, entities };

  function openTag(begin: number): number {
    let i = pastName(source, begin + 1, /[\s\0>]/);
    if (i >= source.length) throw unparsable(`Unclosed start tag at byte offset ${bytes(begin)}`);
    const tag = source.slice(begin + 1, i).toLowerCase();
    if (!TAGS.has(tag)) throw unparsable(`Unsupported start tag "${tag}" at byte offset ${bytes(begin)}`);
    let argument = '';
    for (;;) {
      i = pastSpace(source, i);
      if (i >= source.length) throw unparsable(`Unclosed start tag at byte offset ${bytes(begin)}`);
      if (source[i] === '>') break;
      const attribute = readAttribute(tag, begin, i);
      argument = meaning(tag, attribute.name, attribute.value) ?? argument;
      i = attribute.end;
    }
    if (tag === 'span' && argument !== 'spoiler')
      throw unparsable(`Tag "span" must have class "tg-spoiler" at byte offset ${bytes(begin)}`);
    open.push({ tag, argument, offset: text.length });
    return i + 1;
  }

  function readAttribute(tag: string, begin: number, start: number): { name: string; value: string; end: number } {
    let i = pastName(source, start, /[\s\0=>/"']/);
    const name = source.slice(start, i);
    const there = `the tag "${tag}" at byte offset ${bytes(begin)}`;
    if (name === '') throw unparsable(`Empty attribute name in ${there}`);
    i = pastSpace(source, i);
    if (source[i] !== '=') return { name, value: '', end: i };
    i = pastSpace(source, i + 1);
    if (i >= source.length) throw unparsable(`Unclosed start tag "${tag}" at byte offset ${bytes(begin)}`);
    const quote = source.charAt(i);
    if (quote !== '"' && quote !== "'") {
      const end = pastName(source, i, /[^a-z0-9.-]/i);
      if (end < source.length && !/[\s>]/.test(source.charAt(end)))
        throw unparsable(`Unexpected end of name token at byte offset ${bytes(i)}`);
      return { name, value: source.slice(i, end).toLowerCase(), end };
    }
    const close = source.indexOf(quote, i + 1);
    if (close < 0) throw unparsable(`Unclosed start tag at byte offset ${bytes(begin)}`);
    const raw = source.slice(i + 1, close);
    return {
      name,
      value: raw.replace(/&(?:#\w*|[a-z]+);?/gi, found => decodeReference(found, 0).text),
      end: close + 1,
    };
  }

  function closeTag(begin: number): number {
    const last = open.at(-1);
    if (last === undefined) throw unparsable(`Unexpected end tag at byte offset ${bytes(begin)}`);
    const nameEnd = pastName(source, begin + 2, /[\s\0>]/);
    const name = source.slice(begin + 2, nameEnd).toLowerCase();
    const i = pastSpace(source, nameEnd);
    if (source[i] !== '>') throw unparsable(`Unclosed end tag at byte offset ${bytes(begin)}`);
    if (name !== '' && name !== last.tag)
      throw unparsable(
        `Unmatched end tag at byte offset ${bytes(begin)}, expected "</${last.tag}>", found "</${name}>"`,
      );
    open.pop();
    if (text.length > last.offset) end(last);
    return i + 1;
  }

  function end({ tag, argument, offset }: Open): void {
    const span = { offset, length: text.length - offset };
    const before = entities.at(-1);
    const same = before?.offset === offset && before.length === span.length ? before : undefined;
    const plain = PLAIN[tag];
    if (plain !== undefined) entities.push({ type: plain, ...span });
    else if (tag === 'blockquote')
      entities.push({ type: argument === '1' ? 'expandable_blockquote' : 'blockquote', ...span });
    else if (tag === 'a') link(argument || text.slice(offset), span);
    else if (tag === 'pre') {
      if (same?.type === 'code' && same.language) same.type = 'pre';
      else entities.push({ type: 'pre', ...span });
    } else if (tag === 'code') {
      if (same?.type === 'pre' && argument) same.language = argument;
      else entities.push({ type: 'code', ...span, ...(argument && { language: argument }) });
    } else if (tag === 'tg-emoji') {
      if (!/^[1-9]\d{0,18}$/.test(argument) || BigInt(argument) >= 1n << 63n)
        throw unparsable('Invalid custom emoji identifier specified');
      entities.push({ type: 'custom_emoji', ...span, custom_emoji_id: argument });
    } else entities.push({ type: 'date_time', ...span });
  }

  /** A link that is none stays as text: unlike the same in entities, it is no error. */
  function link(url: string, span: { offset: number; length: number }): void {
    const user = mentionedUser(url);
    const checked = checkLink(url);
    if (user !== undefined)
      entities.push({ type: 'text_mention', ...span, user: { id: user, is_bot: false, first_name: '' } });
    else if (checked.ok) entities.push({ type: 'text_link', ...span, url: checked.url });
  }

  function bytes(index: number): number {
    return Buffer.byteLength(source.slice(0, index));
  }
}

/** What an attribute says that matters, or undefined. */
function meaning(tag: string, name: string, value: string): string | undefined {
  if (tag === 'a' && name === 'href') return value;
  if (tag === 'code' && name === 'class' && value.startsWith('language-')) return value.slice('language-'.length);
  if (tag === 'span' && name === 'class' && value.startsWith('tg-')) return value.slice('tg-'.length);
  if (tag === 'tg-emoji' && name === 'emoji-id') return value;
  return tag === 'blockquote' && name === 'expandable' ? '1' : undefined;
}

/** `&lt;` and the like, and numbers; any other name stays as it is. */
function decodeReference(source: string, at: number): { text: string; end: number } {
  const found = /^&(?:#x([0-9a-f]*)|#(\d*)|([a-z]+));?/i.exec(source.slice(at, at + 32));
  const [whole = '&', hex, decimal, name] = found ?? [];
  if (name !== undefined) {
    const text = NAMED[name];
    return text === undefined ? { text: '&', end: at + 1 } : { text, end: at + whole.length };
  }
  const code = hex ? Number.parseInt(hex, 16) : Number.parseInt(decimal || '0', 10);
  if (code === 0 || code >= 0x10ffff || whole.replace(';', '').length >= 10) return { text: '&', end: at + 1 };
  return { text: String.fromCodePoint(code), end: at + whole.length };
}

function pastName(source: string, from: number, end: RegExp): number {
  let i = from;
  while (i < source.length && !end.test(source.charAt(i))) i++;
  return i;
}

function pastSpace(source: string, from: number): number {
  let i = from;
  while (i < source.length && /[\s\0]/.test(source.charAt(i))) i++;
  return i;
}

const unparsable = (why: string) => badRequest(`can't parse entities: ${why}`);
