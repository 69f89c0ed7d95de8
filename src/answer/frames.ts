/** What a question wants: an explanation from the entries, all of them, their number, the earliest, the latest. */
export type Kind = 'explain' | 'list' | 'count' | 'first' | 'last';

/**
 * A turn of phrase that asks without saying about what: "what did we note about", "有没有讲…的". It stands at one end
 * of the question and is taken off, over and over, until the topic is left.
 */
export type Frame = {
  /**
   * Anchored: `^` for a head, `$` for a tail. For folded text. A group `limit` holds how many entries are wanted ("last
   * 5", 最近几条), a group `nth` which one of them ("the second", 第二条).
   */
  pattern: RegExp;
  kind?: Kind;
  /** Speaks of the digest itself, so that nothing need be left: "what did we note". */
  digest?: true;
  /** Ends in "about" or the like: what follows is the topic, whatever it looks like. */
  about?: true;
  /** Only a noun or an article ("the entries"): taken off only where the digest was already spoken of. */
  noun?: true;
  /** Asks for more than one entry, so that where no number is said a few are meant: "the last entries". */
  several?: true;
  /** Manners ("please"), which tell nothing about the language of the rest. */
  polite?: true;
};

export type Frames = { heads: Frame[]; tails: Frame[] };

const latin = '[a-z0-9\\u00c0-\\u024f]';
// Not within a Latin word, so that "re" is never taken off "react", nor "on" off "on-device".
const apart = `(?!(?<=${latin}[-_.']?)[-_.']?${latin})`;

/** Neither end of a frame falls within a Latin word. */
export function frame(source: string, rest: Omit<Frame, 'pattern'> = {}): Frame {
  return { pattern: new RegExp(`${apart}(?:${source})${apart}`, 'i'), ...rest };
}
