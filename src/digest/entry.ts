/** One numbered item of the digest: what a person noted on one day, with everything the rest of the program needs of it. */
export type Entry = {
  /** `2021-01-20#1`: date, `#`, ordinal; undated entries use the file's name for the date. A `~2` suffix only where an id would repeat. */
  id: string;
  /** ISO day (`2021-01-20`), or undefined where the digest does not say. */
  date: string | undefined;
  /** Position in its day: the printed number where there is one, else counted from 1. */
  ordinal: number;
  /** The first line as plain text, without number, tags in brackets, Markdown marks and URLs. */
  title: string;
  /** The whole entry as plain text, continuation lines included (one `\n` between lines), URLs included. */
  text: string;
  /** 【机器学习】, `综述 |`, `#tag`, without their marks, in order, each once. */
  tags: string[];
  /** What the author set in bold, in order, as plain text. */
  emphasis: string[];
  /** In order of appearance, exact, without stray punctuation, each once. */
  urls: string[];
  /** Where it stands: path relative to the digest folder (`/` between parts), line counted from 1. */
  source: { file: string; line: number };
};

/** Text that looks like an entry or a day but could not be placed. `text` is a short excerpt. */
export type Unplaced = { file: string; line: number; text: string; reason: string };

type Piece = {
  /** The exact characters of the file; all pieces in a row are the file. */
  raw: string;
  /** Offset of `raw` in the file; it ends at `start + raw.length`. */
  start: number;
  /** Line of its first character, counted from 1. */
  line: number;
};

/**
 * One stretch of the file. To remove or replace an entry, leave out or change its block and render the rest; to add one to
 * a day, put a block after the last `item` that follows the `day` and write it with that item's `marker`.
 */
export type Block =
  /** `marker` is what the person wrote before the entry's words: `(1)`, `- [x] `, `### `, or nothing. */
  | (Piece & { kind: 'item'; entry: Entry; marker: string })
  | (Piece & { kind: 'day'; date: string | undefined })
  | (Piece & { kind: 'front' | 'heading' | 'prose' | 'blank' });

/** A file of the digest, read: every character of it in `blocks`, its entries in order, and what fits nowhere. */
export type Digest = { file: string; blocks: Block[]; entries: Entry[]; unplaced: Unplaced[] };

/** `id` itself the first time that `seen` meets it, `id~2` the second time, and so on. */
export function numbered(id: string, seen: Map<string, number>): string {
  const holder = (seen.get(id) ?? 0) + 1;
  seen.set(id, holder);
  return idOf(id, holder);
}

/** The id of the first, second, … holder of the same day and number. */
export function idOf(id: string, holder: number): string {
  return holder === 1 ? id : `${id}~${holder}`;
}
