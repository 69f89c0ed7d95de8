import type { TelegramMessageEntity } from '@gramio/types';
import { pushLink } from './markdown.ts';
import { badRequest } from './refusal.ts';
import type { Rich } from './text.ts';

type Open = { mark: string; offset: number; at: number };

const RESERVED = new Set('_*[]()~`>#+-=|{}.!');
const NAMES: Readonly<Record<string, readonly [name: string, type: TelegramMessageEntity['type']]>> = {
  '*': ['Bold', 'bold'],
  _: ['Italic', 'italic'],
  __: ['Underline', 'underline'],
  '~': ['Strikethrough', 'strikethrough'],
  '||': ['Spoiler', 'spoiler'],
  '[': ['TextUrl', 'text_link'],
  '![': ['CustomEmoji', 'custom_emoji'],
  '`': ['Code', 'code'],
  '```': ['Pre', 'pre'],
};

/** Telegram's MarkdownV2: every reserved character is a mark or is escaped. */
export function parseMarkdownV2(source: string): Rich {
  let text = '';
  const entities: TelegramMessageEntity[] = [];
  const open: Open[] = [];
  /** Of the code blocks that are open, by their depth. */
  const languages = new Map<number, string>();
  let quote: number | undefined;
  let at = 0;

  while (at < source.length) {
    const c = source.charAt(at);
    const inCode = open.at(-1)?.mark === '`' || open.at(-1)?.mark === '```';
    if (c === '\\' && /[\x01-\x7e]/.test(source.charAt(at + 1))) {
      text += source.charAt(at + 1);
      at += 2;
    } else if (c === '\n' && quote !== undefined && !inCode && source[at + 1] !== '>') {
      endQuote();
      text += c;
      at += 1;
    } else if (c === '>' && !inCode && (at === 0 || source[at - 1] === '\n')) {
      quote ??= text.length;
      at += 1;
    } else if (!RESERVED.has(c) || (inCode && c !== '`')) {
      text += c;
      at += 1;
    } else mark();
  }
  const left = open.at(-1);
  if (left) throw unparsable(`Can't find end of ${NAMES[left.mark]?.[0]} entity at byte offset ${bytes(left.at)}`);
  endQuote();
  return { text, entities };

  function mark(): void {
    const found = /^(?:```|\*|__|_|~|\|\||`|!\[|\[|\])/.exec(source.slice(at, at + 3))?.[0];
    const last = open.at(-1);
    if (last?.mark === '```' && found !== '```') {
      text += source.charAt(at++);
      return;
    }
    const ends = endOf(last?.mark, found);
    if (last && ends !== undefined) {
      close(last, ends);
      return;
    }
    if (quote !== undefined && found === '||' && last?.mark !== '||' && /^\|\|(?:\n|$)/.test(source.slice(at))) {
      endQuote('expandable_blockquote');
      at += 2;
      return;
    }
    if (found === undefined || found === ']')
      throw unparsable(`Character '${source.charAt(at)}' is reserved and must be escaped with the preceding '\\'`);
    open.push({ mark: found, offset: text.length, at });
    at += found.length;
    if (found === '```' && /^[^\s`]+(?=\s)/.test(source.slice(at))) {
      const language = /^[^\s`]+/.exec(source.slice(at))?.[0] ?? '';
      languages.set(open.length, language);
      at += language.length;
    }
    if (found === '```' && /^\r?\n/.test(source.slice(at))) at += source.charAt(at) === '\r' ? 2 : 1;
  }

  function close(last: Open, found: string): void {
    open.pop();
    at += found.length;
    const span = { offset: last.offset, length: text.length - last.offset };
    const type = NAMES[last.mark]?.[1] ?? 'bold';
    if (last.mark === '[' || last.mark === '![') {
      link(last, span);
      return;
    }
    const language = last.mark === '```' ? languages.get(open.length + 1) : undefined;
    if (last.mark === '```') languages.delete(open.length + 1);
    if (span.length > 0) entities.push({ type, ...span, ...(language !== undefined && { language }) });
  }

  function link(last: Open, span: { offset: number; length: number }): void {
    const target = /^\(((?:\\.|[^)\\])*)\)/s.exec(source.slice(at));
    if (source[at] === '(' && target === null) throw unparsable(`Can't find end of a URL at byte offset ${bytes(at)}`);
    at += target?.[0].length ?? 0;
    const url = (target?.[1] ?? '').replace(/\\(.)/gs, '$1') || text.slice(span.offset);
    if (last.mark === '![') {
      const id = /^tg:\/\/emoji\/?\?(?:.*&)?id=(\d+)/.exec(url)?.[1];
      if (id === undefined) throw unparsable('Custom emoji entity must contain a tg://emoji URL');
      if (span.length > 0) entities.push({ type: 'custom_emoji', ...span, custom_emoji_id: id });
      return;
    }
    pushLink(entities, url, span);
  }

  function endQuote(type: 'blockquote' | 'expandable_blockquote' = 'blockquote'): void {
    if (quote !== undefined && text.length > quote) entities.push({ type, offset: quote, length: text.length - quote });
    quote = undefined;
  }

  function bytes(index: number): number {
    return Buffer.byteLength(source.slice(0, index));
  }
}

/** The mark that closes the innermost open one, if this is it. */
function endOf(open: string | undefined, found: string | undefined): string | undefined {
  if (open === '[' || open === '![') return found === ']' ? found : undefined;
  if (open === '`') return found?.startsWith('`') ? '`' : undefined;
  return open === found ? found : undefined;
}

const unparsable = (why: string) => badRequest(`can't parse entities: ${why}`);
