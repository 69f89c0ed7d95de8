/** A part of a text and how it is shown; places and lengths are in UTF-16 units, as Telegram counts them. */
export type Entity = {
  type: 'bold' | 'italic' | 'strikethrough' | 'code' | 'pre' | 'text_link' | 'blockquote' | 'expandable_blockquote';
  offset: number;
  length: number;
  url?: string;
  language?: string;
};

/** A text with its entities: sorted by offset, the outer before the inner, each within the one around it or apart. */
export type Rich = { text: string; entities: Entity[] };

/**
 * What shows nothing: white space, format characters, and those that Telegram takes for spaces or takes out (TDLib's
 * `strip_empty_characters` and `clean_input_string`). A message of these alone is refused.
 */
export const BLANK = '\\s\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2800\\ufffc\\u030a\\u0333\\u033f';
/** Longest run of them, more or less; a longer one says no more, and could fill a message. */
export const LONGEST_BLANK = 256;
const visible = new RegExp(`[^${BLANK}]`, 'u');

export function isBlank(text: string): boolean {
  return !visible.test(text);
}

/** Texts one after another with something between them. */
export function joined(parts: readonly Rich[], between: string): Rich {
  let text = '';
  const entities: Entity[] = [];
  for (const [index, part] of parts.entries()) {
    if (index > 0) text += between;
    for (const entity of part.entities) entities.push({ ...entity, offset: entity.offset + text.length });
    text += part.text;
  }
  return { text, entities };
}

/**
 * The text from one place to another with the entities that reach into it, cut and counted from its beginning. No entity
 * begins or ends with white space, which Telegram trims off messages, but for the indentation of a code block, and of a quotation that begins with one.
 * `candidates` are the entities to look at, all of them unless given.
 */
export function excerpt(rich: Rich, from: number, to: number, candidates: readonly Entity[] = rich.entities): Rich {
  const text = rich.text.slice(from, to);
  const entities: Entity[] = [];
  for (const entity of candidates) {
    let start = Math.max(entity.offset, from) - from;
    let end = Math.min(entity.offset + entity.length, to) - from;
    const margin = entity.type === 'pre' || entity.type.endsWith('blockquote') ? /\n/ : /\s/;
    while (start < end && margin.test(text.charAt(start))) start++;
    while (start < end && /\s/.test(text.charAt(end - 1))) end--;
    if (start < end && !isBlank(text.slice(start, end)))
      entities.push({ ...entity, offset: start, length: end - start });
  }
  return { text, entities };
}
