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
