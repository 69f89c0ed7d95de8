/** A text as search sees it. Tokens hold no white space; repeats are kept. */
export type Analysis = {
  /** in the surface space: what is written */ terms: string[];
  /** in the gloss space: what it means, whatever the language */ glosses: string[];
};

/** Cuts texts into tokens. Its version is part of what the library is derived with: a new one derives everything anew. */
export type Analyzer = {
  readonly version: string;
  analyze(text: string): Analysis;
};
