/** What a question wants: an explanation from the entries, all of them, their number, the earliest, the latest. */
export type Kind = 'explain' | 'list' | 'count' | 'first' | 'last';

/**
 * A turn of phrase that asks without saying about what: "what did we note about", "有没有讲…的". It stands at one end
 * of the question and is taken off, over and over, until the topic is left.
 */
export type Frame = {
  /** Anchored: `^` for a head, `$` for a tail. For folded text. */
  pattern: RegExp;
  kind?: Kind;
  /** Speaks of the digest itself, so that nothing need be left: "what did we note". */
  digest?: true;
  /** Ends in "about" or the like: what follows is the topic, whatever it looks like. */
  about?: true;
  /** Only a noun or an article ("the entries"): taken off only where the digest was already spoken of. */
  noun?: true;
  /** Manners ("please"), which tell nothing about the language of the rest. */
  polite?: true;
};

export type Frames = { heads: Frame[]; tails: Frame[] };

export function frame(source: string, rest: Omit<Frame, 'pattern'> = {}): Frame {
  return { pattern: new RegExp(source, 'i'), ...rest };
}
