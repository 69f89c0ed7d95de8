import type { Entry } from '../digest/entry.ts';
import type { Library } from '../library/library.ts';
import type { GradedQuestion } from './questions.ts';
import { tellingWords } from './title.ts';

/** Every two-character Chinese word of the entries' titles, alone: any of the entries whose titles have it will do. */
export function twoCharacterWords(entries: readonly Entry[], library: Library): GradedQuestion[] {
  const holders = new Map<string, Record<string, 2>>();
  for (const { id, title } of entries) {
    for (const { text, script } of tellingWords(title, library)) {
      if (script === 'han' && [...text].length === 2) holders.set(text, { ...holders.get(text), [id]: 2 });
    }
  }
  return [...holders].map(([question, relevant]) => ({ question, kind: 'keyword', relevant }));
}
