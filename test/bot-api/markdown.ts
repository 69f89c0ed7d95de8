import type { TelegramMessageEntity } from '@gramio/types';
import { checkLink, mentionedUser } from './link.ts';
import { badRequest } from './refusal.ts';
import type { Rich } from './text.ts';

const TYPES: Readonly<Record<string, TelegramMessageEntity['type']>> = {
  '*': 'bold',
  _: 'italic',
  '`': 'code',
  '```': 'pre',
};

/** Telegram's first Markdown, kept for old bots: no nesting, and what is no mark is text. */
export function parseMarkdown(source: string): Rich {
  let text = '';
  const entities: TelegramMessageEntity[] = [];
  let at = 0;
  while (at < source.length) {
    const c = source.charAt(at);
    if (c === '\\' && /[_*`[]/.test(source.charAt(at + 1))) {
      text += source.charAt(at + 1);
      at += 2;
    } else if (!/[_*`[]/.test(c)) {
      text += c;
      at += 1;
    } else {
      const mark = source.startsWith('```', at) ? '```' : c;
      const end = source.indexOf(mark === '[' ? ']' : mark, at + mark.length);
      if (end < 0)
        throw badRequest(
          `can't parse entities: Can't find end of the entity starting at byte offset ${Buffer.byteLength(source.slice(0, at))}`,
        );
      const inner = source.slice(at + mark.length, end);
      const language = mark === '```' ? /^([^\s`]+)\n/.exec(inner)?.[1] : undefined;
      const shown = mark === '```' ? inner.slice(language?.length ?? 0).replace(/^\n/, '') : inner;
      const span = { offset: text.length, length: shown.length };
      text += shown;
      at = end + (mark === '[' ? 1 : mark.length);
      if (mark === '[') {
        const target = /^\(([^)]*)\)/.exec(source.slice(at));
        at += target?.[0].length ?? 0;
        pushLink(entities, target?.[1] ?? inner, span);
      } else if (span.length > 0)
        entities.push({ type: TYPES[mark] ?? 'bold', ...span, ...(language !== undefined && { language }) });
    }
  }
  return { text, entities };
}

/** A link that is none stays as text. */
export function pushLink(
  entities: TelegramMessageEntity[],
  url: string,
  span: { offset: number; length: number },
): void {
  const user = mentionedUser(url);
  const checked = checkLink(url);
  if (span.length === 0) return;
  if (user !== undefined)
    entities.push({ type: 'text_mention', ...span, user: { id: user, is_bot: false, first_name: '' } });
  else if (checked.ok) entities.push({ type: 'text_link', ...span, url: checked.url });
}
