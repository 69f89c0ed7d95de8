import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { fnv1a } from '../model/hash.ts';

/**
 * In how many entries each token stands, in 2 MB whatever the number of tokens: a count-min sketch (Cormode and
 * Muthukrishnan 2005) of one row with two probes. It never counts too little. With 10,000 distinct tokens about one in
 * 700 counts too much; with 100,000 about one in ten does, by the frequency of a word that is rare itself.
 */
export type Sketch = {
  readonly counts: Uint32Array;
  /** tokens of all entries, repeats counted */ tokens: number;
};

const CELLS = 2 ** 19;

export function emptySketch(): Sketch {
  return { counts: new Uint32Array(CELLS), tokens: 0 };
}

/** Counts one entry's tokens in (`by` = 1) or out again (`by` = -1). A token counts once for an entry. */
export function countEntry(sketch: Sketch, tokens: readonly string[], by: 1 | -1): void {
  sketch.tokens += by * tokens.length;
  for (const token of new Set(tokens)) {
    const [first, second] = probes(token);
    bump(sketch.counts, first, by);
    if (second !== first) bump(sketch.counts, second, by);
  }
}

/** The number of entries that hold the token; at times a little more. */
export function frequencyOf(sketch: Sketch, token: string): number {
  const [first, second] = probes(token);
  return Math.min(sketch.counts[first] ?? 0, sketch.counts[second] ?? 0);
}

export function packSketch(sketch: Sketch): Uint8Array {
  const { buffer, byteOffset, byteLength } = sketch.counts;
  return zstdCompressSync(new Uint8Array(buffer, byteOffset, byteLength));
}

/** @throws RangeError when the bytes are not a sketch */
export function unpackSketch(bytes: Uint8Array, tokens: number): Sketch {
  const plain = zstdDecompressSync(bytes);
  if (plain.byteLength !== CELLS * 4) throw new RangeError(`a sketch has ${CELLS * 4} bytes, not ${plain.byteLength}`);
  // Copied: the decompressed bytes may start where no 32-bit number can.
  return { counts: new Uint32Array(Uint8Array.from(plain).buffer), tokens };
}

/** Counts can be off by an earlier collision, never below nothing. */
function bump(counts: Uint32Array, cell: number, by: 1 | -1): void {
  counts[cell] = Math.max(0, (counts[cell] ?? 0) + by);
}

/** Two cells for a token: 32-bit FNV-1a, and the same mixed once more (the finalizer of MurmurHash3). */
function probes(token: string): [number, number] {
  const once = mix(fnv1a(token));
  return [once % CELLS, mix(once ^ 0x9e3779b9) % CELLS];
}

function mix(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
