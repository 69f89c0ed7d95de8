import { phrasePattern } from '../answer/mention.ts';
import { fold } from '../model/offline/tokens.ts';
import type { Material } from './material.ts';
import { FIRST, fill, LAST } from './phrases.ts';
import type { GradedQuestion } from './questions.ts';
import { pick } from './random.ts';
import { tellingWords } from './title.ts';

/** Words asked about: the whole digest is read for them. */
const WORDS = 30;
/** Entries read at once. */
const PAGE = 1000;

type Mentions = { word: string; pattern: RegExp; first?: string; last?: string; doubtful?: true };

/** "When did we first (last) mention …": found by reading every entry, not by search. */
export async function mentionQuestions({ library, entries, random }: Material): Promise<GradedQuestion[]> {
  const words = new Map<string, Mentions>();
  for (const { title } of entries) {
    const telling = tellingWords(title, library);
    if (telling.length === 0 || words.size >= WORDS) continue;
    const { text } = pick(telling, random);
    words.set(text, { word: text, pattern: phrasePattern(text) });
  }
  const wanted = [...words.values()];
  for (let offset = 0; offset < library.size(); offset += PAGE) {
    for (const { id, date, text, urls } of await library.entries({}, { offset, limit: PAGE })) {
      const folded = fold(text);
      const said = fold(urls.reduce((rest, url) => rest.replaceAll(url, ' '), text));
      for (const mentions of wanted) {
        if (!folded.includes(mentions.word)) continue;
        if (date !== undefined && mentions.pattern.test(said)) {
          mentions.first ??= id;
          mentions.last = id;
        } else if (mentions.pattern.test(folded)) {
          // Whether a word in a link, or on no day, counts as a mention is a matter of taste.
          mentions.doubtful = true;
        }
      }
    }
  }
  return wanted.flatMap(({ word, first, last, doubtful }) => {
    if (first === undefined || last === undefined || doubtful) return [];
    return [
      { question: fill(pick(FIRST, random), word), kind: 'first', relevant: { [first]: 2 } },
      { question: fill(pick(LAST, random), word), kind: 'last', relevant: { [last]: 2 } },
    ] satisfies GradedQuestion[];
  });
}
