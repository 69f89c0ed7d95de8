import type { Entry } from '../digest/entry.ts';
import type { Hit, Library } from '../library/library.ts';
import { type Word, words } from '../model/offline/tokens.ts';
import type { Generated, Material } from './material.ts';
import { ABOUT, fill } from './phrases.ts';
import { pick } from './random.ts';
import { type TitleWord, tellingWords } from './title.ts';
import { readTranslations, type Translations } from './translate.ts';
import { without } from './without.ts';

/** Entries left out for a question that is to be refused: where more hold its words, they tell too little. */
const MOST_HIDDEN = 300;
/** Entries that answer the same question. */
const MOST_ANSWERS = 20;

/** Known entries asked for in their own words, in the other language, and of a library that lacks them. */
export async function topicQuestions({ library, entries, random }: Material): Promise<Generated[]> {
  const translations = readTranslations();
  const keyword: Generated[] = [];
  const crossLingual: Generated[] = [];
  const refusal: Generated[] = [];
  for (const entry of entries) {
    const chosen = rarest(tellingWords(entry.title, library), 2 + Math.floor(random() * 3));
    const relevant = await answersTo(chosen.flatMap(writtenTerms), [], { entry, library });
    if (relevant !== undefined) {
      const question = fill(pick([...ABOUT.zh, ...ABOUT.en], random), asPhrase(chosen));
      keyword.push({ graded: { question, kind: 'keyword', relevant }, library });
      const hidden = await holdersOfAny(chosen, library);
      if (hidden !== undefined && hidden.length < library.size()) {
        refusal.push({ graded: { question, kind: 'refusal', relevant: {} }, library: without(library, hidden) });
      }
    }
    const translated = translate(entry, { library, translations, random });
    if (translated !== undefined) {
      const { question, topic, words: meant } = translated;
      const relevant = await answersTo(meant.flatMap(writtenTerms), likeliestMeaning(topic), { entry, library });
      if (relevant !== undefined) crossLingual.push({ graded: { question, kind: 'cross-lingual', relevant }, library });
    }
  }
  return [...keyword, ...crossLingual, ...refusal];
}

/** The rarest words, in the title's order. */
function rarest(words: readonly TitleWord[], most: number): TitleWord[] {
  const chosen = words.toSorted((one, other) => one.frequency - other.frequency).slice(0, most);
  return chosen.sort((one, other) => one.place - other.place);
}

/** Words as one would type them: Chinese neighbours stay together. */
function asPhrase(words: readonly TitleWord[]): string {
  let phrase = '';
  for (const [index, word] of words.entries()) {
    const before = words[index - 1];
    const together =
      before?.joined && before.place + 1 === word.place && before.script === 'han' && word.script === 'han';
    phrase += index === 0 || together ? word.text : ` ${word.text}`;
  }
  return phrase;
}

/** A question in the other language by the dictionary; undefined where it has not two of the title's words. */
function translate(
  entry: Entry,
  { library, translations, random }: { library: Library; translations: Translations; random: () => number },
): { question: string; topic: string; words: TitleWord[] } | undefined {
  const words = tellingWords(entry.title, library);
  const chinese = words.some(({ script }) => script === 'han');
  const known = chinese ? inEnglish(words, translations) : inChinese(words, translations);
  const chosen = rarest(
    known.map(({ word }) => word),
    2 + Math.floor(random() * 2),
  );
  const parts = known.filter(({ word }) => chosen.includes(word));
  // A name is the same in both languages: at least two real words make a question in the other one.
  if (parts.filter(({ word, text }) => word.text !== text).length < 2) return undefined;
  const topic = parts.map(({ text }) => text).join(' ');
  const question = fill(pick(chinese ? ABOUT.en : ABOUT.zh, random), topic);
  return { question, topic, words: parts.flatMap(part => part.all) };
}

/** A word of a title in the other language; `all` are the words of the title that it stands for. */
type Translated = { word: TitleWord; text: string; all: TitleWord[] };

function inEnglish(words: readonly TitleWord[], { english }: Translations): Translated[] {
  return words.flatMap(word => {
    const text = word.script === 'latin' ? word.text : english.get(word.text);
    return text === undefined ? [] : [{ word, text, all: [word] }];
  });
}

function inChinese(words: readonly TitleWord[], { chinese }: Translations): Translated[] {
  const found: Translated[] = [];
  let after = 0;
  for (const [index, word] of words.entries()) {
    if (index < after) continue;
    const next = words[index + 1];
    const both = next?.place === word.place + 1 ? chinese.get(`${word.text} ${next.text}`) : undefined;
    const text = both ?? chinese.get(word.text) ?? chinese.get(word.text.replace(/s$/, ''));
    if (text === undefined) continue;
    const all = both === undefined || next === undefined ? [word] : [word, next];
    found.push({ word, text, all });
    after = index + all.length;
  }
  return found;
}

/**
 * The entry, and any other that holds all of the words as written, or all of their meaning: each of them answers.
 * Undefined where they are so many that the question tells nothing, or where it has no words.
 */
async function answersTo(
  terms: readonly string[],
  glosses: readonly string[],
  { entry, library }: { entry: Entry; library: Library },
): Promise<Record<string, 2> | undefined> {
  if (terms.length === 0) return undefined;
  const options = { every: true, limit: MOST_ANSWERS };
  const written = await library.matching('terms', terms, options);
  const meant = await library.matching('glosses', glosses, options);
  if (written.length === MOST_ANSWERS || meant.length === MOST_ANSWERS) return undefined;
  const ids = [entry.id, ...[...written, ...meant].map(hit => hit.entry.id)];
  return Object.fromEntries(ids.map(id => [id, 2 as const]));
}

function likeliestMeaning(topic: string): string[] {
  return words(topic).flatMap(({ stop, senses }) => (stop ? [] : (senses[0] ?? [])));
}

/** Every entry that holds any of the words, as written or by its likeliest meaning; undefined where they are too many. */
async function holdersOfAny(words: readonly Word[], library: Library): Promise<Hit[] | undefined> {
  const hits = new Map<string, Hit>();
  for (const word of words) {
    for (const [space, tokens] of [
      ['terms', writtenTerms(word)],
      ['glosses', word.senses[0] ?? []],
    ] as const) {
      const found = await library.matching(space, tokens, { every: true, limit: MOST_HIDDEN + 1 });
      for (const hit of found) hits.set(hit.entry.id, hit);
      if (hits.size > MOST_HIDDEN) return undefined;
    }
  }
  return [...hits.values()];
}

/** The tokens that an entry with the word has for certain: those of a Latin word's parts follow from the first. */
function writtenTerms({ terms, script }: Word): readonly string[] {
  return script === 'han' ? terms : terms.slice(0, 1);
}
