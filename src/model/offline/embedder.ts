import type { Embedder } from '../embedder.ts';
import { fnv1a } from '../hash.ts';
import { addVector, fingerprint, rankOf, WORD_DIMENSIONS } from './lexicon.ts';
import { words } from './tokens.ts';

/** Buckets of the hashed part: with the word vectors' 100 dimensions, 384 in all. */
const BUCKETS = 284;

/**
 * An embedder that needs no model and no network. A vector has two halves of equal length: the stems of the text's
 * gloss space hashed into signed buckets (feature hashing, Weinberger et al. 2009: the same words, exactly), and the
 * sum of their word vectors (related words). Chinese and English meet because both halves see English stems only.
 * A stem weighs by smooth inverse frequency, a / (a + p) with a = 0.001 (Arora et al. 2017), with p from its rank by
 * Zipf's law.
 */
export const offlineEmbedder: Embedder = {
  space: `offline-1-${fingerprint()}-${BUCKETS + WORD_DIMENSIONS}`,
  dimensions: BUCKETS + WORD_DIMENSIONS,
  embed: async texts => texts.map(vectorOf),
};

/** How much a stem tells, from 0.03 for the most frequent English word to 1 for one that GloVe does not know. */
function specificity(stem: string): number {
  const rank = rankOf(stem);
  return rank === undefined ? 1 : (rank + 3) / (rank + 103);
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(BUCKETS + WORD_DIMENSIONS);
  const hashed = vector.subarray(0, BUCKETS);
  const summed = vector.subarray(BUCKETS);
  for (const word of words(text)) {
    if (word.stop) continue;
    // The first sense of a dictionary is the likeliest; the stems of one sense are all meant.
    for (const [rank, sense] of word.senses.entries()) {
      for (const stem of sense) {
        const weight = specificity(stem) / (rank + 1);
        const hash = hashOf(stem);
        const bucket = (hash >>> 1) % BUCKETS;
        hashed[bucket] = (hashed[bucket] ?? 0) + ((hash & 1) === 0 ? weight : -weight);
        addVector(stem, weight, summed);
      }
    }
  }
  // A text without a content word (a lone emoji) has a direction of its own, so that every vector has unit length.
  if (!hashed.some(value => value !== 0)) hashed[hashOf(text) % BUCKETS] = 1;
  scaleTo(Math.SQRT1_2, hashed);
  scaleTo(Math.SQRT1_2, summed);
  scaleTo(1, vector);
  return vector;
}

/** Scales a vector to a length; one with no direction stays as it is. */
function scaleTo(length: number, vector: Float32Array): void {
  const norm = Math.hypot(...vector);
  if (norm > 0) for (const [index, value] of vector.entries()) vector[index] = (value / norm) * length;
}

/** A number for a text, with the first steps of murmur3's finalizer so that low bits are mixed. */
function hashOf(text: string): number {
  let hash = fnv1a(text);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
