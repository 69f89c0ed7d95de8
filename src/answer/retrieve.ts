import type { Entry } from '../digest/entry.ts';
import type { Library } from '../library/library.ts';
import type { QuestionVector } from '../library/question-vector.ts';
import type { Embedder } from '../model/embedder.ts';
import { nearnessOf } from './nearness.ts';
import type { Question } from './question.ts';
import { scorerOf, type Unit, unitsOf, WEIGHTS } from './rank.ts';

/** What answering reads of the library: the library itself, or a part of it. */
export type Searchable = Pick<
  Library,
  | 'size'
  | 'count'
  | 'span'
  | 'entries'
  | 'byIds'
  | 'matching'
  | 'mentions'
  | 'candidates'
  | 'frequency'
  | 'averageLength'
>;

export type SearchParts = {
  library: Searchable;
  embedder: Embedder;
  /** told why the embedder gave no vector; the question is then searched by words alone */
  onEmbedderFailure?: ((error: unknown) => void) | undefined;
  /** gives the question's vector in a model's space, where one serves; see nearness.ts */
  questionVector?: QuestionVector | undefined;
};

/** An entry found for a question, with how well it fits. */
export type Found = {
  entry: Entry;
  /** orders what was found; comparable within one question only */
  score: number;
  /** the same by the library's own vectors alone: refusing must not depend on what a model makes of it */
  own: number;
  /** share (0 to 1) of the question's words, by weight, that the entry meets */
  coverage: number;
  /** cosine of the question's and the entry's vectors by the library's own embedder, or the most it can be */
  similarity: number;
};

/** Candidates from each search by words and from that by vector: twice as many take half as long again. */
const MATCHING = 40;
const NEAREST = 24;
/** What being new adds where the question asks for recent entries: as much as a fair word match. */
const RECENT = 0.3;

/**
 * The entries that fit a question's topic, best first.
 * 1. The topic's words are weighed (rank.ts) and the topic is embedded, by the library's own embedder and by a model where
 *    there is one.
 * 2. Searches run at once within the days and tags that were named: words as written, words by meaning, vectors.
 * 3. Every candidate is scored by the same two measures, whichever search found it, and they are added: entries found
 *    by rank alone could not be compared with a threshold, and refusing needs one.
 * 4. The best are read whole.
 */
export async function retrieve(
  question: Pick<Question, 'topic' | 'dates' | 'tags' | 'recent'>,
  { library, embedder, limit = 10, onEmbedderFailure, questionVector }: SearchParts & { limit?: number },
): Promise<Found[]> {
  const units = unitsOf(question.topic, library);
  const [[vector], near] = await Promise.all([
    embedder.embed([question.topic]).catch((error: unknown): Float32Array[] => {
      onEmbedderFailure?.(error);
      return [];
    }),
    questionVector?.(question.topic),
  ]);
  const tokens = { terms: tokensOf(units, 'terms', library), glosses: tokensOf(units, 'glosses', library) };
  const within = { matching: MATCHING, nearest: NEAREST, filter: filterOf(question) };
  const candidates = await library.candidates({ ...tokens, vector, near }, within);
  // What the vector search did not bring is no nearer than the last that it did.
  const close = candidates.flatMap(({ similarity }) => similarity ?? []);
  const floor = close.length < NEAREST ? 0 : Math.max(0, Math.min(...close));
  const nearness = nearnessOf(candidates);
  const scoreOf = scorerOf(units, library);
  const days = candidates.map(({ date }) => date ?? '').sort();
  const best = candidates
    .map(candidate => {
      const { id, date } = candidate;
      const { score, coverage } = scoreOf(candidate);
      const similarity = Math.max(0, candidate.similarity ?? floor);
      const age = days.lastIndexOf(date ?? '') / days.length;
      const own = score + WEIGHTS.similarity * similarity + (question.recent ? RECENT * age : 0);
      const gain = WEIGHTS.similarity * ((nearness(candidate) ?? similarity) - similarity);
      return { id, score: own + gain, own, coverage, similarity };
    })
    .sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1))
    .slice(0, limit);
  const entries = await library.byIds(best.map(({ id }) => id));
  const byId = new Map(entries.map(entry => [entry.id, entry]));
  return best.flatMap(({ id, ...found }) => {
    const entry = byId.get(id);
    return entry === undefined ? [] : { entry, ...found };
  });
}

/** What the question says of days and tags, as the library takes it. */
export function filterOf({ dates, tags }: Pick<Question, 'dates' | 'tags'>): {
  from?: string;
  to?: string;
  tags?: readonly string[];
} {
  return { ...(dates && { from: dates.from, to: dates.to }), ...(tags.length > 0 ? { tags } : {}) };
}

/**
 * The tokens to search by. One that stands in very many entries finds nothing in particular and costs the most: it is
 * left out as long as rarer ones remain.
 */
function tokensOf(units: readonly Unit[], space: 'terms' | 'glosses', library: Searchable): string[] {
  const tokens = new Set(units.flatMap(unit => (space === 'terms' ? unit.terms : unit.glosses.slice(0, MEANINGS))));
  const known = [...tokens].filter(token => library.frequency(space, token) > 0);
  const common = Math.max(library.size() / 20, Math.min(library.size() / 4, 500));
  const rare = known.filter(token => library.frequency(space, token) <= common);
  return rare.length > 0 ? rare : known;
}

/** Stems of a word's meaning to search by: those of its likelier senses. */
const MEANINGS = 4;
