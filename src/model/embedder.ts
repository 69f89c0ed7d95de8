/** Turns texts into vectors whose angle says how close the texts are in meaning. */
export type Embedder = {
  /** Names the vector space: embedder, model, version, dimensions, e.g. `offline-1-384`. Vectors of two spaces never mix. */
  readonly space: string;
  readonly dimensions: number;
  /** One unit-length vector for each text, in the same order. */
  embed(texts: readonly string[], options?: { signal?: AbortSignal }): Promise<Float32Array[]>;
};
