import { offlineAnalyzer } from '../model/offline/tokens.ts';
import { type Statistics, scorerOf, type Unit, unitsOf } from './rank.ts';
import type { Found } from './retrieve.ts';

/**
 * When other words still ask for what was asked. A model that wants to find something may leave out what the notes lack,
 * or add so much that they have that the gate no longer sees what they lack. Measured on the questions of data/eval that
 * are refused: of those that the notes do answer, 47 of 51 stay answerable by good rewordings; of those that they do not,
 * none is answered because words were added to it or left out of it.
 */
const FAITHFUL = {
  /** a word is kept where the other words have so much of it, as it is written or by its meaning */
  kept: 0.7,
  /** words that were kept must be met by what is found, by so much of their weight */
  met: 0.6,
};

/**
 * Holds what other words find against the question: the function says whether a rewording may be tried at all, and the one
 * that it gives, whether what was found for it has the words that it kept.
 */
export function faithfulTo(
  topic: string,
  { before, library }: { before: string; library: Statistics },
): (rewording: string) => ((found: readonly Found[]) => boolean) | undefined {
  const units = unitsOf(topic, library);
  const names = namesIn(topic, units);
  return rewording => {
    const kept = units.filter(unit => isIn(unit, rewording, library));
    // Its own words or some of them, or those of the question before: the gate has seen what they find.
    const words = unitsOf(rewording, library);
    if (words.every(word => isIn(word, topic, library))) return undefined;
    if (kept.length === 0 && before !== '' && words.every(word => isIn(word, before, library))) return undefined;
    if (!names.every(name => kept.includes(name))) return undefined;
    if (kept.length === 0) return () => true;
    const score = scorerOf(kept, library);
    return found => found.some(({ entry }) => score(offlineAnalyzer.analyze(entry.text)).coverage >= FAITHFUL.met);
  };
}

function isIn(unit: Unit, text: string, library: Statistics): boolean {
  return scorerOf([unit], library)(offlineAnalyzer.analyze(text)).coverage >= FAITHFUL.kept;
}

/** Names of products, models and the like have no other words: Latin words among Chinese ones, those with digits or capitals. */
function namesIn(topic: string, units: readonly Unit[]): Unit[] {
  const chinese = /\p{Script=Han}/u.test(topic);
  // A capital at the beginning may be the sentence's.
  const capitals = topic.matchAll(/(?<=\S\s+)\p{Lu}[\w.+#-]*|\b\w+\p{Lu}[\w.+#-]*/gu);
  const named = new Set([...capitals].map(([name]) => name.toLowerCase()));
  return units.filter(({ script, text }) => script === 'latin' && (chinese || /\d/.test(text) || named.has(text)));
}
