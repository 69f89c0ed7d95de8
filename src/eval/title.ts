import type { Searchable } from '../answer/retrieve.ts';
import { weakWords } from '../model/offline/stop-words.ts';
import { type Word, words } from '../model/offline/tokens.ts';

/** A word of a title: its place among all of the title's words, and how many entries hold it. */
export type TitleWord = Word & { place: number; frequency: number };

/** The words of a title that one might ask about, each once: no stop words, bare numbers or single letters. */
export function tellingWords(title: string, library: Pick<Searchable, 'frequency'>): TitleWord[] {
  const telling = new Map<string, TitleWord>();
  for (const [place, word] of words(title).entries()) {
    const { text, stop, terms } = word;
    if (stop || weakWords.has(text) || [...text].length < 2 || /^\d/.test(text) || telling.has(text)) continue;
    const frequency = Math.min(...terms.map(term => library.frequency('terms', term)));
    // A title shows what the entry's text has inside a web address; such a word is not searchable.
    if (frequency > 0) telling.set(text, { ...word, place, frequency });
  }
  return [...telling.values()];
}
