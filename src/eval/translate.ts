import { glossary, stemOf } from '../model/offline/lexicon.ts';
import { stopWords, weakWords } from '../model/offline/stop-words.ts';

/** Words of one language in the other, by the dictionaries. */
export type Translations = {
  /** English for a Chinese word */ english: ReadonlyMap<string, string>;
  /** Chinese for an English word or phrase */ chinese: ReadonlyMap<string, string>;
};

/** Reads the dictionaries once in both directions: half a second, some 20 MB. */
export function readTranslations(): Translations {
  const english = new Map<string, string>();
  const chinese = new Map<string, string>();
  for (const { word, english: phrases, term } of glossary()) {
    const [first] = phrases;
    if (first === undefined || !isTelling(first)) continue;
    english.set(word, first);
    // Of the many words that the general dictionary has for an English one, most are such as nobody says.
    if (term && /^\p{Script=Han}{2,}$/u.test(word) && !chinese.has(first)) chinese.set(first, word);
  }
  return { english, chinese };
}

function isTelling(phrase: string): boolean {
  const parts = phrase.split(' ');
  return parts.every(part => part.length > 1) && !parts.every(part => [part, stemOf(part)].some(isCommon));
}

function isCommon(word: string): boolean {
  return stopWords.has(word) || weakWords.has(word);
}
