import type { Writer } from '../model/writer.ts';
import type { Draft } from './asking.ts';
import type { Called, Calling } from './calls.ts';
import type { Composition } from './composition.ts';
import { estimateOf, type Material } from './material.ts';

type Parts = {
  writer: Pick<Writer, 'answer'>;
  call: Calling;
  elapsed: () => number;
  onDraft: ((draft: Draft) => void) | undefined;
  signal: AbortSignal;
};

/** Has the model word an answer into a composition, and tells what stands of it as it comes. */
export async function generate(
  material: Material,
  composition: Composition,
  { writer, call, elapsed, onDraft, signal }: Parts,
): Promise<{ called: Called<void>; firstMs: number | undefined }> {
  const show = shower(composition, onDraft);
  let firstMs: number | undefined;
  const estimate = estimateOf(material);
  const called = await call({
    estimate,
    come: () => composition.tokens(),
    answered: () => composition.isUsable(),
    async work() {
      // What is known exactly need not wait for the model.
      show();
      const began = elapsed();
      const pieces = writer.answer(material.task, { signal });
      for (let next = await pieces.next(); ; next = await pieces.next()) {
        if (next.done) {
          composition.end();
          return { value: undefined, tokens: next.value };
        }
        firstMs ??= elapsed() - began;
        composition.take(next.value);
        show();
      }
    },
  });
  return { called, firstMs };
}

/** Tells a draft where it is another than the one before. */
function shower(composition: Composition, onDraft: Parts['onDraft']): () => void {
  let shown: Draft = { text: '', tail: '' };
  return () => {
    if (onDraft === undefined) return;
    const draft = composition.draft();
    if (draft.text === shown.text && draft.tail === shown.tail) return;
    shown = draft;
    onDraft(draft);
  };
}
