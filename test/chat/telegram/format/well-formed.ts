import { expect } from 'vitest';
import type { Entity, Rich } from '../../../../src/chat/telegram/format/entities.ts';
import { isSafeLink } from '../../../../src/chat/telegram/format/link.ts';

/** Entities as Telegram has them: within the text, not empty, in order, nested, each on something, with links it takes. */
export function expectWellFormed({ text, entities }: Rich): void {
  expect(text.isWellFormed()).toBe(true);
  const around: Entity[] = [];
  let before = 0;
  for (const entity of entities) {
    const { type, offset, length, url } = entity;
    const end = offset + length;
    expect(offset).toBeGreaterThanOrEqual(before);
    expect(length).toBeGreaterThan(0);
    expect(end).toBeLessThanOrEqual(text.length);
    const words = text.slice(offset, end);
    expect(words.isWellFormed()).toBe(true);
    expect(words.trimEnd()).toBe(words);
    if (type !== 'pre' && !type.endsWith('blockquote')) expect(words.trimStart()).toBe(words);
    if (url !== undefined) expect(isSafeLink(url), url).toBe(true);
    expect(url !== undefined).toBe(type === 'text_link');
    while (around.length > 0 && endOf(around.at(-1)) <= offset) around.pop();
    const outer = around.at(-1);
    if (outer !== undefined) expect(end).toBeLessThanOrEqual(endOf(outer));
    const kinds = around.map(one => one.type);
    expect(kinds).not.toContain(type);
    expect(kinds).not.toContain('code');
    expect(kinds).not.toContain('pre');
    if (type === 'code' || type === 'pre') expect(kinds.filter(kind => !kind.endsWith('blockquote'))).toEqual([]);
    if (type.endsWith('blockquote')) expect(kinds).toEqual([]);
    around.push(entity);
    before = offset;
  }
}

function endOf(entity: Entity | undefined): number {
  return entity === undefined ? 0 : entity.offset + entity.length;
}
