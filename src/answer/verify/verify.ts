import { citable, citedIn, markCitations, showCitations } from './citations.ts';
import { seen } from './clean.ts';
import { createLayout, readLine } from './layout.ts';
import { createSplitter, type Sentence } from './sentences.ts';

/** A source as far as verifying needs it. */
type Proof = {
  n: number;
  date: string | undefined;
  ordinal: number;
  title: string;
  text: string;
  tags: readonly string[];
  urls: readonly string[];
};

/** A sentence that stands, with what belongs before it: Markdown, its citations as `[n]`. */
export type Verified = { text: string; cites: number[] };

/** Why a sentence was left out. `forged`: it passes itself off as ours, such as a list of sources or another's turn. */
export type Why = 'uncited' | 'unknown citation' | 'address' | 'date' | 'number' | 'title' | 'unsupported' | 'forged';

type Verifier = {
  /** More of the answer; returns the pieces that are complete and stand, in order. */
  take(text: string): Verified[];
  /** The unfinished sentence as far as it may be shown: cut before what would need proof; '' where nothing may. */
  tail(): string;
  /** The end: the last sentence. */
  end(): Verified[];
  /** What was left out, and why. */
  readonly dropped: readonly { why: Why; text: string }[];
};

/**
 * Reads a model's Markdown as it comes and lets through only what the sources bear out. The pieces in a row are the
 * answer. However the text is chopped, the pieces are the same.
 */
export function createVerifier(sources: readonly Proof[], { language }: { language: 'en' | 'zh' }): Verifier {
  const proofs = new Map(sources.filter(({ n }) => citable(n)).map(proof => [proof.n, proof]));
  const known = new Set(proofs.keys());
  const dropped: { why: Why; text: string }[] = [];
  const layout = createLayout(language);
  let out: Verified[] = [];
  let words = false;
  let half = '';

  const splitter = createSplitter({ sentence: read, lineEnd });

  function read({ text, first }: Sentence): void {
    words = true;
    const { line, text: body } = readLine(text);
    if (first) layout.begin(line);
    const marked = markCitations(first ? body : text, known);
    const cites = citedIn(marked.text);
    if (cites.length === 0) {
      dropped.push({ why: marked.unknown ? 'unknown citation' : 'uncited', text });
      return;
    }
    out.push({ text: layout.place(showCitations(marked.text, language).trim()), cites });
  }

  function lineEnd(): void {
    if (!words) layout.blank();
    words = false;
  }

  function taken(): Verified[] {
    const pieces = out;
    out = [];
    return pieces;
  }

  return {
    take(text) {
      const all = half + text;
      // A character of two halves may come in two pieces.
      half = /[\ud800-\udbff]$/.exec(all)?.[0] ?? '';
      for (const char of half === '' ? all : all.slice(0, -1)) for (const one of seen(char)) splitter.step(one);
      return taken();
    },
    tail: () => '',
    end() {
      splitter.endLine();
      return taken();
    },
    dropped,
  };
}
