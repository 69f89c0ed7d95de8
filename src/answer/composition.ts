import { estimateTokens } from '../model/estimate.ts';
import type { Draft } from './asking.ts';
import type { Material, Sources } from './material.ts';
import { createVerifier, type Verified, type Why } from './verify/verify.ts';

/** What a model says where the sources do not answer the question. */
const NOT_IN_NOTES = 'NOT_IN_NOTES';

/** An answer as it comes from a model, and what of it stands. */
export type Composition = {
  take(piece: string): void;
  /** no more comes, and what came is whole */ end(): void;
  draft(): Draft;
  /** the sentences that stand, with the sources' numbers that the answer has */ text(): string;
  /** the sources with those numbers, in their order */ sources(): Sources;
  /** as the model wrote it */ raw(): string;
  /** about how many tokens have come */ tokens(): number;
  /** the model says that the sources do not answer the question, and nothing else that stands */ declined(): boolean;
  /** whether it is of use to anybody: something stands, or the model says that nothing can */ isUsable(): boolean;
  /** how many sentences stand, and how many do not, by why */
  count(): { sentences: number; dropped: Partial<Record<Why, number>> };
};

/** Holds what a model writes against the entries that it was given. Each sentence is settled for good: drafts only grow. */
export function createComposition({ task, given, rest, lead, renumber }: Material): Composition {
  const verifier = createVerifier(
    given.map(({ n, entry }) => ({ ...entry, n })),
    { language: task.language },
  );
  const cited: number[] = [];
  let [raw, held, text, sentences] = ['', '', '', 0];

  function add(pieces: readonly Verified[]): void {
    for (const piece of pieces) {
      for (const n of piece.cites) if (!cited.includes(n)) cited.push(n);
      const said = piece.text.replace(/\[(\d+)\]/g, (mark, n) =>
        renumber && piece.cites.includes(Number(n)) ? `[${cited.indexOf(Number(n)) + 1}]` : mark,
      );
      text += text === '' ? said.trimStart() : said;
      sentences += 1;
    }
  }

  // What is on a list is on it, whatever a model says.
  const declined = () => renumber && text === '' && raw.includes(NOT_IN_NOTES);

  return {
    take(piece) {
      raw += piece;
      // What may be the beginning of the mark waits for the rest of it.
      const whole = (held + piece).replaceAll(NOT_IN_NOTES, '');
      held = endLike(NOT_IN_NOTES, whole);
      add(verifier.take(whole.slice(0, whole.length - held.length)));
    },
    end() {
      add(verifier.take(held));
      held = '';
      add(verifier.end());
    },
    draft() {
      const tail = text === '' ? verifier.tail().trimStart() : verifier.tail();
      if (lead === '') return { text, tail };
      return text === '' ? { text: lead, tail: tail && `\n\n${tail}` } : { text: `${lead}\n\n${text}`, tail };
    },
    text: () => text.trimEnd(),
    sources() {
      if (!renumber) return { cited: [...given, ...rest], others: [] };
      const first = cited.flatMap(n => given.find(one => one.n === n) ?? []);
      const all = [...first, ...given.filter(one => !first.includes(one)), ...rest];
      const numbered = all.map(({ entry }, index) => ({ n: index + 1, entry }));
      return { cited: numbered.slice(0, first.length), others: numbered.slice(first.length) };
    },
    raw: () => raw,
    tokens: () => estimateTokens(raw),
    declined,
    isUsable: () => text !== '' || declined(),
    count() {
      const dropped: Partial<Record<Why, number>> = {};
      for (const { why } of verifier.dropped) dropped[why] = (dropped[why] ?? 0) + 1;
      return { sentences, dropped };
    },
  };
}

/** The longest end of a text that a word begins with. */
function endLike(word: string, text: string): string {
  for (let length = Math.min(word.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(word.slice(0, length))) return word.slice(0, length);
  }
  return '';
}
