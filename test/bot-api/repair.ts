import type { TelegramMessageEntity } from '@gramio/types';
import { findEntities } from './find.ts';
import { nest } from './nest.ts';
import { badRequest } from './refusal.ts';
import type { Rich } from './text.ts';

/** More entities than these are dropped by the server. */
const ENTITIES_MAX = 100;
/** Of all entities together, as they go over the wire. */
const ENTITIES_MAX_BYTES = 10_240;

/** Control characters become spaces, these vanish: carriage returns, marks of direction, lines over and under letters. */
const VANISHING = /[\r\u2028-\u202e]|\u0333|\u033f|\u030a/;
const BLANK = /[\0-\x09\x0b\x0c\x0e-\x1f]/;

/** The text and entities as everyone sees them: cleaned, trimmed, nested, with what Telegram finds by itself. Empty where nothing is left. */
export function repair(given: Rich): Rich {
  const placed = checkPlaces(given);
  const clean = cleanText(placed);
  const trimmed = trim({ text: clean.text, entities: visible(clean) });
  if (trimmed.text === '') return { text: '', entities: [] };
  const found = findEntities(trimmed.text).filter(one => trimmed.entities.every(other => canStandWith(one, other)));
  // Where entities were split, a piece may cover nothing but white space.
  const entities = nest(visible({ text: trimmed.text, entities: nest([...trimmed.entities, ...found]) }));
  if (bytesOf(entities) > ENTITIES_MAX_BYTES) throw badRequest('ENTITIES_TOO_LONG');
  return { text: trimmed.text, entities: entities.slice(0, ENTITIES_MAX) };
}

function checkPlaces({ text, entities }: Rich): Rich {
  const nested = nest(entities);
  for (const { offset, length } of nested) {
    const end = offset + length;
    if (offset > text.length) throw badRequest(`entity begins after the end of the text at UTF-16 offset ${offset}`);
    if (insidePair(text, offset))
      throw badRequest(`entity begins in a middle of a UTF-16 symbol at byte offset ${bytesBefore(text, offset + 1)}`);
    if (end > text.length)
      throw badRequest(
        `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${end}`,
      );
    if (insidePair(text, end))
      throw badRequest(
        `entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol at byte offset ${bytesBefore(text, end + 1)}`,
      );
  }
  return { text, entities: nested };
}

const insidePair = (text: string, at: number) =>
  /[\udc00-\udfff]/.test(text.charAt(at)) && /[\ud800-\udbff]/.test(text.charAt(at - 1));

const bytesBefore = (text: string, at: number) => Buffer.byteLength(text.slice(0, at));

function cleanText({ text, entities }: Rich): Rich {
  if (!VANISHING.test(text) && !BLANK.test(text)) return { text, entities };
  const moved: number[] = [];
  let clean = '';
  for (const c of text.split('')) {
    moved.push(clean.length);
    if (!VANISHING.test(c)) clean += BLANK.test(c) ? ' ' : c;
  }
  moved.push(clean.length);
  const place = (at: number) => moved[at] ?? clean.length;
  return {
    text: clean,
    entities: entities.map(one => ({
      ...one,
      offset: place(one.offset),
      length: place(one.offset + one.length) - place(one.offset),
    })),
  };
}

/** Without entities over nothing but white space; those that begin with it begin later. */
function visible({ text, entities }: Rich): TelegramMessageEntity[] {
  return entities.flatMap(one => {
    if (one.type === 'text_link' || one.type === 'text_mention') return one.length > 0 ? [one] : [];
    const covered = text.slice(one.offset, one.offset + one.length);
    const lead = /^[ \n]*/.exec(covered)?.[0].length ?? 0;
    return lead >= covered.length ? [] : [{ ...one, offset: one.offset + lead, length: one.length - lead }];
  });
}

/** Cut are all white space at the end, and that at the beginning which no entity covers. */
function trim({ text, entities }: Rich): Rich {
  const end = text.replace(/[ \n]+$/, '').length;
  const kept = entities
    .filter(({ offset }) => offset < end)
    .map(one => ({ ...one, length: Math.min(one.length, end - one.offset) }));
  const first = Math.min(end, ...kept.map(({ offset }) => offset));
  const start = Math.min(/^[ \n]*/.exec(text)?.[0].length ?? 0, first);
  return { text: text.slice(start, end), entities: kept.map(one => ({ ...one, offset: one.offset - start })) };
}

/** Telegram finds nothing inside of code and links, and nothing across the border of a quotation. */
function canStandWith(found: TelegramMessageEntity, given: TelegramMessageEntity): boolean {
  const end = found.offset + found.length;
  const givenEnd = given.offset + given.length;
  if (end <= given.offset || found.offset >= givenEnd) return true;
  if (/blockquote/.test(given.type)) return found.offset >= given.offset && end <= givenEnd;
  return /^(?:bold|italic|underline|strikethrough|spoiler)$/.test(given.type);
}

/** In the wire format: constructor, offset and length, each four bytes, and strings padded to four. */
function bytesOf(entities: readonly TelegramMessageEntity[]): number {
  const padded = (text: string | undefined) =>
    text === undefined ? 0 : Math.ceil((Buffer.byteLength(text) + 1) / 4) * 4;
  return entities.reduce((sum, one) => sum + 12 + padded(one.url) + padded(one.language), 0);
}
