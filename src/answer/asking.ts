import type { Page, Previous } from './request.ts';

/** A written answer as far as it has come. */
export type Draft = {
  /** Markdown of the sentences that stand: from one draft of an answer to the next it only grows */
  text: string;
  /** Markdown of the sentence that is being written, as far as it needs no proof; it may yet be dropped */
  tail: string;
};

/** How somebody asks. */
export type Asking = {
  page?: Page | undefined;
  /** whose questions of the day it counts among; undefined for whoever sits at the console */
  personId?: number | undefined;
  /** the answer that the person may be going on from */
  previous?: Previous | undefined;
  /** told what is written so far, whenever there is more of it; must not throw */
  onDraft?: ((draft: Draft) => void) | undefined;
  /** the person has read enough: what is written so far is the answer */
  enough?: AbortSignal | undefined;
  /** nobody waits for the answer any more */
  signal?: AbortSignal | undefined;
};
