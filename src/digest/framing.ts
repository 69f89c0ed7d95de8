import type { Draft } from './reading.ts';

/**
 * Paragraphs with links that stand around a day's items and are none: before the first item with a mark (a bullet, number,
 * heading or row) of their section and after its last. In a day that has such items, a section without any keeps only
 * paragraphs that begin with their link; a day without any keeps all of its paragraphs.
 */
export function framing(drafts: readonly Draft[], text: string): ReadonlySet<Draft> {
  const around = new Set<Draft>();
  for (const day of cut(drafts, (draft, before) => draft.kind === 'day' || draft.date !== before.date)) {
    if (!day.some(isMarked)) continue;
    for (const section of cut(day, draft => draft.kind === 'heading')) {
      const first = section.findIndex(isMarked);
      const last = section.findLastIndex(isMarked);
      for (const [at, draft] of section.entries()) {
        if (draft.style !== 'paragraph' || !draft.hasUrl || (at > first && at < last)) continue;
        const headed = first < 0 && section[0]?.kind === 'heading';
        if (!headed || !/^[^\p{L}\p{N}]{0,8}(?:\[|https?:)/u.test(text.slice(draft.start, draft.start + 20)))
          around.add(draft);
      }
    }
  }
  return around;
}

function isMarked(draft: Draft): boolean {
  return draft.kind === 'item';
}

/** The list in pieces, each beginning where `begins` holds. */
function cut(drafts: readonly Draft[], begins: (draft: Draft, before: Draft) => boolean): Draft[][] {
  const pieces: Draft[][] = [];
  for (const [at, draft] of drafts.entries()) {
    const before = drafts[at - 1];
    if (!before || begins(draft, before)) pieces.push([]);
    pieces.at(-1)?.push(draft);
  }
  return pieces;
}
