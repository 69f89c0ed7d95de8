import type { Answer } from '../../../src/answer/answer.ts';
import type { Asking } from '../../../src/answer/asking.ts';
import type { App } from '../../../src/app.ts';

/** An answer that is being written, a piece at a time as a test says. */
type Sheet = {
  asking: Asking;
  /** shows it as far as it has come */ draft(text: string, tail?: string): void;
  /** ends it */ finish(text?: string): void;
  fail(error: unknown): void;
};

/** Stands for what writes answers: a test writes them, or lets them end as people stop them. */
export type Pen = {
  write: App['write'];
  /** the answer that is begun as the so many-th, once it is */ sheet(index?: number): Promise<Sheet>;
  begun(): number;
};

export function createPen(respond: App['respond']): Pen {
  const sheets: Sheet[] = [];
  const waiting = new Set<() => void>();
  return {
    async write(request, asking) {
      const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
      // It may fail before it is waited for.
      promise.catch(() => undefined);
      let last = '';
      sheets.push({
        asking,
        draft(text, tail = '') {
          last = text;
          asking.onDraft?.({ text, tail });
        },
        finish: resolve,
        fail: reject,
      });
      for (const look of [...waiting]) look();
      const ended = () => reject(asking.signal?.reason);
      asking.signal?.addEventListener('abort', ended);
      const enough = () => resolve(`${last.trim()}\n\nStopped here.`);
      asking.enough?.addEventListener('abort', enough);
      if (asking.enough?.aborted) enough();
      if (asking.signal?.aborted) ended();
      const found: Answer = await respond(request, asking.page);
      const text = (await promise) ?? last;
      return { ...found, text, refused: false };
    },
    sheet: (index = 0) =>
      new Promise(resolve => {
        const look = () => {
          const sheet = sheets[index];
          if (sheet === undefined) return;
          waiting.delete(look);
          resolve(sheet);
        };
        waiting.add(look);
        look();
      }),
    begun: () => sheets.length,
  };
}
